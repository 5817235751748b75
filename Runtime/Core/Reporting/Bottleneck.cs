namespace Distil.Reporting;

/// <summary>Where the time of a run went.</summary>
internal static class Bottleneck
{
    /// <summary>A step that is busy for less of the run than this holds up nothing.</summary>
    private const double Least = 0.05;

    /// <summary>
    /// Per step: which share of the run its calls took, of all that can run side by side. Steps that share a loop with the first have none.
    /// </summary>
    public static double Share(RunRecord run, int step) => run.Elapsed <= TimeSpan.Zero
        ? 0
        : run.Steps[step].Time / run.Elapsed / Math.Max(1, run.Description.Steps[step].Concurrency);

    /// <summary>The step that is busiest, and whether it holds up the others; null: none is busy.</summary>
    public static int? Find(RunRecord run)
    {
        var busiest = Enumerable.Range(0, run.Steps.Count).MaxBy(step => Share(run, step));
        return run.Steps.Count == 0 || Share(run, busiest) < Least ? null : busiest;
    }
}
