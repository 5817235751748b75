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
    private static readonly string[] s_described = [RunDirectoryFiles.Card, RunDirectoryFiles.Schema, RunDirectoryFiles.Errors];

    private readonly RunDirectoryRecord _record;
    private readonly RunDirectoryRecord? _replaced;
    private readonly RunDirectoryRecord? _resumed;
    private readonly CutLog _cuts;
    private readonly IReadOnlyList<LeafDefinition> _definitions;
    private readonly IDisposable _lock;
    private readonly IDisk _disk;
    private readonly int _rowsPerFile;
    private readonly Dictionary<string, LeafStore> _leaves = new(StringComparer.Ordinal);
    private readonly Gate _gate = new();
    private bool _begun;
    private bool _completed;
    private bool _disposed;

    private RunDirectory(
        string path,
        IDisposable lockFile,
        RunDirectoryRecord record,
        RunDirectoryRecord? replaced,
        RunDirectoryRecord? resumed,
        CutLog cuts,
        Cut? start,
        IReadOnlyList<LeafDefinition> leaves,
        RunOptions options)
    {
        FullPath = path;
        _lock = lockFile;
        _disk = options.Engine.Disk;
        _rowsPerFile = options.Engine.RowsPerFile;
        _record = record;
        _replaced = replaced;
        _resumed = resumed;
        _cuts = cuts;
        Start = start;
        _definitions = leaves;
        Log = new RunLog(Path.Combine(path, RunDirectoryFiles.Log), replace: replaced is not null, _disk, options.TimeProvider);
        Held = new HeldFiles(path, _disk, BeginWriting, start);
        Errors = new ErrorFile(
            Path.Combine(path, RunDirectoryFiles.Errors), _disk, BeginWriting, start?.Errors);
    }

    /// <summary>The run in the directory that this one goes on with; null: there is none.</summary>
    public RunDirectoryState? Resumed => _resumed?.State;

    /// <summary>Where the run begins; null: at its first row.</summary>
    public Cut? Start { get; }

    /// <summary>Bytes behind the last cut of an earlier run, of one that was not written to its end.</summary>
    public long TornBytes => _cuts.TornBytes;

    /// <summary>Whether the earlier run came to its end: there is nothing to do.</summary>
    public bool HasEnded => Resumed is RunDirectoryState.Completed or RunDirectoryState.CompletedWithErrors;

    /// <summary>The directory's full path.</summary>
    public string FullPath { get; }

    /// <summary>The run's id.</summary>
    public string RunId => _record.RunId;

    /// <summary><c>run.log</c>.</summary>
    public RunLog Log { get; }

    /// <summary><c>errors.jsonl</c>.</summary>
    public ErrorFile Errors { get; }

    /// <summary>The rows that the run holds.</summary>
    public HeldFiles Held { get; }

    /// <summary>
    /// Makes the directory where there is none, locks it and checks that the run may use it. Nothing of an earlier run is touched
    /// yet but <c>run.log</c>: that is done by <see cref="BeginWriting"/>, once the steps are loaded.
    /// </summary>
    /// <param name="options">Its directory, whether to resume (false: an earlier run's files are replaced), and its clock.</param>
    /// <param name="pipelineType">The pipeline's full metadata name.</param>
    /// <param name="pipelineName">The pipeline's name.</param>
    /// <param name="identity">What the data depend on besides the rows.</param>
    /// <param name="definitions">The leaves.</param>
    public static RunDirectory Open(
        RunOptions options,
        string pipelineType,
        string pipelineName,
        IReadOnlyList<IdentityPart> identity,
        IReadOnlyList<LeafDefinition> definitions)
    {
        string[] leaves = [.. definitions.Select(static leaf => leaf.Name)];
        var path = options.Directory;
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new ArgumentException("RunOptions.Directory is empty: give a path, or null to run in memory.", nameof(options));
        }

        RunDirectoryFiles.RequireDistinctFolders(path, leaves);
        var full = Path.GetFullPath(path);
        var disk = options.Engine.Disk;
        IDisposable? lockFile = null;
        try
        {
            if (!File.Exists(RunDirectoryRecord.PathIn(full)))
            {
                RunDirectoryFiles.RefuseForeign(full, [.. s_described, RunDirectoryFiles.Log], leaves);
            }

            disk.CreateDirectory(Path.Combine(full, RunDirectoryFiles.Own));
            lockFile = RunDirectoryLock.Take(full, disk);
            var earlier = RunDirectoryRecord.Read(full);
            var present = Check(full, earlier, pipelineType);
            var replaced = options.Resume ? null : present;
            var resumed = options.Resume ? present : null;
            if (earlier?.State == RunDirectoryState.Unbegun)
            {
                // Its card is all that such a run has left.
                disk.Delete(Path.Combine(full, RunDirectoryFiles.Card));
            }

            var added = present is null ? leaves : leaves.Except(present.Leaves, StringComparer.Ordinal);
            RunDirectoryFiles.RefuseForeign(full, present is null ? s_described : [], added);
            var record = new RunDirectoryRecord(
                pipelineType,
                pipelineName,
                resumed?.RunId ?? Guid.NewGuid().ToString("N"),
                RunDirectoryState.Loading,
                [.. leaves],
                identity);
            var cuts = CutLog.Open(RunDirectoryFiles.Cuts(full), disk, isRead: options.Resume);
            var start = resumed is not null && cuts.Last?.Run == resumed.RunId ? cuts.Last : null;
            if (resumed is not null)
            {
                ResumedFiles.Check(full, resumed, identity, start);
                if (resumed.State is RunDirectoryState.Completed or RunDirectoryState.CompletedWithErrors)
                {
                    // Its process was killed before it had deleted them.
                    HeldFiles.Delete(disk, full, needed: []);
                }
            }
            else if (replaced is null)
            {
                record.Write(disk, full);
            }

            return new RunDirectory(full, lockFile, record, replaced, resumed, cuts, start, definitions, options);
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            lockFile?.Dispose();
            throw new RunDirectoryException(
                $"The directory '{full}' cannot be used for a run: {exception.Message.TrimEnd('.')}. Make sure that it can be written "
                    + "to, or choose another one.",
                full,
                exception);
        }
        catch
        {
            lockFile?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The run writes its first file: an earlier run's files go, and the directory counts as one that holds a run. Called by the
    /// first leaf at the latest; more calls do nothing.
    /// </summary>
    public void BeginWriting()
    {
        lock (_gate)
        {
            if (_begun)
            {
                return;
            }

            WriteToDisk(() =>
            {
                if (_replaced is not null)
                {
                    // Killed behind this, the earlier run begins anew, with what is left of its answers.
                    (_replaced with { State = RunDirectoryState.Running }).Write(_disk, FullPath);
                    RunDirectoryFiles.DeleteProgress(_disk, FullPath);

                    // Both runs' leaves are named until the earlier one's files are gone: killed in between, the next one finds them.
                    string[] both = [.. _replaced.Leaves.Union(_record.Leaves, StringComparer.Ordinal)];
                    (_record with { State = RunDirectoryState.Running, Leaves = both }).Write(_disk, FullPath);
                    RunDirectoryFiles.DeleteOwn(_disk, FullPath, _replaced.Leaves);
                }

                if (_resumed is not null)
                {
                    string[] both = [.. _resumed.Leaves.Union(_record.Leaves, StringComparer.Ordinal)];
                    ResumedFiles.CutBack(_disk, FullPath, both, Start);
                }

                (_record with { State = RunDirectoryState.Running }).Write(_disk, FullPath);
            });
            _begun = true;
        }
    }

    /// <summary>The files of a leaf.</summary>
    public FileLeaf<TRow> OpenLeaf<TRow>(string name)
    {
        var start = Start?.Leaves.GetValueOrDefault(name) ?? default;
        var leaf = new FileLeaf<TRow>(name, RunDirectoryFiles.LeafFolder(FullPath, name), _disk, _rowsPerFile, BeginWriting, start);
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
    /// <param name="steps">The steps whose answers are kept.</param>
    /// <param name="options">Clock and sizes.</param>
    /// <param name="failed">Called once when it could not be flushed, on another thread. It must not throw.</param>
    /// <exception cref="RunDirectoryException">It is damaged, or its files cannot be read or written.</exception>
    public RunAnswers OpenAnswers(IReadOnlyList<DurableStep> steps, RunOptions options, Action<RunDirectoryException> failed)
    {
        BeginWriting();
        var place = Start?.Answers;
        var from = Start?.Stages.Where(static stage => stage.Answers != RestartPoint.NoAnswers).Select(static stage => stage.Answers)
            .DefaultIfEmpty(place?.Synced.Packed ?? 0).Min() ?? 0;
        var settings = new JournalSettings(RunDirectoryFiles.Answers(FullPath), Guid.ParseExact(RunId, "N"), _disk)
        {
            SegmentBytes = options.Engine.JournalSegmentBytes,
            LargeBodyBytes = options.Engine.LargeBodyBytes,
        };
        var start = new JournalStart
        {
            From = JournalLocation.FromPacked(Math.Min(from, place?.Synced.Packed ?? 0)),
            Place = place?.Synced ?? default,
            CopiesTail = _resumed is not null && place is not { IsEnd: true },
        };
        return RunAnswers.Open(
            settings,
            start,
            steps,
            step => place?.Retried.GetValueOrDefault(step),
            step => Start?.Errors.Steps.TryGetValue(step, out var errors) == true ? errors.Number : -1,
            options.TimeProvider,
            failed);
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

        Errors.Dispose();
        var state = StateOf(status);
        WriteToDisk(() =>
        {
            WriteOwn(RunDirectoryFiles.Schema, stream => SchemaFile.Write(stream, FullPath, _record.PipelineName, datasets));
            WriteOwn(RunDirectoryFiles.Card, stream => DatasetCard.Write(stream, _record, state, graph, datasets, steps ?? []));
            (_record with { State = state }).Write(_disk, FullPath);
            if (status is RunStatus.Completed or RunStatus.CompletedWithErrors)
            {
                Held.DeleteAll();
            }
        });
        _completed = true;
    }

    /// <summary>
    /// Ends a run that never came to write, since its steps were not loaded. An earlier run's files stand as they stood, their card
    /// included; a directory without one has a card that says how this run ended, and can be used by the next.
    /// </summary>
    /// <param name="status">How the run ended.</param>
    /// <param name="graph">The pipeline's graph.</param>
    public void CompleteUnbegun(RunStatus status, PipelineGraph graph)
    {
        if (_replaced is null && _resumed is null)
        {
            WriteToDisk(() =>
            {
                (_record with { State = RunDirectoryState.Unbegun }).Write(_disk, FullPath);
                WriteOwn(RunDirectoryFiles.Card, stream => DatasetCard.Write(stream, _record, StateOf(status), graph, [], []));
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

        NoteFailure();
        _cuts.Dispose();
        Log.Dispose();
        _lock.Dispose();
    }

    // The run that is to be replaced or resumed; null: the directory holds none.
    private static RunDirectoryRecord? Check(string path, RunDirectoryRecord? earlier, string pipelineType)
    {
        if (earlier is null)
        {
            return null;
        }

        if (earlier.PipelineType != pipelineType)
        {
            throw new RunDirectoryException(
                $"The directory '{path}' holds a run of the pipeline '{earlier.PipelineType}', not of '{pipelineType}': choose another "
                    + "directory.",
                path);
        }

        return earlier.State is RunDirectoryState.Loading or RunDirectoryState.Unbegun ? null : earlier;
    }

    private static RunDirectoryState StateOf(RunStatus status) => status switch
    {
        RunStatus.Completed => RunDirectoryState.Completed,
        RunStatus.CompletedWithErrors => RunDirectoryState.CompletedWithErrors,
        RunStatus.Stopped => RunDirectoryState.Stopped,
        RunStatus.Failed => RunDirectoryState.Failed,
        _ => throw new UnreachableException(),
    };

    private void NoteFailure()
    {
        if (!_begun || _completed)
        {
            return;
        }

        try
        {
            (_record with { State = RunDirectoryState.Failed }).Write(_disk, FullPath);
        }
        catch (RunDirectoryException)
        {
            // What ended the run is the one to report; the directory goes on saying that it was running.
        }
    }

    private void WriteOwn(string name, Action<Stream> write) => 
        AtomicFile.Write(_disk, Path.Combine(FullPath, name), RunDirectoryFiles.Temporary(FullPath, name), write);

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
