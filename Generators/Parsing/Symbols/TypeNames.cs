using Distil.Generators.Naming;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Symbols;

/// <summary>How types are written: in emitted code, as keys, and in messages.</summary>
internal static class TypeNames
{
    private static readonly SymbolDisplayFormat s_code = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(
            SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
            | SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.ExpandValueTuple
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat s_key = s_code
        .RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat s_message = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
            | SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>
    /// Fully qualified, with nullable annotations, without tuple element names (two tuples that differ in names alone are one type).
    /// </summary>
    public static string Code(ITypeSymbol type) => type.ToDisplayString(s_code);

    /// <summary>The type without nullable reference annotations: one type at run time has one key.</summary>
    public static string Key(ITypeSymbol type) => type.ToDisplayString(s_key);

    public static string Message(ITypeSymbol type) => type.ToDisplayString(s_message);

    /// <summary>The name by which a compilation finds the type, and that reflection gives it: <c>Space.Outer+Step`1</c>.</summary>
    public static string Metadata(INamedTypeSymbol type)
    {
        var name = type.MetadataName;
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            name = $"{outer.MetadataName}+{name}";
        }

        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            name = $"{space.MetadataName}.{name}";
        }

        return name;
    }

    /// <summary>An enum's member as code: <c>global::App.Difficulty.Easy</c>.</summary>
    public static string Member(IFieldSymbol field) => Code(field.ContainingType) + "." + Names.Escape(field.Name);
}
