using System.Text;
using Distil.IO;
using Distil.Journal.Earlier;
using Distil.Journal.Records;

namespace Distil.Journal;

/// <summary>A step whose answers are kept.</summary>
/// <param name="Index">Its index among the steps.</param>
/// <param name="Name">Its name.</param>
/// <param name="Fingerprint">What its answers depend on besides its inputs.</param>
internal sealed record DurableStep(int Index, string Name, UInt128 Fingerprint);

/// <summary>The answers of the durable steps of a run, in its journal.</summary>
internal sealed class RunAnswers : IDisposable
{
    private readonly IReadOnlyList<DurableStep> _names;
    private readonly StepAnswers?[] _steps;
    private readonly JournalSync _sync;
    private bool _isEnded;

    private RunAnswers(
        OpenedJournal opened,
        IReadOnlyList<DurableStep> names,
        StepAnswers?[] steps,
        int earlier,
        TimeProvider clock,
        Action<RunDirectoryException> failed)
    {
        (Opened, _names, _steps, Earlier) = (opened, names, steps, earlier);
        _sync = new(opened.Journal, clock, failed);
    }

    /// <summary>The journal, and what was done to it when it was opened.</summary>
    public OpenedJournal Opened { get; }

    /// <summary>The journal.</summary>
    public AnswerJournal Journal => Opened.Journal;

    /// <summary>How many answers of the earlier run may be used.</summary>
    public int Earlier { get; }

    /// <summary>Opens the journal, and reads what it holds of the run that this one goes on with.</summary>
    /// <param name="settings">Where it is kept.</param>
    /// <param name="start">What the last cut knows of it.</param>
    /// <param name="durable">The steps whose answers are kept.</param>
    /// <param name="retried">By the name of a step: failures of which the last cut says that they are tried again.</param>
    /// <param name="lastSettled">By the name of a step: the packed number of its last row in the file of errors; -1: there is none.</param>
    /// <param name="clock">The clock by which it is flushed.</param>
    /// <param name="failed">Called once when it could not be flushed, on another thread. It must not throw.</param>
    /// <param name="reused">The answers of another directory that may be taken over; null: none.</param>
    /// <exception cref="RunDirectoryException">It is damaged, or its files cannot be read or written.</exception>
    public static RunAnswers Open(
        JournalSettings settings,
        JournalStart start,
        IReadOnlyList<DurableStep> durable,
        Func<string, RetriedFailures?> retried,
        Func<string, long> lastSettled,
        TimeProvider clock,
        Action<RunDirectoryException> failed,
        ReusedAnswers? reused = null)
    {
        var index = new AnswerIndex();
        var lasts = new Dictionary<int, LastRows>();
        var earlier = reused?.Earlier ?? (settings.Generation > 1 ? new EarlierAnswers(settings.Generation) : null);
        var opened = AnswerJournal.Open(settings, start with { ReadsAll = reused is not null }, (in JournalRecord record) =>
        {
            earlier?.Add(record);
            if (record.Generation == settings.Generation && record.Location >= start.From)
            {
                index.Add(record);
                Note(record, lasts);
            }
        });
        try
        {
            DescribedStep[] described = [.. durable.Select(step => Described(step, settings.Generation))];
            var isNew = earlier?.IsDescribed(described) != true && (earlier is not null || (start.Place == default && index.Count == 0));
            var takes = earlier?.Complete(described, settings.Sources);
            var steps = new StepAnswers?[durable.Max(static step => step.Index) + 1];
            foreach (var step in durable)
            {
                var answers = new StepAnswers(opened.Journal, index, step.Index + 1, step.Fingerprint, takes?[step.Index + 1], reused);
                answers.StartAt(lasts.Count > 0 ? Moved(opened, start.From) : opened.Journal.Position);
                var (number, answered) = lasts.GetValueOrDefault(answers.Number, LastRows.None);
                answers.EndEarlier(number, answered, lastSettled(step.Name), retried(step.Name));
                steps[step.Index] = answers;
            }

            if (isNew)
            {
                Describe(opened.Journal, described);
            }

            return new(opened, durable, steps, index.Count, clock, failed);
        }
        catch
        {
            opened.Journal.Dispose();
            throw;
        }
    }

