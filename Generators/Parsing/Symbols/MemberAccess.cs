using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Symbols;

/// <summary>
/// Whether generated code can use a member of a type that it can name. The type itself may be private to a class around the
/// pipeline, so only the member's own declaration is asked.
/// </summary>
internal static class MemberAccess
{
    public static bool IsUsable(ISymbol member, Compilation compilation) => member.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Internal or Accessibility.ProtectedOrInternal =>
            SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, compilation.Assembly)
            || member.ContainingAssembly.GivesAccessTo(compilation.Assembly),
        _ => false,
    };
}
