using Distil;

namespace ApiDocs;

/// <summary>Drops passages that are placeholders: they stand where an answer should be.</summary>
[Filter]
public sealed class NoPlaceholder
{
    private static readonly string[] Placeholders =
    [
        "To be added",
        "not intended to be used directly from your code",
        "not intended to be used directly by your code",
        "for internal use only",
        "This member is reserved",
    ];

    /// <summary>Whether the answer is one.</summary>
    public bool Keep(string answer) => !Array.Exists(Placeholders, p => answer.Contains(p, StringComparison.OrdinalIgnoreCase));
}
