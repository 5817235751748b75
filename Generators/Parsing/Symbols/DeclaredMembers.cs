using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Symbols;

/// <summary>
/// A type's members in an order that does not depend on the order in which the compiler was given the files: of a type in several
/// files, those of the file that comes first by name.
/// </summary>
internal static class DeclaredMembers
{
    public static IEnumerable<ISymbol> Of(INamedTypeSymbol type)
    {
        var members = type.GetMembers();
        return IsInOneFile(type) ? members : InOrder(members);
    }

    /// <summary>The properties, as <see cref="Of"/> orders them.</summary>
    public static IEnumerable<IPropertySymbol> Properties(INamedTypeSymbol type) => Of(type).OfType<IPropertySymbol>();

    /// <summary>The constructors, as <see cref="Of"/> orders them.</summary>
    public static IEnumerable<IMethodSymbol> Constructors(INamedTypeSymbol type) =>
        IsInOneFile(type) ? type.InstanceConstructors : InOrder(type.InstanceConstructors);

    private static bool IsInOneFile(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Length < 2;

    private static IEnumerable<T> InOrder<T>(ImmutableArray<T> members)
        where T : ISymbol => members
        .OrderBy(member => member.Locations.FirstOrDefault()?.SourceTree?.FilePath, StringComparer.Ordinal)
        .ThenBy(member => member.Locations.FirstOrDefault()?.SourceSpan.Start ?? 0);
}
