using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Steps;

/// <summary>Reads a step's <c>[RuntimeParameter]</c> properties, inherited ones included.</summary>
internal static class RuntimeParameterParser
{
    /// <summary>The settings that the generated parameters of every step can have.</summary>
    private static readonly string[] s_reserved = ["Concurrency", "BatchSize"];

    public static void Parse(StepShape step, Compilation compilation, DiagnosticBag bag)
    {
        var parameters = new List<ParameterModel>();
        var types = new List<ITypeSymbol>();
        foreach (var (property, attribute) in Find(step.Type))
        {
            if (WellKnownTypes.IsUnknown(property.Type))
            {
                bag.MarkBroken();
                continue;
            }

            var location = SourceLocations.Of(property, compilation) ?? SourceLocations.Of(step.Type, compilation);
            if (Fault(property, compilation) is { } fault)
            {
                bag.Report(ShapeRules.ParameterNotSettable, location, step.Name, property.Name, fault);
                continue;
            }

            if (s_reserved.Contains(property.Name, StringComparer.Ordinal))
            {
                bag.Report(
                    ShapeRules.ReservedName,
                    location,
                    property.Name,
                    "it is a setting of every step's parameters; expected another name for the [RuntimeParameter]");
                continue;
            }

            var isRequired = NamedArguments.Find(attribute, "Required") is { Value: true };
            var isSecret = NamedArguments.Find(attribute, "Secret") is { Value: true };
            var summary = DocComments.Summary(property);
            parameters.Add(new ParameterModel(
                property.Name, TypeNames.Code(property.Type), isRequired, summary, isSecret, ParameterDefaults.Of(property)));
            types.Add(property.Type);
        }

        step.Parameters = parameters;
        step.ParameterTypes = types;
    }

    public static IEnumerable<(IPropertySymbol Property, AttributeData Attribute)> Find(INamedTypeSymbol step)
    {
        var chain = new List<INamedTypeSymbol>();
        for (var current = step; current is not null && current.SpecialType != SpecialType.System_Object; current = current.BaseType)
        {
            chain.Insert(0, current);
        }

        // A generated assignment uses the most derived declaration of a name. In the order it stands where the first one stands.
        var names = new List<string>();
        var found = new Dictionary<string, (IPropertySymbol, AttributeData)>(StringComparer.Ordinal);
        foreach (var property in chain.SelectMany(DeclaredMembers.Properties))
        {
            var attribute = WellKnownTypes.Attribute(property, "RuntimeParameter");
            if (attribute is null && found.TryGetValue(property.Name, out var inherited) && property.IsOverride)
            {
                attribute = inherited.Item2;
            }

            if (attribute is not null)
            {
                if (!found.ContainsKey(property.Name))
                {
                    names.Add(property.Name);
                }

                found[property.Name] = (property, attribute);
            }
        }

        return names.Select(name => found[name]);
    }

    private static string? Fault(IPropertySymbol property, Compilation compilation)
    {
        if (property.IsStatic)
        {
            return "is static";
        }

        if (property.IsIndexer)
        {
            return "is an indexer";
        }

        // An override of one accessor inherits the other.
        var (getter, setter) = (Accessor(property, candidate => candidate.GetMethod), Accessor(property, candidate => candidate.SetMethod));
        if (setter is null)
        {
            return "has no 'set'";
        }

        if (setter.IsInitOnly)
        {
            return "has 'init'";
        }

        if (getter is null)
        {
            return "has no 'get'";
        }

        return MemberAccess.IsUsable(getter, compilation) && MemberAccess.IsUsable(setter, compilation) ? null : "is not accessible";
    }

    private static IMethodSymbol? Accessor(IPropertySymbol property, Func<IPropertySymbol, IMethodSymbol?> select)
    {
        for (var current = property; current is not null; current = current.OverriddenProperty)
        {
            if (select(current) is { } accessor)
            {
                return accessor;
            }
        }

        return null;
    }
}
