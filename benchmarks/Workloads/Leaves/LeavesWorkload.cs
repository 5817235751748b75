using System.Threading.Tasks.Dataflow;
using Distil.Benchmarks.Peers;
using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads.Leaves;

public sealed class LeavesWorkload : Workload
{
    private const int Leaves = 16;

    public override string Name => "leaves";

    public override string Title => "one source, 16 data sets in memory";

    public override long CheckedRows => 5_003;

    /// <summary>All of it is held in memory.</summary>
    public override long MaxRows => 50_000;

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        Variant.Of(Ways.Hand, ByHand),
        new(Ways.Distil, async rows =>
        {
            var r = await new ManyLeaves(rows).RunAsync();
            return Sum(
            [
                r.Leaf00, r.Leaf01, r.Leaf02, r.Leaf03, r.Leaf04, r.Leaf05, r.Leaf06, r.Leaf07,
                r.Leaf08, r.Leaf09, r.Leaf10, r.Leaf11, r.Leaf12, r.Leaf13, r.Leaf14, r.Leaf15,
            ]);
        }),
        new(Ways.ChannelsRow, ChannelsAsync),
        new(Ways.DataflowRow, DataflowAsync),
    ];

    private static Outcome ByHand(long rows)
    {
        var (marks, sets) = Open();
        foreach (var (id, value) in new Numbers(rows).Read(0))
        {
            for (var leaf = 0; leaf < Leaves; leaf++)
            {
                sets[leaf].Add(new(id, marks[leaf].Process(value)));
            }
        }

        return Sum(sets);
    }

    private static async Task<Outcome> ChannelsAsync(long rows)
    {
        var (marks, sets) = Open();
        var graph = new ChannelGraph(1024);
        var branches = graph.Broadcast(graph.From(new Numbers(rows).Read(0)), Leaves);
        for (var index = 0; index < Leaves; index++)
        {
            var leaf = index;
            graph.ForEach(branches[leaf], reading => sets[leaf].Add(new(reading.Id, marks[leaf].Process(reading.Value))));
        }

        await graph.Completion;
        return Sum(sets);
    }

    private static async Task<Outcome> DataflowAsync(long rows)
    {
        var (marks, sets) = Open();
        var graph = new DataflowGraph(1024);
        var leaves = Enumerable.Range(0, Leaves)
            .Select(leaf => graph.Action<Reading>(reading => sets[leaf].Add(new(reading.Id, marks[leaf].Process(reading.Value)))))
            .ToArray();
        var fork = new ActionBlock<Reading>(
            async reading =>
            {
                foreach (var leaf in leaves)
                {
                    await leaf.SendAsync(reading);
                }
            },
            graph.Options());
        DataflowGraph.Complete(fork, [.. leaves]);
        await DataflowGraph.FeedAsync(new Numbers(rows).Read(0), fork, fork);
        await Task.WhenAll(leaves.Select(leaf => leaf.Completion));
        return Sum(sets);
    }

    private static (Mark[] Marks, List<Marked>[] Sets) Open() =>
        ([.. Enumerable.Range(0, Leaves).Select(salt => new Mark(salt))], [.. Enumerable.Range(0, Leaves).Select(_ => new List<Marked>())]);

    private static Outcome Sum(IReadOnlyList<IReadOnlyCollection<Marked>> sets)
    {
        var checksum = new Checksum();
        foreach (var set in sets)
        {
            foreach (var row in set)
            {
                checksum.Write(row.Id, row.Result);
            }
        }

        return checksum.Outcome;
    }
}
