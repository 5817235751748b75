using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Loops;

/// <summary>
/// The body of a stage's loop: what happens with one row, nested as the row passes. Every point is a block; a filter is an
/// <c>if</c>, an expand a <c>foreach</c>, a router a few <c>if</c>s.
/// </summary>
internal sealed partial class FlowEmitter(StageBody body, RowFinish? finish = null)
{
    private readonly FusedFanInEmitter _fanIns = new(body, finish);
    private readonly EmissionContext _context = body.Context;
    private readonly IndentedWriter _w = body.Context.Writer;

    /// <summary>
    /// Gives the expression of the head's result for the row: of a column, or with -1 of the single result of a filter, router or expand.
    /// </summary>
    public Func<int, string>? HeadResult { get; set; }

    /// <summary>How the children that the head collected are kept; null: as the method gave them.</summary>
    public ChildFields? HeadChildren { get; set; }

    /// <summary>Prints the body for a row, and the method that finishes a row that a step failed on (<see cref="RowFinish"/>).</summary>
    public void Emit(RowScope scope)
    {
        body.Finish = body.FinishedPlaces.Count == 0 ? null : RowFinish.Create(body, scope);
        Print(scope);
    }

    /// <summary>Prints the body for a row.</summary>
    public void Print(RowScope scope) => Point(body.Stage.Flow!, scope);

    private void Point(FlowModel flow, RowScope scope)
    {
        if (flow.Step < 0)
        {
            Consumers(flow, scope, router: null);
            return;
        }

        var step = _context.Step(flow.Step);
        var counters = body.Counters.Of(flow.Step);
        if (!flow.IsHead && step.Kind != StepKind.Pass && finish?.Undone(body.Place(flow.Step)) != "")
        {
            _w.Gap();
        }

        CountIn(flow, counters);

        var builds = Drops(flow) == DropKind.Never ? [] : Builds(flow, step, isBefore: true, scope);
        if (Drops(flow) == DropKind.Never)
        {
            Build(step, isBefore: true, scope);
        }

        switch (step.Kind)
        {
            case StepKind.Source or StepKind.Step or StepKind.Filter or StepKind.Router when flow.IsHead && finish is not null:
                PassHead(flow, step, counters, scope);
                break;
            case StepKind.Source when HeadResult is null:
                Unpack(step, "rows.Current", scope);
                Leave(flow, counters, scope);
                break;
            case StepKind.Pass:
                Refine(step, scope);
                Leave(flow, counters, scope);
                break;
            case StepKind.Filter:
                Filter(flow, step, builds, counters, scope);
                break;
            case StepKind.Expand:
                Expand(flow, step, builds, counters, scope);
                break;
            case StepKind.Router:
                Route(flow, step, builds, counters, scope);
                break;
            case StepKind.Sink:
                Sink(flow, step, builds, scope);
                LeaveIfGoesOn(flow, counters, scope);
                break;
            default:
                Make(flow, step, builds, scope);
                LeaveIfGoesOn(flow, counters, scope);
                break;
        }
    }

    private void Filter(FlowModel flow, StepModel step, IReadOnlyList<string> builds, StepCounters counters, RowScope scope)
    {
        if (finish?.IsPassed(body.Place(flow.Step)) == true)
        {
            Refine(step, scope);
            Leave(flow, counters, scope);
            return;
        }

        var keeps = flow.IsHead ? HeadResult!(-1) : Called(flow, step, "bool", Names.Camel(step.Name) + "Keeps", builds, scope);
        using var block = _w.Block($"if ({keeps})");
        Refine(step, scope);
        Leave(flow, counters, scope);
    }

    private void Route(FlowModel flow, StepModel step, IReadOnlyList<string> builds, StepCounters counters, RowScope scope)
    {
        var route = flow.IsHead
            ? HeadResult!(-1)
            : Called(flow, step, step.RouteType!.Type, Names.Camel(step.Name), builds, scope, chosen => RouteCheck.Statement(step, chosen));
        if (flow.IsHead)
        {
            var local = body.Locals.Take(Names.Camel(step.Name));
            _w.Line($"var {local} = {route};");
            route = local;
        }

        scope.Set(RouteOf(step), route);
        DeclareBits(step, route, scope);
        LeaveIfGoesOn(flow, counters, scope, route);
    }

    private static string RouteOf(StepModel step) => $"route of {step.Index}";

    private void DeclareBits(StepModel step, string route, RowScope scope)
    {
        if (body.NeedsBits(step.Index))
        {
            var bits = body.Locals.Take(Names.Camel(step.Name) + "Bits");
            _w.Line($"var {bits} = unchecked((long){route});");
            scope.Set(KeyKind.Route, step.Index, bits);
        }
    }

