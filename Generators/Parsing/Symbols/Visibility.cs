using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Symbols;

/// <summary>
/// How visible the generated members can be: a public method must not show a type that its callers cannot see.
/// </summary>
internal static class Visibility
{
    public static string OfMembers(INamedTypeSymbol pipeline, IEnumerable<ITypeSymbol> types)
    {
        var least = types.Select(type => Of(type, pipeline)).DefaultIfEmpty(Accessibility.Public).Min();
        return least switch
        {
            Accessibility.Public => "public",
            Accessibility.Internal => "internal",
            _ => "private",
        };
    }

    /// <summary>Whether code of the same assembly outside the pipeline can name it.</summary>
    public static bool IsSeenInAssembly(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal)
                || current.IsFileLocal)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether code of other assemblies can name it.</summary>
    public static bool IsPublic(INamedTypeSymbol type) =>
        type.DeclaredAccessibility == Accessibility.Public && (type.ContainingType is null || IsPublic(type.ContainingType));

    private static Accessibility Of(ITypeSymbol type, INamedTypeSymbol pipeline)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return Of(array.ElementType, pipeline);

            case INamedTypeSymbol named:
                var least = named.TypeArguments.Select(argument => Of(argument, pipeline)).DefaultIfEmpty(Accessibility.Public).Min();
                for (var current = named; current is not null; current = current.ContainingType)
                {
                    var own = OfDeclaration(current, pipeline);
                    least = own < least ? own : least;
                }

                return least;

            default:
                return Accessibility.Public;
        }
    }

    /// <summary>The accessibility that one declaration allows to code that can see the pipeline.</summary>
    private static Accessibility OfDeclaration(INamedTypeSymbol type, INamedTypeSymbol pipeline) => type.DeclaredAccessibility switch
    {
        Accessibility.Public => Accessibility.Public,
        Accessibility.Internal or Accessibility.ProtectedOrInternal =>
            IsHiddenWithin(pipeline, scope: null) || IsSame(type, pipeline) ? Accessibility.Public : Accessibility.Internal,
        _ => type.ContainingType is { } scope && IsHiddenWithin(pipeline, scope) ? Accessibility.Public : Accessibility.Private,
    };

    /// <summary>
    /// Whether the pipeline, or a type around it, is itself seen inside <paramref name="scope"/> alone; null: inside the assembly alone.
    /// </summary>
    private static bool IsHiddenWithin(INamedTypeSymbol pipeline, INamedTypeSymbol? scope)
    {
        for (var current = pipeline; current is not null; current = current.ContainingType)
        {
            if (scope is not null && IsSame(current, scope))
            {
                return false;
            }

            var isPrivate = current.DeclaredAccessibility is Accessibility.Private or Accessibility.ProtectedAndInternal;
            var isHidden = scope is null
                ? isPrivate || current.DeclaredAccessibility is Accessibility.Internal
                : current.DeclaredAccessibility is Accessibility.Private && IsInside(current, scope);
            if (isHidden)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInside(INamedTypeSymbol type, INamedTypeSymbol scope)
    {
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (IsSame(outer, scope))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSame(INamedTypeSymbol left, INamedTypeSymbol right) =>
        SymbolEqualityComparer.Default.Equals(left.OriginalDefinition, right.OriginalDefinition);
}
