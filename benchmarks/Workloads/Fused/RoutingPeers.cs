using System.Reactive.Linq;
using Distil.Benchmarks.Peers;
using Distil.Benchmarks.Running;
using Routed = (long Id, int Value, Distil.Benchmarks.Workloads.Fused.Band Band);

namespace Distil.Benchmarks.Workloads.Fused;

/// <summary>
/// The routing as the documentation of other libraries would have it. Channels and TPL Dataflow take up the branches' rows as they come:
/// none of them promises an order behind several branches. Batches go to each branch as parts, which Dataflow and channels merge likewise.
/// </summary>
internal static class RoutingPeers
{
    public static IEnumerable<Variant> All =>
    [
        new(Ways.ChannelsRow, ChannelsByRowAsync) { IsOrdered = false },
        new(Ways.ChannelsBatch, ChannelsByBatchAsync) { IsOrdered = false },
        new(Ways.DataflowRow, DataflowByRowAsync) { IsOrdered = false },
        new(Ways.DataflowBatch, DataflowByBatchAsync) { IsOrdered = false },
        Variant.Of(Ways.Reactive, Reactive),
    ];

    private static async Task<Outcome> ChannelsByRowAsync(long rows)
    {
        var work = new Work();
        var graph = new ChannelGraph(1024);
        var calibrated = graph.Select<Reading, Routed>(graph.From(new Numbers(rows).Read(0)), work.Calibrate);
        var branches = graph.Route(calibrated, 3, row => (int)work.Route(row).Band);
        var merged = graph.Merge(
            graph.Select<Routed, Routed>(branches[0], work.Amplify),
            graph.Select<Routed, Routed>(branches[1], work.Centre),
            graph.Select<Routed, Routed>(branches[2], work.Dampen));
        graph.ForEach(graph.Select<Routed, Routed>(merged, work.Grade), (Action<Routed>)work.Write);
        await graph.Completion;
        return work.Outcome;
    }

    private static async Task<Outcome> ChannelsByBatchAsync(long rows)
    {
        var work = new Work();
        var graph = new ChannelGraph(16);
        var parts = graph.From(Parts(rows, work));
        var branches = graph.Route(parts, 3, part => (int)part[0].Band);
        var merged = graph.Merge(
            graph.Select<ArraySegment<Routed>, ArraySegment<Routed>>(branches[0], part => Each(part, work.Amplify)),
            graph.Select<ArraySegment<Routed>, ArraySegment<Routed>>(branches[1], part => Each(part, work.Centre)),
            graph.Select<ArraySegment<Routed>, ArraySegment<Routed>>(branches[2], part => Each(part, work.Dampen)));
        graph.ForEach(graph.Select<ArraySegment<Routed>, ArraySegment<Routed>>(merged, part => Each(part, work.Grade)), part => End(part, work));
        await graph.Completion;
        return work.Outcome;
    }

    private static async Task<Outcome> DataflowByRowAsync(long rows)
    {
        var work = new Work();
        var graph = new DataflowGraph(1024);
        var calibrate = graph.Transform<Reading, Routed>(work.Calibrate);
        var route = graph.Transform<Routed, Routed>(work.Route);
        var weak = graph.Transform<Routed, Routed>(work.Amplify);
        var middle = graph.Transform<Routed, Routed>(work.Centre);
        var strong = graph.Transform<Routed, Routed>(work.Dampen);
        var grade = new System.Threading.Tasks.Dataflow.TransformBlock<Routed, Routed>(work.Grade, graph.Options(severalProducers: true));
        var write = graph.Action<Routed>(work.Write);
        DataflowGraph.Link(calibrate, route);
        DataflowGraph.Route(route, weak, row => row.Band == Band.Weak);
        DataflowGraph.Route(route, middle, row => row.Band == Band.Middle);
        DataflowGraph.Route(route, strong, row => row.Band == Band.Strong);
        DataflowGraph.Merge(grade, weak, middle, strong);
        DataflowGraph.Link(grade, write);
        await DataflowGraph.FeedAsync(new Numbers(rows).Read(0), calibrate, write);
        return work.Outcome;
    }

