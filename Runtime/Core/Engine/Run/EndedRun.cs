using Distil.RunDirectories;
using Distil.Running;

namespace Distil.Engine.Run;

/// <summary>A run that has ended already: its data sets stand in the directory, and nothing is to be done.</summary>
internal sealed class EndedRun<TResult>(PipelineDefinition<TResult> definition, PipelineRun run, RunDirectory directory, LeafSet leaves)
    where TResult : PipelineResult
{
    /// <summary>Tells what the run gave: no step is loaded, and no source is read.</summary>
    /// <param name="progress">Who is told of the run.</param>
    /// <param name="begun">When this run began.</param>
    public async Task<TResult> TellAsync(ProgressReporter progress, long begun)
    {
        // The stages are made, for they know how rows are read from files; none runs.
        definition.Build(new PipelineBuilder(run, leaves), run);
        run.End();
        await leaves.StreamKeptAsync().ConfigureAwait(false);
        const RunStatus Status = RunStatus.Completed;
        await progress.EndAsync(Status).ConfigureAwait(false);
        var (errors, count) = run.UserCode.Errors.All;
        var steps = definition.CreateSteps()
            .Select(static step => new StepReport(step.Name, 0, 0, 0, 0, TimeSpan.Zero, 0, 0))
            .ToList();
        var summary = new RunSummary(
            Status, steps, errors, count, directory.FullPath, run.TimeProvider.GetElapsedTime(begun), directory.Resume);
        run.Events.Ended(summary);
        return definition.CreateResult(new(summary, leaves.Dataset));
    }
}
