using System.Collections.Immutable;
using System.Composition;
using Distil.CodeFixes.Editing;
using Distil.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.CodeFixes.Fixes;

/// <summary>
/// Maps a parameter to a column: one whose name is no column to that of the nearest name, a row to the column of its own.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MapColumnFix)), Shared]
public sealed class MapColumnFix : FixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DSTL0201", "DSTL0204", "DSTL0216"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        if (site.Attribute is not null
            || site.Property is not { } property
            || site.Value(FixProperties.Nearest) is not { } column
            || site.Value(FixProperties.Parameter) is not { } parameter)
        {
            yield break;
        }

        var name = site.AttributeName("InputMapping", property.SpanStart);
        var attribute =
            $"{name}({SymbolDisplay.FormatLiteral(parameter, quote: true)}, {SymbolDisplay.FormatLiteral(column, quote: true)})";
        yield return new Fix(
            $"Map the parameter '{parameter}' to the column '{column}'",
            nameof(MapColumnFix),
            PropertyAttributes.Add(site.Document, site.Text, property, attribute));
    }
}
