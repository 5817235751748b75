using Distil.Generators.Diagnostics;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Leaves;

/// <summary>Finds data sets whose rows show what is <c>[Obsolete]</c> as an error.</summary>
internal static class ObsoleteRows
{
    /// <summary>A column of a generated row has a type that only obsolete code may name, and the row is not obsolete.</summary>
    public static void Check(IReadOnlyList<LeafShape> leaves, PipelineContext context)
    {
        if (Obsolescence.IsObsolete(context.Pipeline))
        {
            return;
        }

        foreach (var (step, name, type) in Shown(leaves, context).Where(shown => Obsolescence.IsError(shown.Type)))
        {
            context.Bag.Report(
                ShapeRules.GeneratedCodeCannotUse,
                step.Location,
                step.Name,
                $"shows '{name}' of type '{TypeNames.Message(type)}', which is [Obsolete] as an error",
                "names it in a member that is not");
        }
    }

    private static IEnumerable<(StepNode Step, string Name, ITypeSymbol Type)> Shown(
        IReadOnlyList<LeafShape> leaves, PipelineContext context) => leaves
        .Where(leaf => leaf.UserType is null)
        .SelectMany(leaf => leaf.Columns.Select(column => (leaf.Step, column.Name, column.Type)))
        .Concat(context.Steps.SelectMany(step =>
            step.Shape.Parameters.Zip(step.Shape.ParameterTypes, (parameter, type) => (step, parameter.Name, type))));
}
