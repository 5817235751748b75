using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Symbols;

/// <summary>
/// Recognises the types that the contract names. By name, since what a step is must not depend on which assembly of several holds
/// the attribute, nor on whether the compilation can find the type alone.
/// </summary>
internal static class WellKnownTypes
{
    public const string Namespace = "Distil";
    public const string Pipeline = "Distil.PipelineAttribute";

    private const string Generic = "System.Collections.Generic";
    private const string Tasks = "System.Threading.Tasks";

    /// <summary>Whether the type is the one of this namespace, name and number of type parameters, outside any other type.</summary>
    public static bool Is(ITypeSymbol? type, string @namespace, string name, int arity = 0) =>
        type is INamedTypeSymbol { ContainingType: null } named
        && named.Arity == arity
        && string.Equals(named.Name, name, StringComparison.Ordinal)
        && IsNamespace(named.ContainingNamespace, @namespace);

    public static bool IsDistil(ITypeSymbol? type, string name, int arity = 0) => Is(type, Namespace, name, arity);

    public static AttributeData? Attribute(ISymbol symbol, string name) => Attributes(symbol, name).FirstOrDefault();

    public static IEnumerable<AttributeData> Attributes(ISymbol symbol, string name) =>
        symbol.GetAttributes().Where(attribute => IsDistil(attribute.AttributeClass, name + "Attribute"));

    public static bool HasAttribute(ISymbol symbol, string @namespace, string name) =>
        symbol.GetAttributes().Any(attribute => Is(attribute.AttributeClass, @namespace, name));

    public static bool IsPipeline(ITypeSymbol type) => Attribute(type, "Pipeline") is not null;

    public static bool IsRow(ITypeSymbol type) => type is INamedTypeSymbol && Attribute(type.OriginalDefinition, "Row") is not null;

    public static bool IsFlags(ITypeSymbol type) => HasAttribute(type, "System", "FlagsAttribute");

    public static bool IsCancellationToken(ITypeSymbol type) => Is(type, "System.Threading", "CancellationToken");

    public static bool IsStepContext(ITypeSymbol type) => IsDistil(type, "StepContext");

    public static bool IsPass(ITypeSymbol type) => IsDistil(type, "Pass");

    public static bool IsTask(ITypeSymbol type, out ITypeSymbol? result) => IsAwaitable(type, "Task", out result);

    public static bool IsValueTask(ITypeSymbol type, out ITypeSymbol? result) => IsAwaitable(type, "ValueTask", out result);

    public static ITypeSymbol? AsyncEnumerableItem(ITypeSymbol type) => Argument(type, Generic, "IAsyncEnumerable");

    public static ITypeSymbol? JsonRowsItem(ITypeSymbol type) => Argument(type, Namespace + ".Engine", "JsonRows");

    public static ITypeSymbol? ReadOnlyListItem(ITypeSymbol type) => Argument(type, Generic, "IReadOnlyList");

    public static ITypeSymbol? ReadOnlyMemoryItem(ITypeSymbol type) => Argument(type, "System", "ReadOnlyMemory");

    public static ITypeSymbol? MemoryItem(ITypeSymbol type) => Argument(type, "System", "Memory");

    public static ITypeSymbol? ReadOnlySpanItem(ITypeSymbol type) => Argument(type, "System", "ReadOnlySpan");

    /// <summary>
    /// The <c>T</c> of the one <paramref name="interfaceName"/> that the type is or implements; null where there is none or are several.
    /// </summary>
    public static ITypeSymbol? ItemOf(ITypeSymbol type, string interfaceName)
    {
        if (Argument(type, Generic, interfaceName) is { } direct)
        {
            return direct;
        }

        var items = type.AllInterfaces
            .Select(candidate => Argument(candidate, Generic, interfaceName))
            .OfType<ITypeSymbol>()
            .Take(2)
            .ToList();
        return items.Count == 1 ? items[0] : null;
    }

    public static bool Implements(ITypeSymbol type, string name) => type.AllInterfaces.Any(candidate => IsDistil(candidate, name));

    public static bool IsNullableValue(ITypeSymbol type, out ITypeSymbol underlying)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            underlying = nullable.TypeArguments[0];
            return true;
        }

        underlying = type;
        return false;
    }

    /// <summary>
    /// Whether some part of the type could not be found, or cannot be: the compiler says so, and nothing more is to be said.
    /// </summary>
    public static bool IsUnknown(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsUnknown(array.ElementType),
        IPointerTypeSymbol pointer => IsUnknown(pointer.PointedAtType),
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [{ IsRefLikeType: true }] } =>
            true,
        INamedTypeSymbol named => named.TypeKind == TypeKind.Error || named.TypeArguments.Any(IsUnknown)
            || (named.ContainingType is { } outer && IsUnknown(outer)),
        _ => type.TypeKind == TypeKind.Error,
    };

    /// <summary>Whether some part of the type can be named in one file alone.</summary>
    public static bool IsFileLocal(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsFileLocal(array.ElementType),
        IPointerTypeSymbol pointer => IsFileLocal(pointer.PointedAtType),
        INamedTypeSymbol named =>
            named.IsFileLocal || named.TypeArguments.Any(IsFileLocal) || (named.ContainingType is { } outer && IsFileLocal(outer)),
        _ => false,
    };

    private static bool IsAwaitable(ITypeSymbol type, string name, out ITypeSymbol? result)
    {
        result = Argument(type, Tasks, name);
        return result is not null || Is(type, Tasks, name);
    }

    private static ITypeSymbol? Argument(ITypeSymbol type, string @namespace, string name) =>
        Is(type, @namespace, name, arity: 1) ? ((INamedTypeSymbol)type).TypeArguments[0] : null;

    private static bool IsNamespace(INamespaceSymbol? symbol, string name)
    {
        var end = name.Length;
        while (symbol is { IsGlobalNamespace: false })
        {
            var start = name.LastIndexOf('.', end - 1) + 1;
            if (string.CompareOrdinal(symbol.Name, 0, name, start, Math.Max(symbol.Name.Length, end - start)) != 0)
            {
                return false;
            }

            symbol = symbol.ContainingNamespace;
            if (start == 0)
            {
                return symbol is { IsGlobalNamespace: true };
            }

            end = start - 1;
        }

        return false;
    }
}
