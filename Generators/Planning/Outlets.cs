using Distil.Generators.Model;

namespace Distil.Generators.Planning;

/// <summary>The outlets of the stages: the readers at each point, and the columns and keys that they need.</summary>
/// <remarks>
/// An outlet before a step (<see cref="OutletPoint.IsInput"/>) has that step's index in <see cref="OutletModel.Step"/>: of the stages
/// that read it the step itself is the only one, whereas no stage that reads a step's own rows has that step in it (but for
/// data sets).
/// </remarks>
internal sealed class Outlets
{
    private readonly StepGraph _graph;
    private readonly Liveness _live;
    private readonly Forks _forks;
    private readonly IReadOnlyList<int> _depths;
    private readonly HashSet<int> _feeding;
    private readonly Dictionary<int, LeafModel> _leaves;
    private readonly Dictionary<OutletPoint, List<Reader>> _readers = [];
    private readonly Dictionary<OutletPoint, OutletModel> _outlets = [];

    /// <summary>A stage that reads a point by one edge; -1 for a data set, and for a step behind its own fan-in.</summary>
    private readonly record struct Reader(StageDraft Stage, int Branch);

    internal Outlets(StepGraph graph, Staging staging, Liveness live, Forks forks, IReadOnlyList<LeafModel> leaves)
    {
        _graph = graph;
        _live = live;
        _forks = forks;
        _depths = graph.InputDepths();
        _leaves = leaves.ToDictionary(leaf => leaf.Index);
        _feeding = FindFeeding(graph);
        foreach (var stage in staging.Stages)
        {
            for (var branch = 0; branch < stage.Reads.Count; branch++)
            {
                var point = stage.Reads[branch];
                if (!_readers.TryGetValue(point, out var readers))
                {
                    _readers.Add(point, readers = []);
                }

                readers.Add(new Reader(stage, branch));
            }
        }
    }

    /// <summary>The outlets, by index.</summary>
    internal EquatableArray<OutletModel> ToModels() => _outlets.Values.OrderBy(outlet => outlet.Index).ToEquatableArray();

    /// <summary>Whether another stage reads the rows at a point.</summary>
    internal bool IsRead(OutletPoint point) => _readers.ContainsKey(point);

    /// <summary>The outlet at a point, which some stage reads.</summary>
    internal OutletModel Get(OutletPoint point)
    {
        if (!_outlets.TryGetValue(point, out var outlet))
        {
            _outlets.Add(point, outlet = Make(point));
        }

        return outlet;
    }

    /// <summary>The outlets that a stage reads, in the order of its branches. All stages have been given their flow by then.</summary>
    internal EquatableArray<StageInputModel> Inputs(StageDraft stage)
    {
        var isFanIn = stage.Head is HeadKind.Join or HeadKind.Merge or HeadKind.Zip;
        var fork = isFanIn ? _graph.Fork(stage.Step) : -1;
        var routeStep = isFanIn ? _graph.RouteStep(stage.Step) : -1;
        var selections = routeStep >= 0 ? _graph.Selections(stage.Step) : null;
        return stage.Reads.Select(ToModel).ToEquatableArray();

        StageInputModel ToModel(OutletPoint point, int branch)
        {
            if (!_outlets.TryGetValue(point, out var outlet))
            {
                throw new InvalidOperationException(
                    $"Nothing writes the rows of {_graph.Steps[point.Step].Name} that stage {stage.Index} reads.");
            }

            var forkKey = !isFanIn ? -1 : fork < 0 ? 0 : KeyIndex(outlet, KeyKind.Fork, _forks.Id(fork));
            return new StageInputModel(
                outlet.Index,
                Needs(point, new Reader(stage, branch)).OrderBy(column => column).ToEquatableArray(),
                forkKey,
                selections is null ? -1 : KeyIndex(outlet, KeyKind.Route, routeStep),
                selections is null ? 0 : selections[branch].Bits);
        }
    }

    private int KeyIndex(OutletModel outlet, KeyKind kind, int id)
    {
        for (var index = 0; index < outlet.Keys.Count; index++)
        {
            if (outlet.Keys[index].Kind == kind && outlet.Keys[index].Id == id)
            {
                return index;
            }
        }

        throw new InvalidOperationException($"The rows of {_graph.Steps[outlet.Step].Name} carry no {kind} {id}.");
    }

    private OutletModel Make(OutletPoint point)
    {
        var readers = _readers[point];
        var depth = point.IsInput ? _depths[point.Step] : _graph.OutputDepth(point.Step, _depths[point.Step]);
        var travelling = point.IsInput
            ? _forks.KeysBefore(point.Step)
            : readers.Where(reader => reader.Stage.Head != HeadKind.Leaf)
                .SelectMany(reader => _forks.KeysOnEdge(point.Step, reader.Stage.First))
                .Distinct()
                .OrderBy(key => key.Kind).ThenBy(key => key.Id);
        var keys = new[] { new KeyModel(KeyKind.Number, 0) }
            .Concat(Enumerable.Range(0, depth).Select(level => new KeyModel(KeyKind.Child, level)))
            .Concat(_graph.HasRepeats(point.Step, point.IsInput) ? [KeyModel.Repeat] : [])
            .Concat(travelling)
            .ToEquatableArray();
        return new OutletModel(
            _outlets.Count,
            point.Step,
            keys,
            readers.SelectMany(reader => Needs(point, reader)).Distinct().OrderBy(column => column).ToEquatableArray(),
            readers.Select(reader => reader.Stage.Index).Distinct().OrderBy(stage => stage).ToEquatableArray(),
            keys.Any(key => key.Kind == KeyKind.Fork) || readers.Exists(reader => FeedsFanIn(point, reader)));
    }

    private IEnumerable<int> Needs(OutletPoint point, Reader reader) =>
        reader.Stage.Head == HeadKind.Leaf ? _leaves[reader.Stage.Leaf].Members.Select(member => member.Column).Distinct()
        : point.IsInput ? _live.Input(point.Step)
        : _live.OfBranch(new EdgeEnd(reader.Stage.First, reader.Branch));

    private bool FeedsFanIn(OutletPoint point, Reader reader) =>
        reader.Stage.Head != HeadKind.Leaf
        && (point.IsInput ? IsReadByFeeding(_graph, _feeding, point.Step) : _feeding.Contains(reader.Stage.First));

    /// <summary>The steps from whose input a path leads to a zip or to a merge of several sources.</summary>
    private static HashSet<int> FindFeeding(StepGraph graph)
    {
        var result = new HashSet<int>();
        foreach (var step in graph.Order.Reverse())
        {
            if ((graph.IsFanIn(step) && graph.Fork(step) < 0) || IsReadByFeeding(graph, result, step))
            {
                result.Add(step);
            }
        }

        return result;
    }

    // New rows have new numbers: how far the old ones have come tells nobody below anything but that they are complete.
    private static bool IsReadByFeeding(StepGraph graph, HashSet<int> feeding, int step) =>
        !StepGraph.MakesNewRows(graph.Steps[step]) && graph.Readers(step).Any(reader => feeding.Contains(reader.Step));
}
