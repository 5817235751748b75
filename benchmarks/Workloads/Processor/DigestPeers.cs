using System.Threading.Tasks.Dataflow;
using Distil.Benchmarks.Peers;
using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads.Fused;
using Result = (long Id, int Value);

namespace Distil.Benchmarks.Workloads.Processor;

/// <summary>The digests on two cores, as the documentation of other libraries would have it.</summary>
internal static class DigestPeers
{
    public static IEnumerable<Variant> All =>
    [
        new(Ways.ChannelsRow, ChannelsByRowAsync) { IsOrdered = false },
        new(Ways.ChannelsBatch, ChannelsByBatchAsync) { IsOrdered = false },
        new(Ways.DataflowRow, DataflowByRowAsync),
        new(Ways.DataflowBatch, DataflowByBatchAsync),
        new(Ways.ForEach, ForEachAsync) { IsOrdered = false },
        Variant.Of(Ways.Plinq, Plinq),
    ];

    private static async Task<Outcome> ChannelsByRowAsync(long rows)
    {
        var work = new Work();
        var graph = new ChannelGraph(1024);
        graph.ForEach(graph.Select<Reading, Result>(graph.From(new Numbers(rows).Read(0)), work.Digest, 2), (Action<Result>)work.Write);
        await graph.Completion;
        return work.Outcome;
    }

    private static async Task<Outcome> ChannelsByBatchAsync(long rows)
    {
        var work = new Work();
        var graph = new ChannelGraph(16);
        var source = graph.From(Batches.Of(new Numbers(rows).Read(0), Work.Open));
        graph.ForEach(graph.Select<ArraySegment<Result>, ArraySegment<Result>>(source, work.Digest, 2), (Action<ArraySegment<Result>>)work.Write);
        await graph.Completion;
        return work.Outcome;
    }

    private static async Task<Outcome> DataflowByRowAsync(long rows)
    {
        var work = new Work();
        var graph = new DataflowGraph(1024);
        var digest = graph.Transform<Reading, Result>(work.Digest, 2);
        var write = graph.Action<Result>(work.Write);
        DataflowGraph.Link(digest, write);
        await DataflowGraph.FeedAsync(new Numbers(rows).Read(0), digest, write);
        return work.Outcome;
    }

    private static async Task<Outcome> DataflowByBatchAsync(long rows)
    {
        var work = new Work();
        var graph = new DataflowGraph(16);
        var digest = graph.Transform<ArraySegment<Result>, ArraySegment<Result>>(work.Digest, 2);
        var write = graph.Action<ArraySegment<Result>>(work.Write);
        DataflowGraph.Link(digest, write);
        await DataflowGraph.FeedAsync(Batches.Of(new Numbers(rows).Read(0), Work.Open), digest, write);
        return work.Outcome;
    }

    private static async Task<Outcome> ForEachAsync(long rows)
    {
        var work = new Work();
        await Parallel.ForEachAsync(new Numbers(rows).Read(0), new ParallelOptions { MaxDegreeOfParallelism = 2 }, (reading, _) =>
        {
            var result = work.Digest(reading);
            lock (work)
            {
                work.Write(result);
            }

            return ValueTask.CompletedTask;
        });
        return work.Outcome;
    }

    private static Outcome Plinq(long rows)
    {
        var work = new Work();
        foreach (var result in new Numbers(rows).Read(0).AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(work.Digest))
        {
            work.Write(result);
        }

        return work.Outcome;
    }

    private sealed class Work
    {
        private readonly Digest _digest = new();
        private readonly Checksum _checksum = new();

        public Outcome Outcome => _checksum.Outcome;

        public static Result Open(Reading reading) => (reading.Id, 0);

        public Result Digest(Reading reading) => (reading.Id, _digest.Process(reading.Id));

        public void Write(Result row) => _checksum.Write(row.Id, row.Value);

        public ArraySegment<Result> Digest(ArraySegment<Result> rows)
        {
            foreach (ref var row in rows.AsSpan())
            {
                row.Value = _digest.Process(row.Id);
            }

            return rows;
        }

        public void Write(ArraySegment<Result> rows)
        {
            foreach (var row in rows)
            {
                Write(row);
            }

            Batches.Return(rows);
        }
    }
}
