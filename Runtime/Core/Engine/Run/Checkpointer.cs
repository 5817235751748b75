using Distil.Checkpoints;
using Distil.Held;
using Distil.IO.JsonLines;
using Distil.Journal;
using Distil.Journal.Records;
using Distil.RunDirectories;

namespace Distil.Engine.Run;

/// <summary>
/// Writes down how far a run has come, so that the next one can go on from there, and has a run begin where an earlier one stood.
/// </summary>
/// <remarks>
/// The stages go on meanwhile: what they note are facts, which stay true. The order in which they are looked at matters. First how far each
/// data set has come; then the failures that are not settled, which bound it: a failure is noted before its row is passed. Then the errors,
/// of which those of rows that are committed are written by then. Then the restart points, which are not behind what is committed.
/// </remarks>
internal sealed class Checkpointer : IAsyncDisposable
{
    private readonly PipelineRun _run;
    private readonly IReadOnlyList<DeclaredStage> _stages;
    private readonly RunDirectory _directory;
    private readonly CutPlanner _planner;
    private readonly bool[] _hasSinks;
    private readonly List<(HeldFile File, int Stage, int Branch)> _held;

    /// <summary>Held while a cut is written. A monitor, since a tick does not wait.</summary>
    private readonly object _committing = new();
    private ITimer? _timer;
    private bool _hasFailed;

    public Checkpointer(PipelineRun run, StepDefinition[] steps, IReadOnlyList<DeclaredStage> stages, RunDirectory directory)
    {
        (_run, _stages, _directory) = (run, stages, directory);
        var writers = stages.SelectMany(static (declared, index) => declared.Stage.Outlets.Select(edge => (edge, index)))
            .ToDictionary(static writer => writer.edge, static writer => writer.index);
        _planner = new([.. stages.Select(declared => new StageNode([.. declared.Inputs.Select(input => writers[input.Edge])])
        {
            Source = declared.Stage.SourceIndex,
            NeedsAll = declared.Stage.NeedsAll,
            Zipped = declared.Zipped,
            Points = declared.Stage.KeepsPoints ? declared.Stage.Progress : null,
        })]);
        _held =
        [
            .. from stage in Enumerable.Range(0, stages.Count)
               from branch in Enumerable.Range(0, stages[stage].Inputs.Length)
               let input = stages[stage].Inputs[branch]
               let file = input.Edge.HeldFor(input.Reader)
               where file is not null
               select (file, stage, branch),
        ];
        _hasSinks = [.. stages.Select(declared =>
            declared.Stage.Steps.Any(step => steps[step].Kind == StepKind.Sink && !run.IsSkipped(step)))];
    }

    /// <summary>Has every stage begin where a cut says.</summary>
    public static void StartAt(PipelineRun run, IReadOnlyList<DeclaredStage> stages, Cut cut)
    {
        for (var source = 0; source < cut.Lengths.Count; source++)
        {
            run.Sources.SetLength(source, cut.Lengths[source]);
        }

        var planner = new CutPlanner([.. stages.Select(static declared => new StageNode([])
        {
            NeedsAll = declared.Stage.NeedsAll,
            Zipped = declared.Zipped,
        })]);
        for (var stage = 0; stage < stages.Count; stage++)
        {
            var (start, inputs) = (cut.Stages[stage], stages[stage].Inputs);
            stages[stage].Stage.StartAt(start);
            var name = run.StepName(stages[stage].Stage.Step);
            if (cut.Files.TryGetValue(name, out var files))
            {
                stages[stage].Stage.Locations?.StartAt(files);
            }

            stages[stage].Stage.Answers?.StartAt(JournalLocation.FromPacked(Math.Max(0, start.Answers)));
            var isDone = stages[stage].Stage.NeedsAll && start.Position == Position.End;
            if (isDone && cut.Errors.Steps.GetValueOrDefault(name).Number == long.MaxValue)
            {
                run.Failures.NoteLeftOut(name);
            }

            for (var branch = 0; branch < inputs.Length; branch++)
            {
                var position = inputs.Length == 1 ? start.Position : new(planner.NumberAt(stage, branch, start.Position.Number), 0);
                inputs[branch].Edge.StartAt(
                    inputs[branch].Reader, stages[stage].Stage.NeedsAll && !isDone ? Position.Start : position);
            }
        }
    }

    /// <summary>Begins to write cuts at intervals.</summary>
    public void Begin()
    {
        var interval = _run.Engine.CutInterval;
        _timer = _run.TimeProvider.CreateTimer(static state => ((Checkpointer)state!).CommitIfIdle(), this, interval, interval);
    }

    /// <summary>Writes a cut, if nothing has failed that stands in its way.</summary>
    /// <param name="isEnd">Whether the run has ended: no call is answered any more.</param>
    /// <exception cref="RunDirectoryException">The disk failed. No further cut is written.</exception>
    public void Commit(bool isEnd)
    {
        lock (_committing)
        {
            if (_hasFailed)
            {
                return;
            }

            try
            {
                var cut = Take(isEnd);
                _directory.Append(cut);
                _directory.Held.DeleteBut(cut);
            }
            catch (RunDirectoryException)
            {
                _hasFailed = true;
                throw;
            }
        }
    }

