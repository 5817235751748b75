using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Distil.Generators.Parsing.Rows;

/// <summary>Whether a property has a value of its own where a row is made without it.</summary>
internal enum RowDefault
{
    /// <summary>It has none: it is null or the default of its type.</summary>
    None,

    /// <summary>Its initialiser gives it one.</summary>
    Given,

    /// <summary>Only a row object shows it, since the code that may assign it is not visible or not understood.</summary>
    Unknown,
}

/// <summary>
/// Finds out whether an initialised property has a default. Code of other assemblies is not seen, nor what a constructor or an accessor
/// does: there the answer is <see cref="RowDefault.Unknown"/>, and a row that was made without the property has the default.
/// </summary>
internal static class RowDefaults
{
    public static RowDefault Of(IPropertySymbol property, INamedTypeSymbol row, Compilation compilation)
    {
        if (property.IsRequired)
        {
            return RowDefault.None;
        }

        // A project in the editor is seen in source, and the same as a reference of the build is not: both get the same answer.
        if (!SourceLocations.IsHere(property, compilation) || property.DeclaringSyntaxReferences is not [var declaration])
        {
            return RowDefault.Unknown;
        }

        if (declaration.GetSyntax() is not PropertyDeclarationSyntax syntax || !IsPlain(syntax))
        {
            return RowDefault.Unknown;
        }

        return syntax.Initializer is not null ? RowDefault.Given
            : MayBeAssigned(property, row, compilation) ? RowDefault.Unknown
            : RowDefault.None;
    }

    /// <summary>Whether the property's value can only be in a field that the compiler made.</summary>
    private static bool IsPlain(PropertyDeclarationSyntax property) =>
        property.Initializer is not null
        || (property is { ExpressionBody: null, AccessorList: { } accessors }
            && !property.Modifiers.Any(SyntaxKind.PartialKeyword)
            && accessors.Accessors.All(accessor => accessor is { Body: null, ExpressionBody: null }));

    /// <summary>Whether some constructor of the row's type, or of a type below it, may assign the property.</summary>
    private static bool MayBeAssigned(IPropertySymbol property, INamedTypeSymbol row, Compilation compilation)
    {
        for (var type = row; type is { SpecialType: SpecialType.None }; type = type.BaseType)
        {
            if (!SourceLocations.IsHere(type, compilation))
            {
                // A base of another assembly knows only what it declares, which may be overridden.
                return property.IsOverride;
            }

            foreach (var constructor in type.InstanceConstructors)
            {
                if (constructor.DeclaringSyntaxReferences is [var reference]
                    && reference.GetSyntax() is ConstructorDeclarationSyntax syntax
                    && MayAssign(syntax, property.Name))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a constructor may assign the property: it names it, calls a member of the object, or passes the object on.
    /// </summary>
    private static bool MayAssign(ConstructorDeclarationSyntax constructor, string property) =>
        constructor.DescendantNodes().Any(node => node switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText == property,
            InvocationExpressionSyntax { Expression: SimpleNameSyntax } => true,
            BaseExpressionSyntax => true,
            ThisExpressionSyntax { Parent: not MemberAccessExpressionSyntax } => true,
            ThisExpressionSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } } => true,
            _ => false,
        });
}
