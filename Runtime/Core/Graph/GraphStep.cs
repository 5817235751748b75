namespace Distil;

/// <summary>One step of a graph.</summary>
/// <param name="Name">Its name: the name of its property in the pipeline.</param>
/// <param name="Kind">Its kind: source, step, global step, filter, expand, router, sink or pass.</param>
/// <param name="Type">The step's class.</param>
/// <param name="InputColumns">The columns that come in.</param>
/// <param name="OutputColumns">The columns that leave it, its own included.</param>
public sealed record GraphStep(
    string Name,
    string Kind,
    string Type,
    IReadOnlyList<GraphColumn> InputColumns,
    IReadOnlyList<GraphColumn> OutputColumns)
{
    /// <summary>Calls at the same time, as it was compiled; null: its calls never run side by side.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Rows a call, as it was compiled; null: it does not see batches.</summary>
    public int? BatchSize { get; init; }
}

/// <summary>One column where it passes a step.</summary>
/// <param name="Name">Its name, in Pascal case.</param>
/// <param name="Type">Its type.</param>
/// <param name="MadeBy">The name of the step that made it.</param>
public sealed record GraphColumn(string Name, string Type, string MadeBy);
