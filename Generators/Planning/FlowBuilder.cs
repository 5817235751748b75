using Distil.Generators.Model;

namespace Distil.Generators.Planning;

/// <summary>
/// Builds a stage's body: nested as the row passes, every branch within its fork, and the joins and merges of a fork after
/// all its branches.
/// </summary>
internal sealed class FlowBuilder
{
    private readonly StepGraph _graph;
    private readonly Staging _staging;
    private readonly Liveness _live;
    private readonly Forks _forks;
    private readonly Outlets _outlets;
    private readonly StageDraft _stage;
    private readonly IReadOnlyList<int> _depths;
    private readonly HashSet<int> _leafSteps;
    private readonly List<int> _steps = [];
    private readonly List<int> _written = [];

    internal FlowBuilder(
        StepGraph graph, Staging staging, Liveness live, Forks forks, Outlets outlets, IReadOnlyList<LeafModel> leaves, StageDraft stage)
    {
        _graph = graph;
        _staging = staging;
        _live = live;
        _forks = forks;
        _outlets = outlets;
        _stage = stage;
        _depths = graph.InputDepths();
        _leafSteps = new HashSet<int>(leaves.Select(leaf => leaf.Step));
    }

    /// <summary>The steps that the flow calls, in order of execution.</summary>
    internal EquatableArray<int> Steps => _steps.ToEquatableArray();

    /// <summary>The outlets that the flow writes.</summary>
    internal EquatableArray<int> Written => _written.ToEquatableArray();

    internal FlowModel Build() => Enter(
        _stage.First, _stage.Head is HeadKind.Source or HeadKind.Call or HeadKind.Expand or HeadKind.Batch or HeadKind.All);

    /// <summary>The rows reach a step: this stage calls it, or hands them to the stage that does.</summary>
    private FlowModel Enter(int step, bool isHead) =>
        _staging.StageOf(step) == _stage
            ? Point(step, isHead)
            : new FlowModel(
                Step: -1,
                IsHead: false,
                Fork: -1,
                Depth: -1,
                new[] { Write(OutletPoint.Before(step), EquatableArray<string>.Empty) }.ToEquatableArray(),
                EquatableArray<FanInModel>.Empty);

    private FlowModel Point(int step, bool isHead)
    {
        _steps.Add(step);
        return new FlowModel(
            step,
            isHead,
            _forks.Id(step),
            _graph.Steps[step].Kind == StepKind.Expand ? _depths[step] : -1,
            Edges(step).ToEquatableArray(),
            _staging.FusedAt(step).Select(FanIn).ToEquatableArray());
    }

    private List<FlowEdgeModel> Edges(int step)
    {
        var edges = new List<FlowEdgeModel>();
        var written = new HashSet<OutletPoint>();
        foreach (var end in _graph.Readers(step))
        {
            var branch = _graph.Branches(end.Step)[end.Branch];
            var point = OutletPoint.Of(branch);
            if (_staging.Fused(end.Step) is { } fanIn)
            {
                edges.Add(new FlowEdgeModel(branch.Routes, FlowTarget.FanIn, Next: null, Outlet: -1, fanIn.Id, end.Branch));
            }
            else if (!_graph.IsFanIn(end.Step) && !_staging.BeginsStage(end.Step))
            {
                edges.Add(
                    new FlowEdgeModel(branch.Routes, FlowTarget.Step, Point(end.Step, isHead: false), Outlet: -1, FanIn: -1, Branch: -1));
            }
            else if (written.Add(point))
            {
                edges.Add(Write(point, branch.Routes));
            }
        }

        var all = new OutletPoint(step, IsInput: false, "");
        if (_leafSteps.Contains(step) && written.Add(all))
        {
            edges.Add(Write(all, EquatableArray<string>.Empty));
        }

        return edges;
    }

    private FlowEdgeModel Write(OutletPoint point, EquatableArray<string> routes)
    {
        var outlet = _outlets.Get(point).Index;
        _written.Add(outlet);
        return new FlowEdgeModel(routes, FlowTarget.Outlet, Next: null, outlet, FanIn: -1, Branch: -1);
    }

    private FanInModel FanIn(FusedFanIn fanIn)
    {
        var input = _graph.Steps[fanIn.Step].Input;
        var routeStep = _graph.RouteStep(fanIn.Step);
        var bits = routeStep < 0
            ? EquatableArray<long>.Empty
            : _graph.Selections(fanIn.Step).Select(selection => selection.Bits).ToEquatableArray();
        return new FanInModel(
            fanIn.Id,
            fanIn.Step,
            input.Kind,
            fanIn.IsExclusive,
            routeStep,
            bits,
            _live.Input(fanIn.Step).OrderBy(column => column).ToEquatableArray(),
            Enter(fanIn.Step, isHead: false));
    }
}
