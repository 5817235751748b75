using Distil.Generators.Emission.Code;
using Distil.Generators.Emission.Context;
using Distil.Generators.Model;
using Distil.Generators.Naming;

namespace Distil.Generators.Emission.Loops;

/// <summary>
/// The body of a stage's loop: what happens with one row, nested as the row passes. Every point is a block; a filter is an
/// <c>if</c>, an expand a <c>foreach</c>, a router a few <c>if</c>s.
/// </summary>
internal sealed partial class FlowEmitter(StageBody body)
{
    private readonly FusedFanInEmitter _fanIns = new(body);
    private readonly EmissionContext _context = body.Context;
    private readonly IndentedWriter _w = body.Context.Writer;

    /// <summary>How the head's answer for the row reads: a column, or with -1 the one array of a filter, router or expand.</summary>
    public Func<int, string>? HeadAnswer { get; set; }

    /// <summary>Prints the body for a row.</summary>
    public void Emit(RowScope scope) => Point(body.Stage.Flow!, scope);

    private void Point(FlowModel flow, RowScope scope)
    {
        if (flow.Step < 0)
        {
            Consumers(flow, scope, router: null);
            return;
        }

        var step = _context.Step(flow.Step);
        var counters = body.Counters.Of(flow.Step);
        if (counters.OwnsIn)
        {
            _w.Line($"{counters.In!.Field}++;");
        }

        if (!flow.IsHead && step.Kind != StepKind.Pass)
        {
            _w.Gap();
            _w.Line($"// {step.Name}");
        }

        Build(step, isBefore: true, scope);
        switch (step.Kind)
        {
            case StepKind.Source when HeadAnswer is null:
                Unpack(step, "rows.Current", scope);
                Leave(flow, counters, scope);
                break;
            case StepKind.Pass:
                Refine(step, scope);
                Leave(flow, counters, scope);
                break;
            case StepKind.Filter:
                Filter(flow, step, counters, scope);
                break;
            case StepKind.Expand:
                Expand(flow, step, counters, scope);
                break;
            case StepKind.Router:
                Route(flow, step, counters, scope);
                break;
            case StepKind.Sink:
                Sink(flow, step, scope);
                Leave(flow, counters, scope);
                break;
            default:
                Make(flow, step, scope);
                Leave(flow, counters, scope);
                break;
        }
    }

    private void Filter(FlowModel flow, StepModel step, StepCounters counters, RowScope scope)
    {
        var keeps = flow.IsHead ? HeadAnswer!(-1) : Called(step, "bool", Names.Camel(step.Name) + "Keeps", scope);
        using var block = _w.Block($"if ({keeps})");
        Refine(step, scope);
        Leave(flow, counters, scope);
    }

    private void Route(FlowModel flow, StepModel step, StepCounters counters, RowScope scope)
    {
        var route = flow.IsHead
            ? HeadAnswer!(-1)
            : Called(step, step.RouteType!.Type, Names.Camel(step.Name), scope, chosen => RouteCheck.Statement(step, chosen));
        if (flow.IsHead)
        {
            var local = body.Locals.Take(Names.Camel(step.Name));
            _w.Line($"var {local} = {route};");
            route = local;
        }

        if (body.NeedsBits(step.Index))
        {
            var bits = body.Locals.Take(Names.Camel(step.Name) + "Bits");
            _w.Line($"var {bits} = unchecked((long){route});");
            scope.Set(KeyKind.Route, step.Index, bits);
        }

        Leave(flow, counters, scope, route);
    }

    private void Sink(FlowModel flow, StepModel step, RowScope scope)
    {
        if (flow.IsHead)
        {
            return;
        }

        using (_w.Block("if (callsSinks)"))
        {
            Guard(step, scope, [$"{Call(step, scope)};"]);
        }

        _w.Gap();
    }

    /// <summary>A step that makes columns, or takes a row and makes none.</summary>
    private void Make(FlowModel flow, StepModel step, RowScope scope)
    {
        if (!flow.IsHead)
        {
            UnpackCall(step, scope);
            return;
        }

        foreach (var member in Used(step))
        {
            Declare(member.Column, HeadAnswer!(member.Column), scope);
        }
    }

