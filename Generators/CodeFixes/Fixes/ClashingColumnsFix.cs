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

/// <summary>Says what becomes of columns that several branches made: all of them as a list, or another name for one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ClashingColumnsFix)), Shared]
public sealed class ClashingColumnsFix : FixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DSTL0307"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        if (site.Property is not { } join || site.Values(FixProperties.Columns) is not { Count: > 0 } columns)
        {
            yield break;
        }

        if (site.Values(FixProperties.Into) is { Count: > 0 } into)
        {
            var name = site.AttributeName("Gather", join.SpanStart);
            var gathers = columns.Select((column, index) => $"{name}({Quoted(column)}, into: {Quoted(into[index])})");
            var shown = string.Join(" and ", columns.Select((column, index) => $"'{column}' of all branches into '{into[index]}'"));
            yield return new Fix(
                $"Gather {shown}",
                nameof(ClashingColumnsFix) + ".Gather",
                PropertyAttributes.Add(site.Document, site.Text, join, string.Join(", ", gathers)));
        }

        if (Renames(site, join) is { Count: > 0 } renames)
        {
            var shown = string.Join(" and ", renames.Select(rename => rename.Shown));
            yield return new Fix(
                $"Rename {shown}", nameof(ClashingColumnsFix) + ".Rename", [.. renames.SelectMany(rename => rename.Edits)]);
        }
    }

    /// <summary>An output mapping for each branch but the first, on the property of the step that made the column.</summary>
    private static List<(string Shown, IReadOnlyList<Edit> Edits)> Renames(FixSite site, PropertyDeclarationSyntax join)
    {
        var old = site.Values(FixProperties.Renamed);
        var makers = site.Values(FixProperties.Makers);
        var members = site.Values(FixProperties.Members);
        var columns = site.Values(FixProperties.NewColumns);
        var pipeline = site.Model.GetDeclaredSymbol(join)?.ContainingType;
        var renames = new List<(string, IReadOnlyList<Edit>)>();
        for (var i = 0; i < makers.Count; i++)
        {
            var maker = pipeline?
                .GetMembers(makers[i])
                .OfType<IPropertySymbol>()
                .FirstOrDefault()?.DeclaringSyntaxReferences
                .FirstOrDefault();
            if (maker?.GetSyntax() is PropertyDeclarationSyntax property
                && site.Document.Project.Solution.GetDocument(maker.SyntaxTree) is { } document)
            {
                renames.Add((
                    $"'{old[i]}' of '{makers[i]}' to '{columns[i]}'",
                    [Rename(site, document, property, members[i], columns[i]), .. Listed(document, property, old[i], columns[i])]));
            }
        }

        return renames;
    }

    private static Edit Rename(FixSite site, Document document, PropertyDeclarationSyntax property, string member, string column)
    {
        var mapping = property.AttributeLists
            .SelectMany(list => list.Attributes)
            .FirstOrDefault(attribute => AttributeNames.Identifier(attribute).ValueText is "OutputMapping" or "OutputMappingAttribute"
                && attribute.ArgumentList?.Arguments is [{ Expression: LiteralExpressionSyntax target }, _]
                && Names.Same(target.Token.ValueText, member));
        if (mapping is not null)
        {
            return new Edit(document.Id, mapping.ArgumentList!.Arguments[1].Expression.Span, Quoted(column));
        }

        var name = site.AttributeName("OutputMapping", site.Node.SpanStart);
        return PropertyAttributes.Add(document, property.SyntaxTree.GetText(), property, $"{name}({Quoted(member)}, {Quoted(column)})");
    }

    /// <summary>Where the maker itself keeps or drops the column.</summary>
    private static IEnumerable<Edit> Listed(Document document, PropertyDeclarationSyntax property, string old, string column) =>
        property.AttributeLists
        .SelectMany(list => list.Attributes)
        .Where(attribute => AttributeNames.Identifier(attribute).ValueText is "Keep" or "KeepAttribute" or "Drop" or "DropAttribute")
        .SelectMany(attribute => attribute.ArgumentList?.Arguments ?? default)
        .Where(argument => argument.Expression is LiteralExpressionSyntax name && Names.Same(name.Token.ValueText, old))
        .Select(argument => new Edit(document.Id, argument.Expression.Span, Quoted(column)));

    private static string Quoted(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
