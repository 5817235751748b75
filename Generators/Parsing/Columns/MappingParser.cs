using Distil.Generators.Diagnostics;
using Distil.Generators.Model;
using Distil.Generators.Naming;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Columns;

/// <summary>Reads the mappings of a property and checks that what they name exists.</summary>
internal static class MappingParser
{
    public static List<Mapping> Inputs(StepNode step, PipelineContext context)
    {
        var mappings = Parse(step, "InputMapping", context);
        if (step.Shape.IsBroken)
        {
            return mappings;
        }

        var parameters = (step.Shape.Method?.Parameters ?? []).Where(parameter => parameter.Kind == ArgumentKind.Column).ToList();
        var targets = parameters.Select(parameter => parameter.Name)
            .Concat(parameters.SelectMany(parameter => parameter.Row?.Members ?? []).Select(member => member.Name))
            .ToList();
        for (var i = 0; i < mappings.Count; i++)
        {
            var mapping = mappings[i];
            if (targets.Any(target => Names.Same(target, mapping.Target)))
            {
                continue;
            }

            // It goes on as if the name that was meant stood there.
            mappings[i] = mapping with { Target = Meant(mapping, mappings, targets), IsGuess = true };
            context.Bag.Report(
                ColumnRules.UnknownParameter,
                mapping.TargetLocation ?? step.Location,
                context.Location((ISymbol?)step.Shape.Method?.Symbol ?? step.Shape.Type),
                [step.Name, mapping.Target, Method(step), NearestName.Hint(mapping.Target, targets, TakesNothing(step))],
                FixData.Empty.With(FixProperties.Nearest, NearestName.Find(mapping.Target, targets)));
        }

        return mappings;
    }

    public static List<Mapping> Outputs(StepNode step, PipelineContext context)
    {
        var mappings = Parse(step, "OutputMapping", context);
        if (step.Shape.IsBroken)
        {
            return mappings;
        }

        var isPass = step.Kind == StepKind.Pass;
        var members = (
            isPass ? step.Inputs.Select(column => column.Name) : (step.Shape.Method?.Outputs ?? []).Select(output => output.Name)).ToList();
        for (var i = 0; i < mappings.Count; i++)
        {
            var mapping = mappings[i];
            if (!members.Any(member => Names.Same(member, mapping.Target)))
            {
                if (isPass && !step.KnowsInputs)
                {
                    // The column may be there and only not be known, after an error above: so what leaves is not known either.
                    step.HasBrokenOutputs = true;
                    continue;
                }

                mappings[i] = mapping with { Target = Meant(mapping, mappings, members), IsGuess = true };
                if (isPass && !context.IsFirstToMiss(mapping.Target, step))
                {
                    continue;
                }

                context.Bag.Report(
                    ColumnRules.UnknownMember,
                    mapping.TargetLocation ?? step.Location,
                    context.Location((ISymbol?)step.Shape.Method?.Symbol ?? step.Shape.Type),
                    [
                        step.Name,
                        mapping.Target,
                        Method(step),
                        isPass ? "pass on" : "make",
                        NearestName.Hint(mapping.Target, members, isPass ? "; no column comes in" : "; it makes no column")],
                    FixData.Empty.With(FixProperties.Nearest, NearestName.Find(mapping.Target, members)));
            }
            else if (!Names.IsColumnName(mapping.Column))
            {
                context.Bag.Report(ColumnRules.InvalidColumnName, mapping.ColumnLocation ?? step.Location, step.Name, mapping.Column);
                step.HasBrokenOutputs = true;
            }
        }

        return mappings.Where(mapping => Names.IsColumnName(mapping.Column)).ToList();
    }

    private static string TakesNothing(StepNode step) =>
        step.Kind == StepKind.Pass ? "; it takes no column, and gives one another name with [OutputMapping]" : "; it takes no column";

    /// <summary>The name that was most likely meant: the nearest of those that no other mapping has, or the only one.</summary>
    private static string Meant(Mapping mapping, List<Mapping> mappings, IEnumerable<string> names)
    {
        var free = names.Where(name => !mappings.Any(other => Names.Same(other.Target, name))).ToList();
        return NearestName.Find(mapping.Target, free) ?? (free.Count == 1 ? free[0] : mapping.Target);
    }

    private static List<Mapping> Parse(StepNode step, string name, PipelineContext context)
    {
        var mappings = new List<Mapping>();
        foreach (var attribute in WellKnownTypes.Attributes(step.Property, name))
        {
            if (attribute.ConstructorArguments
                is not [{ Kind: TypedConstantKind.Primitive } first, { Kind: TypedConstantKind.Primitive } second])
            {
                context.Bag.MarkBroken();
                continue;
            }

            // Null in the place of a name is a name that nothing has.
            var (target, column) = (first.Value as string ?? "", second.Value as string ?? "");
            var mapping = new Mapping(target, column, SourceLocations.OfArgument(attribute, 0), SourceLocations.OfArgument(attribute, 1));
            if (mappings.Any(other => Names.Same(other.Target, target)))
            {
                context.Bag.Report(ColumnRules.MappedTwice, mapping.TargetLocation ?? step.Location, step.Name, target);
            }
            else
            {
                mappings.Add(mapping);
            }
        }

        return mappings;
    }

    private static string Method(StepNode step) =>
        step.Shape.Method is { } method ? step.Shape.Name + "." + method.Symbol.Name : step.Shape.Name;
}
