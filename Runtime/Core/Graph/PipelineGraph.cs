using Distil.Drawing;

namespace Distil;

/// <summary>The graph of a pipeline as it was compiled: its steps, edges, columns and stages.</summary>
public sealed class PipelineGraph
{
    /// <summary>Makes a graph of its parts.</summary>
    /// <param name="name">The pipeline's name.</param>
    /// <param name="steps">Its steps, in declared order.</param>
    /// <param name="edges">Its edges.</param>
    /// <param name="stages">Its stages.</param>
    public PipelineGraph(
        string name,
        IReadOnlyList<GraphStep> steps,
        IReadOnlyList<GraphEdge> edges,
        IReadOnlyList<GraphStage> stages)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(edges);
        ArgumentNullException.ThrowIfNull(stages);
        Name = name;
        Steps = steps;
        Edges = edges;
        Stages = stages;
    }

    /// <summary>The pipeline's name.</summary>
    public string Name { get; }

    /// <summary>The steps, in declared order.</summary>
    public IReadOnlyList<GraphStep> Steps { get; }

    /// <summary>The edges: which step's rows another step receives.</summary>
    public IReadOnlyList<GraphEdge> Edges { get; }

    /// <summary>The stages: which steps share one loop.</summary>
    public IReadOnlyList<GraphStage> Stages { get; }

    /// <summary>The graph as a Mermaid diagram, lines separated by <c>\n</c>.</summary>
    public string ToMermaid() => MermaidFlowchart.Write(
        Steps.Select(static step => (step.Name, step.Kind, step.Type)),
        Edges.Select(static edge => (edge.From, edge.To, edge.Kind, edge.Routes)));

    /// <summary>
    /// The graph as a drawing: one SVG document, lines separated by <c>\n</c>, that needs nothing else. A step's shape shows its kind, and
    /// edges name their routes, or that branches are joined, merged or zipped there. The colours are those of the reader's scheme, light or
    /// dark. The same graph always gives the same text.
    /// </summary>
    /// <remarks>An edge that names a step which is not in <see cref="Steps"/> is left out.</remarks>
    public string ToSvg() => SvgGraph.Write(ToDrawn(), isDocument: true);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The graph as it is drawn.</summary>
    internal DrawnGraph ToDrawn()
    {
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var step = 0; step < Steps.Count; step++)
        {
            indexes.TryAdd(Steps[step].Name, step);
        }

        var edges = Edges
            .Where(edge => indexes.ContainsKey(edge.From) && indexes.ContainsKey(edge.To))
            .Select(edge => new DrawnEdge(indexes[edge.From], indexes[edge.To], edge.Label));
        return new(Name, [.. Steps.Select(static step => new DrawnStep(step.Name, step.Kind, step.Type, []))], [.. edges]);
    }
}
