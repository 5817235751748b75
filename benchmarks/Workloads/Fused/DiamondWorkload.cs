using Distil.Benchmarks.Gates;
using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Workloads.Fused;

public sealed class DiamondWorkload : Workload
{
    public override string Name => "diamond";

    public override string Title => "diamond and join";

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        Variant.Of(Ways.Hand, DiamondByHand.Run),
        Variant.Of(Ways.HandTwo, DiamondByHand.RunOnTwo),
        new(Ways.Distil, async rows =>
        {
            var checksum = new Checksum();
            await new Diamond(rows, checksum).RunAsync();
            return checksum.Outcome;
        }),
        .. DiamondPeers.All,
    ];

    public override IReadOnlyList<Gate> Gates =>
    [
        new(Measure.Ratio, 1.35, "≤ 1.05"),
        new(Measure.Bytes, 0.1, "< 0.1"),
        new(Measure.Collections, 0, "0"),
    ];
}
