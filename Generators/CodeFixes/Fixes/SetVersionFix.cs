using System.Collections.Immutable;
using System.Composition;
using Distil.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.CodeFixes.Fixes;

/// <summary>Gives a step a version, to be changed when what it answers does.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SetVersionFix)), Shared]
public sealed class SetVersionFix : FixProvider
{
    private const string Setting = "Version = \"1\"";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DSTL0412"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            yield break;
        }

        var kind = type.AttributeLists
            .SelectMany(list => list.Attributes)
            .FirstOrDefault(attribute => AttributeNames.Identifier(attribute).ValueText.Replace("Attribute", "")
                is "Source" or "Step" or "Filter" or "Expand" or "Router");
        if (kind is not null)
        {
            yield return new Fix($"Set {Setting} on '{type.Identifier.ValueText}'", nameof(SetVersionFix), kind.ArgumentList switch
            {
                null => site.Insert(kind.Span.End, $"({Setting})"),
                { Arguments.Count: 0 } list => site.Insert(list.CloseParenToken.SpanStart, Setting),
                { } list => site.Insert(list.CloseParenToken.SpanStart, ", " + Setting),
            });
        }
    }
}
