using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.Generators.Parsing.Fingerprints;

/// <summary>
/// The hash of the code by which a pipeline makes one of its steps: the property's initialiser, and constructors of its class that name it.
/// </summary>
internal static class InitialiserHash
{
    private const int Letters = 16;

    /// <summary>Takes it. Null where the step is made with nothing: then the code says no more than the class does.</summary>
    public static string? Of(IPropertySymbol property)
    {
        var code = property.DeclaringSyntaxReferences
            .Select(static reference => (reference.GetSyntax() as PropertyDeclarationSyntax)?.Initializer?.Value)
            .Concat<SyntaxNode?>(ConstructorsThatName(property))
            .Where(static node => node is not null && !IsPlain(node))
            .Select(static node => CodeHash.Of(node!))
            .OrderBy(static hash => hash, StringComparer.Ordinal)
            .ToList();
        return code.Count == 0 ? null : CodeHash.Of(code).Substring(0, Letters);
    }

    private static IEnumerable<ConstructorDeclarationSyntax> ConstructorsThatName(IPropertySymbol property) => property.ContainingType
        .InstanceConstructors
        .SelectMany(static constructor => constructor.DeclaringSyntaxReferences)
        .Select(static reference => reference.GetSyntax())
        .OfType<ConstructorDeclarationSyntax>()
        .Where(constructor => constructor.DescendantTokens().Any(token =>
            token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == property.Name));

    private static bool IsPlain(SyntaxNode node) =>
        node is BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null };
}