    private void Sink(FlowModel flow, StepModel step, IReadOnlyList<string> builds, RowScope scope)
    {
        if (flow.IsHead)
        {
            return;
        }

        DeclareGoesOn(flow, step);
        Undone(body.Place(flow.Step), () =>
        {
            using var block = _w.Block(finish is null ? "if (callsSinks)" : "if (Run.CallsSinks)");
            Guard(flow, step, scope, [.. builds, $"{Call(step, scope)};"], []);
        });
        _w.Gap();
    }

    /// <summary>A step that makes columns, or takes a row and makes none.</summary>
    private void Make(FlowModel flow, StepModel step, IReadOnlyList<string> builds, RowScope scope)
    {
        if (!flow.IsHead)
        {
            UnpackCall(flow, step, builds, scope);
            return;
        }

        foreach (var member in Used(step))
        {
            Declare(member.Column, HeadResult!(member.Column), scope);
        }
    }

    private void Expand(FlowModel flow, StepModel step, IReadOnlyList<string> builds, StepCounters counters, RowScope scope) =>
        Undone(body.Place(flow.Step), () => Whole(() => ExpandWhole(flow, step, builds, counters, scope)));

    private void ExpandWhole(FlowModel flow, StepModel step, IReadOnlyList<string> builds, StepCounters counters, RowScope scope)
    {
        var number = StageBody.ChildLocal(flow.Depth);
        if (flow.IsHead)
        {
            Children(flow, step, HeadResult!(-1) + (step.IsStreamed ? $"!.Take(out {number})" : "!"), counters, scope);
        }
        else if (Drops(flow) != DropKind.Never)
        {
            CollectedChildren(flow, step, builds, counters, scope);
        }
        else
        {
            var children = $"Children({Call(step, scope)}, {Names.Literal(step.Name)}, {Names.Literal(step.Method!.Name)})";
            scope.Set(KeyKind.Child, flow.Depth, number);
            using (_w.Block("try"))
            {
                Children(flow, step, children, counters, scope);
            }

            Catch(step, scope);
        }

        _w.Line($"{number} = -1;");
    }

    private void Children(FlowModel flow, StepModel step, string children, StepCounters counters, RowScope scope)
    {
        var child = body.Locals.Take(Names.Camel(step.Name) + "Child");
        using var loop = _w.Block($"foreach (var {child} in {children})");
        if (step.IsStreamed && !flow.IsHead)
        {
            SendWithinRow();
        }

        Child(flow, step, child, counters, scope);
    }

    private void Child(FlowModel flow, StepModel step, string child, StepCounters counters, RowScope scope)
    {
        var number = StageBody.ChildLocal(flow.Depth);
        _w.Line($"{number}++;");
        scope.Set(KeyKind.Child, flow.Depth, number);
        if (flow.IsHead && HeadChildren is { } fields)
        {
            Used(step).ToList().ForEach(member => Declare(member.Column, fields.Of(child, member.Column), scope));
        }
        else
        {
            Unpack(step, child, scope);
        }

        Leave(flow, counters, scope);
    }

    /// <summary>Prints the code that, between two children of a row, sends the batches that they have filled and waits for room.</summary>
    /// <param name="handler">Prints what follows a statement that may throw; null: nothing, since a handler is around the loop.</param>
    private void SendWithinRow(Action? handler = null)
    {
        var outlets = body.Stage.Outlets.Select(outlet => (Local: body.OutletLocals[outlet], Field: body.OutletFields[outlet])).ToList();
        using (_w.Block($"if ({string.Join(" || ", outlets.Select(outlet => $"{outlet.Local}.Count >= Most").Prepend("MustPause"))})"))
        {
            _w.Line(handler is null ? "SendWithinRow();" : "try { SendWithinRow(); }");
            handler?.Invoke();
            foreach (var (local, field) in outlets)
            {
                _w.Line($"{local} = {field}.Batch;");
            }
        }

        _w.Gap();
    }

    /// <summary>The row leaves a step: it is counted, and goes on.</summary>
    private void Leave(FlowModel flow, StepCounters counters, RowScope scope, string? route = null)
    {
        if (Drops(flow) == DropKind.Never || !body.BuildsOf(flow.Step).Any(build => !build.IsBefore))
        {
            LeaveBuilt(flow, counters, scope, route);
            return;
        }

        // What a row is made of is part of the step: where the row cannot be made, it does not leave the step.
        var step = _context.Step(flow.Step);
        var builds = Builds(flow, step, isBefore: false, scope);
        var isMade = body.Locals.Take(Names.Camel(step.Name) + "IsMade");
        if (Drops(flow) == DropKind.GoesOn)
        {
            _w.Line($"var {isMade} = true;");
        }

        Undone(body.Place(flow.Step), () => Guard(flow, step, scope, builds, [], isMade));
        using (Drops(flow) == DropKind.GoesOn ? (IDisposable)_w.Block($"if ({isMade})") : null)
        {
            LeaveBuilt(flow, counters, scope, route);
        }
    }

