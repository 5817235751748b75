using Distil.Generators.Model;

namespace Distil.Generators.Planning;

/// <summary>Finds what the loop of a stage contains: the columns it reads, the steps it calls, and what counts their rows.</summary>
internal sealed class BodyScan
{
    /// <summary>The index of the counter of the head's rows.</summary>
    private const int Head = 0;

    private readonly IReadOnlyList<StepModel> _steps;
    private readonly EquatableArray<OutletModel> _outlets;
    private readonly List<CounterModel> _counters = [new CounterModel(-1, IsOut: false, First: 0, EquatableArray<CounterPartModel>.Empty)];
    private readonly List<StepCountersModel> _stepCounters = [];
    private readonly Dictionary<int, List<int?>> _arrivals = [];
    private readonly List<FanInModel> _fanIns = [];
    private readonly HashSet<int> _used = [];
    private readonly List<int> _called = [];
    private readonly List<int> _collecting = [];
    private readonly List<int> _finishing = [];
    private readonly List<int> _certain = [];
    private readonly List<int> _depths = [];
    private bool _multiplies;
    private bool _keepsInputs;

    private BodyScan(IReadOnlyList<StepModel> steps, EquatableArray<OutletModel> outlets)
    {
        _steps = steps;
        _outlets = outlets;
    }

    /// <summary>The body of a stage with this flow.</summary>
    /// <param name="written">The outlets that the flow writes.</param>
    internal static BodyModel Of(
        IReadOnlyList<StepModel> steps,
        EquatableArray<OutletModel> outlets,
        StageDraft stage,
        FlowModel flow,
        EquatableArray<int> written,
        bool countsForks)
    {
        var scan = new BodyScan(steps, outlets);
        scan.Visit(flow, Head);
        var count = -1;
        while (count < scan._used.Count)
        {
            count = scan._used.Count;
            scan.CloseUsed();
        }

        return new BodyModel(
            scan._used.OrderBy(column => column).ToEquatableArray(),
            scan._called.ToEquatableArray(),
            stage.Head == HeadKind.Source || scan._called.Count > 0 || scan._stepCounters.Exists(step => scan.BuildsOf(step.Step).Any()),
            scan._multiplies,
            scan._depths.ToEquatableArray(),
            scan.RouteBits(written),
            scan._certain.ToEquatableArray(),
            scan._counters.ToEquatableArray(),
            scan._stepCounters.ToEquatableArray(),
            countsForks ? null : scan.Copies(stage, flow))
        {
            Collecting = scan._collecting.ToEquatableArray(),
            Finishing = scan._finishing.ToEquatableArray(),
            KeepsInputs = scan._keepsInputs,
        };
    }

    private void Visit(FlowModel flow, int? rowsIn)
    {
        var rowsOut = rowsIn;
        if (flow.Step >= 0)
        {
            rowsOut = VisitStep(flow, _steps[flow.Step], rowsIn);
        }

        // Behind a router: the counter of each route, and the index of the last step on it.
        var routes = new Dictionary<int, int>();
        foreach (var edge in flow.Edges)
        {
            switch (edge.Target)
            {
                case FlowTarget.Step when edge.Routes.Count == 0:
                    Visit(edge.Next!, rowsOut);
                    break;
                case FlowTarget.Step:
                    var first = _stepCounters.Count;
                    Visit(edge.Next!, rowsIn: null);
                    routes.Add(_stepCounters[first].In, _stepCounters.Count - 1);
                    break;
                case FlowTarget.FanIn:
                    Arrivals(edge.FanIn).Add(edge.Routes.Count == 0 ? rowsOut : null);
                    break;
                default:
                    _used.UnionWith(_outlets[edge.Outlet].Columns);
                    break;
            }
        }

        foreach (var fanIn in flow.FanIns)
        {
            _fanIns.Add(fanIn);
            _multiplies |= fanIn.RepeatsRows;
            Visit(fanIn.Next, RowsOf(fanIn, rowsOut, routes));
        }
    }

    /// <param name="rowsIn">What counts the rows that come here; null: nothing yet.</param>
    /// <returns>What counts the rows that leave the step.</returns>
    private int VisitStep(FlowModel flow, StepModel step, int? rowsIn)
    {
        var index = _stepCounters.Count;
        var rows = rowsIn ?? Add(new CounterModel(step.Index, IsOut: false, index, EquatableArray<CounterPartModel>.Empty));
        var rowsOut = step.Kind is StepKind.Filter or StepKind.Expand || flow.Drops == DropKind.GoesOn
            ? Add(new CounterModel(step.Index, IsOut: true, index + 1, EquatableArray<CounterPartModel>.Empty))
            : rows;
        _stepCounters.Add(new StepCountersModel(flow.Step, flow.IsHead ? -1 : rows, rowsOut, OwnsIn: rowsIn is null));
        if (!flow.IsHead && step.Kind != StepKind.Pass)
        {
            if (step.Kind == StepKind.Expand && flow.Drops != DropKind.Never)
            {
                _collecting.Add(step.Index);
            }

            if (flow.Drops == DropKind.Finishes)
            {
                _finishing.Add(step.Index);
            }

            _called.Add(step.Index);
            _keepsInputs |= step.ArgumentColumns.Any()
                && (flow.Drops != DropKind.Never || step is { Kind: StepKind.Step, Settings.OnError: ErrorPolicy.Null });
            _used.UnionWith(step.ArgumentColumns);
        }

        if (step.Kind == StepKind.Expand)
        {
            _multiplies = true;
            if (!_depths.Contains(flow.Depth))
            {
                _depths.Add(flow.Depth);
            }
        }

        return rowsOut;
    }

