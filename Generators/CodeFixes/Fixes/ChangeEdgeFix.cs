using System.Collections.Immutable;
using System.Composition;
using Distil.CodeFixes.Editing;
using Distil.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.CodeFixes.Fixes;

/// <summary>Turns one edge attribute into another that takes such rows: a join below a single-route router into a merge.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChangeEdgeFix)), Shared]
public sealed class ChangeEdgeFix : FixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DSTL0109", "DSTL0305", "DSTL0306", "DSTL0311"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        if (site.Attribute is not { } edge || site.Property is not { } property)
        {
            yield break;
        }

        foreach (var kind in site.Values(FixProperties.Edges))
        {
            // What branches made is gathered where they join, and nowhere else.
            var gathers = kind == "From"
                ? []
                : property.AttributeLists
                    .SelectMany(list => list.Attributes)
                    .Where(attribute => AttributeNames.Identifier(attribute).ValueText is "Gather" or "GatherAttribute");
            Edit[] edits =
            [
                AttributeNames.Rename(site, edge, kind),
                .. gathers.Select(gather => PropertyAttributes.Remove(site, gather)),
            ];
            var without = edits.Length > 1 ? " and leave out [Gather]" : "";
            yield return new Fix(
                $"Change to [{kind}]{without} on '{property.Identifier.ValueText}'", $"{nameof(ChangeEdgeFix)}.{kind}", edits);
        }
    }
}
