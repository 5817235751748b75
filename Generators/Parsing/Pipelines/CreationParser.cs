using System.Globalization;
using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distil.Generators.Parsing.Pipelines;

/// <summary>Finds out how a pipeline can be made: which constructor is called, and which of its parameters are values.</summary>
internal static class CreationParser
{
    private static readonly string[] s_values = ["DateTimeOffset", "DateOnly", "TimeOnly", "TimeSpan", "Guid"];

    /// <returns>
    /// Null: nobody can make an object of an abstract class, or the language has no static members of interfaces.
    /// </returns>
    public static CreationModel? Parse(PipelineContext context)
    {
        if (context.Pipeline.IsAbstract || GeneratedCodeRules.IsTooOld(context.Compilation))
        {
            return null;
        }

        var constructors = Candidates(context.Pipeline);
        if (constructors.Count != 1)
        {
            return Fault("has several constructors and none that is primary");
        }

        var constructor = constructors[0];
        if (HasRequiredMembers(context.Pipeline)
            && !WellKnownTypes.HasAttribute(constructor, "System.Diagnostics.CodeAnalysis", "SetsRequiredMembersAttribute"))
        {
            return Fault("has required members");
        }

        if (Obsolescence.IsError(constructor) || constructor.Parameters.Any(parameter => Obsolescence.IsError(parameter.Type)))
        {
            return Fault("has a constructor that uses what is obsolete");
        }

        return constructor.Parameters.FirstOrDefault(parameter => !CanBeNamed(parameter, context.Compilation)) is { } unnamed
            ? Fault($"takes '{unnamed.Name}' in a way that generated code cannot write")
            : new CreationModel(constructor.Parameters.Select(Argument).ToEquatableArray());
    }

    /// <summary>The values that the constructor takes from which the pipeline is made.</summary>
    public static IEnumerable<IParameterSymbol> Values(INamedTypeSymbol pipeline) =>
        Candidates(pipeline) is [var constructor] ? constructor.Parameters.Where(parameter => IsValue(parameter.Type)) : [];

    private static CreationModel Fault(string why) => new(EquatableArray<ConstructorArgumentModel>.Empty, why);

    /// <summary>The primary constructor if there is one, otherwise those that are written, or the one that is not.</summary>
    private static IReadOnlyList<IMethodSymbol> Candidates(INamedTypeSymbol pipeline)
    {
        var all = pipeline.InstanceConstructors.Where(constructor => !IsCopy(constructor, pipeline)).ToList();
        var primary = all.Where(ConstructorParameters.IsPrimary).ToList();
        var shown = all.Where(static constructor => constructor.DeclaredAccessibility == Accessibility.Public).ToList();
        return primary.Count == 1 ? primary : all.Count == 1 ? all : shown;
    }

    private static bool IsCopy(IMethodSymbol constructor, INamedTypeSymbol pipeline) =>
        pipeline.IsRecord
        && constructor.Parameters is [var only]
        && SymbolEqualityComparer.Default.Equals(only.Type, pipeline);

    private static bool HasRequiredMembers(INamedTypeSymbol pipeline)
    {
        for (var type = pipeline; type is not null; type = type.BaseType)
        {
            if (type.GetMembers().Any(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
            {
                return true;
            }
        }

        return false;
    }

    private static bool CanBeNamed(IParameterSymbol parameter, Compilation compilation) =>
        parameter.RefKind is RefKind.None or RefKind.In
        && !parameter.Type.IsRefLikeType
        && parameter.Type is not (IPointerTypeSymbol or IFunctionPointerTypeSymbol)
        && !WellKnownTypes.IsUnknown(parameter.Type)
        && IsGlobal(parameter.Type, compilation);

    /// <summary>Whether the type can be named from the global namespace: its assembly is not seen under an alias alone.</summary>
    private static bool IsGlobal(ITypeSymbol type, Compilation compilation) => type switch
    {
        IArrayTypeSymbol array => IsGlobal(array.ElementType, compilation),
        INamedTypeSymbol named => named.TypeArguments.All(argument => IsGlobal(argument, compilation))
            && (compilation.GetMetadataReference(named.ContainingAssembly)?.Properties.Aliases is not { IsDefaultOrEmpty: false } aliases
                || aliases.Contains(MetadataReferenceProperties.GlobalAlias)),
        _ => true,
    };

    private static ConstructorArgumentModel Argument(IParameterSymbol parameter)
    {
        // What may be null is null if nothing is said.
        var isValue = IsValue(parameter.Type);
        var isOptional = parameter.HasExplicitDefaultValue || Conversions.IsNullable(parameter.Type);
        var value = parameter.HasExplicitDefaultValue ? parameter.ExplicitDefaultValue : null;
        return new ConstructorArgumentModel(
            parameter.Name,
            TypeNames.Code(parameter.Type),
            isValue,
            isValue && isOptional ? Literal(value, parameter.Type) : null,
            isOptional,
            Key(parameter),
            isValue ? DocComments.Parameter(parameter) : null);
    }

    private static bool IsValue(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            type = nullable.TypeArguments[0];
        }

        return type.TypeKind == TypeKind.Enum
            || type.SpecialType is (>= SpecialType.System_Boolean and <= SpecialType.System_String and not SpecialType.System_Void)
                or SpecialType.System_DateTime
            || s_values.Any(name => WellKnownTypes.Is(type, "System", name));
    }

    private static string? Key(IParameterSymbol parameter)
    {
        var attribute = parameter.GetAttributes().FirstOrDefault(static attribute => WellKnownTypes.Is(
            attribute.AttributeClass, "Microsoft.Extensions.DependencyInjection", "FromKeyedServicesAttribute"));
        return attribute?.ConstructorArguments is [var key]
            ? key.Kind switch
            {
                TypedConstantKind.Type when key.Value is ITypeSymbol type => $"typeof({TypeNames.Key(type)})",
                _ => Literal(key.Value, key.Type),
            }
            : null;
    }

    /// <summary>A constant as code.</summary>
    private static string Literal(object? value, ITypeSymbol? type) => value switch
    {
        null => type?.IsValueType == true ? "default" : "null",
        _ when Enum(type) is { } @enum => $"({TypeNames.Code(@enum)})({Literal(value, type: null)})",
        string text => Names.Literal(text),
        double number => Floating(number, "double", double.IsNaN(number), double.IsInfinity(number), number > 0, "d"),
        float number => Floating(number, "float", float.IsNaN(number), float.IsInfinity(number), number > 0, "f"),
        decimal number => number.ToString(CultureInfo.InvariantCulture) + "m",
        _ => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false) ?? "default",
    };

    private static string Floating(IFormattable number, string type, bool isNaN, bool isInfinite, bool isPositive, string suffix) =>
        isNaN ? type + ".NaN"
        : isInfinite ? type + (isPositive ? ".PositiveInfinity" : ".NegativeInfinity")
        : number.ToString("R", CultureInfo.InvariantCulture) + suffix;

    private static ITypeSymbol? Enum(ITypeSymbol? type) => type switch
    {
        { TypeKind: TypeKind.Enum } => type,
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => Enum(nullable.TypeArguments[0]),
        _ => null,
    };
}
