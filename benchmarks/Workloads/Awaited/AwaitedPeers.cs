using System.Reactive.Linq;
using System.Threading.Tasks.Dataflow;
using Distil.Benchmarks.Peers;
using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads.Fused;
using Result = (long Id, int Value);

namespace Distil.Benchmarks.Workloads.Awaited;

/// <summary>One awaited call a row, 64 at a time, as the documentation of other libraries would have it.</summary>
/// <param name="call">Opens a run: gives the call of one row.</param>
internal sealed class AwaitedPeers(int concurrency, Func<AwaitedPeers.Call> call)
{
    public const string WhenAll = "Task.WhenAll, batches of 64";
    public const string DataflowNarrow = "TPL Dataflow, capacity 64";

    /// <summary>What one run calls.</summary>
    /// <param name="ProcessAsync">The call for a row, by its number.</param>
    /// <param name="Ideal">How long the calls would have taken without any waiting between them; asked for at the end.</param>
    public sealed record Call(Func<long, ValueTask<int>> ProcessAsync, Func<TimeSpan> Ideal);

    public Variant Hand => new(Ways.Hand, rows => RunAsync((work, sum) =>
        Workers.RunAsync(concurrency, new Numbers(rows).Read(0), rows, reading => work.ProcessAsync(reading.Id), sum.Write)));

    public Variant Channels => new(Ways.ChannelsRow, rows => RunAsync(async (work, sum) =>
    {
        var graph = new ChannelGraph(1024);
        graph.ForEach(graph.SelectAwait(graph.From(new Numbers(rows).Read(0)), reading => AskAsync(work, reading), concurrency), result => sum.Write(result.Id, result.Value));
        await graph.Completion;
    })) { IsOrdered = false };

    public Variant DataflowWide => Dataflow(Ways.DataflowRow, 1024);

    public Variant DataflowNarrowly => Dataflow(DataflowNarrow, concurrency);

    public Variant ForEach => new(Ways.ForEach, rows => RunAsync((work, sum) => Parallel.ForEachAsync(
        new Numbers(rows).Read(0),
        new ParallelOptions { MaxDegreeOfParallelism = concurrency },
        async (reading, _) =>
        {
            var result = await work.ProcessAsync(reading.Id);
            lock (sum)
            {
                sum.Write(reading.Id, result);
            }
        }))) { IsOrdered = false };

    public Variant Reactive => new(Ways.Reactive, rows => RunAsync(async (work, sum) => await new Numbers(rows).Read(0).ToObservable()
        .Select(reading => Observable.FromAsync(() => AskAsync(work, reading).AsTask()))
        .Merge(concurrency)
        .ForEachAsync(result => sum.Write(result.Id, result.Value)))) { IsOrdered = false };

    public Variant Barrier => new(WhenAll, rows => RunAsync(async (work, sum) =>
    {
        foreach (var batch in new Numbers(rows).Read(0).Chunk(concurrency))
        {
            foreach (var (id, value) in await Task.WhenAll(batch.Select(reading => AskAsync(work, reading).AsTask())))
            {
                sum.Write(id, value);
            }
        }
    }));

    private Variant Dataflow(string name, int capacity) => new(name, rows => RunAsync(async (work, sum) =>
    {
        var graph = new DataflowGraph(capacity);
        var ask = new TransformBlock<Reading, Result>(reading => AskAsync(work, reading).AsTask(), graph.Options(concurrency));
        var write = graph.Action<Result>(result => sum.Write(result.Id, result.Value));
        DataflowGraph.Link(ask, write);
        await DataflowGraph.FeedAsync(new Numbers(rows).Read(0), ask, write);
    }));

    private static async ValueTask<Result> AskAsync(Call work, Reading reading) => (reading.Id, await work.ProcessAsync(reading.Id));

    private async Task<Outcome> RunAsync(Func<Call, Checksum, Task> run)
    {
        var work = call();
        var checksum = new Checksum();
        await run(work, checksum);
        return checksum.Outcome with { Ideal = work.Ideal() };
    }
}
