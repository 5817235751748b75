using Distil;

namespace ApiDocs;

/// <summary>A member's documentation without its XML.</summary>
/// <param name="TypeParameters">The names of the type parameters that it documents.</param>
/// <param name="Passages">Its parts that have a text.</param>
[Row]
public sealed record CleanMember(IReadOnlyList<string> TypeParameters, IReadOnlyList<Passage> Passages);