    private void Expand(FlowModel flow, StepModel step, StepCounters counters, RowScope scope)
    {
        var number = StageBody.ChildLocal(flow.Depth);
        if (flow.IsHead)
        {
            Children(flow, step, HeadAnswer!(-1) + (step.IsStreamed ? $"!.Take(out {number})" : "!"), counters, scope);
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
        var number = StageBody.ChildLocal(flow.Depth);
        using var loop = _w.Block($"foreach (var {child} in {children})");
        if (step.IsStreamed && !flow.IsHead)
        {
            SendWithinRow();
        }

        _w.Line($"{number}++;");
        scope.Set(KeyKind.Child, flow.Depth, number);
        Unpack(step, child, scope);
        Leave(flow, counters, scope);
    }

    /// <summary>In the middle of a row: what its children fill is sent before the next child, and waits for room.</summary>
    private void SendWithinRow()
    {
        var ports = body.Stage.Ports.Select(port => (Local: body.PortLocals[port], Field: body.PortFields[port])).ToList();
        using (_w.Block($"if ({string.Join(" || ", ports.Select(port => $"{port.Local}.Count >= Most").Prepend("MustPause"))})"))
        {
            _w.Line("SendWithinRow();");
            foreach (var (local, field) in ports)
            {
                _w.Line($"{local} = {field}.Batch;");
            }
        }

        _w.Gap();
    }

    /// <summary>The row leaves a step: it is counted, and goes on.</summary>
    private void Leave(FlowModel flow, StepCounters counters, RowScope scope, string? route = null)
    {
        if (counters.Out != counters.In && !counters.Out.IsHead)
        {
            _w.Line($"{counters.Out.Field}++;");
        }

        var fork = flow.Fork < 0 ? -1 : body.CountedForks.ToList().IndexOf(flow.Fork);
        if (fork >= 0)
        {
            var local = body.Locals.Take(Names.Camel(_context.Step(flow.Step).Name) + "Fork");
            _w.Line($"var {local} = Forks[{fork}];");
            scope.Set(KeyKind.Fork, flow.Fork, local);
        }

        Build(_context.Step(flow.Step), isBefore: false, scope);
        Consumers(flow, scope, route);
        if (fork >= 0)
        {
            // Behind the row in every branch: what is counted may be sent.
            _w.Gap();
            _w.Line($"Forks[{fork}] = {scope.Key(new(KeyKind.Fork, flow.Fork))} + 1;");
        }
    }

    /// <summary>Makes the rows that several steps below take.</summary>
    private void Build(StepModel step, bool isBefore, RowScope scope)
    {
        foreach (var build in body.BuildsOf(step.Index).Where(build => build.IsBefore == isBefore))
        {
            var local = body.ColumnLocal(build.Column);
            _w.Line($"{build.Type} {local};");
            Guard(step, scope, [$"{local} = {CallEmitter.NewRow(build.Type, build.Members, scope.Column)};"]);
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
            using (_w.Block($"{(isOther ? "else " : "")}if ({RouteCheck.Condition(router!, routes, isFlags)})"))
            {
                for (; i < flow.Edges.Count && flow.Edges[i].Routes.Equals(routes); i++)
                {
                    Edge(flow.Edges[i], scope.Inner());
                }
            }
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
                Write(edge.Port, scope);
                break;
        }
    }

    private void Write(int port, RowScope scope)
    {
        var names = _context.Ports[port];
        var batch = body.PortLocals[port];
        _w.Gap();
        if (!body.PortArrays.TryGetValue(port, out var arrays))
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
            foreach (var key in names.Port.Keys)
            {
                _w.Line($"{number(key)} = {scope.Key(key)};");
            }

            foreach (var column in names.Port.Columns)
            {
                _w.Line($"{cell(column)} = {scope.Column(column)};");
            }
        }
    }
}
