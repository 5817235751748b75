using Distil.Engine.Stages;

namespace Distil.Engine.Run;

/// <summary>A stage with what it reads.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Inputs">What it reads, a branch each, and as which reader.</param>
/// <param name="Zipped">For a zip: the index of each branch's source. Otherwise null.</param>
/// <param name="Leaf">The name of the leaf whose data set it writes; null: it writes none.</param>
internal sealed record DeclaredStage(Stage Stage, (Edge Edge, int Reader)[] Inputs, int[]? Zipped = null, string? Leaf = null);
