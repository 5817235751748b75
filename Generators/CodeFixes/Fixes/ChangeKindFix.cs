using System.Collections.Immutable;
using System.Composition;
using Distil.CodeFixes.Editing;
using Distil.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Distil.CodeFixes.Fixes;

/// <summary>Gives settings on a property the attribute that the step's class has.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChangeKindFix)), Shared]
public sealed class ChangeKindFix : FixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DSTL0407"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        if (site.Attribute is { } attribute && site.Value(FixProperties.Attribute) is { } kind)
        {
            yield return new Fix($"Change to [{kind}]", nameof(ChangeKindFix), AttributeNames.Rename(site, attribute, kind));
        }
    }
}
