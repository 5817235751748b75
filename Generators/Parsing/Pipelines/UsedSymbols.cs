using Distil.Generators.Parsing.Steps;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Pipelines;

/// <summary>The symbols that the code generated for a step names, calls, reads or makes.</summary>
internal static class UsedSymbols
{
    /// <summary>
    /// The step's property, class and method, its runtime parameters, and the types that its columns are made of with their members.
    /// </summary>
    public static IEnumerable<ISymbol> Of(StepNode step)
    {
        yield return step.Property;
        yield return step.Shape.Type.OriginalDefinition;
        if (step.Shape.Method is { } method)
        {
            yield return method.Symbol.OriginalDefinition;
        }

        foreach (var symbol in RuntimeParameterParser.Find(step.Shape.Type).SelectMany(parameter => WithAccessors(parameter.Property)))
        {
            yield return symbol;
        }

        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var symbol in Types(step).SelectMany(type => Of(type, seen)))
        {
            yield return symbol;
        }
    }

    /// <summary>Adds a type with the types that it consists of: elements of arrays, type arguments, members of rows and enums.</summary>
    private static IEnumerable<ISymbol> Of(ITypeSymbol type, HashSet<ISymbol> seen)
    {
        if (type is IArrayTypeSymbol array)
        {
            return Of(array.ElementType, seen);
        }

        if (type is not INamedTypeSymbol named || !seen.Add(named))
        {
            return [];
        }

        var members = Members(named).ToList();
        return new ISymbol[] { named.OriginalDefinition }
            .Concat(members)
            .Concat(named.TypeArguments.SelectMany(argument => Of(argument, seen)))
            .Concat(members.OfType<IPropertySymbol>().SelectMany(property => Of(property.Type, seen)));
    }

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Enum)
        {
            return type.GetMembers().OfType<IFieldSymbol>();
        }

        return WellKnownTypes.IsRow(type) ? type.InstanceConstructors.Concat(Bases(type).SelectMany(Properties)) : [];
    }

    private static IEnumerable<ISymbol> Properties(INamedTypeSymbol type) => type.GetMembers().OfType<IPropertySymbol>()
        .Where(property => property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public })
        .SelectMany(WithAccessors);

    private static IEnumerable<ISymbol> WithAccessors(IPropertySymbol property) =>
        new ISymbol?[] { property, property.GetMethod, property.SetMethod }.OfType<ISymbol>();

    private static IEnumerable<ITypeSymbol> Types(StepNode step)
    {
        var method = step.Shape.Method;
        var ofMethod = method is null ? [] : method.Symbol.Parameters.Select(parameter => parameter.Type).Append(method.Symbol.ReturnType);
        var leaf = WellKnownTypes.Attribute(step.Property, "Leaf")?.ConstructorArguments is [{ Value: ITypeSymbol row }]
            ? new[] { row }
            : [];
        return ofMethod.Concat(step.Shape.ParameterTypes).Concat(leaf);
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            yield return current;
        }
    }
}
