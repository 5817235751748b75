using System.Collections.Immutable;
using System.Composition;
using Distil.CodeFixes.Editing;
using Distil.Generators.Diagnostics;
using Distil.Generators.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Distil.CodeFixes.Fixes;

/// <summary>Lets a step that is not connected read one that has its columns.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddEdgeFix)), Shared]
public sealed class AddEdgeFix : FixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DSTL0104"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        if (site.Property is not { } property)
        {
            yield break;
        }

        var rank = 0;
        foreach (var candidate in site.Values(FixProperties.Candidates))
        {
            var attribute = $"{site.AttributeName("From", property.SpanStart)}(nameof({Names.Escape(candidate)}))";
            yield return new Fix(
                $"Read '{candidate}'",
                $"{nameof(AddEdgeFix)}.{rank++}",
                PropertyAttributes.Add(site.Document, site.Text, property, attribute, first: true));
        }
    }
}
