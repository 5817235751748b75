namespace Distil.Checkpoints;

/// <summary>A stage as the planner of cuts sees it.</summary>
/// <param name="Inputs">The stages whose rows it reads, a branch each.</param>
internal sealed record StageNode(IReadOnlyList<int> Inputs)
{
    /// <summary>The index of the source that it reads; -1: it reads none.</summary>
    public int Source { get; init; } = -1;

    /// <summary>Whether it needs every row, and so begins at the first: a global step.</summary>
    public bool NeedsAll { get; init; }

    /// <summary>For a zip, per branch: the index of the source by whose ordinals its rows are matched. Otherwise null.</summary>
    public IReadOnlyList<int>? Zipped { get; init; }

    /// <summary>Where it may begin again; null: at any row, for it remembers nothing.</summary>
    public StageProgress? Points { get; init; }
}
