using System.Globalization;
using Distil.Checkpoints;
using Distil.Engine.Stages;
using Distil.Guards;
using Distil.Journal;
using Distil.Journal.Records;
using Distil.RunDirectories;

namespace Distil.Engine.Run;

/// <summary>The stages of a run, from the loading of its steps to their unloading.</summary>
internal sealed class RunExecution<TResult>(
    PipelineDefinition<TResult> definition,
    PipelineRun run,
    StepDefinition[] steps,
    SourceFiles? files,
    RunDirectory? directory,
    KeptAnswers kept,
    LeafSet leaves,
    RunOptions options,
    UserCode code)
    where TResult : PipelineResult
{
    /// <summary>Writes the cuts; null: the stages were not made, or there is no directory.</summary>
    public Checkpointer? Checkpointer { get; private set; }

    /// <summary>Loads the steps, runs the stages and unloads the steps. A failure of a step is the run's.</summary>
    /// <returns>What else ended the run, if anything did: the steps could not be loaded, or it was cancelled meanwhile.</returns>
    public async Task<Exception?> RunAsync(CancellationToken ct)
    {
        using var lives = new StepLifecycles(run, steps, options);
        Exception? cause = null;
        var stages = new StageRunner(run, []);
        try
        {
            await lives.LoadAsync(run.Token).ConfigureAwait(false);
            if (files?.Replaced() is { } replaced)
            {
                run.Fail(replaced.Step, replaced);
            }
            else
            {
                stages = new(run, Build());
                await stages.RunAsync().ConfigureAwait(false);
                if (run.Failure is null && files?.Changed(step => Checkpointer?.Read(step)) is { } changed)
                {
                    run.Fail(changed.Step, changed);
                }
            }
        }
        catch (Exception exception)
        {
            cause = exception;
        }

        if (Checkpointer is not null)
        {
            await Checkpointer.DisposeAsync().ConfigureAwait(false);
        }

        stages.NoteLeftBehind();
        await AwaitCallbacksAsync().ConfigureAwait(false);
        var hasFailed = cause is not null || run.Failure is not null || ct.IsCancellationRequested;
        foreach (var failure in await lives.UnloadAsync(hasFailed).ConfigureAwait(false))
        {
            if (cause is null && run.Failure is null && !ct.IsCancellationRequested)
            {
                run.Fail(failure.Step, failure);
            }
            else
            {
                code.Errors.Add(new(run.StepName(failure.Step), null, failure.InnerException!));
            }
        }

        return cause;
    }

    /// <summary>Makes the stages, and has them begin where an earlier run stood.</summary>
    private IReadOnlyList<Stage> Build()
    {
        if (directory is not null && kept.Steps.Count > 0)
        {
            run.Answers = directory.OpenAnswers(kept, options, exception => run.Fail(0, exception));
            run.Events.AnswersFound(run.Answers);
        }

        var builder = new PipelineBuilder(run, leaves, directory);
        definition.Build(builder, run);
        run.IsBuilt = true;
        if (directory is not null)
        {
            if (directory.Start is { } start)
            {
                BeginAt(directory, builder, start);
            }

            if (directory.Use == GenerationUse.Resumed)
            {
                // Before a row is streamed from the files.
                directory.BeginWriting();
            }

            Checkpointer = new(run, steps, builder.Declared, directory);
            if (directory.Start is null && run.Answers?.Retried().Count > 0)
            {
                // Killed again, the next run tries the same rows again.
                Checkpointer.Commit(isEnd: false);
            }

            Checkpointer.Begin();
        }

        return builder.Stages;
    }

    /// <summary>Has the stages begin where an earlier run stood.</summary>
    private void BeginAt(RunDirectory from, PipelineBuilder builder, Cut cut)
    {
        if (run.Answers is { } answers && cut.Answers is not null)
        {
            // The tail of the journal may have moved: the new locations are on disk before anything else is.
            cut = cut with
            {
                Stages = [.. cut.Stages.Select(stage => stage.Answers == RestartPoint.NoAnswers ? stage : stage with
                {
                    Answers = answers.Moved(JournalLocation.FromPacked(stage.Answers)).Packed,
                })],
                Answers = new(answers.Journal.Synced, IsEnd: false, answers.Retried()),
            };
            from.Append(cut);
        }

        Checkpointer.StartAt(run, builder.Declared, cut);
    }

    /// <summary>
    /// Waits for the callbacks that a stop has set off, so that what they throw is known, and no step is unloaded below them.
    /// </summary>
    private async Task AwaitCallbacksAsync()
    {
        var callbacks = run.CallbacksAsync();
        if (callbacks.IsCompleted)
        {
            return;
        }

        if (!await run.EndsInTimeAsync(callbacks).ConfigureAwait(false))
        {
            code.Failed(
                UserCode.Callback,
                null,
                new TimeoutException(string.Create(
                    CultureInfo.InvariantCulture,
                        $"A callback has not ended after {run.Abandonment.AfterEnd.TotalSeconds:0.###} s; it is left behind.")));
        }
    }
}
