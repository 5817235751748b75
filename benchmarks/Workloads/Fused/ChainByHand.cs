using Distil.Benchmarks.Peers;
using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Workloads.Fused;

/// <summary>The chain as an expert would write it by hand.</summary>
internal static class ChainByHand
{
    public static Outcome Run(long rows)
    {
        var calibrate = new Calibrate();
        var inRange = new InRange();
        var mix = new Mix();
        var fold = new Fold();
        var checksum = new Checksum();
        foreach (var (id, value) in new Numbers(rows).Read(0))
        {
            var calibrated = calibrate.Process(value);
            if (!inRange.Keep(calibrated))
            {
                continue;
            }

            checksum.Write(id, fold.Process(mix.Process(id, calibrated)));
        }

        return checksum.Outcome;
    }

    public static Outcome RunOnTwo(long rows)
    {
        var calibrate = new Calibrate();
        var inRange = new InRange();
        var mix = new Mix();
        var fold = new Fold();
        var checksum = new Checksum();
        TwoThreads.Run<(long Id, int Result)>(
            rows,
            (offset, count, results) =>
            {
                var kept = 0;
                foreach (var (id, value) in new Numbers(offset + count).Read(offset))
                {
                    var calibrated = calibrate.Process(value);
                    if (inRange.Keep(calibrated))
                    {
                        results[kept++] = (id, fold.Process(mix.Process(id, calibrated)));
                    }
                }

                return kept;
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
