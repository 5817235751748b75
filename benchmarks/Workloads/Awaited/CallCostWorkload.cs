using Distil.Benchmarks.Gates;
using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads.Awaited;

/// <summary>What the engine takes for one awaited row, seen where the call itself takes next to nothing.</summary>
public abstract class CallCostWorkload : Workload
{
    private readonly Func<long, Checksum, Task> _distil;

    protected CallCostWorkload(Func<Func<long, ValueTask<int>>> open, Func<long, Checksum, Task> distil)
    {
        _distil = distil;
        var peers = new AwaitedPeers(Ask.Concurrency, () => new(open(), static () => default));
        Variants = [Hand(open, peers), new(Ways.Distil, DistilAsync), peers.ForEach, peers.Channels, peers.DataflowWide, peers.Reactive];
    }

    public override IReadOnlyList<Variant> Variants { get; }

    public override long MaxRows => 2_000_000;

    private protected abstract Variant Hand(Func<Func<long, ValueTask<int>>> open, AwaitedPeers peers);

    private async Task<Outcome> DistilAsync(long rows)
    {
        var checksum = new Checksum();
        await _distil(rows, checksum);
        return checksum.Outcome;
    }
}

public sealed class AtOnceWorkload() : CallCostWorkload(
    () => new AtOnce().ProcessAsync,
    (rows, checksum) => new CallsAtOnce(rows, checksum).RunAsync())
{
    public override string Name => "at-once";

    public override string Title => "awaited calls that are answered at once";

    public override IReadOnlyList<Gate> Gates =>
    [
        new(Measure.Ratio, 0.4, "≤ 0.2") { Other = Ways.ForEach },
        new(Measure.Nanoseconds, 100, "≤ 100 ns") { Control = Ways.Hand },
    ];

    /// <summary>Where calls are answered at once, one loop that awaits them is what an expert would write.</summary>
    private protected override Variant Hand(Func<Func<long, ValueTask<int>>> open, AwaitedPeers peers) => new(Ways.Hand, async rows =>
    {
        var step = new AtOnce();
        var checksum = new Checksum();
        foreach (var (id, _) in new Numbers(rows).Read(0))
        {
            checksum.Write(id, await step.ProcessAsync(id));
        }

        return checksum.Outcome;
    });
}

public sealed class ElsewhereWorkload() : CallCostWorkload(
    () => new Elsewhere().ProcessAsync,
    (rows, checksum) => new CallsElsewhere(rows, checksum).RunAsync())
{
    public override string Name => "elsewhere";

    public override IReadOnlyList<Gate> Gates =>
    [
        new(Measure.Ratio, 0.8, "≤ 0.7")
        {
            Other = Ways.ForEach,
            KnownMissed = "kept on a quiet machine (0.65 to 0.77), and missed once beside other work (0.87)",
        },
    ];

    public override string Title => "awaited calls that are answered on another thread, 64 at a time";

    private protected override Variant Hand(Func<Func<long, ValueTask<int>>> open, AwaitedPeers peers) => peers.Hand;
}
