using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads;

/// <summary>The workloads, in the order in which they are shown.</summary>
public static class All
{
    public static IReadOnlyList<Workload> Workloads { get; } =
    [
        new ChainWorkload(),
        new DiamondWorkload(),
        new RoutingWorkload(),
    ];
}
