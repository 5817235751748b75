using System.Collections.Immutable;
using System.Composition;
using Distil.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Distil.CodeFixes.Fixes;

/// <summary>Turns an edge that takes several ways at once into one for each.</summary>
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

        var ways = Ways(when).ToList();
        if (ways.Count > 1 && ways.All(way => way is MemberAccessExpressionSyntax))
        {
            var head = site.Text.ToString(TextSpan.FromBounds(edge.SpanStart, when.SpanStart));
            var tail = site.Text.ToString(TextSpan.FromBounds(when.Span.End, edge.Span.End));
            yield return new Fix(
                $"Take {string.Join(" and ", ways.Select(way => $"'{way}'"))} by an edge each",
                nameof(SplitRoutesFix),
                site.Replace(edge, string.Join(", ", ways.Select(way => $"{head}{way}{tail}"))));
        }
    }

    private static IEnumerable<ExpressionSyntax> Ways(ExpressionSyntax expression) => expression switch
    {
        BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.BitwiseOrExpression) => Ways(binary.Left).Concat(Ways(binary.Right)),
        ParenthesizedExpressionSyntax parenthesized => Ways(parenthesized.Expression),
        _ => [expression],
    };
}
