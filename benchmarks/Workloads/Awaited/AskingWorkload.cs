using Distil.Benchmarks.Gates;
using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads.Awaited;

/// <summary>Calls of a service, judged by how long they really took.</summary>
public abstract class AskingWorkload : Workload
{
    private readonly Func<Latency> _open;

    protected AskingWorkload(Func<Latency> open)
    {
        _open = open;
        var peers = new AwaitedPeers(Ask.Concurrency, () =>
        {
            var latency = open();
            var ask = new Ask(latency);
            return new(ask.ProcessAsync, () => latency.Total / Ask.Concurrency);
        });
        Variants =
        [
            peers.Hand, new(Ways.Distil, DistilAsync), peers.Channels, peers.DataflowWide, peers.DataflowNarrowly, peers.ForEach, peers.Reactive, peers.Barrier,
        ];
    }

    public override IReadOnlyList<Variant> Variants { get; }

    public override long CheckedRows => 700;

    public override long MaxRows => 100_000;

    private async Task<Outcome> DistilAsync(long rows)
    {
        var latency = _open();
        var checksum = new Checksum();
        await new Asking(rows, latency, checksum).RunAsync();
        return checksum.Outcome with { Ideal = latency.Total / Ask.Concurrency };
    }
}

public sealed class FixedWorkload() : AskingWorkload(Latency.Fixed)
{
    public override string Name => "fixed";

    public override string Title => "awaited calls of 5 ms, 64 at a time";

    public override TimeSpan Target(TimeSpan usual) => TimeSpan.FromSeconds(1.2);

    public override IReadOnlyList<Gate> Gates => [new(Measure.Share, 0.97, "≥ 99 %")];
}

public sealed class TailWorkload() : AskingWorkload(Latency.HeavyTail)
{
    public override string Name => "tail";

    public override string Title => "awaited calls of 3 ms, one in 20 of 43 ms, 64 at a time";

    /// <summary>Long: the last calls of a run, when nothing is left to begin, are no part of what is judged.</summary>
    public override TimeSpan Target(TimeSpan usual) => TimeSpan.FromSeconds(2.5);

    public override IReadOnlyList<Gate> Gates => [new(Measure.Share, 0.9, "≥ 96 %")];
}
