using Distil.Journal.Records;

namespace Distil.Journal;

/// <summary>A journal that was opened, and what was done to it.</summary>
/// <param name="Journal">The journal. All that it holds is on the storage device.</param>
/// <param name="TornTail">What was cut off; null: nothing.</param>
/// <param name="TailCopied">How locations have changed; null: they have not.</param>
internal sealed record OpenedJournal(AnswerJournal Journal, TornTail? TornTail, TailCopied? TailCopied);

/// <summary>The end of a journal that was not written whole, and was therefore cut off.</summary>
/// <param name="Location">Where it began.</param>
/// <param name="Bytes">How many bytes it had, those of later segments included.</param>
internal sealed record TornTail(JournalLocation Location, long Bytes);

/// <summary>
/// The tail of a journal has moved to a segment of its own. A cut with the new locations is written before anything else is.
/// </summary>
/// <param name="Place">Where the tail began.</param>
/// <param name="Start">Where its copy begins.</param>
internal sealed record TailCopied(JournalLocation Place, JournalLocation Start)
{
    /// <summary>Where to begin reading instead: in place of any location in the tail, at the start of the copy.</summary>
    public JournalLocation Map(JournalLocation location) => location < Place ? location : Start;
}
