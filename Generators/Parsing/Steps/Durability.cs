using Distil.Generators.Parsing.Rows;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Steps;

/// <summary>Whether the answers of a step are kept, as far as its class alone says.</summary>
internal static class Durability
{
    /// <summary>
    /// A step that is durable by default alone is not durable where a file cannot hold what it takes or makes. What the context of a
    /// pipeline adds to the types that files hold is not known here, nor what a type parameter stands for.
    /// </summary>
    public static bool IsDurable(StepShape step, Compilation compilation)
    {
        if (!SettingsParser.Parse(step, onProperty: null).Durable)
        {
            return false;
        }

        if (NamedArguments.Find(step.Attribute, "Durable") is not null)
        {
            return true;
        }

        var types = new JsonTypeParser(compilation, new JsonContextTypes(context: null));
        var taken = (step.Method?.Parameters ?? [])
            .Where(parameter => parameter.Kind == Model.ArgumentKind.Column)
            .Select(parameter => parameter.Type);
        var made = (step.Method?.Outputs ?? []).Select(output => output.Type);
        return taken.Concat(made).All(type => types.Add(type) is null or { TypeKind: TypeKind.TypeParameter });
    }
}