    private int Add(CounterModel counter)
    {
        _counters.Add(counter);
        return _counters.Count - 1;
    }

    private List<int?> Arrivals(int fanIn)
    {
        if (!_arrivals.TryGetValue(fanIn, out var arrivals))
        {
            _arrivals.Add(fanIn, arrivals = []);
        }

        return arrivals;
    }

    /// <summary>
    /// What counts the combined rows of a fan-in, where the counters of its branches say how many they are; otherwise null.
    /// </summary>
    /// <param name="fork">Counts the rows at the point where the branches part.</param>
    /// <param name="routes">The counters of the routes behind that point, where it is a router.</param>
    private int? RowsOf(FanInModel fanIn, int? fork, Dictionary<int, int> routes)
    {
        var arrivals = Arrivals(fanIn.Id);
        if (fanIn.Kind == InputKind.Join && arrivals.TrueForAll(rows => rows == fork))
        {
            _certain.Add(fanIn.Id);
            return fork;
        }

        if (!fanIn.IsExclusive || !arrivals.TrueForAll(rows => rows is { } counter && routes.ContainsKey(counter)))
        {
            return null;
        }

        var parts = arrivals.Select(rows => new CounterPartModel(rows!.Value, routes[rows.Value])).ToEquatableArray();
        return Add(new CounterModel(fanIn.Step, IsOut: false, _stepCounters.Count, parts));
    }

    /// <summary>The rows that are made of columns at a step of the loop, and that something in it uses.</summary>
    private IEnumerable<RowBuildModel> BuildsOf(int step) => _steps[step].Builds.Where(build => _used.Contains(build.Column));

    /// <summary>What a used column is made from is used too.</summary>
    private void CloseUsed()
    {
        foreach (var fanIn in _fanIns)
        {
            foreach (var column in _steps[fanIn.Step].Input.Columns.Where(column => fanIn.Columns.Contains(column.Column)))
            {
                _used.UnionWith(column.Sources.Where(source => source >= 0));
            }
        }

        foreach (var counters in _stepCounters)
        {
            foreach (var refinement in _steps[counters.Step].Refinements.Where(refinement => _used.Contains(refinement.To)).ToList())
            {
                _used.Add(refinement.From);
            }

            foreach (var build in BuildsOf(counters.Step).ToList())
            {
                _used.UnionWith(build.Members.Select(member => member.Column));
            }
        }
    }

    private EquatableArray<int> RouteBits(EquatableArray<int> written) => _stepCounters
        .Select(counters => counters.Step)
        .Where(step => _steps[step].Kind == StepKind.Router
            && (_fanIns.Exists(fanIn => fanIn.RouteStep == step)
                || written.Any(outlet => _outlets[outlet].Keys.Contains(new KeyModel(KeyKind.Route, step)))))
        .ToEquatableArray();

    private EquatableArray<OutletCopyModel>? Copies(StageDraft stage, FlowModel flow)
    {
        var isBlock = stage.Head is HeadKind.Loop or HeadKind.Call or HeadKind.Batch
            || (stage.Head == HeadKind.All && !_steps[stage.Step].Settings.NewRows);
        var outlets = new List<int>();
        var renamed = new Dictionary<int, int>();
        return isBlock && IsStraight(flow, outlets, renamed)
            ? outlets
                .Select(outlet => new OutletCopyModel(outlet, _outlets[outlet].Columns.Select(Origin).ToEquatableArray()))
                .ToEquatableArray()
            : null;

        int Origin(int column) => renamed.TryGetValue(column, out var before) ? Origin(before) : column;
    }

    /// <summary>Whether every row of the head goes to outlets as it is.</summary>
    /// <param name="renamed">By column that was renamed the one that it was.</param>
    private bool IsStraight(FlowModel flow, List<int> outlets, Dictionary<int, int> renamed)
    {
        var step = flow.Step < 0 ? null : _steps[flow.Step];
        var isPassed = step is null || step.Kind == StepKind.Pass || (flow.IsHead && step.Kind == StepKind.Step);
        if (!isPassed || flow.FanIns.Count > 0 || step?.Builds.Count > 0)
        {
            return false;
        }

        foreach (var refinement in step?.Refinements ?? EquatableArray<RefinementModel>.Empty)
        {
            renamed[refinement.To] = refinement.From;
        }

        foreach (var edge in flow.Edges)
        {
            switch (edge.Target)
            {
                case FlowTarget.Outlet when edge.Routes.Count == 0:
                    outlets.Add(edge.Outlet);
                    break;
                case FlowTarget.Step when IsStraight(edge.Next!, outlets, renamed):
                    break;
                default:
                    return false;
            }
        }

        return true;
    }
}
