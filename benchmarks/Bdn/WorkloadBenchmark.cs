using BenchmarkDotNet.Attributes;
using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Bdn;

/// <summary>The ways of a workload under BenchmarkDotNet: one operation is a whole run over a fixed number of rows.</summary>
[MemoryDiagnoser]
public abstract class WorkloadBenchmark<TWorkload>
    where TWorkload : Workload, new()
{
    private readonly TWorkload _workload = new();
    private Variant? _variant;

    [ParamsSource(nameof(Names))]
    public string Way { get; set; } = "";

    public IEnumerable<string> Names =>
        _workload.Variants.Where(variant => !variant.IsForeign && variant.Missing is null).Select(variant => variant.Name);

    [GlobalSetup]
    public void SetUp() => _variant = _workload.Variants.Single(variant => variant.Name == Way);

    [Benchmark]
    public Task<Outcome> RunAsync() => _variant!.RunAsync(_workload.CheckedRows);
}
