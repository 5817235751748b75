using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Distil.CodeFixes.Editing;
using Distil.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Text;

namespace Distil.CodeFixes.Fixes;

/// <summary>Repairs a step method: its name, its modifiers, the names of the columns that it returns.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MethodShapeFix)), Shared]
public sealed class MethodShapeFix : FixProvider
{
    private const string WrongReturn = "DSTL0008";
    private const string WrongModifier = "DSTL0009";
    private const string UnnamedTupleElement = "DSTL0010";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [WrongReturn, WrongModifier, UnnamedTupleElement];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method)
        {
            return [];
        }

        var fix = site.Diagnostic.Id switch
        {
            WrongReturn => Rename(site, method, site.Value(FixProperties.Nearest)),
            WrongModifier => Open(site, method),
            _ => NameElement(site, method),
        };
        return fix is null ? [] : [fix];
    }

    /// <summary>Renames the method, and where it is called.</summary>
    internal static Fix? Rename(FixSite site, MethodDeclarationSyntax method, string? name)
    {
        if (name is null || site.Model.GetDeclaredSymbol(method) is not { } symbol)
        {
            return null;
        }

        return new Fix($"Rename '{symbol.Name}' to '{name}'", nameof(MethodShapeFix) + ".Rename", async cancellationToken =>
        {
            var edits = new List<Edit> { site.Replace(method.Identifier, name) };
            var solution = site.Document.Project.Solution;
        foreach (var reference in await SymbolFinder.FindReferencesAsync(symbol, solution, cancellationToken).ConfigureAwait(false))
            {
                edits.AddRange(reference.Locations.Select(location => new Edit(location.Document.Id, location.Location.SourceSpan, name)));
            }

            return edits;
        });
    }

    private static Fix? Open(FixSite site, MethodDeclarationSyntax method)
    {
        var name = method.Identifier.ValueText;
        if (method.Modifiers.FirstOrDefault(modifier => modifier.IsKind(SyntaxKind.StaticKeyword)) is { RawKind: not 0 } @static)
        {
            return new Fix(
                $"Make '{name}' an instance method",
                nameof(MethodShapeFix) + ".Instance",
                site.Replace(TextSpan.FromBounds(@static.SpanStart, @static.GetNextToken().SpanStart), ""));
        }

        if (method.TypeParameterList is not null)
        {
            return null;
        }

        var access = method.Modifiers
            .Where(modifier => modifier.Kind() is SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword)
            .ToList();
        var start = method.Modifiers.Count > 0 ? method.Modifiers[0].SpanStart : method.ReturnType.SpanStart;
        return new Fix(
            $"Make '{name}' public",
            nameof(MethodShapeFix) + ".Public",
            access.Count == 0
                ? site.Insert(start, "public ")
                : site.Replace(TextSpan.FromBounds(access[0].SpanStart, access[^1].Span.End), "public"));
    }

    private static Fix? NameElement(FixSite site, MethodDeclarationSyntax method)
    {
        var tuple = method.ReturnType.DescendantNodesAndSelf().OfType<TupleTypeSyntax>().FirstOrDefault();
        if (tuple is null
            || !int.TryParse(site.Value(FixProperties.Element), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return null;
        }

        var unnamed = tuple.Elements.Where(element => element.Identifier.IsKind(SyntaxKind.None)).ToList();
        if (index >= tuple.Elements.Count || !unnamed.Contains(tuple.Elements[index]))
        {
            return null;
        }

        // All at once: the diagnostic tells of the first alone.
        var names = unnamed.Select(element => (Element: element, Name: $"Column{tuple.Elements.IndexOf(element) + 1}")).ToList();
        return new Fix(
            "Name " + string.Join(", ", names.Select(named => $"'{named.Element.Type} {named.Name}'")),
            nameof(MethodShapeFix) + ".Elements",
            [.. names.Select(named => site.Insert(named.Element.Type.Span.End, " " + named.Name))]);
    }
}
