using Distil.Benchmarks.Workloads.Awaited;
using Distil.Benchmarks.Workloads.Documents;
using Distil.Benchmarks.Workloads.Fused;
using Distil.Benchmarks.Workloads.Leaves;
using Distil.Benchmarks.Workloads.Processor;
using Distil.Benchmarks.Workloads.Sliced;

namespace Distil.Benchmarks.Bdn;

public class ChainBenchmark : WorkloadBenchmark<ChainWorkload>;

public class DiamondBenchmark : WorkloadBenchmark<DiamondWorkload>;

public class RouterBenchmark : WorkloadBenchmark<RoutingWorkload>;

public class BoundaryBenchmark : WorkloadBenchmark<BoundaryWorkload>;

public class DigestBenchmark : WorkloadBenchmark<DigestWorkload>;

public class SlicingBenchmark : WorkloadBenchmark<SlicingWorkload>;

public class FixedBenchmark : WorkloadBenchmark<FixedWorkload>;

public class TailBenchmark : WorkloadBenchmark<TailWorkload>;

public class TwoCallsBenchmark : WorkloadBenchmark<TwoCallsWorkload>;

public class AtOnceBenchmark : WorkloadBenchmark<AtOnceWorkload>;

public class ElsewhereBenchmark : WorkloadBenchmark<ElsewhereWorkload>;

public class LeavesBenchmark : WorkloadBenchmark<LeavesWorkload>;

public class JsonLinesBenchmark : WorkloadBenchmark<GradingWorkload>;
