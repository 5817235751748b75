using System.Reactive.Linq;
using System.Threading.Tasks.Dataflow;
using Distil.Benchmarks.Peers;
using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads.Fused;
using Result = (long Id, int Value);

namespace Distil.Benchmarks.Workloads.Awaited;

/// <summary>Two services, one after the other, each with 64 calls at a time: ideally they work side by side.</summary>
public sealed class TwoCallsWorkload : Workload
{
    public override string Name => "two-calls";

    public override string Title => "two awaited steps in a chain, 64 calls at a time each";

    public override long CheckedRows => 700;

    public override long MaxRows => 100_000;

    public override TimeSpan Target(TimeSpan usual) => TimeSpan.FromSeconds(1.2);

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        Open().Hand,
        new(Ways.Distil, async rows =>
        {
            var (first, second, checksum) = (Latency.Fixed(), Latency.Fixed(), new Checksum());
            await new AskingTwice(rows, first, second, checksum).RunAsync();
            return checksum.Outcome with { Ideal = Ideal(first, second) };
        }),
        new(Ways.ChannelsRow, rows => RunAsync(async (ask, review, sum) =>
        {
            var graph = new ChannelGraph(1024);
            var asked = graph.SelectAwait(graph.From(new Numbers(rows).Read(0)), ask, Ask.Concurrency);
            graph.ForEach(graph.SelectAwait(asked, review, Ask.Concurrency), result => sum.Write(result.Id, result.Value));
            await graph.Completion;
        })) { IsOrdered = false },
        new(Ways.DataflowRow, rows => RunAsync(async (ask, review, sum) =>
        {
            var graph = new DataflowGraph(1024);
            var asked = new TransformBlock<Reading, Result>(reading => ask(reading).AsTask(), graph.Options(Ask.Concurrency));
            var reviewed = new TransformBlock<Result, Result>(row => review(row).AsTask(), graph.Options(Ask.Concurrency));
            var write = graph.Action<Result>(result => sum.Write(result.Id, result.Value));
            DataflowGraph.Link(asked, reviewed);
            DataflowGraph.Link(reviewed, write);
            await DataflowGraph.FeedAsync(new Numbers(rows).Read(0), asked, write);
        })),
        Open().ForEach,
        new(Ways.Reactive, rows => RunAsync(async (ask, review, sum) => await new Numbers(rows).Read(0).ToObservable()
            .Select(reading => Observable.FromAsync(() => ask(reading).AsTask())).Merge(Ask.Concurrency)
            .Select(row => Observable.FromAsync(() => review(row).AsTask())).Merge(Ask.Concurrency)
            .ForEachAsync(result => sum.Write(result.Id, result.Value)))) { IsOrdered = false },
    ];

    /// <summary>Where both calls stand in one body, twice as many rows are in flight: as many calls as in the other ways.</summary>
    private static AwaitedPeers Open() => new(Ask.Concurrency * 2, () =>
    {
        var (first, second) = (Latency.Fixed(), Latency.Fixed());
        var (ask, review) = (new Ask(first), new Review(second));
        return new(
            async id => await review.ProcessAsync(id, await ask.ProcessAsync(id)),
            () => Ideal(first, second));
    });

    private static async Task<Outcome> RunAsync(
        Func<Func<Reading, ValueTask<Result>>, Func<Result, ValueTask<Result>>, Checksum, Task> run)
    {
        var (first, second, checksum) = (Latency.Fixed(), Latency.Fixed(), new Checksum());
        var (ask, review) = (new Ask(first), new Review(second));
        await run(
            async reading => (reading.Id, await ask.ProcessAsync(reading.Id)),
            async row => (row.Id, await review.ProcessAsync(row.Id, row.Value)),
            checksum);
        return checksum.Outcome with { Ideal = Ideal(first, second) };
    }

    private static TimeSpan Ideal(Latency first, Latency second) =>
        (first.Total > second.Total ? first.Total : second.Total) / Ask.Concurrency;
}
