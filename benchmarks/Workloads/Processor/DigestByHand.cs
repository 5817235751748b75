using Distil.Benchmarks.Peers;
using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads.Processor;

/// <summary>The digests as an expert would write them by hand.</summary>
internal static class DigestByHand
{
    public static Outcome Run(long rows)
    {
        var digest = new Digest();
        var checksum = new Checksum();
        foreach (var (id, _) in new Numbers(rows).Read(0))
        {
            checksum.Write(id, digest.Process(id));
        }

        return checksum.Outcome;
    }

    public static Outcome RunOnTwo(long rows)
    {
        var digest = new Digest();
        var checksum = new Checksum();
        TwoThreads.Run<(long Id, int Result)>(
            rows,
            (offset, count, results) =>
            {
                var done = 0;
                foreach (var (id, _) in new Numbers(offset + count).Read(offset))
                {
                    results[done++] = (id, digest.Process(id));
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
