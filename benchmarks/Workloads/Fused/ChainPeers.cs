using System.Reactive.Linq;
using Distil.Benchmarks.Peers;
using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Workloads.Fused;

/// <summary>The chain as the documentation of other libraries would have it.</summary>
internal static class ChainPeers
{
    public static IEnumerable<Variant> All =>
    [
        new(Ways.ChannelsRow, ChannelsByRowAsync),
        new(Ways.ChannelsBatch, ChannelsByBatchAsync),
        new(Ways.DataflowRow, DataflowByRowAsync),
        new(Ways.DataflowBatch, DataflowByBatchAsync),
        Variant.Of(Ways.Plinq, Plinq),
        Variant.Of(Ways.Reactive, Reactive),
        new(Ways.AsyncLinq, AsyncLinqAsync),
        .. Transport.All,
    ];

    private static async Task<Outcome> ChannelsByRowAsync(long rows)
    {
        var work = new ChainWork();
        var graph = new ChannelGraph(1024);
        var source = graph.From(new Numbers(rows).Read(0).Select(ChainRow.Of));
        var calibrated = graph.Select<ChainRow, ChainRow>(source, work.Calibrate);
        var kept = graph.Where(calibrated, work.Keep);
        var mixed = graph.Select<ChainRow, ChainRow>(kept, work.Mix);
        var folded = graph.Select<ChainRow, ChainRow>(mixed, work.Fold);
        graph.ForEach(folded, (Action<ChainRow>)work.Write);
        await graph.Completion;
        return work.Outcome;
    }

    private static async Task<Outcome> ChannelsByBatchAsync(long rows)
    {
        var work = new ChainWork();
        var graph = new ChannelGraph(16);
        var source = graph.From(Batches.Of(new Numbers(rows).Read(0), ChainRow.Of));
        var calibrated = graph.Select<ArraySegment<ChainRow>, ArraySegment<ChainRow>>(source, work.Calibrate);
        var kept = graph.Select<ArraySegment<ChainRow>, ArraySegment<ChainRow>>(calibrated, work.Keep);
        var mixed = graph.Select<ArraySegment<ChainRow>, ArraySegment<ChainRow>>(kept, work.Mix);
        var folded = graph.Select<ArraySegment<ChainRow>, ArraySegment<ChainRow>>(mixed, work.Fold);
        graph.ForEach(folded, (Action<ArraySegment<ChainRow>>)work.Write);
        await graph.Completion;
        return work.Outcome;
    }

    private static async Task<Outcome> DataflowByRowAsync(long rows)
    {
        var work = new ChainWork();
        var graph = new DataflowGraph(1024);
        var calibrate = graph.Transform<ChainRow, ChainRow>(work.Calibrate);
        var mix = graph.Transform<ChainRow, ChainRow>(work.Mix);
        var fold = graph.Transform<ChainRow, ChainRow>(work.Fold);
        var write = graph.Action<ChainRow>(work.Write);
        DataflowGraph.Filter(calibrate, mix, work.Keep);
        DataflowGraph.Link(mix, fold);
        DataflowGraph.Link(fold, write);
        await DataflowGraph.FeedAsync(new Numbers(rows).Read(0).Select(ChainRow.Of), calibrate, write);
        return work.Outcome;
    }

    private static async Task<Outcome> DataflowByBatchAsync(long rows)
    {
        var work = new ChainWork();
        var graph = new DataflowGraph(16);
        var calibrate = graph.Transform<ArraySegment<ChainRow>, ArraySegment<ChainRow>>(work.Calibrate);
        var keep = graph.Transform<ArraySegment<ChainRow>, ArraySegment<ChainRow>>(work.Keep);
        var mix = graph.Transform<ArraySegment<ChainRow>, ArraySegment<ChainRow>>(work.Mix);
        var fold = graph.Transform<ArraySegment<ChainRow>, ArraySegment<ChainRow>>(work.Fold);
        var write = graph.Action<ArraySegment<ChainRow>>(work.Write);
        DataflowGraph.Link(calibrate, keep);
        DataflowGraph.Link(keep, mix);
        DataflowGraph.Link(mix, fold);
        DataflowGraph.Link(fold, write);
        await DataflowGraph.FeedAsync(Batches.Of(new Numbers(rows).Read(0), ChainRow.Of), calibrate, write);
        return work.Outcome;
    }

    private static Outcome Plinq(long rows)
    {
        var work = new ChainWork();
        var result = new Numbers(rows).Read(0).AsParallel().AsOrdered()
            .Select(ChainRow.Of).Select(work.Calibrate).Where(work.Keep).Select(work.Mix).Select(work.Fold);
        foreach (var row in result)
        {
            work.Write(row);
        }

        return work.Outcome;
    }

    private static Outcome Reactive(long rows)
    {
        var work = new ChainWork();
        new Numbers(rows).Read(0).ToObservable()
            .Select(ChainRow.Of).Select(work.Calibrate).Where(work.Keep).Select(work.Mix).Select(work.Fold)
            .ForEachAsync(work.Write).GetAwaiter().GetResult();
        return work.Outcome;
    }

    private static async Task<Outcome> AsyncLinqAsync(long rows)
    {
        var work = new ChainWork();
        var result = new Numbers(rows).Read(0).ToAsyncEnumerable()
            .Select(ChainRow.Of).Select(work.Calibrate).Where(work.Keep).Select(work.Mix).Select(work.Fold);
        await foreach (var row in result)
        {
            work.Write(row);
        }

        return work.Outcome;
    }
}
