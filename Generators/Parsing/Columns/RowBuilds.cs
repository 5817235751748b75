using Distil.Generators.Model;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Steps;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Columns;

/// <summary>
/// Where several steps in one line, or behind one fork, take a row that is made of the same columns, it is made once, at the last step that
/// every such row comes by, and carried on.
/// </summary>
internal static class RowBuilds
{
    public static void Share(PipelineContext context)
    {
        if (context.Bag.HasErrors)
        {
            return;
        }

        var uses = context.Topology.Order.Select(index => context.Steps[index])
            .SelectMany(step => step.Arguments.Select((argument, index) => new Use(step, index, argument)))
            .Where(use => use.Argument is { Kind: ArgumentKind.Row, Members.Count: > 0 });
        foreach (var group in uses.GroupBy(use => (use.Argument.Members, Type(use))).Where(group => group.Skip(1).Any()).ToList())
        {
            Share(group.ToList(), context);
        }
    }

    private static void Share(List<Use> uses, PipelineContext context)
    {
        var chains = uses.Select(use => Chain(use.Step)).ToList();
        if (chains[0].FirstOrDefault(step => chains.TrueForAll(chain => chain.Contains(step))) is not { } last
            || MakingPoint(last, uses) is not var (step, isBefore))
        {
            return;
        }

        var row = (INamedTypeSymbol)Parameter(uses[0]).Row!.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        var column = context.AddObject(row, step, uses[0].Argument.Members.Select(member => member.Column));
        step.Builds.Add(new RowBuildModel(column.Id, TypeNames.Code(row), uses[0].Argument.Members, isBefore));
        foreach (var use in uses)
        {
            use.Step.Arguments[use.Index] = use.Argument with
            {
                Kind = ArgumentKind.Column,
                Column = column.Id,
                NeedsConversion = !SymbolEqualityComparer.Default.Equals(row, Parameter(use).Type),
                Members = EquatableArray<RowMemberModel>.Empty,
            };
        }
    }

    /// <summary>
    /// Where the row can be made so that every row is one that some of these steps take: before a step of these that the loop calls, or
    /// behind a step that sends each row on; null: each makes its own.
    /// </summary>
    private static (StepNode Step, bool IsBefore)? MakingPoint(StepNode last, List<Use> uses)
    {
        if (!uses.Exists(use => use.Step == last))
        {
            return Sends(last, uses) && uses.Exists(use => Comes(last, use.Step)) ? (last, false) : null;
        }

        if (last.Shape.Method is { Form: MethodForm.Row, IsAsync: false } && !last.Settings.AskForCalls)
        {
            return (last, true);
        }

        return last is { InputKind: InputKind.From, Edges: [{ Routes.Count: 0, Step: var above }] } && Sends(above, uses)
            ? (above, false)
            : null;
    }

    private static bool Sends(StepNode step, List<Use> uses) =>
        step.Kind != StepKind.Router && uses[0].Argument.Members.All(member => step.Outputs.Exists(column => column.Id == member.Column));

    /// <summary>Whether every row that leaves one step comes to the other: no filter, no route and no join is between them.</summary>
    private static bool Comes(StepNode from, StepNode to)
    {
        for (var step = to; step != from; step = step.Edges[0].Step)
        {
            if (step.Edges is not [{ Routes.Count: 0 }] || (step != to && step.Kind is StepKind.Filter))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The step, and those above it from which all of its rows come, one after the other.</summary>
    private static List<StepNode> Chain(StepNode step)
    {
        var chain = new List<StepNode> { step };
        while (step is { InputKind: InputKind.From, MakesNewRows: false, Edges: [var edge, ..] })
        {
            step = edge.Step;
            chain.Add(step);
        }

        return chain;
    }

    private static ParameterShape Parameter(Use use) => use.Step.Shape.Method!.Parameters[use.Index];

    private static string Type(Use use) => TypeNames.Key(Parameter(use).Row!.Type);

    private sealed record Use(StepNode Step, int Index, ArgumentModel Argument);
}
