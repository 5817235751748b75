using Distil.Engine;

namespace Distil.RunDirectories;

/// <summary>A data set of a directory, as the files that describe it need it.</summary>
/// <param name="Leaf">The leaf, and the columns that its files hold.</param>
/// <param name="Name">Its name in files.</param>
/// <param name="Files">Full paths.</param>
/// <param name="Rows">Rows in all files.</param>
internal sealed record DatasetDescription(LeafDefinition Leaf, string Name, IReadOnlyList<string> Files, long Rows);
