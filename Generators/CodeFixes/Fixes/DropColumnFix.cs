using System.Collections.Immutable;
using System.Composition;
using Distil.CodeFixes.Editing;
using Distil.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.CodeFixes.Fixes;

/// <summary>Says that a column that nothing uses ends at the step that makes it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DropColumnFix)), Shared]
public sealed class DropColumnFix : FixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DSTL0218"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        if (site.Property is not { } property || site.Value(FixProperties.Column) is not { } column)
        {
            yield break;
        }

        var attributes = property.AttributeLists.SelectMany(list => list.Attributes).ToList();
        if (attributes.Any(attribute => AttributeNames.Identifier(attribute).ValueText is "Keep" or "KeepAttribute"))
        {
            yield break;
        }

        var name = SymbolDisplay.FormatLiteral(column, quote: true);
        var drop = attributes.FirstOrDefault(attribute => AttributeNames.Identifier(attribute).ValueText is "Drop" or "DropAttribute");
        yield return new Fix(
            $"Drop the column '{column}' at '{property.Identifier.ValueText}'",
            nameof(DropColumnFix),
            drop?.ArgumentList is { Arguments.Count: > 0 } list
                ? site.Insert(list.CloseParenToken.SpanStart, ", " + name)
                : PropertyAttributes.Add(site.Document, site.Text, property, $"{site.AttributeName("Drop", property.SpanStart)}({name})"));
    }
}
