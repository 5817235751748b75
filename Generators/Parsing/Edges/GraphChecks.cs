using Distil.Generators.Diagnostics;
using Distil.Generators.Graph;
using Distil.Generators.Model;
using Distil.Generators.Parsing.Pipelines;
using Distil.Generators.Parsing.Steps;
using Distil.Generators.Parsing.Symbols;
using Microsoft.CodeAnalysis;

namespace Distil.Generators.Parsing.Edges;

/// <summary>Checks the graph as a whole: every step is reached, and none reaches itself.</summary>
internal static class GraphChecks
{
    public static void Check(PipelineContext context)
    {
        context.Topology = new Topology(
            context.Steps.Select(step => (IReadOnlyList<int>)step.Edges.Select(edge => edge.Step.Index).ToList()).ToList(),
            context.Steps.Select(step => step.StartsNewSource).ToList());

        CheckCycles(context);
        foreach (var step in context.Steps)
        {
            if (step.Kind != StepKind.Source && step.Edges.Count == 0 && !step.HasBrokenEdges)
            {
                // Told by UnconnectedSteps, when the columns that could come are known.
                step.IsUnconnected = step.Shape.IsKindCertain;
                step.HasBrokenEdges = true;
            }
        }

        // In their order, so that those in a circle, and those below one, stay unknown.
        foreach (var step in context.Topology.Order.Select(index => context.Steps[index]))
        {
            step.KnowsRows = !step.HasBrokenEdges
                && !step.HasBrokenRoutes
                && step.Edges.All(edge => edge.Step.KnowsRows && !edge.Step.Shape.IsBroken);
        }

        foreach (var step in context.Steps)
        {
            CheckLeaf(step, context);
        }
    }

    private static void CheckLeaf(StepNode step, PipelineContext context)
    {
        // An edge that is wrong may be the one by which the step is read.
        var reader = step.Readers.Find(other => !other.HasBrokenEdges);
        var isSink = step.Kind == StepKind.Sink && step.Shape.IsKindCertain;
        if (WellKnownTypes.Attribute(step.Property, "Leaf") is { } leaf && (isSink || reader is not null))
        {
            var why = isSink ? "in a sink the rows end" : $"'{reader!.Name}' reads it";
            context.Bag.Report(GraphRules.LeafOnNoLeaf, SourceLocations.Of(leaf) ?? step.Location, step.Name, why);
        }

        if (step.Settings.OnError == ErrorPolicy.Skip && step.Form == MethodForm.All && !step.IsLeaf)
        {
            var location = NamedArguments.Find(step.SettingsAttribute, "OnError") is not null
                ? SourceLocations.OfSetting(step.SettingsAttribute!, "OnError")
                : step.Location;
            context.Bag.Report(
                SettingRules.SkipOnNoGlobalLeaf, location, step.Name, $"a global step that '{step.Readers.FirstOrDefault()?.Name}' reads");
        }
    }

    private static void CheckCycles(PipelineContext context)
    {
        if (!context.Topology.IsCyclic)
        {
            return;
        }

        var told = new HashSet<StepNode>();
        foreach (var step in context.Steps)
        {
            // Around the circle against the direction of the rows: the step, what it reads, and so on back to the step.
            if (told.Contains(step) || Circle(step) is not { } circle || circle.Any(told.Contains))
            {
                continue;
            }

            told.UnionWith(circle);
            circle.ForEach(member => member.HasBrokenEdges = true);
            var path = string.Join(" → ", circle.AsEnumerable().Reverse().Select(member => member.Name));
            var edge = step.Edges.First(candidate => candidate.Step == circle[1]);
            context.Bag.Report(GraphRules.Cycle, edge.Location ?? step.Location, step.Name, path);
        }
    }

    /// <summary>
    /// The shortest path from the step over the steps that it reads back to it, both ends included; null where there is none.
    /// </summary>
    private static List<StepNode>? Circle(StepNode start)
    {
        var from = new Dictionary<StepNode, StepNode>();
        var queue = new Queue<StepNode>();
        queue.Enqueue(start);
        while (queue.Count > 0)
        {
            var step = queue.Dequeue();
            foreach (var input in step.Edges.Select(edge => edge.Step))
            {
                if (input == start)
                {
                    var circle = new List<StepNode> { start };
                    for (var member = step; member != start; member = from[member])
                    {
                        circle.Insert(0, member);
                    }

                    circle.Insert(0, start);
                    return circle;
                }

                if (!from.ContainsKey(input))
                {
                    from[input] = step;
                    queue.Enqueue(input);
                }
            }
        }

        return null;
    }
}
