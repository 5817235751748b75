using System.Diagnostics;
using Distil.Checkpoints;
using Distil.Engine;
using Distil.IO;
using Distil.Journal;
using Distil.Journal.Records;
using Distil.Leaves;
using Distil.Logging;

namespace Distil.RunDirectories;

/// <summary>
/// The directory of a run: locked while it goes on, with the data sets under <c>data</c>, what describes them beside it and what
/// Distil needs for itself under <c>.distil</c>.
/// </summary>
internal sealed class RunDirectory : IDisposable
{
    private readonly GenerationChoice _choice;
    private readonly GenerationWriter _generation;
    private readonly CutLog _cuts;
    private readonly IReadOnlyList<LeafDefinition> _definitions;
    private readonly IDisposable _lock;
    private readonly IDisk _disk;
    private readonly int _rowsPerFile;
    private readonly Dictionary<string, LeafStore> _leaves = new(StringComparer.Ordinal);
    private readonly Gate _gate = new();
    private bool _isComplete;
    private bool _disposed;

    /// <param name="path">The full path.</param>
    /// <param name="lockFile">Held until the directory is closed.</param>
    /// <param name="record">What it holds.</param>
    /// <param name="choice">What the run does with that.</param>
    /// <param name="cuts">The cuts of the generation.</param>
    /// <param name="leaves">The leaves.</param>
    /// <param name="options">The disk and the clock.</param>
    /// <param name="reused">The directory whose answers are taken over; null: there is none. It is closed with this one.</param>
    public RunDirectory(
        string path, IDisposable lockFile, RunDirectoryRecord record, GenerationChoice choice, CutLog cuts,
        IReadOnlyList<LeafDefinition> leaves, RunOptions options, ReusedDirectory? reused = null)
    {
        FullPath = path;
        Reused = reused;
        _lock = lockFile;
        _disk = options.Engine.Disk;
        _rowsPerFile = options.Engine.RowsPerFile;
        _choice = choice;
        _generation = new(path, _disk, record, choice, [.. leaves.Select(static leaf => leaf.Name)], options.TimeProvider);
        _cuts = cuts;
        _definitions = leaves;
        Log = new RunLog(
            Path.Combine(path, RunDirectoryFiles.Log),
            replace: choice is { Use: GenerationUse.Replaced, IsNext: false },
            _disk,
            options.TimeProvider);
        Held = new HeldFiles(_generation.Root, _disk, BeginWriting, Start);
        Errors = new ErrorFile(Path.Combine(_generation.Root, RunDirectoryFiles.Errors), _disk, BeginWriting, Start?.Errors);
    }

    /// <summary>What the run does with the generations that were there.</summary>
    public GenerationUse Use => _choice.Use;

    /// <summary>The generation that the run goes on with, as it was; of one that the run begins, as it begins.</summary>
    public Generation Generation => _choice.Generation;

    /// <summary>Why the data are made anew; null: they are not.</summary>
    public string? Reason => _choice.Reason;

    /// <summary>What the run does with the earlier one, as its result tells it.</summary>
    public ResumeReport Resume => new(
        Use switch
        {
            GenerationUse.Resumed => ResumeKind.Resumed,
            GenerationUse.Ended => ResumeKind.UpToDate,
            GenerationUse.Anew => ResumeKind.MadeAnew,
            _ => ResumeKind.New,
        },
        Reason);

    /// <summary>Where the run begins; null: at its first row.</summary>
    public Cut? Start => _choice.Start;

    /// <summary>Bytes behind the last cut of an earlier run, of one that was not written to its end.</summary>
    public long TornBytes => _choice.Use == GenerationUse.Resumed ? _cuts.TornBytes : 0;

    /// <summary>Whether the earlier run came to its end, and nothing has changed: there is nothing to do.</summary>
    public bool HasEnded => _choice.Use == GenerationUse.Ended;

    /// <summary>The directory's full path.</summary>
    public string FullPath { get; }

    /// <summary>The run's id.</summary>
    public string RunId => _choice.Generation.RunId;

    /// <summary>The directory whose answers are taken over; null: there is none.</summary>
    public ReusedDirectory? Reused { get; }

    /// <summary><c>run.log</c>.</summary>
    public RunLog Log { get; }

    /// <summary><c>errors.jsonl</c>.</summary>
    public ErrorFile Errors { get; }

    /// <summary>The rows that the run holds.</summary>
    public HeldFiles Held { get; }

