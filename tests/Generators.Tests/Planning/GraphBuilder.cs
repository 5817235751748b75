using Distil.Generators.Model;

namespace Distil.Generators.Tests.Planning;

/// <summary>One edge into a step: <c>a</c> for every row of it, <c>Edge.On(r, "Easy")</c> for some of a router's.</summary>
internal readonly record struct Edge(int Step, string[] Routes)
{
    public static implicit operator Edge(int step) => new(step, []);

    public static Edge On(int step, params string[] routes) => new(step, routes);
}

internal sealed record Input(InputKind Kind, Edge[] Edges)
{
    public static implicit operator Input(int step) => new(InputKind.From, [step]);

    public static implicit operator Input(Edge edge) => new(InputKind.From, [edge]);

    public static Input Join(params Edge[] edges) => new(InputKind.Join, edges);

    public static Input Merge(params Edge[] edges) => new(InputKind.Merge, edges);

    public static Input Zip(params Edge[] edges) => new(InputKind.Zip, edges);
}

/// <summary>A step as a test describes it; columns by name.</summary>
internal sealed record Shape
{
    public MethodForm Form { get; init; } = MethodForm.Row;

    public bool IsAsync { get; init; }

    public string[] Reads { get; init; } = [];

    /// <summary>Columns that are read as members of one row type.</summary>
    public string[] ReadsRow { get; init; } = [];

    public string[] Makes { get; init; } = [];

    public string[] Refines { get; init; } = [];

    public string[]? Keep { get; init; }

    public string[]? Leaf { get; init; }

    public int? Concurrency { get; init; }

    public int BatchSize { get; init; } = 50;

    public bool Ordered { get; init; } = true;

    public bool NewRows { get; init; }

    public string[] Routes { get; init; } = ["A", "B", "C"];

    public bool IsFlags { get; init; }
}

/// <summary>Puts a pipeline's model together as the parser would, from steps in declared order.</summary>
internal sealed class GraphBuilder
{
    private readonly List<StepModel> _steps = [];
    private readonly List<Shape> _shapes = [];
    private readonly List<ColumnModel> _columns = [];
    private readonly List<Dictionary<string, int>> _outputs = [];
    private readonly Dictionary<string, long> _routes = [];
    private int _sources;

    public int Source(string name, params string[] makes) => Add(name, StepKind.Source, null, new Shape { Form = MethodForm.Read, Makes = makes });

    public int Step(string name, Input input, Shape? shape = null) => Add(name, StepKind.Step, input, shape ?? new Shape());

    public int Filter(string name, Input input, params string[] reads) => Add(name, StepKind.Filter, input, new Shape { Reads = reads });

    public int Expand(string name, Input input, params string[] makes) => Add(name, StepKind.Expand, input, new Shape { Makes = makes });

    public int Router(string name, Input input, params string[] routes) => Add(name, StepKind.Router, input, new Shape { Routes = routes });

    public int Flags(string name, Input input, params string[] routes) =>
        Add(name, StepKind.Router, input, new Shape { Routes = routes, IsFlags = true });

    public int Pass(string name, Input input) => Add(name, StepKind.Pass, input, new Shape { Form = MethodForm.None });

    public int Sink(string name, Input input, params string[] reads) => Add(name, StepKind.Sink, input, new Shape { Reads = reads });

    public int Call(string name, Input input, params string[] makes) => Step(name, input, new Shape { IsAsync = true, Makes = makes });

    public int Batch(string name, Input input, int size = 50, params string[] makes) =>
        Step(name, input, new Shape { Form = MethodForm.Batch, BatchSize = size, Makes = makes });

    public int Global(string name, Input input, bool newRows = false, params string[] makes) =>
        Step(name, input, new Shape { Form = MethodForm.All, NewRows = newRows, Makes = makes });

    public int Replicated(string name, Input input, int concurrency) => Step(name, input, new Shape { Concurrency = concurrency });

    public int Add(string name, StepKind kind, Input? input, Shape shape)
    {
        var index = _steps.Count;
        var combined = new Dictionary<string, int>();
        var inputModel = InputModel.None;
        if (input is not null)
        {
            combined = Combine(name, input, out var columns);
            inputModel = new InputModel(
                input.Kind, input.Edges.Select(edge => new BranchModel(edge.Step, RouteNames(edge), RouteBits(edge))).ToEquatableArray(), columns.ToEquatableArray());
        }

        var output = shape.NewRows ? [] : new Dictionary<string, int>(combined);
        var refinements = shape.Refines.Select(column => new RefinementModel(combined[column], output[column] = NewColumn(column, name), IsRename: kind == StepKind.Pass)).ToList();
        var made = shape.Makes.Select(column => new OutputMemberModel("." + column, output[column] = NewColumn(column, name))).ToList();
        if (shape.Keep is not null)
        {
            output = output.Where(column => shape.Keep.Contains(column.Key)).ToDictionary();
        }

        for (var route = 0; kind == StepKind.Router && route < shape.Routes.Length; route++)
        {
            _routes.Add(RouteName(name, shape.Routes[route]), 1L << route);
        }

        _outputs.Add(output);
        _shapes.Add(shape);
        _steps.Add(new StepModel(
            index,
            name,
            kind,
            "global::App." + name,
            name,
            kind == StepKind.Source || shape.NewRows ? _sources++ : -1,
            kind == StepKind.Pass ? null : new MethodModel(
                MethodName(kind, shape),
                shape.Form,
                shape.IsAsync ? ReturnWrapper.ValueTask : kind is StepKind.Source or StepKind.Expand ? ReturnWrapper.Enumerable : ReturnWrapper.None,
                shape.Form is MethodForm.Batch or MethodForm.All ? ListShape.ReadOnlyList : ListShape.None,
                null,
                null),
            new SettingsModel(
                shape.BatchSize, shape.Concurrency ?? (shape.IsAsync ? 16 : 1), shape.Ordered, ErrorPolicy.DeadLetter, 0, null, shape.IsAsync, 0, true, shape.NewRows, null),
            inputModel,
            Arguments(shape, combined).ToEquatableArray(),
            new OutputModel(made.ToEquatableArray()),
            refinements.ToEquatableArray(),
            combined.Values.Order().ToEquatableArray(),
            output.Values.Order().ToEquatableArray(),
            EquatableArray<ParameterModel>.Empty,
            kind == StepKind.Router ? new RouteTypeModel("global::App." + name + "Way", shape.IsFlags) : null,
            false,
            false,
            -1));
        return index;
    }

