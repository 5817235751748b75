using Distil.Engine.Stages;

namespace Distil.Engine.Run;

/// <summary>Runs the stages of a run until each has ended or is left behind.</summary>
internal sealed class StageRunner(PipelineRun run, IReadOnlyList<Stage> stages)
{
    /// <summary>Runs the stages, each as a task of its own. Never fails: what a stage throws is the run's failure.</summary>
    public async Task RunAsync()
    {
        var abandonment = run.Abandonment;
        abandonment.Watch(stages);
        using var standing = new StandingLoops(stages, run.TimeProvider);
        Task[] running = [.. stages.Select(static stage => Task.Run(stage.RunAsync))];
        var all = Task.WhenAll(running);
        await Task.WhenAny(all, abandonment.WhenDue).ConfigureAwait(false);
        if (!abandonment.IsDue)
        {
            await all.ConfigureAwait(false);
            return;
        }

        // Those that stand in no user code come to their end by themselves: such code holds nothing any longer that they wait for.
        await abandonment.WhenDue.ConfigureAwait(false);
        run.EndTurns();
        foreach (var stage in stages)
        {
            stage.LeaveCalls();
        }

        var ending = stages.Select((stage, index) => stage.IsLeftBehind ? stage.CloseInPlaceAsync() : running[index]);
        await Task.WhenAll(ending).ConfigureAwait(false);
    }

    /// <summary>The stages have ended or are left behind: notes what runs still.</summary>
    public void NoteLeftBehind()
    {
        var left = new List<string>();
        foreach (var stage in run.Abandonment.IsDue ? stages : [])
        {
            stage.AddLeft(left);
        }

        run.NoteLeftBehind(stages.SelectMany(static stage => stage.LeftSteps), left);
    }
}