    private void LeaveIfGoesOn(FlowModel flow, StepCounters counters, RowScope scope, string? route = null)
    {
        using (GoesOn(flow))
        {
            Leave(flow, counters, scope, route);
        }
    }

    private void LeaveBuilt(FlowModel flow, StepCounters counters, RowScope scope, string? route)
    {
        CountOut(flow, counters);
        var fork = flow.Fork < 0 ? -1 : body.CountedForks.ToList().IndexOf(flow.Fork);
        if (fork >= 0)
        {
            var local = body.Locals.Take(Names.Camel(_context.Step(flow.Step).Name) + "Fork");
            _w.Line($"var {local} = Forks[{fork}];");
            scope.Set(KeyKind.Fork, flow.Fork, local);
        }

        if (Drops(flow) == DropKind.Never)
        {
            Build(_context.Step(flow.Step), isBefore: false, scope);
        }

        Consumers(flow, scope, route);
        if (fork >= 0)
        {
            // Behind the row in every branch: what is counted may be sent.
            UndoneBehind(() => _w.Line($"Forks[{fork}] = {scope.Key(new(KeyKind.Fork, flow.Fork))} + 1;"));
        }
    }

    /// <summary>Prints the row objects that several steps below take as parameters.</summary>
    private void Build(StepModel step, bool isBefore, RowScope scope)
    {
        foreach (var build in body.BuildsOf(step.Index).Where(build => build.IsBefore == isBefore))
        {
            var local = body.ColumnLocal(build.Column);
            DeclareLocal(step, build.Type, local, "", at => at.ColumnOrNull(build.Column));
            GuardAt(step, scope, [$"{local} = {CallEmitter.NewRow(build.Type, build.Members, scope.Column)};"]);
            scope.Set(build.Column, local);
        }
    }

    private void Consumers(FlowModel flow, RowScope scope, string? router)
    {
        foreach (var fanIn in flow.FanIns)
        {
            _fanIns.Declare(fanIn, scope, isCertain: body.Certain.Contains(fanIn.Id));
        }

        var isFlags = flow.Step >= 0 && _context.Step(flow.Step).RouteType is { IsFlags: true };
        var tried = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < flow.Edges.Count;)
        {
            var routes = flow.Edges[i].Routes;
            if (routes.Count == 0)
            {
                Edge(flow.Edges[i++], scope.Inner());
                tried.Clear();
                continue;
            }

            // A row takes one route only, unless the same route leads to several steps.
            var isOther = !isFlags && tried.Count > 0 && !tried.Overlaps(routes);
            if (!isOther)
            {
                tried.Clear();
            }

            tried.UnionWith(routes);
            var first = i;
            var end = i;
            while (end < flow.Edges.Count && flow.Edges[end].Routes.Equals(routes))
            {
                end++;
            }

            BlockOf($"{(isOther && finish is null ? "else " : "")}if ({RouteCheck.Condition(router!, routes, isFlags)})", () =>
            {
                for (var edge = first; edge < end; edge++)
                {
                    Edge(flow.Edges[edge], scope.Inner());
                }
            });
            i = end;
        }

        foreach (var fanIn in flow.FanIns)
        {
            _fanIns.Resolve(fanIn, scope, Point);
        }
    }

    private void Edge(FlowEdgeModel edge, RowScope scope)
    {
        switch (edge.Target)
        {
            case FlowTarget.Step:
                Point(edge.Next!, scope);
                break;
            case FlowTarget.FanIn:
                _fanIns.Arrive(edge.FanIn, edge.Branch, scope);
                break;
            default:
                UndoneBehind(() => Write(edge.Outlet, scope));
                break;
        }
    }

    private void Write(int outlet, RowScope scope)
    {
        var names = _context.Outlets[outlet];
        var batch = body.OutletLocals[outlet];
        var arrays = finish is null && body.OutletArrays.TryGetValue(outlet, out var ofLoop) ? ofLoop : null;
        if (arrays is null)
        {
            var row = body.Locals.Take("n");
            _w.Line($"var {row} = {batch}.Next();");
            Fill(key => $"{batch}.Keys[{names.Level(key.Kind, key.Id)}][{row}]", column => $"{batch}.{names.Fields[column]}[{row}]");
            _w.Line($"{batch}.Count = {row} + 1;");
            return;
        }

        // Only written to the batch: a count that is read from it again for each row makes the rows wait for each other.
        Fill(key => $"{arrays.Keys[key]}[{arrays.Count}]", column => $"{arrays.Columns[column]}[{arrays.Count}]");
        _w.Line($"{batch}.Count = ++{arrays.Count};");

        void Fill(Func<KeyModel, string> number, Func<int, string> cell)
        {
            foreach (var key in names.Outlet.Keys)
            {
                _w.Line($"{number(key)} = {scope.Key(key)};");
            }

            foreach (var column in names.Outlet.Columns)
            {
                _w.Line($"{cell(column)} = {scope.Column(column)};");
            }
        }
    }
}
