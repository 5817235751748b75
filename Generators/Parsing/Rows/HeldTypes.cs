using Distil.Generators.Model;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Rows;

/// <summary>The types of columns that a run can hold on disk, every value exactly as it was.</summary>
internal static class HeldTypes
{
    private static readonly (string Name, HeldKind Kind)[] s_lists =
        [("List", HeldKind.List), ("IList", HeldKind.IList), ("IReadOnlyList", HeldKind.IReadOnlyList)];

    /// <summary>How values of a type are held; null: a value may be more than what can be written of it.</summary>
    public static HeldTypeModel? Of(ITypeSymbol type)
    {
        if (WellKnownTypes.IsNullableValue(type, out var underlying))
        {
            return Of(HeldKind.Nullable, type, underlying);
        }

        if (ComparableTypes.IsValue(type))
        {
            return new(HeldKind.Value, TypeNames.Key(type), Element: null);
        }

        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum })
        {
            return new(HeldKind.Enum, TypeNames.Key(type), Element: null);
        }

        if (type is IArrayTypeSymbol { Rank: 1, ElementType: var element })
        {
            return Of(HeldKind.Array, type, element);
        }

        return type is INamedTypeSymbol { Arity: 1, ContainingType: null } named
            && Array.Find(s_lists, list => WellKnownTypes.Is(named, "System.Collections.Generic", list.Name, arity: 1)) is var list
            && list.Name is not null
            ? Of(list.Kind, type, named.TypeArguments[0])
            : null;
    }

    private static HeldTypeModel? Of(HeldKind kind, ITypeSymbol type, ITypeSymbol element) =>
        Of(element) is { } held ? new(kind, TypeNames.Key(type), held) : null;
}
