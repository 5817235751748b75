using Distil.Generators.Naming;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Rows;

/// <summary>Finds types of the project that were probably meant as rows and are not marked <c>[Row]</c>.</summary>
internal static class UnmarkedRows
{
    /// <summary>Whether the type has a property of this name.</summary>
    public static bool Has(ITypeSymbol type, string property, Compilation compilation) =>
        Unmarked(type, compilation) is { } named && Properties(named).Any(candidate => Names.Same(candidate.Name, property));

    /// <summary>The type itself, if columns of these names are its members.</summary>
    public static INamedTypeSymbol? MadeOf(IReadOnlyList<string> columns, ITypeSymbol type, Compilation compilation)
    {
        if (Unmarked(type, compilation) is not { } named || RowParser.Parse(named, compilation) is not { Problem: null } row)
        {
            return null;
        }

        var found = row.Members.Where(member => columns.Any(column => Names.Same(column, member.Name))).ToList();
        return found.Count > 0 && row.Members.All(member => member.IsOptional || found.Contains(member)) ? named : null;
    }

    /// <summary>The advice to mark the type with <c>[Row]</c>, as the ending of a message.</summary>
    public static string Hint(ITypeSymbol type) => $"; mark '{TypeNames.Message(type)}' with [Row], so that its properties are columns";

    /// <summary>The type where it is a class or struct of the project without the attribute; null: it is not.</summary>
    public static INamedTypeSymbol? Unmarked(ITypeSymbol type, Compilation compilation)
    {
        WellKnownTypes.IsNullableValue(type, out var underlying);
        return underlying is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsTupleType: false } named
            && !WellKnownTypes.IsRow(named)
            && SourceLocations.IsHere(named.OriginalDefinition, compilation)
            ? named
            : null;
    }

    private static IEnumerable<IPropertySymbol> Properties(INamedTypeSymbol type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var property in current.GetMembers().OfType<IPropertySymbol>())
            {
                if (property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public })
                {
                    yield return property;
                }
            }
        }
    }
}
