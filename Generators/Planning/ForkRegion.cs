using Distil.Generators.Model;

namespace Distil.Generators.Planning;

/// <summary>The part of the graph between a fork and one fan-in of its branches that is a stage.</summary>
internal sealed class ForkRegion
{
    private readonly HashSet<int> _between;

    private ForkRegion(StepGraph graph, int fork, int fanIn, bool isCounted, HashSet<int> between, bool crossesGlobal)
    {
        Fork = fork;
        FanIn = fanIn;
        IsCounted = isCounted;
        CrossesGlobal = crossesGlobal;
        _between = between;
        MayDrop = FindMayDrop(graph);
        BatchSteps =
        [
            .. graph.Order
                .Where(step => between.Contains(step) && StepGraph.Form(graph.Steps[step]) == MethodForm.Batch)
                .Select(step => new BatchStepModel(step, MayDrop.Contains(step))),
        ];
    }

    internal int Fork { get; }

    internal int FanIn { get; }

    /// <summary>
    /// True: the rows are aligned by a number that the fork counts. False: the fork is a source, whose ordinals are known everywhere below.
    /// </summary>
    internal bool IsCounted { get; }

    /// <summary>
    /// Whether the fan-in waits for a global step that waits for the whole fork: holding the fork back would hang the run.
    /// </summary>
    internal bool CrossesGlobal { get; }

    /// <summary>The steps between on whose input rows of the fork may have been dropped.</summary>
    internal HashSet<int> MayDrop { get; }

    internal IReadOnlyList<BatchStepModel> BatchSteps { get; }

    /// <summary>Whether a step lies strictly between.</summary>
    internal bool Contains(int step) => _between.Contains(step);

    /// <summary>Whether an edge lies on a path from the fork to the fan-in.</summary>
    internal bool Carries(int from, int to) => (from == Fork || Contains(from)) && (to == FanIn || Contains(to));

    internal static ForkRegion OfFork(StepGraph graph, int fanIn)
    {
        var fork = graph.Fork(fanIn);
        var between = graph.Between(fork, fanIn);
        return new ForkRegion(graph, fork, fanIn, isCounted: true, between, between.Any(graph.IsGlobal));
    }

    /// <summary>
    /// One for each source whose numbers align the rows that are zipped here, or merged with another source's. A source
    /// beyond the right side of a zip further up is held back by that zip alone: its numbers end there.
    /// </summary>
    internal static IEnumerable<ForkRegion> OfSources(StepGraph graph, int fanIn, CoupledSources coupled)
    {
        foreach (var source in coupled.Aligned(fanIn))
        {
            // Batches fill on every path, also on one that comes back by the right side of a zip; but not beyond new numbers.
            var between = graph.Above(fanIn, step => !graph.StartsNumbers(step));
            between.RemoveWhere(graph.StartsNumbers);
            between.IntersectWith(graph.Below(source));
            yield return new ForkRegion(graph, source, fanIn, isCounted: false, between, coupled.MustRun(source, fanIn));
        }
    }

    private HashSet<int> FindMayDrop(StepGraph graph)
    {
        var input = new HashSet<int>();
        foreach (var step in graph.Order.Where(Contains))
        {
            if (graph.MayDropPairs(step))
            {
                input.Add(step);
            }

            foreach (var branch in graph.Branches(step).Where(branch => branch.Step == Fork || Contains(branch.Step)))
            {
                var mayDropAbove = branch.Step != Fork && (input.Contains(branch.Step) || StepGraph.MayDropRows(graph.Steps[branch.Step]));
                if (branch.Routes.Count > 0 || mayDropAbove)
                {
                    input.Add(step);
                }
            }
        }

        return input;
    }
}
