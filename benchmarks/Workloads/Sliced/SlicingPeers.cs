using System.Reactive.Linq;
using System.Threading.Tasks.Dataflow;
using Distil.Benchmarks.Peers;
using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads.Fused;
using Item = (long Id, int Value);

namespace Distil.Benchmarks.Workloads.Sliced;

/// <summary>The re-slicing as the documentation of other libraries would have it.</summary>
internal static class SlicingPeers
{
    public const string ChannelsLists = "channels, lists";
    public const string DataflowBlocks = "TPL Dataflow, BatchBlock";

    public static IEnumerable<Variant> All =>
    [
        new(ChannelsLists, ChannelsAsync),
        new(DataflowBlocks, DataflowAsync),
        Variant.Of(Ways.Reactive, Reactive),
        new(Ways.AsyncLinq, AsyncLinqAsync),
    ];

    private static async Task<Outcome> ChannelsAsync(long rows)
    {
        var graph = new ChannelGraph(16);
        var checksum = new Checksum();
        var source = graph.From(Items(rows).Chunk(1000));
        var first = graph.Select<Item[], Item[]>(source, Apply(new ByThousand().ProcessBatch));
        var second = graph.Select<Item[], Item[]>(graph.Rebatch(first, 64), Apply(new BySixtyFour().ProcessBatch));
        var third = graph.Select<Item[], Item[]>(graph.Rebatch(second, 333), Apply(new ByThird().ProcessBatch));
        graph.ForEach(third, batch => Write(batch, checksum));
        await graph.Completion;
        return checksum.Outcome;
    }

    private static async Task<Outcome> DataflowAsync(long rows)
    {
        var graph = new DataflowGraph(16);
        var checksum = new Checksum();
        var batch1 = Batch(1000);
        var first = new TransformManyBlock<Item[], Item>(Apply(new ByThousand().ProcessBatch), graph.Options());
        var batch2 = Batch(64);
        var second = new TransformManyBlock<Item[], Item>(Apply(new BySixtyFour().ProcessBatch), graph.Options());
        var batch3 = Batch(333);
        var third = graph.Transform(Apply(new ByThird().ProcessBatch));
        var write = graph.Action<Item[]>(batch => Write(batch, checksum));
        DataflowGraph.Link(batch1, first);
        DataflowGraph.Link(first, batch2);
        DataflowGraph.Link(batch2, second);
        DataflowGraph.Link(second, batch3);
        DataflowGraph.Link(batch3, third);
        DataflowGraph.Link(third, write);
        await DataflowGraph.FeedAsync(Items(rows), batch1, write);
        return checksum.Outcome;

        static BatchBlock<Item> Batch(int size) => new(size, new GroupingDataflowBlockOptions { BoundedCapacity = size * 4 });
    }

    private static Outcome Reactive(long rows)
    {
        var checksum = new Checksum();
        Items(rows).ToObservable()
            .Buffer(1000).SelectMany(Apply(new ByThousand().ProcessBatch))
            .Buffer(64).SelectMany(Apply(new BySixtyFour().ProcessBatch))
            .Buffer(333).Select(Apply(new ByThird().ProcessBatch))
            .ForEachAsync(batch => Write(batch, checksum)).GetAwaiter().GetResult();
        return checksum.Outcome;
    }

    private static async Task<Outcome> AsyncLinqAsync(long rows)
    {
        var checksum = new Checksum();
        var first = Apply(new ByThousand().ProcessBatch);
        var second = Apply(new BySixtyFour().ProcessBatch);
        var third = Apply(new ByThird().ProcessBatch);
        var result = Items(rows).ToAsyncEnumerable()
            .Chunk(1000).SelectMany(batch => first(batch).ToAsyncEnumerable())
            .Chunk(64).SelectMany(batch => second(batch).ToAsyncEnumerable())
            .Chunk(333).Select(batch => third(batch));
        await foreach (var batch in result)
        {
            Write(batch, checksum);
        }

        return checksum.Outcome;
    }

    private static IEnumerable<Item> Items(long rows) => new Numbers(rows).Read(0).Select(reading => (reading.Id, reading.Value));

    /// <summary>Calls a step with the values of a batch, and joins its results to the rows.</summary>
    private static Func<IList<Item>, Item[]> Apply(BatchStep step)
    {
        var values = new int[1000];
        return batch =>
        {
            for (var row = 0; row < batch.Count; row++)
            {
                values[row] = batch[row].Value;
            }

            var results = step(values.AsSpan(0, batch.Count)).Span;
            var joined = new Item[batch.Count];
            for (var row = 0; row < joined.Length; row++)
            {
                joined[row] = (batch[row].Id, results[row]);
            }

            return joined;
        };
    }

    private static void Write(Item[] batch, Checksum checksum)
    {
        foreach (var (id, value) in batch)
        {
            checksum.Write(id, value);
        }
    }
}
