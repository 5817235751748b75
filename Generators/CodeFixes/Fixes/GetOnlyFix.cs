using System.Collections.Immutable;
using System.Composition;
using Distil.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Distil.CodeFixes.Fixes;

/// <summary>Makes a step an instance get-only auto-property.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GetOnlyFix)), Shared]
public sealed class GetOnlyFix : FixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DSTL0003"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        if (site.Property is { } property && Edits(site, property).ToArray() is { Length: > 0 } edits)
        {
            yield return new Fix($"Make '{property.Identifier.ValueText}' a get-only auto-property", nameof(GetOnlyFix), edits);
        }
    }

    private static IEnumerable<Edit> Edits(FixSite site, PropertyDeclarationSyntax property)
    {
        var accessors = property.AccessorList?.Accessors ?? default;
        if (accessors.Any(accessor => accessor.Body is not null || accessor.ExpressionBody is not null))
        {
            // What the body does cannot be kept.
            yield break;
        }

        if (property.Modifiers.FirstOrDefault(modifier => modifier.IsKind(SyntaxKind.StaticKeyword)) is { RawKind: not 0 } @static)
        {
            yield return site.Replace(TextSpan.FromBounds(@static.SpanStart, @static.GetNextToken().SpanStart), "");
        }

        if (property.ExpressionBody is { } body)
        {
            yield return site.Replace(body.ArrowToken, "{ get; } =");
        }

        for (var i = 0; i < accessors.Count; i++)
        {
            if (accessors[i].Kind() is SyntaxKind.SetAccessorDeclaration or SyntaxKind.InitAccessorDeclaration && accessors.Count > 1)
            {
                yield return site.Replace(
                    i > 0
                        ? TextSpan.FromBounds(accessors[i - 1].Span.End, accessors[i].Span.End)
                        : TextSpan.FromBounds(accessors[i].SpanStart, accessors[i + 1].SpanStart),
                    "");
            }
        }
    }
}
