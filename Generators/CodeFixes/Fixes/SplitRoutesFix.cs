using System.Collections.Immutable;
using System.Composition;
using Distil.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Distil.CodeFixes.Fixes;

/// <summary>Turns an edge that takes several routes at once into one for each.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SplitRoutesFix)), Shared]
public sealed class SplitRoutesFix : FixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DSTL0303"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        var when = site.Node.FirstAncestorOrSelf<AttributeArgumentSyntax>()?.Expression;
        if (site.Attribute is not { } edge || when is null)
        {
            yield break;
        }

        var routes = Routes(when).ToList();
        if (routes.Count > 1 && routes.All(route => route is MemberAccessExpressionSyntax))
        {
            var head = site.Text.ToString(TextSpan.FromBounds(edge.SpanStart, when.SpanStart));
            var tail = site.Text.ToString(TextSpan.FromBounds(when.Span.End, edge.Span.End));
            yield return new Fix(
                $"Take {string.Join(" and ", routes.Select(route => $"'{route}'"))} by an edge each",
                nameof(SplitRoutesFix),
                site.Replace(edge, string.Join(", ", routes.Select(route => $"{head}{route}{tail}"))));
        }
    }

    private static IEnumerable<ExpressionSyntax> Routes(ExpressionSyntax expression) => expression switch
    {
        BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.BitwiseOrExpression) =>
            Routes(binary.Left).Concat(Routes(binary.Right)),
        ParenthesizedExpressionSyntax parenthesized => Routes(parenthesized.Expression),
        _ => [expression],
    };
}
