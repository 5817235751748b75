using System.Collections.Immutable;
using System.Composition;
using Distil.CodeFixes.Editing;
using Distil.Generators.Diagnostics;
using Distil.Generators.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.CodeFixes.Fixes;

/// <summary>Replaces the misspelt name of a step, column, parameter or route by the nearest that exists.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReplaceNameFix)), Shared]
public sealed class ReplaceNameFix : FixProvider
{
    private const string UnknownStep = "DSTL0101";
    private const string WhenOfAnotherType = "DSTL0302";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [UnknownStep, "DSTL0201", "DSTL0205", "DSTL0206", "DSTL0209", WhenOfAnotherType, "DSTL0309"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        // A parameter without a mapping has no name in the pipeline that could be replaced: it gets a mapping.
        if (site.Attribute is null || site.Value(FixProperties.Nearest) is not { } nearest)
        {
            yield break;
        }

        var (shown, text) = site.Diagnostic.Id switch
        {
            UnknownStep => (nearest, $"nameof({Names.Escape(nearest)})"),
            WhenOfAnotherType => (nearest.Substring(nearest.LastIndexOf('.') + 1), nearest),
            _ => (nearest, SymbolDisplay.FormatLiteral(nearest, quote: true)),
        };
        var name = site.Node.FirstAncestorOrSelf<AttributeArgumentSyntax>()?.Expression ?? site.Node;
        yield return new Fix($"Change to '{shown}'", nameof(ReplaceNameFix), site.Replace(name, text));
    }
}