    /// <summary>
    /// The run writes its first file, once its steps are loaded: what it replaces goes, and the directory counts as one that holds a run.
    /// Called by the first leaf at the latest; more calls do nothing.
    /// </summary>
    public void BeginWriting() => WriteToDisk(_generation.Begin);

    /// <summary>The files of a leaf.</summary>
    public FileLeaf<TRow> OpenLeaf<TRow>(string name)
    {
        var start = Start?.Leaves.GetValueOrDefault(name) ?? default;
        var leaf = new FileLeaf<TRow>(
            name,
            RunDirectoryFiles.LeafFolder(_generation.Root, name),
            _disk,
            _rowsPerFile,
            BeginWriting,
            start,
            () => RequireOwnData(name));
        lock (_gate)
        {
            _leaves.Add(name, leaf);
        }

        return leaf;
    }

    /// <summary>
    /// Opens the journal of answers, or makes one. The run that this one goes on with has its answers there; those of one that is replaced
    /// are gone by then.
    /// </summary>
    /// <param name="kept">What the answers that are kept depend on.</param>
    /// <param name="options">Clock and sizes.</param>
    /// <param name="failed">Called once when it could not be flushed, on another thread. It must not throw.</param>
    /// <exception cref="RunDirectoryException">It is damaged, or its files cannot be read or written.</exception>
    public RunAnswers OpenAnswers(KeptAnswers kept, RunOptions options, Action<RunDirectoryException> failed)
    {
        BeginWriting();
        var place = Start?.Answers;
        var from = Start?.Stages.Where(static stage => stage.Answers != RestartPoint.NoAnswers).Select(static stage => stage.Answers)
            .DefaultIfEmpty(place?.Synced.Packed ?? 0).Min() ?? 0;
        var (root, id) = Generation.Journal is { } own ? (_generation.Root, own) : (FullPath, _generation.Record.JournalId);
        var settings = new JournalSettings(RunDirectoryFiles.Answers(root), id, _disk)
        {
            Generation = (uint)Generation.Number,
            Sources = kept.Sources,
            SegmentBytes = options.Engine.JournalSegmentBytes,
            LargeBodyBytes = options.Engine.LargeBodyBytes,
        };
        var start = new JournalStart
        {
            From = JournalLocation.FromPacked(Math.Min(from, _choice.Answers.Packed)),
            Place = _choice.Answers,
            CopiesTail = _choice.Use is GenerationUse.Resumed or GenerationUse.Anew && !_choice.AreAnswersWhole,
        };
        var answers = RunAnswers.Open(
            settings,
            start,
            kept.Steps,
            step => place?.Retried.GetValueOrDefault(step),
            step => Start?.Errors.Steps.TryGetValue(step, out var errors) == true ? errors.Number : -1,
            options.TimeProvider,
            failed,
            Reused?.Answers);
        answers.NoteChanges(_choice.Changes);
        return answers;
    }

    /// <summary>A leaf that was opened.</summary>
    public IFileLeaf Leaf(string name)
    {
        lock (_gate)
        {
            return (IFileLeaf)_leaves[name];
        }
    }

    /// <summary>Writes a cut: it is on disk when this returns.</summary>
    /// <exception cref="RunDirectoryException">It could not be written.</exception>
    public void Append(Cut cut)
    {
        BeginWriting();
        _cuts.Append(cut);
    }

