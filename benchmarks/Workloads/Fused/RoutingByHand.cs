using Distil.Benchmarks.Peers;
using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Workloads.Fused;

/// <summary>The routing as an expert would write it by hand.</summary>
internal static class RoutingByHand
{
    public static Outcome Run(long rows)
    {
        var calibrate = new Calibrate();
        var byBand = new ByBand();
        var amplify = new Amplify();
        var centre = new Centre();
        var dampen = new Dampen();
        var grade = new Grade();
        var checksum = new Checksum();
        foreach (var (id, value) in new Numbers(rows).Read(0))
        {
            var calibrated = calibrate.Process(value);
            var level = byBand.Route(calibrated) switch
            {
                Band.Weak => amplify.Process(calibrated),
                Band.Middle => centre.Process(calibrated),
                _ => dampen.Process(calibrated),
            };
            checksum.Write(id, grade.Process(level));
        }

        return checksum.Outcome;
    }

    public static Outcome RunOnTwo(long rows)
    {
        var calibrate = new Calibrate();
        var byBand = new ByBand();
        var amplify = new Amplify();
        var centre = new Centre();
        var dampen = new Dampen();
        var grade = new Grade();
        var checksum = new Checksum();
        TwoThreads.Run<(long Id, int Result)>(
            rows,
            (offset, count, results) =>
            {
                var done = 0;
                foreach (var (id, value) in new Numbers(offset + count).Read(offset))
                {
                    var calibrated = calibrate.Process(value);
                    var level = byBand.Route(calibrated) switch
                    {
                        Band.Weak => amplify.Process(calibrated),
                        Band.Middle => centre.Process(calibrated),
                        _ => dampen.Process(calibrated),
                    };
                    results[done++] = (id, grade.Process(level));
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
