using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Pairs;

/// <summary>One timed run.</summary>
/// <param name="Nanoseconds">Time a row.</param>
/// <param name="Bytes">Allocated a row, by every thread of the process.</param>
/// <param name="Gen0">Collections of generation 0 in the run; the like for 1 and 2.</param>
/// <param name="Share">The ideal time over the measured one; zero where the workload knows no ideal.</param>
public readonly record struct Sample(double Nanoseconds, double Bytes, int Gen0, int Gen1, int Gen2, double Share)
{
    public static async Task<Sample> TakeAsync(Variant variant, long rows, bool ofProcessor)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var (gen0, gen1, gen2) = (GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2));
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Environment.CpuUsage.TotalTime;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var outcome = await variant.RunAsync(rows);
        watch.Stop();
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        processor = Environment.CpuUsage.TotalTime - processor;
        var time = outcome.Steady > TimeSpan.Zero ? outcome.Steady : ofProcessor ? processor : watch.Elapsed;
        return new(
            time.TotalNanoseconds / rows,
            variant.IsForeign ? double.NaN : (double)allocated / rows / Math.Max(outcome.Turns, 1),
            GC.CollectionCount(0) - gen0,
            GC.CollectionCount(1) - gen1,
            GC.CollectionCount(2) - gen2,
            outcome.Ideal / time);
    }
}
