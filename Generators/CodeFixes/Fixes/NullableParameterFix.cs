using System.Collections.Immutable;
using System.Composition;
using Distil.CodeFixes.Editing;
using Distil.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.CodeFixes.Fixes;

/// <summary>Lets the parameter of a step method be null where its column may be.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NullableParameterFix)), Shared]
public sealed class NullableParameterFix : FixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DSTL0203", "DSTL0408"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        if (site.Value(FixProperties.Parameter) is not { } name
            || site.Diagnostic.AdditionalLocations is not [{ SourceTree: { } tree } location]
            || site.Document.Project.Solution.GetDocument(tree) is not { } document
            || tree.GetRoot().FindNode(location.SourceSpan).FirstAncestorOrSelf<ParameterSyntax>() is not { Type: { } type } parameter)
        {
            yield break;
        }

        // A batch takes a list of what may be null.
        var isMany = parameter.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method
            && (method.Identifier.ValueText.Replace("Async", "") is var form)
            && (form.EndsWith("Batch", StringComparison.Ordinal) || form.EndsWith("All", StringComparison.Ordinal));
        var list = type.DescendantNodesAndSelf().OfType<GenericNameSyntax>().LastOrDefault();
        var column = isMany && list is { TypeArgumentList.Arguments: [var item] }
            ? item
            : type;
        if (column is not NullableTypeSyntax)
        {
            yield return new Fix(
                $"Let the parameter '{name}' be null", nameof(NullableParameterFix), new Edit(document.Id, new(column.Span.End, 0), "?"));
        }
    }
}
