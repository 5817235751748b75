using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.Generators.Parsing.Steps;

/// <summary>The values that runtime parameters have if nobody sets them, as users read them.</summary>
internal static class ParameterDefaults
{
    private const int Longest = 80;

    /// <summary>What a property's initialiser says; null: it has none in this compilation, or a long one.</summary>
    public static string? Of(IPropertySymbol property) => property.DeclaringSyntaxReferences
        .Select(reference => (reference.GetSyntax() as PropertyDeclarationSyntax)?.Initializer?.Value)
        .Select(Text)
        .FirstOrDefault(text => text is not null);

    /// <summary>What the initialiser of a step's property in the pipeline assigns to a parameter; null: nothing.</summary>
    public static string? AssignedBy(IPropertySymbol step, string parameter) => step.DeclaringSyntaxReferences
        .Select(reference => (reference.GetSyntax() as PropertyDeclarationSyntax)?.Initializer?.Value as BaseObjectCreationExpressionSyntax)
        .SelectMany(creation => creation?.Initializer?.Expressions ?? default)
        .OfType<AssignmentExpressionSyntax>()
        .Where(assignment => assignment.Left is IdentifierNameSyntax name && name.Identifier.ValueText == parameter)
        .Select(assignment => Text(assignment.Right))
        .FirstOrDefault();

    /// <summary>Text as it is, without quotes; a member of an enum without the enum; everything else as code.</summary>
    private static string? Text(ExpressionSyntax? expression) => expression switch
    {
        null => null,
        LiteralExpressionSyntax { Token.Value: string text } => text.Length <= Longest ? text : null,
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.NullLiteralExpression) => null,
        LiteralExpressionSyntax literal => literal.Token.ValueText,
        _ => expression.ToString() is { Length: <= Longest } code && code.IndexOf('\n') < 0 ? code : null,
    };
}