    /// <summary>How far the files of a source have been read; null: it reads none.</summary>
    /// <param name="step">The source's step.</param>
    public SourceLocation? Read(int step) =>
        _stages.FirstOrDefault(declared => declared.Stage.Locations is not null && declared.Stage.Step == step)?.Stage.Locations?.Read;

    /// <summary>Ends the cuts of the timer.</summary>
    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? default;

    private void CommitIfIdle()
    {
        if (!Monitor.TryEnter(_committing))
        {
            return;
        }

        try
        {
            Commit(isEnd: false);
        }
        catch (Exception exception)
        {
            _run.Fail(0, exception);
        }
        finally
        {
            Monitor.Exit(_committing);
        }
    }

    private Cut Take(bool isEnd)
    {
        var leaves = _stages.Select(declared => declared.Leaf is null ? null : _directory.Leaf(declared.Leaf)).ToList();
        var kept = leaves.ConvertAll(static leaf => leaf?.Last.Below ?? long.MaxValue);
        var heldTo = _held.ToDictionary(static held => held.File, static held => held.File.Last.Below);
        var reached = _stages.Select(static declared => declared.Stage.Progress?.Reached ?? long.MaxValue).ToArray();
        var own = _stages
            .Select(declared => declared.Stage.Steps.Select(_run.Failures.UnsettledFrom).Append(long.MaxValue).Min())
            .ToArray();
        var bounds = _planner.Bounds(own);
        var answers = SyncAnswers(isEnd);
        var places = new Dictionary<string, LeafPlace>(StringComparer.Ordinal);
        for (var stage = 0; stage < own.Length; stage++)
        {
            if (leaves[stage] is { } leaf)
            {
                var place = leaf.Commit(Math.Min(kept[stage], bounds[stage]));
                places.Add(leaf.Name, place);
                own[stage] = place.Below;
            }

            // A row that no reader needs, since a zip lacks its partner, has not gone through the stage yet: its failure is to be told.
            own[stage] = Math.Min(own[stage], reached[stage]);
            if (_hasSinks[stage])
            {
                own[stage] = Math.Min(own[stage], bounds[stage]);
            }
        }

        var heldPlaces = _held.ToDictionary(
            static held => (held.Stage, held.Branch),
            held => held.File.Commit(Math.Min(heldTo[held.File], _planner.BoundOf(bounds, held.Stage, held.Branch))));
        var errors = _directory.Errors.Commit();
        var starts = _planner.Starts(
            own, (stage, branch) => heldPlaces.TryGetValue((stage, branch), out var place) ? place.Below : -1);
        for (var stage = 0; stage < starts.Length; stage++)
        {
            _stages[stage].Stage.Progress?.Forget(starts[stage].Position.Number);
            if (starts[stage].Position.Number == long.MaxValue)
            {
                starts[stage] = starts[stage] with { Answers = RestartPoint.NoAnswers };
            }
            else if (answers is not null && starts[stage].Answers > answers.Synced.Packed)
            {
                // A lower location is as right, and a power cut may take what lies behind this one.
                starts[stage] = starts[stage] with { Answers = answers.Synced.Packed };
            }
        }

        var lengths = Enumerable.Range(0, _run.Sources.Names.Count).Select(_run.Sources.LengthOf);
        return new(_run.RunId, starts, places, errors, [.. lengths])
        {
            Files = FilesFrom(starts),
            Answers = answers,
            Held = _held
                .Where(held => starts[held.Stage].Position != Position.End)
                .ToDictionary(static held => held.File.Name, held => heldPlaces[(held.Stage, held.Branch)], StringComparer.Ordinal),
        };
    }

    /// <summary>Where the sources that read files begin to read again.</summary>
    private Dictionary<string, SourceRange> FilesFrom(RestartPoint[] starts)
    {
        var files = new Dictionary<string, SourceRange>(StringComparer.Ordinal);
        for (var stage = 0; stage < starts.Length; stage++)
        {
            if (_stages[stage].Stage is { Locations: { } locations } source)
            {
                files.Add(_run.StepName(source.Step), locations.RangeFrom(
                    RowNumber.OrdinalFrom(starts[stage].Position.Number, source.SourceIndex)));
            }
        }

        return files;
    }

    /// <summary>
    /// Brings the answers to disk. Those to rows that data sets have are written by then: nothing goes on before its answer is.
    /// </summary>
    /// <param name="isEnd">Whether no call is answered any more.</param>
    private AnswerPlace? SyncAnswers(bool isEnd)
    {
        if (_run.Answers is not { } answers)
        {
            return null;
        }

        var synced = answers.Journal.Sync();
        var retried = new Dictionary<string, RetriedFailures>(StringComparer.Ordinal);
        for (var stage = 0; stage < _stages.Count; stage++)
        {
            var durable = _stages[stage].Stage;
            if (durable.Answers is null)
            {
                continue;
            }

            var from = _run.Failures.UnsettledFrom(durable.Step);
            if ((from < long.MaxValue ? new RetriedFailures(from, synced) : durable.Answers.Retried) is { } again)
            {
                retried.Add(_run.StepName(durable.Step), again);
            }
        }

        return new(synced, isEnd, retried);
    }
}
