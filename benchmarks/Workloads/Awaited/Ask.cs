using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads.Awaited;

/// <summary>An awaited call a row, 64 at a time.</summary>
[Step(Concurrency = Concurrency, Version = "1")]
public sealed class Ask(Latency latency)
{
    public const int Concurrency = 64;

    [return: Column("answer")]
    public async ValueTask<int> ProcessAsync(long id)
    {
        await latency.WaitAsync(id);
        return (int)(id * 7);
    }
}

/// <summary>Another, of the first one's answer.</summary>
[Step(Concurrency = Ask.Concurrency, Version = "1")]
public sealed class Review(Latency latency)
{
    [return: Column("result")]
    public async ValueTask<int> ProcessAsync(long id, int answer)
    {
        await latency.WaitAsync(id);
        return answer ^ 0x55;
    }
}

[Pipeline]
public sealed partial class Asking(long rows, Latency latency, Checksum checksum)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings)), OutputMapping("answer", "result")] Ask Asked { get; } = new(latency);
    [From(nameof(Asked))] Checksum Summed { get; } = checksum;
}

[Pipeline]
public sealed partial class AskingTwice(long rows, Latency first, Latency second, Checksum checksum)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings))] Ask Asked { get; } = new(first);
    [From(nameof(Asked))] Review Reviewed { get; } = new(second);
    [From(nameof(Reviewed))] Checksum Summed { get; } = checksum;
}
