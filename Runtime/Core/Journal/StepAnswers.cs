using System.Collections.Concurrent;
using Distil.Journal.Records;

namespace Distil.Journal;

/// <summary>The answers of one durable step: those of an earlier run that this one goes on with, and where to begin reading them.</summary>
/// <remarks>What the journal holds is noted while it is opened, by one thread. Afterwards all workers of the step may ask.</remarks>
/// <param name="journal">The journal.</param>
/// <param name="found">Where the answers of the earlier run lie.</param>
/// <param name="number">The number of the step in the journal.</param>
/// <param name="fingerprint">What the step's answers depend on besides its inputs.</param>
internal sealed class StepAnswers(AnswerJournal journal, AnswerIndex found, int number, UInt128 fingerprint) : IDisposable
{
    private long _lastNumber = -1;
    private long _lastAnswered = -1;
    private JournalLocation _start;
    private readonly ConcurrentBag<IDisposable> _owned = [];
    private RetriedFailures? _earlier;

    /// <summary>The journal, to which answers are appended.</summary>
    public AnswerJournal Journal => journal;

    /// <summary>The number of the step in the journal.</summary>
    public int Number => number;

    /// <summary>What the step's answers depend on besides its inputs: a part of every key.</summary>
    public UInt128 Fingerprint => fingerprint;

    /// <summary>Whether the earlier run has answers of the step.</summary>
    public bool HasEarlier => _lastNumber >= 0;

    /// <summary>Where answers to rows from the first on may lie.</summary>
    public JournalLocation Start => _start;

    /// <summary>Failures that are tried again, noted by the earlier run; null: none are.</summary>
    public RetriedFailures? Earlier => _earlier;

    /// <summary>Where the step begins.</summary>
    /// <param name="start">Where answers to its first row, or to those behind it, may lie.</param>
    public void StartAt(JournalLocation start) => _start = start;

    /// <summary>
    /// The earlier run ends here: failures behind which no row was answered, and that are in no file, are no answers, but are tried again.
    /// </summary>
    /// <param name="retried">Failures of which the earlier run has noted that.</param>
    /// <param name="lastSettled">The packed number of the last row whose failure is in the file of errors; -1: none is.</param>
    public void EndEarlier(RetriedFailures? retried, long lastSettled)
    {
        // A row becomes several: one that failed may share the number of the last that was answered. What is settled stays so.
        var from = Math.Max(_lastAnswered, lastSettled + 1);
        var before = _lastNumber >= from ? journal.End : retried?.Before;
        if (retried is not null)
        {
            from = Math.Max(Math.Min(from, retried.From), lastSettled + 1);
        }

        _earlier = before is { } end && lastSettled < long.MaxValue ? new(from, end) : null;
    }

    /// <summary>The journal holds the outcome of a call with a row.</summary>
    /// <param name="rowNumber">The packed number of the row.</param>
    /// <param name="isAnswered">Whether it was answered, and did not fail.</param>
    public void NoteEarlier(long rowNumber, bool isAnswered)
    {
        _lastNumber = Math.Max(_lastNumber, rowNumber);
        _lastAnswered = isAnswered ? Math.Max(_lastAnswered, rowNumber) : _lastAnswered;
    }

    /// <summary>Finds the record of an answer.</summary>
    public bool TryFind(in AnswerId id, out JournalLocation location)
    {
        location = default;
        return HasEarlier && found.TryFind(id, out location);
    }

    /// <summary>Whether a failure is tried again, and so is no answer.</summary>
    /// <param name="rowNumber">The packed number of its row.</param>
    /// <param name="location">Its record.</param>
    public bool IsTriedAgain(long rowNumber, JournalLocation location) =>
        _earlier is { } retried && rowNumber >= retried.From && location < retried.Before;

    /// <summary>Where the answers begin that a run needs which begins before a row.</summary>
    /// <param name="rowNumber">The packed number of the row.</param>
    /// <param name="noted">Where the journal ended before the row, or one behind it, was called in this run.</param>
    public JournalLocation LocationFor(long rowNumber, JournalLocation noted) => rowNumber > _lastNumber ? noted : _start;

    /// <summary>Frees something when the run has ended.</summary>
    public void Own(IDisposable owned) => _owned.Add(owned);

    public void Dispose()
    {
        while (_owned.TryTake(out var owned))
        {
            owned.Dispose();
        }
    }
}

/// <summary>Failures that a run had not settled when it ended: the next one tries their rows again.</summary>
/// <param name="From">The packed number of the first row.</param>
/// <param name="Before">Where the journal ended: later failures are answers.</param>
internal sealed record RetriedFailures(long From, JournalLocation Before);
