using Distil.Generators.Model;

namespace Distil.Generators.Planning;

/// <summary>
/// What becomes of a row in a loop when a step fails on it: whether anything is still to be done for it there. Where nothing is, the loop
/// is left and begun again behind the row, which costs the others nothing.
/// </summary>
internal sealed class Drops
{
    private readonly IReadOnlyList<StepModel> _steps;
    private readonly Dictionary<FlowModel, DropKind> _kinds = new(ReferenceComparer.Instance);
    private readonly Dictionary<FlowModel, int> _begins = new(ReferenceComparer.Instance);
    private readonly List<Item> _items = [];
    private readonly List<(FlowModel Flow, int End, bool IsInLoop, IReadOnlyList<RouteTaken> Routes)> _droppable = [];
    private readonly Dictionary<int, FanInModel> _fanIns = [];
    private readonly Dictionary<int, List<int>> _arrivals = [];

    private Drops(IReadOnlyList<StepModel> steps, FlowModel root)
    {
        _steps = steps;
        Visit(root, isInLoop: false, [], []);
        foreach (var (flow, end, isInLoop, routes) in _droppable)
        {
            _kinds[flow] = isInLoop ? DropKind.GoesOn : Remains(flow, end, routes) ? DropKind.Finishes : DropKind.Returns;
        }
    }

    /// <summary>The body, with the decision for each step about rows that it fails on.</summary>
    internal static FlowModel Mark(IReadOnlyList<StepModel> steps, FlowModel root)
    {
        var drops = new Drops(steps, root);
        return drops._kinds.Count == 0 ? root : drops.Marked(root);
    }

    /// <summary>Whether a row that the step fails on in a loop goes no further from it.</summary>
    private bool MayDrop(FlowModel flow) =>
        flow is { Step: >= 0, IsHead: false } && StepGraph.FailureMayDrop(_steps[flow.Step]);

    /// <param name="routes">The routes of single-route routers on the way here.</param>
    /// <param name="fanIns">The joins and merges whose combined row this is.</param>
    private void Visit(FlowModel flow, bool isInLoop, IReadOnlyList<RouteTaken> routes, IReadOnlyList<int> fanIns)
    {
        var begin = _items.Count;
        _items.Add(new(routes, fanIns));
        var multiplies = flow.Step >= 0 && _steps[flow.Step].Kind == StepKind.Expand;
        var takesOneRoute = flow.Step >= 0 && _steps[flow.Step].RouteType is { IsFlags: false };
        foreach (var edge in flow.Edges)
        {
            var inner = takesOneRoute && edge.Routes.Count > 0 ? [.. routes, new RouteTaken(flow.Step, edge.Routes)] : routes;
            switch (edge.Target)
            {
                case FlowTarget.Step:
                    Visit(edge.Next!, isInLoop || multiplies, inner, fanIns);
                    break;
                case FlowTarget.Outlet:
                    _items.Add(new(inner, fanIns));
                    break;
                default:
                    // No work by itself: what it leads to is.
                    if (!_arrivals.TryGetValue(edge.FanIn, out var arrivals))
                    {
                        _arrivals.Add(edge.FanIn, arrivals = []);
                    }

                    arrivals.Add(_items.Count);
                    break;
            }
        }

        foreach (var fanIn in flow.FanIns)
        {
            _fanIns[fanIn.Id] = fanIn;
            var repeats = fanIn.RepeatsRows;
            Visit(fanIn.Next, isInLoop || multiplies || repeats, routes, [.. fanIns, fanIn.Id]);
        }

        if (MayDrop(flow))
        {
            _droppable.Add((flow, _items.Count, isInLoop, routes));
            _begins[flow] = begin;
        }
    }

    /// <summary>Whether, for a row that the step fails on, another branch is still to be done.</summary>
    private bool Remains(FlowModel flow, int end, IReadOnlyList<RouteTaken> routes)
    {
        // Joins that the row cannot come to any more, and merges that it would have come to by this way alone.
        var dead = new HashSet<int>();
        for (var count = -1; count < dead.Count;)
        {
            count = dead.Count;
            foreach (var fanIn in _fanIns.Values.Where(fanIn => !fanIn.RepeatsRows))
            {
                if (_arrivals.TryGetValue(fanIn.Id, out var arrivals) && arrivals.Exists(IsLost))
                {
                    dead.Add(fanIn.Id);
                }
            }
        }

        return _items.Skip(end).Any(item => !item.FanIns.Any(dead.Contains) && !item.Routes.Any(route => routes.Any(route.Excludes)));

        // Arrivals stand behind the item of the point that they leave.
        bool IsLost(int arrival) =>
            (arrival > _begins[flow] && arrival <= end) || _items[arrival - 1].FanIns.Any(dead.Contains);
    }

    private FlowModel Marked(FlowModel flow) => flow with
    {
        Drops = _kinds.TryGetValue(flow, out var kind) ? kind : DropKind.Never,
        Edges = flow.Edges.Select(edge => edge.Next is null ? edge : edge with { Next = Marked(edge.Next) }).ToEquatableArray(),
        FanIns = flow.FanIns.Select(fanIn => fanIn with { Next = Marked(fanIn.Next) }).ToEquatableArray(),
    };

    /// <summary>A route of a single-route router.</summary>
    private sealed record RouteTaken(int Router, EquatableArray<string> Routes)
    {
        /// <summary>Whether a row that goes this way does not go the other.</summary>
        public bool Excludes(RouteTaken other) => Router == other.Router && !Routes.Intersect(other.Routes, StringComparer.Ordinal).Any();
    }

    /// <summary>A piece of work of the body: a step that is called, or an outlet that is written.</summary>
    private sealed record Item(IReadOnlyList<RouteTaken> Routes, IReadOnlyList<int> FanIns);

    private sealed class ReferenceComparer : IEqualityComparer<FlowModel>
    {
        public static ReferenceComparer Instance { get; } = new();

        public bool Equals(FlowModel? x, FlowModel? y) => ReferenceEquals(x, y);

        public int GetHashCode(FlowModel obj) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }
}
