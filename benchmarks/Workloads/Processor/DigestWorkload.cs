using Distil.Benchmarks.Gates;
using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads.Processor;

public sealed class DigestWorkload : Workload
{
    public override string Name => "digest";

    public override string Title => "SHA-256 of 1 KB a row";

    public override long CheckedRows => 3_001;

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        Variant.Of(Ways.Hand, DigestByHand.Run),
        Variant.Of(Ways.HandTwo, DigestByHand.RunOnTwo),
        new(Ways.Distil, async rows =>
        {
            var checksum = new Checksum();
            await new Digests(rows, checksum).RunAsync();
            return checksum.Outcome;
        }),
        new(Ways.DistilTwo, async rows =>
        {
            var checksum = new Checksum();
            await new DigestsOnTwo(rows, checksum).RunAsync();
            return checksum.Outcome;
        }),
        .. DigestPeers.All,
    ];

    public override IReadOnlyList<Gate> Gates =>
        Environment.ProcessorCount < 2 ? [] : [new(Measure.Speedup, 1.5, "≥ 1.85") { Variant = Ways.DistilTwo, Other = Ways.Distil, Control = Ways.HandTwo }];
}
