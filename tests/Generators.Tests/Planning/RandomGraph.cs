using Distil.Generators.Model;
using Distil.Generators.Planning;

namespace Distil.Generators.Tests.Planning;

/// <summary>A pipeline that could be written, drawn from a seed: every kind of step and edge, nested at will.</summary>
internal sealed class RandomGraph
{
    private readonly Random _random;
    private readonly GraphBuilder _builder = new();
    private readonly List<StepModel> _steps = [];
    private int _fresh;
    private int _sources;

    private RandomGraph(int seed) => _random = new Random(seed);

    public static Pipeline Make(int seed)
    {
        var graph = new RandomGraph(seed);
        var sources = graph._random.Next(3) == 0 ? 1 + graph._random.Next(3) : 1;
        graph._sources = sources;
        for (var source = 0; source < sources; source++)
        {
            graph._builder.Source($"S{source}", $"s{source}", "shared");
            graph.Refresh();
        }

        var count = 3 + graph._random.Next(12);
        for (var step = 0; step < count; step++)
        {
            graph.AddStep(step);
            graph.Refresh();
        }

        return graph._builder.Build();
    }

    private void Refresh()
    {
        _steps.Clear();
        _steps.AddRange(_builder.Build().Steps);
    }

    private void AddStep(int number)
    {
        var input = _random.Next(10) switch
        {
            < 3 => TryJoin() ?? (Input)AnyEdge(),
            < 5 => Input.Merge(Edges()),
            5 or 6 when _sources > 1 => TryZip() ?? (Input)AnyEdge(),
            5 => TryZip() ?? (Input)AnyEdge(),
            _ => AnyEdge(),
        };
        var shape = MakeShape(input, out var kind);
        _builder.Add($"{kind}{number}", kind, input, shape);
    }

    private Shape MakeShape(Input input, out StepKind kind)
    {
        // Merges and joins replace columns and make new ones of their own: only names count here.
        var names = input.Edges.SelectMany(edge => _builder.ColumnsOf(edge.Step)).Distinct().ToArray();
        var reads = names.Where(_ => _random.Next(3) == 0).ToArray();
        var form = _random.Next(12) switch { 0 or 1 => MethodForm.Batch, 2 => MethodForm.All, _ => MethodForm.Row };
        var isAsync = _random.Next(3) == 0;
        var shape = new Shape
        {
            Form = form,
            IsAsync = isAsync,
            Reads = reads,
            BatchSize = 1 + _random.Next(5),
            Concurrency = form == MethodForm.All ? 1 : isAsync ? null : _random.Next(6) == 0 ? 2 + _random.Next(2) : 1,
            Ordered = _random.Next(6) != 0,
            Keep = null,
        };
        switch (_random.Next(9))
        {
            case 0:
                kind = StepKind.Filter;
                return shape with { Refines = [.. reads.Take(_random.Next(2))] };
            case 1 when form == MethodForm.Row:
                kind = StepKind.Expand;
                return shape with { Makes = [Fresh()] };
            case 2 or 3 when form != MethodForm.All:
                kind = StepKind.Router;
                return shape with { IsFlags = _random.Next(2) == 0 };
            case 4 when form != MethodForm.All && _random.Next(3) == 0:
                kind = StepKind.Sink;
                return shape;
            case 5:
                kind = StepKind.Pass;
                return new Shape { Form = MethodForm.None, Refines = [.. reads.Take(_random.Next(2))] };
            default:
                kind = StepKind.Step;
                var newRows = form == MethodForm.All && _random.Next(2) == 0;
                var makes = new[] { names.Length > 0 && _random.Next(4) == 0 ? names[_random.Next(names.Length)] : Fresh() };
                return shape with { NewRows = newRows, Makes = makes };
        }
    }

    private string Fresh() => $"c{_fresh++}";

    private Edge AnyEdge()
    {
        var step = AnyStep();
        if (step.Kind != StepKind.Router || _random.Next(5) == 0)
        {
            return step.Index;
        }

        var routes = _builder.RoutesOf(step.Index);
        return _random.Next(4) == 0 ? Edge.On(step.Index, routes[0], routes[2]) : Edge.On(step.Index, routes[_random.Next(3)]);
    }

    private StepModel AnyStep()
    {
        while (true)
        {
            // Late steps more often than early ones, so that the graph grows long as well as wide.
            var step = _steps[Math.Max(_random.Next(_steps.Count), _random.Next(_steps.Count))];
            if (step.Kind != StepKind.Sink)
            {
                return step;
            }
        }
    }

    private Edge[] Edges()
    {
        var edges = new List<Edge>();
        var wanted = 2 + _random.Next(2);
        for (var attempt = 0; attempt < 20 && edges.Count < wanted; attempt++)
        {
            var edge = AnyEdge();
            if (edges.TrueForAll(other => other.Step != edge.Step || (edge.Routes.Length > 0 && other.Routes.Length > 0 && !other.Routes.Intersect(edge.Routes).Any())))
            {
                edges.Add(edge);
            }
        }

        return [.. edges];
    }

    private Input? TryJoin()
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var edges = Edges();
            if (edges.Length > 1 && edges.All(edge => edge.Routes.Length == 0) && IsJoinable(Input.Join(edges)))
            {
                return Input.Join(edges);
            }
        }

        return null;
    }

    // As the diagnostics have it: the branches keep the fork's numbers, and only a flags router at the fork itself selects.
    private bool IsJoinable(Input input)
    {
        var graph = new StepGraph(_steps);
        var fork = graph.Topology.Lca(input.Edges.Select(edge => edge.Step));
        if (fork < 0)
        {
            return false;
        }

        var open = new Stack<int>(input.Edges.Select(edge => edge.Step));
        while (open.Count > 0)
        {
            var step = open.Pop();
            if (step == fork)
            {
                continue;
            }

            var model = _steps[step];
            if (model.Kind == StepKind.Expand || model.Input.Kind is InputKind.Merge or InputKind.Zip || StepGraph.MakesNewRows(model)
                || model.Input.Branches.Any(branch => branch.Routes.Count > 0 && (branch.Step != fork || _steps[fork].RouteType is not { IsFlags: true })))
            {
                return false;
            }

            foreach (var branch in model.Input.Branches)
            {
                open.Push(branch.Step);
            }
        }

        return true;
    }

    private Input? TryZip()
    {
        var sides = _steps.Where(step => step.Kind != StepKind.Sink && IsRowKeeping(step)).Select(step => step.Index).ToList();
        if (sides.Count < 2)
        {
            return null;
        }

        Edge[] edges = [.. Enumerable.Range(0, _random.Next(3) == 0 ? 3 : 2).Select(_ => (Edge)sides[_random.Next(sides.Count)]).DistinctBy(edge => edge.Step)];
        return edges.Length < 2 ? null : Input.Zip(edges);
    }

    private bool IsRowKeeping(StepModel step) =>
        step.Kind == StepKind.Source || StepGraph.MakesNewRows(step)
        || (step.Kind != StepKind.Expand && step.Input.Kind is InputKind.From or InputKind.Join && step.Input.Branches.All(branch => IsRowKeeping(_steps[branch.Step])));
}
