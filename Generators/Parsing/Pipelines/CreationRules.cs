using Distil.Generators.Diagnostics;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Pipelines;

/// <summary>Keeps the values of a pipeline's constructor apart from the sections of a configuration that stand beside them.</summary>
internal static class CreationRules
{
    /// <summary>The section that holds how a pipeline is run.</summary>
    public const string RunSection = "Run";

    public static void Check(PipelineContext context)
    {
        foreach (var parameter in CreationParser.Values(context.Pipeline))
        {
            var step = context.Steps.FirstOrDefault(step => IsSame(step.Name, parameter.Name));
            if (step is not null || IsSame(parameter.Name, RunSection))
            {
                context.Bag.Report(
                    ShapeRules.ValueNamedLikeStep,
                    context.Location(parameter),
                    parameter.Name,
                    step is null ? $"the section '{RunSection}'" : $"the step '{step.Name}'",
                    $"{context.Pipeline.Name}:{step?.Name ?? RunSection}");
            }
        }
    }

    /// <summary>Whether two names are one in a configuration.</summary>
    public static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
