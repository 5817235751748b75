using Distil.Benchmarks.Gates;
using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Workloads.Fused;

public sealed class ChainWorkload : Workload
{
    public override string Name => "chain";

    public override string Title => "chain of 4 cheap steps, one a filter";

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        Variant.Of(Ways.Hand, ChainByHand.Run),
        Variant.Of(Ways.HandTwo, ChainByHand.RunOnTwo),
        new(Ways.Distil, async rows =>
        {
            var checksum = new Checksum();
            await new Chain(rows, checksum).RunAsync();
            return checksum.Outcome;
        }),
        new(Ways.DistilTwo, async rows =>
        {
            var checksum = new Checksum();
            await new ChainOnTwo(rows, checksum).RunAsync();
            return checksum.Outcome;
        }),
        .. ChainPeers.All,
    ];

    public override IReadOnlyList<Gate> Gates =>
    [
        new(Measure.Ratio, 1.35, "≤ 1.05"),
        new(Measure.Speedup, 25, "≥ 40") { Other = Ways.DataflowRow },
        new(Measure.Speedup, 20, "≥ 30") { Other = Ways.ChannelsRow },

        // Both peers go as fast as two cores pass arrays on: 2.2 to 5.9 were measured.
        new(Measure.Speedup, 1.5, "≥ 5") { Other = Ways.DataflowBatch },
        new(Measure.Speedup, 1.5, "≥ 5") { Other = Ways.ChannelsBatch },
        new(Measure.Bytes, 0.1, "< 0.1"),
        new(Measure.Collections, 0, "0"),
    ];
}
