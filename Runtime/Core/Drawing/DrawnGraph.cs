namespace Distil.Drawing;

/// <summary>A step as it is drawn.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind, which decides about its shape.</param>
/// <param name="Type">Its class; what stands in angle brackets and before the last dot is not drawn.</param>
/// <param name="Notes">Lines below its name and kind.</param>
/// <param name="IsMarked">Whether it stands out.</param>
internal sealed record DrawnStep(string Name, string Kind, string Type, IReadOnlyList<string> Notes, bool IsMarked = false);

/// <summary>An edge as it is drawn.</summary>
/// <param name="From">The index of the step that gives the rows.</param>
/// <param name="To">The index of the step that receives them.</param>
/// <param name="Label">What stands on it; empty: nothing does.</param>
internal sealed record DrawnEdge(int From, int To, string Label);

/// <summary>A graph as it is drawn.</summary>
/// <param name="Name">The name of the pipeline.</param>
/// <param name="Steps">Its steps.</param>
/// <param name="Edges">Its edges.</param>
internal sealed record DrawnGraph(string Name, IReadOnlyList<DrawnStep> Steps, IReadOnlyList<DrawnEdge> Edges);
