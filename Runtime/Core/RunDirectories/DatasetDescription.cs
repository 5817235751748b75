namespace Distil.Engine;

/// <summary>A data set of a directory, as the files that describe it need it.</summary>
/// <param name="Leaf">The leaf's name.</param>
/// <param name="Name">Its name in files.</param>
/// <param name="Files">Full paths.</param>
internal sealed record DatasetDescription(string Leaf, string Name, IReadOnlyList<string> Files, long Rows)
{
    /// <summary>The columns of a leaf's rows.</summary>
    public IReadOnlyList<GraphColumn> ColumnsIn(PipelineGraph graph)
        => graph.Steps.FirstOrDefault(step => step.Name == Leaf)?.OutputColumns ?? [];
}
