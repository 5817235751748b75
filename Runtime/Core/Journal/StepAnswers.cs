using System.Collections.Concurrent;
using Distil.Journal.Earlier;
using Distil.Journal.Records;

namespace Distil.Journal;

/// <summary>The answers of one durable step: those of an earlier run that this one goes on with, and where to begin reading them.</summary>
/// <remarks>What the journal holds is noted while it is opened, by one thread. Afterwards all workers of the step may ask.</remarks>
/// <param name="journal">The journal.</param>
/// <param name="found">Where the answers of the earlier run lie.</param>
/// <param name="number">The number of the step in the journal.</param>
/// <param name="fingerprint">What the step's answers depend on besides its inputs.</param>
/// <param name="takes">What it may take over of earlier generations; null: there is none.</param>
/// <param name="reused">The other directory, if answers of one are among them.</param>
internal sealed class StepAnswers(
    AnswerJournal journal, AnswerIndex found, int number, UInt128 fingerprint, EarlierStep? takes = null, ReusedAnswers? reused = null)
    : IDisposable
{
    private readonly ConcurrentBag<IDisposable> _owned = [];

    /// <summary>What rows have taken over that have not been called yet.</summary>
    private readonly ConcurrentDictionary<AnswerId, TakenAnswer>? _taken = takes is null ? null : new();

    /// <summary>Reads what rows take over of the other directory. Used by the thread that takes over.</summary>
    private AnswerReader? _reader;

    private long _lastNumber = -1;
    private long _takenOver;
    private long _reused;

    /// <summary>The journal, to which answers are appended.</summary>
    public AnswerJournal Journal => journal;

    /// <summary>The number of the step in the journal.</summary>
    public int Number => number;

    /// <summary>What the step's answers depend on besides its inputs: a part of every key.</summary>
    public UInt128 Fingerprint => fingerprint;

    /// <summary>Whether the earlier run has answers of the step.</summary>
    public bool HasEarlier => _lastNumber >= 0;

    /// <summary>What may be taken over of earlier generations; null: there is nothing.</summary>
    public EarlierStep? Takes => takes;

    /// <summary>How many answers rows of this run have taken over, those included that they had taken before it was resumed.</summary>
    public long TakenOver => Interlocked.Read(ref _takenOver);

    /// <summary>How many calls were not made, since an earlier run had kept their answers.</summary>
    public long Reused => Interlocked.Read(ref _reused);

    /// <summary>Why answers of earlier runs are not used; null: they are, or there are none.</summary>
    public string? Unused { get; private set; }

    /// <summary>Where answers to rows from the first on may lie.</summary>
    public JournalLocation Start { get; private set; }

    /// <summary>Failures of the earlier run that are tried again; null: none are.</summary>
    public RetriedFailures? Retried { get; private set; }

    /// <summary>Where the step begins.</summary>
    /// <param name="start">Where answers to its first row, or to those behind it, may lie.</param>
    public void StartAt(JournalLocation start) => Start = start;

    /// <summary>
    /// The earlier run ends here: failures behind which no row was answered, and that are in no file, are no answers, but are tried again.
    /// </summary>
    /// <param name="lastNumber">The packed number of the last row with an outcome in the journal; -1: there is none.</param>
    /// <param name="lastAnswered">The packed number of the last row that was answered, and did not fail; -1: none was.</param>
    /// <param name="lastSettled">The packed number of the last row whose failure is in the file of errors; -1: none is.</param>
    /// <param name="retried">Failures that are tried again, as far as the earlier run has noted it; null: none.</param>
    public void EndEarlier(long lastNumber, long lastAnswered, long lastSettled, RetriedFailures? retried)
    {
        _lastNumber = lastNumber;

        // Rows can share a number: one that failed may have that of the last that was answered. What is settled stays so.
        var from = Math.Max(lastAnswered, lastSettled + 1);
        var before = lastNumber >= from ? journal.End : retried?.Before;
        if (retried is not null)
        {
            from = Math.Max(Math.Min(from, retried.From), lastSettled + 1);
        }

        Retried = before is { } end && lastSettled < long.MaxValue ? new(from, end) : null;
    }

    /// <summary>The step is not what it was in the generation before. It may be what it was in one before that.</summary>
    /// <param name="reason">What has changed.</param>
    public void NoteChange(string reason) => Unused = takes is { HasAny: true } ? null : reason;

    /// <summary>A call is not made: its answer is kept.</summary>
    public void NoteReused() => Interlocked.Increment(ref _reused);

    /// <summary>Finds the record of an answer.</summary>
    public bool TryFind(in AnswerId id, out JournalLocation location)
    {
        location = default;
        return HasEarlier && found.TryFind(id, out location);
    }

    /// <summary>
    /// A row has come that will be called: unless it has an outcome in this generation, it takes over an answer of an earlier one, if there
    /// is one for it. Called by one thread, in the order of the rows.
    /// </summary>
    /// <param name="id">Names the answer to the row.</param>
    /// <param name="tags">Its tags, by <see cref="EarlierStep.Names"/>.</param>
    /// <returns>
    /// The claim or copy, to pass to <see cref="AnswerJournal.Write(JournalLocation)"/> before a row is called; null: there is none to
    /// write.
    /// </returns>
    /// <exception cref="RunDirectoryException">The journal has failed, or an answer of the other directory cannot be read.</exception>
    public JournalLocation? TakeOver(in AnswerId id, ReadOnlySpan<ulong> tags)
    {
        if (takes is null || TryFind(id, out _))
        {
            return null;
        }

        JournalLocation? claim = null;
        if (!takes.TryFindTaken(id, out var taken))
        {
            if (!takes.TryTake(id.Key, tags, out taken))
            {
                return null;
            }

            if (taken.IsReused)
            {
                taken = new(Copy(id, taken), id.Tag);
                claim = taken.Location;
            }
            else
            {
                claim = journal.AppendClaim(number, id, taken.Location, taken.Tag);
            }
        }

        _taken![id] = taken;
        Interlocked.Increment(ref _takenOver);
        return claim;
    }

    /// <summary>Copies an answer of the other directory.</summary>
    /// <returns>Where the copy lies.</returns>
    private JournalLocation Copy(in AnswerId id, in TakenAnswer taken)
    {
        if (_reader is null)
        {
            _reader = new(reused!.Files);
            Own(_reader);
        }

        var body = _reader.Read(taken.Location, new(id.Key, taken.Tag), out _);
        return journal.AppendCopy(number, id, reused!.JournalId, taken, body);
    }

    /// <summary>Finds what a row has taken over. It is forgotten then, so that memory stays flat.</summary>
    public bool TryUseTaken(in AnswerId id, out TakenAnswer taken)
    {
        taken = default;
        return _taken is not null && _taken.TryRemove(id, out taken);
    }

    /// <summary>Whether a failure is tried again, and so is no answer.</summary>
    /// <param name="rowNumber">The packed number of its row.</param>
    /// <param name="location">Its record.</param>
    public bool IsTriedAgain(long rowNumber, JournalLocation location) =>
        Retried is { } retried && rowNumber >= retried.From && location < retried.Before;

    /// <summary>Where the answers begin that a run needs which begins before a row.</summary>
    /// <param name="rowNumber">The packed number of the row.</param>
    /// <param name="noted">Where the journal ended before the row, or one behind it, was called in this run.</param>
    public JournalLocation LocationFor(long rowNumber, JournalLocation noted) => rowNumber > _lastNumber ? noted : Start;

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
