namespace Distil;

/// <summary>The graph of a pipeline as it was compiled: its steps, edges, columns and stages.</summary>
public sealed class PipelineGraph
{
    private readonly string _mermaid;

    /// <summary>Makes a graph; called by generated code.</summary>
    /// <param name="name">The pipeline's name.</param>
    /// <param name="steps">Its steps, in declared order.</param>
    /// <param name="edges">Its edges.</param>
    /// <param name="stages">Its stages.</param>
    /// <param name="mermaid">The graph as a Mermaid diagram.</param>
    public PipelineGraph(
        string name,
        IReadOnlyList<GraphStep> steps,
        IReadOnlyList<GraphEdge> edges,
        IReadOnlyList<GraphStage> stages,
        string mermaid)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(edges);
        ArgumentNullException.ThrowIfNull(stages);
        ArgumentNullException.ThrowIfNull(mermaid);
        Name = name;
        Steps = steps;
        Edges = edges;
        Stages = stages;
        _mermaid = mermaid;
    }

    /// <summary>The pipeline's name.</summary>
    public string Name { get; }

    /// <summary>The steps, in declared order.</summary>
    public IReadOnlyList<GraphStep> Steps { get; }

    /// <summary>The edges: which step's rows another step receives.</summary>
    public IReadOnlyList<GraphEdge> Edges { get; }

    /// <summary>The stages: which steps share one loop.</summary>
    public IReadOnlyList<GraphStage> Stages { get; }

    /// <summary>The graph as a Mermaid diagram.</summary>
    public string ToMermaid() => _mermaid;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
