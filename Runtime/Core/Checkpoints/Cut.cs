using Distil.IO.JsonLines;
using Distil.Journal;
using Distil.Journal.Records;

namespace Distil.Checkpoints;

/// <summary>A record of how far everything is: what a resumed run begins at.</summary>
/// <param name="Run">The id of the run.</param>
/// <param name="Stages">Per stage, in the order in which they are declared: where it begins again.</param>
/// <param name="Leaves">The committed rows of each data set that has files, by the name of the leaf.</param>
/// <param name="Errors">The committed lines of the file of errors.</param>
/// <param name="Lengths">Per source: how many rows it has; -1: that is not known.</param>
internal sealed record Cut(
    string Run,
    IReadOnlyList<RestartPoint> Stages,
    IReadOnlyDictionary<string, LeafPlace> Leaves,
    ErrorPlace Errors,
    IReadOnlyList<long> Lengths)
{
    /// <summary>Of each source that reads files, by its name: where it begins to read again.</summary>
    public IReadOnlyDictionary<string, SourceRange> Files { get; init; } = new Dictionary<string, SourceRange>(StringComparer.Ordinal);

    /// <summary>How far the journal of answers had come; null: the run keeps none.</summary>
    public AnswerPlace? Answers { get; init; }

    /// <summary>The committed rows of each held file that is still needed, by its name.</summary>
    public IReadOnlyDictionary<string, LeafPlace> Held { get; init; } = new Dictionary<string, LeafPlace>(StringComparer.Ordinal);
}

/// <summary>How far the journal of answers had come when a cut was written.</summary>
/// <param name="Synced">What lies before is on the storage device.</param>
/// <param name="IsEnd">Whether the run had ended by itself, and had brought all answers to the storage device.</param>
/// <param name="Retried">By the name of a step: failures that are no answers, but are tried again.</param>
internal sealed record AnswerPlace(JournalLocation Synced, bool IsEnd, IReadOnlyDictionary<string, RetriedFailures> Retried);