    /// <summary>
    /// Closes every file and writes what describes the data sets: <c>README.md</c>, <c>schema.json</c> and the run's state. A leaf that
    /// was never written to and is not <see cref="LeafStore.Complete"/> is left out.
    /// </summary>
    /// <param name="status">How the run ended.</param>
    /// <param name="graph">The graph that the card shows.</param>
    /// <param name="steps">What each step did, for the card.</param>
    public void Complete(RunStatus status, PipelineGraph graph, IReadOnlyList<StepReport>? steps = null)
    {
        if (_generation.HasEnded)
        {
            // Its data sets are complete, whatever went wrong since: what is left to be done is done when the directory is opened again.
            return;
        }

        BeginWriting();
        List<DatasetDescription> datasets;
        lock (_gate)
        {
            datasets = [.. _definitions
                .Select(leaf => (Definition: leaf, Store: _leaves.GetValueOrDefault(leaf.Name)))
                .Where(leaf => leaf.Store is IFileLeaf { Files.Count: > 0 })
                .Select(leaf => new DatasetDescription(
                    leaf.Definition, RunDirectoryFiles.FileName(leaf.Definition.Name), ((IFileLeaf)leaf.Store!).Files, leaf.Store!.Count))];
        }

        Log.Write("DataSets", datasets, static (json, sets) =>
        {
            json.WriteStartObject("rows"u8);
            sets.ForEach(dataset => json.WriteNumber(dataset.Leaf.Name, dataset.Rows));
            json.WriteEndObject();
        });
        Errors.Dispose();
        var state = StateOf(status);
        WriteToDisk(() =>
        {
            var name = _generation.Record.PipelineName;
            WriteOwn(RunDirectoryFiles.Schema, stream => SchemaFile.Write(stream, _generation.Root, name, datasets));
            WriteOwn(RunDirectoryFiles.Card, stream => DatasetCard.Write(stream, _generation.Record, state, graph, datasets, steps ?? []));
            var hasEnded = status is RunStatus.Completed or RunStatus.CompletedWithErrors;
            if (hasEnded && _choice.IsNext)
            {
                PutInPlace(state);
                return;
            }

            _generation.End(state);
            if (hasEnded)
            {
                Held.DeleteAll();
            }
        });
        _isComplete = true;
    }

    /// <summary>
    /// Ends a run that never came to write, since its steps were not loaded. An earlier run's files stand as they stood, their card
    /// included; a directory without one has a card that says how this run ended, and can be used by the next.
    /// </summary>
    /// <param name="status">How the run ended.</param>
    /// <param name="graph">The pipeline's graph.</param>
    public void CompleteUnbegun(RunStatus status, PipelineGraph graph)
    {
        if (_choice.Use == GenerationUse.First && !_generation.IsBegun)
        {
            WriteToDisk(() =>
            {
                _generation.End(RunDirectoryState.Unbegun);
                WriteOwn(RunDirectoryFiles.Card, stream => DatasetCard.Write(stream, _generation.Record, StateOf(status), graph, [], []));
            });
        }
    }

    /// <summary>Closes what is open and lets go of the lock. A run that began and is not complete counts as failed.</summary>
    public void Dispose()
    {
        List<LeafStore> leaves;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            leaves = [.. _leaves.Values];
        }

        leaves.ForEach(static leaf => leaf.Dispose());
        Held.Dispose();

        try
        {
            Errors.Dispose();
        }
        catch (RunDirectoryException)
        {
            // Given up: whatever ended the run is already on its way to the user.
        }

        if (!_isComplete)
        {
            _generation.Fail();
        }

        _cuts.Dispose();
        Log.Dispose();
        Reused?.Dispose();
        _lock.Dispose();
    }

    /// <summary>Requires that the data sets in the directory are still those of the run.</summary>
    /// <exception cref="InvalidOperationException">A later run has made them anew.</exception>
    private void RequireOwnData(string leaf)
    {
        if (RunDirectoryRecord.Read(FullPath) is { } record && record.Data.RunId != RunId && record.Next?.RunId != RunId)
        {
            throw new InvalidOperationException(
                $"The data set '{leaf}' in '{FullPath}' was made anew by a later run. Take it from the result of that run.");
        }
    }

    /// <summary>The generation is complete: puts its files into the place of those before.</summary>
    private void PutInPlace(RunDirectoryState state)
    {
        _cuts.Dispose();
        Held.Dispose();
        try
        {
            _generation.PutInPlace(state);
        }
        finally
        {
            lock (_gate)
            {
                foreach (var leaf in _leaves.Values.OfType<IFileLeaf>().Where(leaf => _generation.IsInPlace(leaf.Name)))
                {
                    leaf.MovedTo(RunDirectoryFiles.LeafFolder(FullPath, leaf.Name));
                }
            }
        }
    }

    private static RunDirectoryState StateOf(RunStatus status) => status switch
    {
        RunStatus.Completed => RunDirectoryState.Completed,
        RunStatus.CompletedWithErrors => RunDirectoryState.CompletedWithErrors,
        RunStatus.Stopped => RunDirectoryState.Stopped,
        RunStatus.Failed => RunDirectoryState.Failed,
        _ => throw new UnreachableException(),
    };

    private void WriteOwn(string name, Action<Stream> write) =>
        AtomicFile.Write(_disk, Path.Combine(_generation.Root, name), RunDirectoryFiles.Temporary(FullPath, name), write);

    private void WriteToDisk(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw IoErrors.OnWrite(FullPath, exception);
        }
    }
}
