namespace Distil.Engine.Run;

/// <summary>What the steps of a run have done so far.</summary>
internal static class StepReports
{
    /// <summary>Takes the counts of every step, in declared order; from any thread.</summary>
    public static List<StepReport> Of(PipelineRun run, StepDefinition[] steps)
    {
        var reports = new List<StepReport>(steps.Length);
        for (var step = 0; step < steps.Length; step++)
        {
            // In a loop each row is one call, which is made once.
            var counts = run.Counters[step];
            var answers = run.Answers?.Of(step);
            var isInLoop = !counts.IsInvoked && steps[step].Form == MethodForm.Row && !run.IsSkipped(step);
            reports.Add(new(
                steps[step].Name,
                counts.RowsIn,
                counts.RowsOut,
                counts.Waiting,
                counts.Failed,
                counts.Time,
                isInLoop ? counts.RowsIn : counts.Calls + counts.Retries,
                counts.Retries,
                answers?.Reused ?? 0,
                answers?.Unused)
            {
                WaitingForInput = counts.InputWait.Elapsed(run.TimeProvider),
                BlockedByOutput = counts.OutputWait.Elapsed(run.TimeProvider),
                Durations = counts.Durations,
            });
        }

        return reports;
    }
}