    /// <summary>Where a location lies now that the journal is open: its tail may have moved.</summary>
    public JournalLocation Moved(JournalLocation location) => Moved(Opened, location);

    /// <summary>The answers of a step; null: they are not kept.</summary>
    /// <param name="step">The step's index.</param>
    public StepAnswers? Of(int step) => step < _steps.Length ? _steps[step] : null;

    /// <summary>Notes what has changed of the steps since the generation before.</summary>
    /// <param name="reasons">By the name of a step: what has changed.</param>
    public void NoteChanges(IReadOnlyDictionary<string, string> reasons)
    {
        foreach (var step in _names)
        {
            if (reasons.TryGetValue(step.Name, out var reason))
            {
                Of(step.Index)!.NoteChange(reason);
            }
        }
    }

    /// <summary>The steps whose answers of earlier runs are not used, and why.</summary>
    public IEnumerable<(string Step, string Reason)> Unused() =>
        from step in _names let reason = Of(step.Index)!.Unused where reason is not null select (step.Name, reason);

    /// <summary>By the name of a step: the failures of the earlier run that are tried again.</summary>
    public IReadOnlyDictionary<string, RetriedFailures> Retried() => _names
        .Where(step => Of(step.Index)?.Retried is not null)
        .ToDictionary(static step => step.Name, step => Of(step.Index)!.Retried!, StringComparer.Ordinal);

    /// <summary>No call is made any more: ends the flushes at intervals.</summary>
    public void End()
    {
        if (!_isEnded)
        {
            _isEnded = true;
            _sync.Dispose();
        }
    }

    public void Dispose()
    {
        End();
        Array.ForEach(_steps, static step => step?.Dispose());
        Journal.Dispose();
    }

    private static JournalLocation Moved(OpenedJournal opened, JournalLocation location) => opened.TailCopied?.Map(location) ?? location;

    /// <summary>Notes how far a step had come in this generation.</summary>
    private static void Note(in JournalRecord record, Dictionary<int, LastRows> lasts)
    {
        var last = lasts.GetValueOrDefault(record.Step, LastRows.None);
        if (record.Kind == RecordKind.Claim)
        {
            // Whether its row has come to anything is not known: claims are written ahead.
            lasts[record.Step] = last.With(record.Id.Number, isAnswered: false);
        }

        for (var answer = 0; answer < record.Answers; answer++)
        {
            // Copies are written ahead, too.
            last = last.With(record.AnswerAt(answer).Number, record.Kind is not (RecordKind.Failure or RecordKind.Copy));
            lasts[record.Step] = last;
        }
    }

    private static DescribedStep Described(DurableStep step, uint generation) =>
        new(generation, step.Index + 1) { Name = step.Name, Fingerprint = step.Fingerprint.ToString("x32", null) };

    /// <summary>Describes the generation, before its first answer.</summary>
    private static void Describe(AnswerJournal journal, IEnumerable<DescribedStep> durable)
    {
        journal.AppendGeneration();
        foreach (var step in durable)
        {
            journal.AppendStep(step.Number, Encoding.UTF8.GetBytes(step.Name));
            journal.AppendFingerprint(step.Number, Encoding.UTF8.GetBytes(step.Fingerprint));
        }

        journal.Write();
    }

    /// <summary>The last rows of a step with an outcome.</summary>
    /// <param name="Number">The packed number of the last one.</param>
    /// <param name="Answered">That of the last one that did not fail.</param>
    private readonly record struct LastRows(long Number, long Answered)
    {
        /// <summary>There is none.</summary>
        public static LastRows None { get; } = new(-1, -1);

        public LastRows With(long number, bool isAnswered) =>
            new(Math.Max(Number, number), isAnswered ? Math.Max(Answered, number) : Answered);
    }
}
