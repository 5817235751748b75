using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Rows;

/// <summary>The types whose single values can be compared with those of an earlier run.</summary>
internal static class ComparableTypes
{
    private static readonly string[] s_structs = ["Half", "DateTimeOffset", "DateOnly", "TimeOnly", "TimeSpan", "Guid"];

    /// <summary>Text, a number, a boolean, a date or time, a <c>Guid</c>.</summary>
    public static bool IsValue(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String or SpecialType.System_Boolean or SpecialType.System_Char or SpecialType.System_DateTime => true,
        SpecialType.System_IntPtr or SpecialType.System_UIntPtr => true,
        >= SpecialType.System_SByte and <= SpecialType.System_Double => true,
        _ => s_structs.Any(name => WellKnownTypes.Is(type, "System", name)),
    };

    /// <summary>One of these or an enum, or a nullable of them.</summary>
    public static bool IsArgument(ITypeSymbol type) => WellKnownTypes.IsNullableValue(type, out var underlying)
        ? IsArgument(underlying)
        : IsValue(type) || type.TypeKind == TypeKind.Enum;
}
