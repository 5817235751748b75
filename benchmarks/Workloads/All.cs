using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads.Awaited;
using Distil.Benchmarks.Workloads.Documents;
using Distil.Benchmarks.Workloads.Durable;
using Distil.Benchmarks.Workloads.Failing;
using Distil.Benchmarks.Workloads.Fused;
using Distil.Benchmarks.Workloads.Leaves;
using Distil.Benchmarks.Workloads.Processor;
using Distil.Benchmarks.Workloads.Sliced;

namespace Distil.Benchmarks.Workloads;

/// <summary>The workloads, in the order in which they are shown.</summary>
public static class All
{
    public static IReadOnlyList<Workload> Workloads { get; } =
    [
        new ChainWorkload(),
        new DiamondWorkload(),
        new RoutingWorkload(),
        new BoundaryWorkload(),
        new DigestWorkload(),
        new SlicingWorkload(),
        new FixedWorkload(),
        new TailWorkload(),
        new TwoCallsWorkload(),
        new AtOnceWorkload(),
        new ElsewhereWorkload(),
        new GradingWorkload(),
        new ReadingWorkload(),
        new LeavesWorkload(),
        new CutsWorkload(),
        new ChainOfDeadLettersWorkload(),
        new DiamondOfDeadLettersWorkload(),
        new FailingWorkload(),
        new KeptAtOnceWorkload(),
        new KeptShortWorkload(),
        new KeptLongWorkload(),
    ];
}
