using Distil.Benchmarks.Gates;
using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads.Sliced;

public sealed class SlicingWorkload : Workload
{
    public override string Name => "slicing";

    public override string Title => "batch steps of 1000, 64 and 333 rows";

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        Variant.Of(Ways.Hand, SlicingByHand.Run),
        new(Ways.Distil, async rows =>
        {
            var checksum = new Checksum();
            await new Slicing(rows, checksum).RunAsync();
            return checksum.Outcome;
        }),
        .. SlicingPeers.All,
    ];

    public override IReadOnlyList<Gate> Gates =>
    [
        new(Measure.Ratio, 1.6, "≤ 1.1")
        {
            KnownMissed = "medians of 1.2 to 2.0 were seen, the best rounds at 0.95 to 1.2: what it costs that the stages lie on two cores changes from run to run",
        },
    ];
}
