using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Symbols;

/// <summary>
/// Types as the attributes of nullable analysis say them: <c>[MaybeNull]</c> and <c>[NotNull]</c> of what is given, <c>[AllowNull]</c>
/// and <c>[DisallowNull]</c> of what is taken.
/// </summary>
internal static class NullFlow
{
    private const string Namespace = "System.Diagnostics.CodeAnalysis";

    /// <summary>The type of what the method itself returns.</summary>
    public static ITypeSymbol Returned(IMethodSymbol method) =>
        Read(method.ReturnType, method.GetReturnTypeAttributes(), "MaybeNullAttribute", "NotNullAttribute");

    /// <summary>The type of what a property gives.</summary>
    public static ITypeSymbol Read(IPropertySymbol property) => Read(
        property.Type,
        property.GetAttributes().AddRange(property.GetMethod?.GetReturnTypeAttributes() ?? ImmutableArray<AttributeData>.Empty),
        "MaybeNullAttribute",
        "NotNullAttribute");

    /// <summary>The type of what a parameter takes.</summary>
    public static ITypeSymbol Taken(IParameterSymbol parameter) =>
        Read(parameter.Type, parameter.GetAttributes(), "AllowNullAttribute", "DisallowNullAttribute");

    private static ITypeSymbol Read(ITypeSymbol type, ImmutableArray<AttributeData> attributes, string mayBe, string isNot)
    {
        bool Has(string name) => attributes.Any(attribute => WellKnownTypes.Is(attribute.AttributeClass, Namespace, name));

        if (attributes.IsEmpty || type.IsValueType)
        {
            return type;
        }

        return Has(mayBe) ? type.WithNullableAnnotation(NullableAnnotation.Annotated)
            : Has(isNot) ? type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)
            : type;
    }
}
