using System.Collections.Immutable;
using System.Composition;
using Distil.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.CodeFixes.Fixes;

/// <summary>Takes away a setting that has no meaning for the step.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveSettingFix)), Shared]
public sealed class RemoveSettingFix : FixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ["DSTL0301", "DSTL0401", "DSTL0403", "DSTL0404", "DSTL0405", "DSTL0409", "DSTL0410", "DSTL0411"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<AttributeArgumentSyntax>() is { NameEquals: { } name } argument)
        {
            yield return new Fix(
                $"Remove '{name.Name.Identifier.ValueText}'", nameof(RemoveSettingFix), PropertyAttributes.Remove(site, argument));
        }
    }
}
