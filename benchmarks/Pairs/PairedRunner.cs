using System.Diagnostics;
using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Pairs;

/// <summary>How long a workload is run.</summary>
/// <param name="Rounds">Rounds that count.</param>
/// <param name="Target">About how long one timed run takes; slow variants get fewer rows, never fewer than are checked.</param>
/// <param name="OfProcessor">
/// Whether processor time is compared instead of elapsed time: it hardly minds a busy machine, but does not see what waits or what two
/// threads gain.
/// </param>
public sealed record Pace(int Rounds, TimeSpan Target, bool OfProcessor = false);

/// <summary>
/// Runs the variants of a workload in interleaved rounds: what the machine does beside it meets all of them alike, so the ratios within a
/// round hold on a noisy machine where the times themselves do not.
/// </summary>
public static class PairedRunner
{
    private const int WarmUps = 40;
    private const int MostRuns = 20;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(1);

    /// <summary>The compiler takes up what has become hot once the process has been calm for 100 ms.</summary>
    private static readonly TimeSpan s_calm = TimeSpan.FromMilliseconds(150);

    /// <param name="workload">What is done.</param>
    /// <param name="names">Only these variants; null: all.</param>
    /// <param name="pace">How long.</param>
    /// <param name="report">Told what is left out.</param>
    public static async Task<WorkloadResult> RunAsync(Workload workload, IReadOnlySet<string>? names, Pace pace, Action<string> report)
    {
        var variants = workload.Variants.Where(variant => names is null || names.Contains(variant.Name)).ToList();
        foreach (var missing in variants.Where(variant => variant.Missing is not null))
        {
            report($"{workload.Name}: \"{missing.Name}\" is left out: {missing.Missing}");
        }

        variants.RemoveAll(variant => variant.Missing is not null);
        await CheckAsync(workload, variants);
        var rows = new long[variants.Count];
        for (var index = 0; index < variants.Count; index++)
        {
            rows[index] = variants[index].IsForeign ? workload.CheckedRows : await WarmUpAsync(workload, variants[index], pace);
        }

        var samples = variants.Select(_ => new List<Sample>()).ToList();
        for (var round = -1; round < pace.Rounds; round++)
        {
            for (var turn = 0; turn < variants.Count; turn++)
            {
                // Another one begins each round; the one before the first round that counts is thrown away.
                var index = (turn + round + 1) % variants.Count;
                var sample = await Sample.TakeAsync(variants[index], rows[index], pace.OfProcessor);
                if (round >= 0)
                {
                    samples[index].Add(sample);
                }
            }
        }

        return new(workload, [.. variants.Select((variant, index) => new VariantResult(variant, rows[index], samples[index]))]);
    }

    /// <summary>Nothing is timed that does not do the work.</summary>
    private static async Task CheckAsync(Workload workload, IReadOnlyList<Variant> variants)
    {
        var rows = workload.CheckedRows;
        var expected = await variants[0].RunAsync(rows);
        foreach (var variant in variants.Skip(1))
        {
            var outcome = await variant.RunAsync(rows);
            if (outcome.AnyOrder != expected.AnyOrder)
            {
                throw new InvalidOperationException(
                    $"{workload.Name}: the rows of \"{variant.Name}\" are not those of \"{variants[0].Name}\" ({rows} rows in).");
            }

            if (variant.IsOrdered && outcome.InOrder != expected.InOrder)
            {
                throw new InvalidOperationException($"{workload.Name}: \"{variant.Name}\" does not give its rows in order ({rows} rows in).");
            }
        }
    }

    /// <summary>
    /// Runs a variant until the just-in-time compiler has nothing left to improve; then says how many rows a timed run should have.
    /// </summary>
    private static async Task<long> WarmUpAsync(Workload workload, Variant variant, Pace pace)
    {
        var budget = Stopwatch.StartNew();
        for (var run = 0; run < WarmUps && budget.Elapsed < s_warmUp; run++)
        {
            await variant.RunAsync(Math.Min(workload.CheckedRows, 2_000));
        }

        await Task.Delay(s_calm);
        if (workload.FixedRows(pace.Target) is { } fixedRows)
        {
            return fixedRows;
        }

        var target = workload.Target(pace.Target).TotalNanoseconds;
        var rows = workload.CheckedRows;
        while (rows < workload.MaxRows)
        {
            // The best of three: on a busy machine one alone may say anything.
            var attempts = new double[3];
            for (var attempt = 0; attempt < attempts.Length; attempt++)
            {
                attempts[attempt] = await TimeAsync(rows);
            }

            if (attempts.Min() * rows * 5 >= target)
            {
                break;
            }

            rows = Math.Min(rows * 4, workload.MaxRows);
        }

        // In code that is not optimised yet a row takes ten times as long: timed runs wait until two runs bring no gain.
        var best = await TimeAsync(rows);
        for (var (run, steady) = (0, 0); run < MostRuns && steady < 2; run++)
        {
            await Task.Delay(s_calm);
            var time = await TimeAsync(rows);
            steady = time < best * 0.9 ? 0 : steady + 1;
            best = Math.Min(best, time);
        }

        return Math.Clamp((long)(target / best), workload.CheckedRows, workload.MaxRows);

        async Task<double> TimeAsync(long rows) => (await Sample.TakeAsync(variant, rows, pace.OfProcessor)).Nanoseconds;
    }
}
