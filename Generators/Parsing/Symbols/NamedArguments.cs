using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Symbols;

/// <summary>What the source writes in an attribute as <c>Name = value</c>.</summary>
internal static class NamedArguments
{
    /// <summary>The named arguments; none where there is no attribute.</summary>
    public static IEnumerable<KeyValuePair<string, TypedConstant>> Of(AttributeData? attribute)
    {
        if (attribute is null)
        {
            return [];
        }

        return attribute.NamedArguments;
    }

    /// <summary>The value that the attribute gives to a name; null where it gives none.</summary>
    public static TypedConstant? Find(AttributeData? attribute, string name)
    {
        foreach (var argument in Of(attribute))
        {
            if (argument.Key == name && argument.Value.Kind != TypedConstantKind.Error)
            {
                return argument.Value;
            }
        }

        return null;
    }
}
