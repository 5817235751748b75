using System.Text;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Rows;

/// <summary>The types that a user's <c>JsonSerializerContext</c> lists, each with the context's property for it.</summary>
/// <remarks>
/// The properties are themselves generated, by another generator that this one cannot see, so their names are worked out as that
/// generator does: the type's name, followed by those of its type arguments, or <c>TypeInfoPropertyName</c>.
/// </remarks>
internal sealed class JsonContextTypes
{
    private readonly Dictionary<string, string> _properties = new(StringComparer.Ordinal);

    public JsonContextTypes(INamedTypeSymbol? context)
    {
        foreach (var attribute in context is null ? Enumerable.Empty<AttributeData>() : context.GetAttributes())
        {
            var isListing = WellKnownTypes.Is(attribute.AttributeClass, "System.Text.Json.Serialization", "JsonSerializableAttribute");
            if (isListing && attribute.ConstructorArguments is [{ Value: ITypeSymbol type }])
            {
                var given = NamedArguments.Find(attribute, "TypeInfoPropertyName")?.Value as string;
                _properties[TypeNames.Key(type)] = given ?? PropertyName(type);
            }
        }
    }

    public string? Property(ITypeSymbol type) => _properties.TryGetValue(TypeNames.Key(type), out var property) ? property : null;

    private static string PropertyName(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
        {
            return PropertyName(array.ElementType) + (array.Rank == 1 ? "Array" : $"Array{array.Rank}D");
        }

        var name = new StringBuilder(type.Name);
        foreach (var argument in Arguments(type as INamedTypeSymbol))
        {
            name.Append(PropertyName(argument));
        }

        return name.ToString();
    }

    /// <summary>Those of the types around it too, outermost first.</summary>
    private static IEnumerable<ITypeSymbol> Arguments(INamedTypeSymbol? type) =>
        type is null ? [] : Arguments(type.ContainingType).Concat(type.TypeArguments);
}
