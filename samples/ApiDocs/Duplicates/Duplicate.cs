using Distil;

namespace ApiDocs;

/// <summary>What another row says better.</summary>
/// <param name="DuplicateOf">The question of the row whose answer is nearly the same; null where there is none.</param>
/// <param name="Likeness">How alike the answers are, from 0 to 1; 0 where nothing was found that is alike.</param>
[Row]
public readonly record struct Duplicate(string? DuplicateOf, double Likeness);