    private static async Task<Outcome> DataflowByBatchAsync(long rows)
    {
        var work = new Work();
        var graph = new DataflowGraph(16);
        var weak = graph.Transform<ArraySegment<Routed>, ArraySegment<Routed>>(part => Each(part, work.Amplify));
        var middle = graph.Transform<ArraySegment<Routed>, ArraySegment<Routed>>(part => Each(part, work.Centre));
        var strong = graph.Transform<ArraySegment<Routed>, ArraySegment<Routed>>(part => Each(part, work.Dampen));
        var route = new System.Threading.Tasks.Dataflow.BufferBlock<ArraySegment<Routed>>(graph.Options());
        var grade = new System.Threading.Tasks.Dataflow.TransformBlock<ArraySegment<Routed>, ArraySegment<Routed>>(
            part => Each(part, work.Grade), graph.Options(severalProducers: true));
        var write = graph.Action<ArraySegment<Routed>>(part => End(part, work));
        DataflowGraph.Route(route, weak, part => part[0].Band == Band.Weak);
        DataflowGraph.Route(route, middle, part => part[0].Band == Band.Middle);
        DataflowGraph.Route(route, strong, part => part[0].Band == Band.Strong);
        DataflowGraph.Merge(grade, weak, middle, strong);
        DataflowGraph.Link(grade, write);
        await DataflowGraph.FeedAsync(Parts(rows, work), route, write);
        return work.Outcome;
    }

    private static Outcome Reactive(long rows)
    {
        var work = new Work();
        new Numbers(rows).Read(0).ToObservable().Select(work.Calibrate).Select(work.Route)
            .Publish(shared => Observable.Merge(
                shared.Where(row => row.Band == Band.Weak).Select(work.Amplify),
                shared.Where(row => row.Band == Band.Middle).Select(work.Centre),
                shared.Where(row => row.Band == Band.Strong).Select(work.Dampen)))
            .Select(work.Grade).ForEachAsync(work.Write).GetAwaiter().GetResult();
        return work.Outcome;
    }

    /// <summary>Routes while the arrays are filled, one for each branch: cheaper than to split full ones again.</summary>
    private static IEnumerable<ArraySegment<Routed>> Parts(long rows, Work work)
    {
        var open = new ArraySegment<Routed>[3];
        for (var band = 0; band < open.Length; band++)
        {
            open[band] = Batches.Rent<Routed>();
        }

        foreach (var reading in new Numbers(rows).Read(0))
        {
            var row = work.Route(work.Calibrate(reading));
            ref var part = ref open[(int)row.Band];
            part = new(part.Array!, 0, part.Count + 1);
            part[^1] = row;
            if (part.Count == Batches.Size)
            {
                yield return part;
                open[(int)row.Band] = Batches.Rent<Routed>();
            }
        }

        foreach (var part in open.Where(part => part.Count > 0))
        {
            yield return part;
        }
    }

    private static ArraySegment<Routed> Each(ArraySegment<Routed> rows, Func<Routed, Routed> step)
    {
        foreach (ref var row in rows.AsSpan())
        {
            row = step(row);
        }

        return rows;
    }

    private static void End(ArraySegment<Routed> rows, Work work)
    {
        foreach (var row in rows)
        {
            work.Write(row);
        }

        Batches.Return(rows);
    }

    private sealed class Work
    {
        private readonly Calibrate _calibrate = new();
        private readonly ByBand _byBand = new();
        private readonly Amplify _amplify = new();
        private readonly Centre _centre = new();
        private readonly Dampen _dampen = new();
        private readonly Grade _grade = new();
        private readonly Checksum _checksum = new();

        public Outcome Outcome => _checksum.Outcome;

        public Routed Calibrate(Reading row) => (row.Id, _calibrate.Process(row.Value), default);

        public Routed Route(Routed row) => (row.Id, row.Value, _byBand.Route(row.Value));

        public Routed Amplify(Routed row) => (row.Id, _amplify.Process(row.Value), row.Band);

        public Routed Centre(Routed row) => (row.Id, _centre.Process(row.Value), row.Band);

        public Routed Dampen(Routed row) => (row.Id, _dampen.Process(row.Value), row.Band);

        public Routed Grade(Routed row) => (row.Id, _grade.Process(row.Value), row.Band);

        public void Write(Routed row) => _checksum.Write(row.Id, row.Value);
    }
}
