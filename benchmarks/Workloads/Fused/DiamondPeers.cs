using System.Reactive.Linq;
using System.Threading.Tasks.Dataflow;
using Distil.Benchmarks.Peers;
using Distil.Benchmarks.Running;
using Half = (long Id, int Value);

namespace Distil.Benchmarks.Workloads.Fused;

/// <summary>The diamond as the documentation of other libraries would have it: both branches carry the row's number and one value.</summary>
internal static class DiamondPeers
{
    public static IEnumerable<Variant> All =>
    [
        new(Ways.ChannelsRow, ChannelsByRowAsync),
        new(Ways.ChannelsBatch, ChannelsByBatchAsync),
        new(Ways.DataflowRow, DataflowByRowAsync),
        new(Ways.DataflowBatch, DataflowByBatchAsync),
        Variant.Of(Ways.Reactive, Reactive),
    ];

    private static async Task<Outcome> ChannelsByRowAsync(long rows)
    {
        var work = new Work();
        var graph = new ChannelGraph(1024);
        var calibrated = graph.Select<Reading, Half>(graph.From(new Numbers(rows).Read(0)), work.Calibrate);
        var branches = graph.Broadcast(calibrated, 2);
        var low = graph.Select<Half, Half>(branches[0], work.Low);
        var high = graph.Select<Half, Half>(branches[1], work.High);
        graph.ForEach(graph.Zip<Half, Half, Half>(low, high, work.Combine), (Action<Half>)work.Write);
        await graph.Completion;
        return work.Outcome;
    }

    private static async Task<Outcome> ChannelsByBatchAsync(long rows)
    {
        var work = new Work();
        var graph = new ChannelGraph(16);
        var calibrated = graph.From(Batches.Of(new Numbers(rows).Read(0), work.Calibrate));
        var branches = graph.Broadcast(calibrated, 2, Batches.Copy);
        var low = graph.Select<ArraySegment<Half>, ArraySegment<Half>>(branches[0], work.Low);
        var high = graph.Select<ArraySegment<Half>, ArraySegment<Half>>(branches[1], work.High);
        graph.ForEach(graph.Zip<ArraySegment<Half>, ArraySegment<Half>, ArraySegment<Half>>(low, high, work.Combine), (Action<ArraySegment<Half>>)work.Write);
        await graph.Completion;
        return work.Outcome;
    }

    private static Task<Outcome> DataflowByRowAsync(long rows)
    {
        var work = new Work();
        return DataflowAsync<Half>(1024, new Numbers(rows).Read(0).Select(work.Calibrate), null, work.Low, work.High, work.Combine, work.Write, work);
    }

    private static Task<Outcome> DataflowByBatchAsync(long rows)
    {
        var work = new Work();
        return DataflowAsync<ArraySegment<Half>>(
            16, Batches.Of(new Numbers(rows).Read(0), work.Calibrate), Batches.Copy, work.Low, work.High, work.Combine, work.Write, work);
    }

    /// <summary>A broadcast block would overwrite what a full branch did not take: each row is sent to both instead.</summary>
    private static async Task<Outcome> DataflowAsync<T>(
        int capacity, IEnumerable<T> source, Func<T, T>? copy, Func<T, T> lower, Func<T, T> higher, Func<T, T, T> join, Action<T> end, Work work)
    {
        var graph = new DataflowGraph(capacity);
        var low = graph.Transform(lower);
        var high = graph.Transform(higher);
        var both = new JoinBlock<T, T>(new GroupingDataflowBlockOptions { BoundedCapacity = capacity });
        var combine = graph.Transform<Tuple<T, T>, T>(pair => join(pair.Item1, pair.Item2));
        var write = graph.Action(end);
        var fork = new ActionBlock<T>(
            async row =>
            {
                var other = copy is null ? row : copy(row);
                await low.SendAsync(row);
                await high.SendAsync(other);
            },
            graph.Options());
        DataflowGraph.Complete(fork, low, high);
        DataflowGraph.Link(low, both.Target1);
        DataflowGraph.Link(high, both.Target2);
        DataflowGraph.Link(both, combine);
        DataflowGraph.Link(combine, write);
        await DataflowGraph.FeedAsync(source, fork, write);
        return work.Outcome;
    }

    private static Outcome Reactive(long rows)
    {
        var work = new Work();
        new Numbers(rows).Read(0).ToObservable().Select(work.Calibrate)
            .Publish(shared => shared.Select<Half, Half>(work.Low).Zip(shared.Select<Half, Half>(work.High), work.Combine))
            .ForEachAsync(work.Write).GetAwaiter().GetResult();
        return work.Outcome;
    }

    private sealed class Work
    {
        private readonly Calibrate _calibrate = new();
        private readonly Low _low = new();
        private readonly High _high = new();
        private readonly Combine _combine = new();
        private readonly Checksum _checksum = new();

        public Outcome Outcome => _checksum.Outcome;

        public Half Calibrate(Reading row) => (row.Id, _calibrate.Process(row.Value));

        public Half Low(Half row) => (row.Id, _low.Process(row.Value));

        public Half High(Half row) => (row.Id, _high.Process(row.Value));

        public Half Combine(Half low, Half high) => (low.Id, _combine.Process(low.Value, high.Value));

        public void Write(Half row) => _checksum.Write(row.Id, row.Value);

        public ArraySegment<Half> Low(ArraySegment<Half> rows)
        {
            foreach (ref var row in rows.AsSpan())
            {
                row.Value = _low.Process(row.Value);
            }

            return rows;
        }

        public ArraySegment<Half> High(ArraySegment<Half> rows)
        {
            foreach (ref var row in rows.AsSpan())
            {
                row.Value = _high.Process(row.Value);
            }

            return rows;
        }

        public ArraySegment<Half> Combine(ArraySegment<Half> low, ArraySegment<Half> high)
        {
            var others = high.AsSpan();
            var rows = low.AsSpan();
            for (var index = 0; index < rows.Length; index++)
            {
                rows[index].Value = _combine.Process(rows[index].Value, others[index].Value);
            }

            Batches.Return(high);
            return low;
        }

        public void Write(ArraySegment<Half> rows)
        {
            foreach (ref var row in rows.AsSpan())
            {
                _checksum.Write(row.Id, row.Value);
            }

            Batches.Return(rows);
        }
    }
}
