using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.Generators.Parsing.Rows;

/// <summary>
/// Tells whether a row's constructor does more than assign its parameters, so that a row which is made anew of its columns may not be the
/// row that was. Only source is seen.
/// </summary>
internal static class RowConstructors
{
    public static bool DoesMore(IMethodSymbol constructor, Compilation compilation) =>
        DoesMore(constructor, compilation, new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default));

    private static bool DoesMore(IMethodSymbol constructor, Compilation compilation, HashSet<IMethodSymbol> seen)
    {
        if (!seen.Add(constructor) || !SourceLocations.IsHere(constructor.ContainingType, compilation))
        {
            return false;
        }

        var declaration = constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        return declaration switch
        {
            ConstructorDeclarationSyntax explicitly => BodyDoesMore(explicitly)
                || Called(explicitly.Initializer, constructor).Any(called => DoesMore(called, compilation, seen)),
            TypeDeclarationSyntax primary => InitializersDoMore(constructor)
                || Called(primary, constructor).Any(called => DoesMore(called, compilation, seen)),
            _ => false,
        };
    }

    private static bool BodyDoesMore(ConstructorDeclarationSyntax constructor)
    {
        var parameters = new HashSet<string>(
            constructor.ParameterList.Parameters.Select(parameter => parameter.Identifier.ValueText), StringComparer.Ordinal);
        var passes = constructor.Initializer?.ArgumentList.Arguments.All(argument => IsValue(argument.Expression, parameters)) ?? true;
        var assigns = constructor.ExpressionBody is { } expression
            ? IsAssignment(expression.Expression, parameters)
            : constructor.Body?.Statements.All(statement =>
                statement is EmptyStatementSyntax
                    || (statement is ExpressionStatementSyntax { Expression: var assigned } && IsAssignment(assigned, parameters))) ?? true;
        return !passes || !assigns;
    }

    /// <summary>Whether initialisers do more than assign values. Those of a type with a primary constructor are its body.</summary>
    private static bool InitializersDoMore(IMethodSymbol constructor)
    {
        var parameters = new HashSet<string>(constructor.Parameters.Select(parameter => parameter.Name), StringComparer.Ordinal);
        return constructor.ContainingType.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax())
            .OfType<TypeDeclarationSyntax>()
            .SelectMany(part => part.Members)
            .SelectMany(member => member switch
            {
                PropertyDeclarationSyntax { Initializer: { } initializer } => [initializer],
                FieldDeclarationSyntax field when !field.Modifiers.Any(SyntaxKind.StaticKeyword)
                    && !field.Modifiers.Any(SyntaxKind.ConstKeyword) =>
                    field.Declaration.Variables.Select(variable => variable.Initializer).OfType<EqualsValueClauseSyntax>(),
                _ => Enumerable.Empty<EqualsValueClauseSyntax>(),
            })
            .Any(initializer => !IsValue(initializer.Value, parameters)
                && initializer.Value
                    .DescendantNodesAndSelf()
                    .OfType<IdentifierNameSyntax>()
                    .Any(name => parameters.Contains(name.Identifier.ValueText)));
    }

    private static bool IsAssignment(ExpressionSyntax expression, HashSet<string> parameters) =>
        expression is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
        && (assignment.Left, assignment.Right) switch
        {
            (TupleExpressionSyntax left, TupleExpressionSyntax right) =>
                left.Arguments.Select(argument => argument.Expression).All(IsMember)
                && right.Arguments.Select(argument => argument.Expression).All(value => IsValue(value, parameters)),
            var (left, right) => IsMember(left) && IsValue(right, parameters),
        };

    private static bool IsMember(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };

    /// <summary>Whether an expression is a parameter, unchanged, or a value that is the same each time.</summary>
    private static bool IsValue(ExpressionSyntax expression, HashSet<string> parameters) => expression switch
    {
        IdentifierNameSyntax name => parameters.Contains(name.Identifier.ValueText),
        LiteralExpressionSyntax or DefaultExpressionSyntax => true,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } sure =>
            IsValue(sure.Operand, parameters),
        _ => false,
    };

    /// <summary>The constructors that may be meant: those that take as many arguments.</summary>
    private static IEnumerable<IMethodSymbol> Called(ConstructorInitializerSyntax? initializer, IMethodSymbol from)
    {
        var type = initializer is { RawKind: (int)SyntaxKind.ThisConstructorInitializer }
            ? from.ContainingType
            : from.ContainingType.BaseType;
        return WithArguments(type, initializer?.ArgumentList.Arguments.Count ?? 0);
    }

    private static IEnumerable<IMethodSymbol> Called(TypeDeclarationSyntax primary, IMethodSymbol from)
    {
        var arguments = primary.BaseList?.Types
            .OfType<PrimaryConstructorBaseTypeSyntax>()
            .FirstOrDefault()?.ArgumentList.Arguments.Count ?? 0;
        return WithArguments(from.ContainingType.BaseType, arguments);
    }

    private static IEnumerable<IMethodSymbol> WithArguments(INamedTypeSymbol? type, int count) =>
        (type?.InstanceConstructors.AsEnumerable() ?? [])
        .Where(constructor => constructor.Parameters.Length >= count
            && constructor.Parameters.Count(parameter => !parameter.IsOptional) <= count);
}
