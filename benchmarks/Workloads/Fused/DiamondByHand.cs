using Distil.Benchmarks.Peers;
using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Workloads.Fused;

/// <summary>The diamond as an expert would write it by hand.</summary>
internal static class DiamondByHand
{
    public static Outcome Run(long rows)
    {
        var calibrate = new Calibrate();
        var low = new Low();
        var high = new High();
        var combine = new Combine();
        var checksum = new Checksum();
        foreach (var (id, value) in new Numbers(rows).Read(0))
        {
            var calibrated = calibrate.Process(value);
            checksum.Write(id, combine.Process(low.Process(calibrated), high.Process(calibrated)));
        }

        return checksum.Outcome;
    }

    public static Outcome RunOnTwo(long rows)
    {
        var calibrate = new Calibrate();
        var low = new Low();
        var high = new High();
        var combine = new Combine();
        var checksum = new Checksum();
        TwoThreads.Run<(long Id, int Result)>(
            rows,
            (offset, count, results) =>
            {
                var done = 0;
                foreach (var (id, value) in new Numbers(offset + count).Read(offset))
                {
                    var calibrated = calibrate.Process(value);
                    results[done++] = (id, combine.Process(low.Process(calibrated), high.Process(calibrated)));
                }

                return done;
            },
            (results, count) =>
            {
                foreach (var (id, result) in results.AsSpan(0, count))
                {
                    checksum.Write(id, result);
                }
            });
        return checksum.Outcome;
    }
}
