namespace Distil;

/// <summary>One stage of a graph: steps that share one loop.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Steps">The names of its steps, in the order in which a row meets them.</param>
/// <param name="Why">Why the stage begins where it does.</param>
public sealed record GraphStage(string Name, IReadOnlyList<string> Steps, string Why);
