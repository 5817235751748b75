using System.Collections.Immutable;
using System.Composition;
using Distil.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.CodeFixes.Fixes;

/// <summary>Makes a pipeline, or a type around it, partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddPartialFix)), Shared]
public sealed class AddPartialFix : FixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DSTL0001", "DSTL0002"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type)
        {
            yield return new Fix(
                $"Make '{type.Identifier.ValueText}' partial", nameof(AddPartialFix), site.Insert(type.Keyword.SpanStart, "partial "));
        }
    }
}
