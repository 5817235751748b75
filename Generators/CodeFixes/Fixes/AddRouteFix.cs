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

/// <summary>Adds a <c>Pass</c> for each route of a router that no step takes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddRouteFix)), Shared]
public sealed class AddRouteFix : FixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DSTL0304"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        var routes = site.Values(FixProperties.Routes);
        var names = site.Values(FixProperties.RouteNames);
        if (site.Property is not { Parent: TypeDeclarationSyntax pipeline } router || routes.Count == 0 || routes.Count != names.Count)
        {
            yield break;
        }

        var neighbour = pipeline.Members
            .OfType<PropertyDeclarationSyntax>()
            .LastOrDefault(member => Reads(member, router.Identifier.ValueText)) ?? router;
        var shown = string.Join(" and ", routes.Select(route => $"'{route.Substring(route.LastIndexOf('.') + 1)}'"));
        yield return new Fix(
            $"Take the rows that '{router.Identifier.ValueText}' sends to {shown} by a Pass",
            nameof(AddRouteFix),
            site.Insert(
                End(site, neighbour), string.Concat(routes.Zip(names, (route, name) => Property(site, router, neighbour, route, name)))));
    }

    private static string Property(
        FixSite site, PropertyDeclarationSyntax router, PropertyDeclarationSyntax neighbour, string route, string name)
    {
        var isMultiLine = !IsFollowed(site, neighbour);
        var line = isMultiLine ? site.NewLine + site.IndentAt(neighbour.SpanStart) : " ";
        var isOnOwnLine = isMultiLine && PropertyAttributes.IsOnOwnLine(site.Text, neighbour);
        var edge = $"[{site.AttributeName("From", router.SpanStart)}(nameof({router.Identifier.Text}), When = {route})]";
        var modifiers = string.Concat(neighbour.Modifiers.Where(IsAccess).Select(modifier => modifier.Text + " "));
        return $"{line}{edge}{(isOnOwnLine ? line : " ")}{modifiers}global::Distil.Pass {Names.Escape(name)} {{ get; }} = new();";
    }

    /// <summary>Behind the member, or behind what is said of it on its line.</summary>
    private static int End(FixSite site, PropertyDeclarationSyntax member) =>
        IsFollowed(site, member) ? member.Span.End : site.Text.Lines.GetLineFromPosition(member.Span.End).End;

    /// <summary>Whether more code stands on the line on which the member ends.</summary>
    private static bool IsFollowed(FixSite site, PropertyDeclarationSyntax member)
    {
        var next = member.GetLastToken().GetNextToken();
        return site.Text.Lines
            .GetLineFromPosition(member.Span.End).LineNumber == site.Text.Lines
            .GetLineFromPosition(next.SpanStart).LineNumber;
    }

    private static bool IsAccess(SyntaxToken modifier) =>
        modifier.Kind()
            is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.PrivateKeyword;

    private static bool Reads(PropertyDeclarationSyntax member, string router) => member.AttributeLists
        .SelectMany(list => list.Attributes)
        .SelectMany(attribute => attribute.ArgumentList?.Arguments ?? default)
        .Any(argument => argument.Expression switch
        {
            LiteralExpressionSyntax literal => literal.Token.ValueText == router,
            InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: IdentifierNameSyntax name }] } =>
                name.Identifier.ValueText == router,
            _ => false,
        });
}
