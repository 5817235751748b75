using System.Collections.Immutable;
using System.Composition;
using Distil.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.CodeFixes.Fixes;

/// <summary>Takes away an edge that is declared a second time.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveEdgeFix)), Shared]
public sealed class RemoveEdgeFix : FixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DSTL0106"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        if (site.Attribute is { } attribute && site.Node.FirstAncestorOrSelf<AttributeArgumentSyntax>() is { } argument)
        {
            yield return new Fix(
                $"Remove the second edge to {argument.Expression}", nameof(RemoveEdgeFix), [.. Edits(site, attribute, argument)]);
        }
    }

    private static IEnumerable<Edit> Edits(FixSite site, AttributeSyntax attribute, AttributeArgumentSyntax argument)
    {
        var names = attribute.ArgumentList!.Arguments.Count(other => other.NameEquals is null);
        if (names == 1)
        {
            yield return PropertyAttributes.Remove(site, attribute);
            yield break;
        }

        yield return PropertyAttributes.Remove(site, argument);
        if (names == 2)
        {
            // What remains of a join, merge or zip is an edge.
            yield return AttributeNames.Rename(site, attribute, "From");
        }
    }
}
