using System.Runtime.CompilerServices;
using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads.Awaited;

/// <summary>An awaited step whose answer is there at once: from a cache, for instance.</summary>
[Step(Concurrency = Ask.Concurrency, Version = "1")]
public sealed class AtOnce
{
    [return: Column("result")]
    public ValueTask<int> ProcessAsync(long id) => new((int)(id * 7));
}

/// <summary>An awaited step whose answer comes on another thread. It allocates nothing, so that what the engine allocates is seen.</summary>
[Step(Concurrency = Ask.Concurrency, Version = "1")]
public sealed class Elsewhere
{
    [return: Column("result")]
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ProcessAsync(long id)
    {
        await Task.Yield();
        return (int)(id * 7);
    }
}

[Pipeline]
public sealed partial class CallsAtOnce(long rows, Checksum checksum)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings))] AtOnce Called { get; } = new();
    [From(nameof(Called))] Checksum Summed { get; } = checksum;
}

[Pipeline]
public sealed partial class CallsElsewhere(long rows, Checksum checksum)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings))] Elsewhere Called { get; } = new();
    [From(nameof(Called))] Checksum Summed { get; } = checksum;
}
