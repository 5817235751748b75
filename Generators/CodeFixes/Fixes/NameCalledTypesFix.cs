using System.Collections.Immutable;
using System.Composition;
using Distil.CodeFixes.Editing;
using Distil.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.CodeFixes.Fixes;

/// <summary>Names in <c>DependsOn</c> the types that a step calls: all of them, so that every place of the step has one fix.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NameCalledTypesFix)), Shared]
public sealed class NameCalledTypesFix : FixProvider
{
    private const string Setting = "DependsOn";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DSTL0413"];

    private protected override IEnumerable<Fix> FindFixes(FixSite site)
    {
        if (Step(site) is not var (step, kind) || site.Document.Project.Solution.GetDocument(kind.SyntaxTree) is not { } document)
        {
            yield break;
        }

        var types = site.Values(FixProperties.Types)
            .Select(site.Model.Compilation.GetTypeByMetadataName)
            .OfType<INamedTypeSymbol>()
            .ToList();
        if (types.Count > 0 && Edit(document, kind, string.Join(", ", types.Select(TypeOf))) is { } edit)
        {
            var names = string.Join(", ", types.Select(static type => $"'{type.Name}'"));
            yield return new Fix($"Name {names} in {Setting} of '{step}'", nameof(NameCalledTypesFix), edit);
        }
    }

    /// <summary>The step around the call, and the attribute that makes it one, in whatever part of the class it stands.</summary>
    private static (string Name, AttributeSyntax Kind)? Step(FixSite site)
    {
        foreach (var around in site.Node.Ancestors().OfType<TypeDeclarationSyntax>())
        {
            var type = site.Model.GetDeclaredSymbol(around);
            var kind = type?.GetAttributes().FirstOrDefault(static attribute =>
                attribute.AttributeClass is { BaseType.Name: "StepSettingsAttribute" });
            if (kind?.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax written)
            {
                return (type!.Name, written);
            }
        }

        return null;
    }

    /// <summary>Adds to the list; null where the list is written in a way that cannot be added to.</summary>
    private static Edit? Edit(Document document, AttributeSyntax kind, string types)
    {
        var setting = kind.ArgumentList?.Arguments.FirstOrDefault(static argument =>
            argument.NameEquals?.Name.Identifier.ValueText == Setting);
        var elements = setting?.Expression switch
        {
            ImplicitArrayCreationExpressionSyntax array => array.Initializer,
            ArrayCreationExpressionSyntax array => array.Initializer,
            _ => null,
        };
        var added = $"{Setting} = new[] {{ {types} }}";
        return (setting, elements, kind.ArgumentList) switch
        {
            (null, _, null) => Insert(kind.Span.End, $"({added})"),
            (null, _, { Arguments.Count: 0 } list) => Insert(list.CloseParenToken.SpanStart, added),
            (null, _, { } list) => Insert(list.CloseParenToken.SpanStart, ", " + added),
            (_, { Expressions: { Count: > 0 } expressions }, _) => Insert(expressions.Last().Span.End, ", " + types),
            (_, { } empty, _) => Insert(empty.OpenBraceToken.Span.End, " " + types),
            _ => null,
        };

        Edit Insert(int position, string text) => new(document.Id, new(position, 0), text);
    }

    /// <summary>The type in full, which the workspace shortens.</summary>
    private static string TypeOf(INamedTypeSymbol type)
    {
        var isOpen = type.IsGenericType ? type.ConstructUnboundGenericType() : type;
        return $"typeof({isOpen.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)})";
    }
}
