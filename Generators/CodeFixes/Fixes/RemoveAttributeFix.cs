using System.Collections.Immutable;
using System.Composition;
using Distil.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Distil.CodeFixes.Fixes;

/// <summary>Takes away an attribute that has nothing to say where it stands.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveAttributeFix)), Shared]
public sealed class RemoveAttributeFix : FixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DSTL0105", "DSTL0110", "DSTL0207", "DSTL0210", "DSTL0308"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        if (site.Attribute is { } attribute && site.Property is { } property)
        {
            yield return new Fix(
                $"Remove [{attribute}] from '{property.Identifier.ValueText}'",
                nameof(RemoveAttributeFix),
                PropertyAttributes.Remove(site, attribute));
        }
    }
}
