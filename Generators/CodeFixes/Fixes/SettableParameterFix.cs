using System.Collections.Immutable;
using System.Composition;
using Distil.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Distil.CodeFixes.Fixes;

/// <summary>Gives a runtime parameter a <c>set</c> that can be called.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SettableParameterFix)), Shared]
public sealed class SettableParameterFix : FixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DSTL0016"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        if (site.Property is not { AccessorList.Accessors: { Count: > 0 } accessors } property
            || accessors.Any(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration)
                && (accessor.Body ?? (SyntaxNode?)accessor.ExpressionBody) is not null))
        {
            yield break;
        }

        var setter = accessors.FirstOrDefault(
            accessor => accessor.Kind() is SyntaxKind.SetAccessorDeclaration or SyntaxKind.InitAccessorDeclaration);
        yield return new Fix(
            $"Let '{property.Identifier.ValueText}' be set",
            nameof(SettableParameterFix),
            setter is null
                ? site.Insert(accessors[^1].Span.End, " set;")
                : site.Replace(TextSpan.FromBounds(setter.SpanStart, setter.Keyword.Span.End), "set"));
    }
}
