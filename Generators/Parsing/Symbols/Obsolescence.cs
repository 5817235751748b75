using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Symbols;

/// <summary>
/// What is <c>[Obsolete]</c> as an error. No <c>#pragma</c> quiets that, but inside what is itself obsolete the compiler says nothing.
/// </summary>
internal static class Obsolescence
{
    public static bool IsError(ISymbol symbol) => symbol.GetAttributes().Any(attribute =>
        WellKnownTypes.Is(attribute.AttributeClass, "System", "ObsoleteAttribute")
            && attribute.ConstructorArguments is [_, { Value: true }]);

    /// <summary>Whether some part of the type is.</summary>
    public static bool IsError(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsError(array.ElementType),
        INamedTypeSymbol named => IsError((ISymbol)named.OriginalDefinition) || named.TypeArguments.Any(IsError),
        _ => false,
    };

    /// <summary>Whether the type, or a type around it, is obsolete as an error, so that code elsewhere cannot name it.</summary>
    public static bool IsErrorOutside(INamedTypeSymbol type) => Around(type).Any(outer => IsError((ISymbol)outer));

    /// <summary>Whether code inside the type may use what is obsolete.</summary>
    public static bool IsObsolete(INamedTypeSymbol type) =>
        Around(type).Any(outer => WellKnownTypes.HasAttribute(outer, "System", "ObsoleteAttribute"));

    private static IEnumerable<INamedTypeSymbol> Around(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            yield return current;
        }
    }
}
