using Distil.Benchmarks.Gates;
using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Workloads.Fused;

public sealed class RoutingWorkload : Workload
{
    public override string Name => "router";

    public override string Title => "router to 3 branches, merged";

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        Variant.Of(Ways.Hand, RoutingByHand.Run),
        Variant.Of(Ways.HandTwo, RoutingByHand.RunOnTwo),
        new(Ways.Distil, async rows =>
        {
            var checksum = new Checksum();
            await new Routing(rows, checksum).RunAsync();
            return checksum.Outcome;
        }),
        .. RoutingPeers.All,
    ];

    public override IReadOnlyList<Gate> Gates =>
    [
        new(Measure.Ratio, 1.35, "≤ 1.05"),
        new(Measure.Bytes, 0.1, "< 0.1"),
        new(Measure.Collections, 0, "0"),
    ];
}