    /// <summary>Names of the columns that leave a step.</summary>
    public IReadOnlyCollection<string> ColumnsOf(int step) => _outputs[step].Keys;

    public int ColumnOf(int step, string name) => _outputs[step][name];

    public string[] RoutesOf(int router) => _shapes[router].Routes;

    public Pipeline Build()
    {
        var read = _steps.SelectMany(step => step.Input.Branches).Select(branch => branch.Step).ToHashSet();
        var leaves = new List<LeafModel>();
        var steps = new List<StepModel>();
        foreach (var step in _steps)
        {
            if (read.Contains(step.Index) || step.Kind == StepKind.Sink)
            {
                steps.Add(step);
                continue;
            }

            var members = (_shapes[step.Index].Leaf ?? [.. _outputs[step.Index].Keys])
                .Select(column => new LeafMemberModel(column, false, _outputs[step.Index][column], "long", "long", column));
            steps.Add(step with { LeafIndex = leaves.Count });
            leaves.Add(new LeafModel(leaves.Count, step.Index, step.Name, step.Name + "Row", false, members.ToEquatableArray()));
        }

        return new Pipeline(steps, _columns, leaves, _routes);
    }

    private static string MethodName(StepKind kind, Shape shape)
    {
        var verb = kind switch
        {
            StepKind.Source => "Read",
            StepKind.Filter => "Keep",
            StepKind.Expand => "Expand",
            StepKind.Router => "Route",
            StepKind.Sink => "Write",
            _ => "Process",
        };
        return verb + (shape.Form is MethodForm.Batch ? "Batch" : shape.Form is MethodForm.All ? "All" : "") + (shape.IsAsync ? "Async" : "");
    }

    private static IEnumerable<ArgumentModel> Arguments(Shape shape, Dictionary<string, int> columns)
    {
        foreach (var column in shape.Reads)
        {
            yield return new ArgumentModel(
                ArgumentKind.Column, column, "long", ColumnContainer.None, columns[column], false, EquatableArray<RowMemberModel>.Empty);
        }

        if (shape.ReadsRow.Length > 0)
        {
            var members = shape.ReadsRow.Select(column => new RowMemberModel(column, false, columns[column]));
            yield return new ArgumentModel(ArgumentKind.Row, "row", "Row", ColumnContainer.None, -1, false, members.ToEquatableArray());
        }
    }

    private EquatableArray<string> RouteNames(Edge edge) =>
        edge.Routes.Select(route => RouteName(_steps[edge.Step].Name, route)).ToEquatableArray();

    private long RouteBits(Edge edge) => RouteNames(edge).Sum(route => _routes[route]);

    private static string RouteName(string step, string route) => $"global::App.{step}Way.{route}";

    private Dictionary<string, int> Combine(string name, Input input, out List<CombinedColumnModel> combined)
    {
        combined = [];
        if (input.Kind == InputKind.From)
        {
            return new Dictionary<string, int>(_outputs[input.Edges[0].Step]);
        }

        var result = new Dictionary<string, int>();
        foreach (var column in input.Edges.SelectMany(edge => _outputs[edge.Step].Keys).Distinct())
        {
            var sources = input.Edges.Select(edge => _outputs[edge.Step].GetValueOrDefault(column, -1)).ToList();
            var isSame = sources.Where(source => source >= 0).Distinct().Count() == 1;
            var isGathered = !isSame && input.Kind == InputKind.Join;
            var isPartial = sources.Contains(-1) && input.Kind == InputKind.Merge;
            var id = isSame && !isPartial ? sources.First(source => source >= 0) : NewColumn(column, name);
            combined.Add(new CombinedColumnModel(id, sources.ToEquatableArray(), isGathered, isGathered ? "long" : null, SkipsNulls: false));
            result.Add(column, id);
        }

        return result;
    }

    private int NewColumn(string name, string madeBy)
    {
        _columns.Add(new ColumnModel(_columns.Count, name, name, "long", IsValueType: true, IsNullable: false, MustHaveValue: false, madeBy));
        return _columns.Count - 1;
    }
}

/// <summary>A pipeline's model with its plan.</summary>
/// <param name="routes">The value of every route, by its full name.</param>
internal sealed class Pipeline(
    IReadOnlyList<StepModel> steps,
    IReadOnlyList<ColumnModel> columns,
    IReadOnlyList<LeafModel> leaves,
    IReadOnlyDictionary<string, long> routes)
{
    public IReadOnlyList<StepModel> Steps { get; } = steps;

    public IReadOnlyList<ColumnModel> Columns { get; } = columns;

    public IReadOnlyList<LeafModel> Leaves { get; } = leaves;

    public IReadOnlyDictionary<string, long> Routes { get; } = routes;

    public PlanModel Plan => field ??= Generators.Planning.Planner.Create(
        Steps.ToEquatableArray(), Columns.ToEquatableArray(), Leaves.ToEquatableArray());
}
