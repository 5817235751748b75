using Distil.Generators.Model;
using Distil.Generators.Planning;

namespace Distil.Generators.Tests.Planning;

/// <summary>What no bounded engine can run, and a diagnostic keeps from the planner.</summary>
internal static class Bounds
{
    /// <summary>
    /// Two sources that are merged, one after the other, and zipped, side by side: with each other, or each with a third.
    /// </summary>
    public static bool ZipsAndMerges(Pipeline pipeline)
    {
        var graph = new StepGraph(pipeline.Steps);
        var sources = new HashSet<int>[pipeline.Steps.Count];
        foreach (var step in graph.Order)
        {
            sources[step] = graph.StartsNumbers(step) ? [step] : graph.NumberBranches(step).SelectMany(branch => sources[branch.Step]).ToHashSet();
        }

        var group = Enumerable.Range(0, pipeline.Steps.Count).ToArray();
        foreach (var zip in pipeline.Steps.Where(step => step.Input.Kind == InputKind.Zip))
        {
            var zipped = zip.Input.Branches.SelectMany(branch => sources[branch.Step]).Select(source => group[source]).Distinct().ToList();
            for (var source = 0; source < group.Length; source++)
            {
                group[source] = zipped.Contains(group[source]) ? zipped[0] : group[source];
            }
        }

        return pipeline.Steps.Where(step => step.Input.Kind == InputKind.Merge)
            .Select(merge => merge.Input.Branches.SelectMany(branch => sources[branch.Step]).Distinct().Select(source => group[source]).ToList())
            .Any(merged => merged.Distinct().Count() < merged.Count);
    }
}
