using System.ComponentModel;

namespace Distil.Engine;

/// <summary>
/// Puts a graph together as generated code tells it: step by step, each with its edges and with what it changes in the columns.
/// What passes a step unchanged is worked out here.
/// </summary>
/// <param name="name">The pipeline's name.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GraphBuilder(string name)
{
    private readonly List<StepDraft> _steps = [];
    private readonly List<GraphEdge> _edges = [];
    private readonly List<GraphStage> _stages = [];

    private StepDraft Last => _steps[^1];

    /// <summary>Begins a step; what follows is about it.</summary>
    /// <param name="kind">Its kind, as <see cref="GraphStep.Kind"/> says it.</param>
    /// <param name="step">Its name.</param>
    /// <param name="type">Its class.</param>
    public GraphBuilder Step(string kind, string step, string type)
    {
        _steps.Add(new StepDraft(step, kind, type));
        return this;
    }

    /// <summary>The step reads the rows of another.</summary>
    /// <param name="from">The step that gives the rows.</param>
    /// <param name="routes">Of a router: the routes that lead here; none: every row does.</param>
    public GraphBuilder From(string from, params string[] routes)
    {
        Last.Takes.Add(outputs => outputs(from));
        return Edge(from, "from", routes);
    }

    /// <summary>The step joins the rows of another with those of its other edges.</summary>
    /// <inheritdoc cref="From"/>
    public GraphBuilder Join(string from, params string[] routes) => Edge(from, "join", routes);

    /// <summary>The step merges the rows of another with those of its other edges.</summary>
    /// <inheritdoc cref="From"/>
    public GraphBuilder Merge(string from, params string[] routes) => Edge(from, "merge", routes);

    /// <summary>The step pairs the rows of another with those of its other edges.</summary>
    /// <inheritdoc cref="From"/>
    public GraphBuilder Zip(string from, params string[] routes) => Edge(from, "zip", routes);

    /// <summary>Where branches meet: columns that come from one of them as they are.</summary>
    /// <param name="from">The branch.</param>
    /// <param name="columns">The names of the columns.</param>
    public GraphBuilder Takes(string from, params string[] columns)
    {
        Last.Takes.Add(outputs => columns.Select(column => outputs(from).First(candidate => candidate.Name == column)));
        return this;
    }

    /// <summary>Where branches meet: a column that is put together from those of several.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="type">Its type.</param>
    public GraphBuilder Combines(string column, string type)
    {
        var combined = new GraphColumn(column, type, Last.Name);
        Last.Takes.Add(_ => [combined]);
        return this;
    }

    /// <summary>Columns that come in and do not leave, or leave made anew.</summary>
    /// <param name="columns">Their names.</param>
    public GraphBuilder Drops(params string[] columns)
    {
        Last.Drops.UnionWith(columns);
        return this;
    }

    /// <summary>A column that comes in and leaves with another type.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="type">Its type below.</param>
    public GraphBuilder Refines(string column, string type)
    {
        Last.Refines.Add(column, new GraphColumn(column, type, Last.Name));
        return this;
    }

    /// <summary>A column that comes in and leaves under another name.</summary>
    /// <param name="column">Its name above.</param>
    /// <param name="name">Its name below.</param>
    /// <param name="type">Its type.</param>
    public GraphBuilder Renames(string column, string name, string type)
    {
        Last.Refines.Add(column, new GraphColumn(name, type, Last.Name));
        return this;
    }

    /// <summary>A column that the step makes and that leaves it.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="type">Its type.</param>
    public GraphBuilder Makes(string column, string type)
    {
        Last.Makes.Add(new GraphColumn(column, type, Last.Name));
        return this;
    }

    /// <summary>The step's calls can run side by side.</summary>
    /// <param name="concurrency">Calls at the same time.</param>
    /// <param name="rows">Rows a call; null: it does not see batches.</param>
    public GraphBuilder Calls(int concurrency, int? rows = null)
    {
        Last.Calls = (concurrency, rows);
        return this;
    }

    /// <summary>Adds a stage.</summary>
    /// <param name="why">Why it begins where it does.</param>
    /// <param name="steps">The names of its steps, in the order in which a row meets them.</param>
    public GraphBuilder Stage(string why, params string[] steps)
    {
        _stages.Add(new GraphStage(string.Join(", ", steps), steps, why));
        return this;
    }

    /// <summary>Adds the stage in which branches meet before a step that runs in another.</summary>
    /// <param name="why">Why it begins where it does.</param>
    /// <param name="step">The name of the step.</param>
    public GraphBuilder StageBefore(string why, string step)
    {
        _stages.Add(new GraphStage($"to {step}", [], why));
        return this;
    }

    /// <summary>Adds the stage of a leaf.</summary>
    /// <param name="leaf">The leaf's name.</param>
    public GraphBuilder DataSet(string leaf)
    {
        _stages.Add(new GraphStage($"{leaf} (data set)", [], $"The rows of {leaf} become a data set"));
        return this;
    }

    /// <summary>Makes the graph.</summary>
    public PipelineGraph Build()
    {
        var steps = _steps.ToDictionary(step => step.Name, StringComparer.Ordinal);
        return new PipelineGraph(name, [.. _steps.Select(step => step.Build(from => steps[from].OutputsIn(steps)))], _edges, _stages);
    }

    private GraphBuilder Edge(string from, string kind, string[] routes)
    {
        _edges.Add(new GraphEdge(from, Last.Name, kind, routes));
        return this;
    }

    /// <summary>A step as generated code has described it. The steps above it may be described after it.</summary>
    private sealed class StepDraft(string name, string kind, string type)
    {
        private GraphStep? _built;

        public string Name => name;

        /// <summary>Functions that give the columns that come in, each from the columns that leave a step above.</summary>
        public List<Func<Func<string, IReadOnlyList<GraphColumn>>, IEnumerable<GraphColumn>>> Takes { get; } = [];

        public HashSet<string> Drops { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, GraphColumn> Refines { get; } = new(StringComparer.Ordinal);

        public List<GraphColumn> Makes { get; } = [];

        public (int? Concurrency, int? Rows) Calls { get; set; }

        public IReadOnlyList<GraphColumn> OutputsIn(Dictionary<string, StepDraft> steps) =>
            Build(from => steps[from].OutputsIn(steps)).OutputColumns;

        public GraphStep Build(Func<string, IReadOnlyList<GraphColumn>> outputs)
        {
            if (_built is null)
            {
                GraphColumn[] columns = [.. Takes.SelectMany(take => take(outputs))];
                _built = new GraphStep(name, kind, type, columns, kind == "sink" ? [] : [.. columns.Where(Leaves).Select(Below), .. Makes])
                {
                    Concurrency = Calls.Concurrency,
                    BatchSize = Calls.Rows,
                };
            }

            return _built;
        }

        private bool Leaves(GraphColumn column) => !Drops.Contains(column.Name);

        private GraphColumn Below(GraphColumn column) => Refines.GetValueOrDefault(column.Name, column);
    }
}
