using Distil.Generators.Model;

namespace Distil.Generators.Planning;

/// <summary>The part of the graph between a fork and one stage in which its branches meet.</summary>
internal sealed class Span
{
    private readonly HashSet<int> _between;

    private Span(StepGraph graph, int fork, int meet, bool isCounted, HashSet<int> between, bool crossesGlobal)
    {
        Fork = fork;
        Meet = meet;
        IsCounted = isCounted;
        CrossesGlobal = crossesGlobal;
        _between = between;
        Thinned = FindThinned(graph);
        BatchSteps =
        [
            .. graph.Order
                .Where(step => between.Contains(step) && StepGraph.Form(graph.Steps[step]) == MethodForm.Batch)
                .Select(step => new BatchStepModel(step, Thinned.Contains(step))),
        ];
    }

    internal int Fork { get; }

    internal int Meet { get; }

    /// <summary>True: the rows are aligned by a number that the fork counts. False: the fork is a source, whose place is known everywhere below.</summary>
    internal bool IsCounted { get; }

    /// <summary>Whether the meeting waits for a global step that waits for the whole fork: holding the fork back would hang the run.</summary>
    internal bool CrossesGlobal { get; }

    /// <summary>The steps on the way on whose input rows of the fork may be missing.</summary>
    internal HashSet<int> Thinned { get; }

    internal IReadOnlyList<BatchStepModel> BatchSteps { get; }

    /// <summary>Whether a step lies strictly between.</summary>
    internal bool Contains(int step) => _between.Contains(step);

    /// <summary>Whether an edge lies on a way from the fork to the meeting.</summary>
    internal bool Carries(int from, int to) => (from == Fork || Contains(from)) && (to == Meet || Contains(to));

    internal static Span OfFork(StepGraph graph, int meet)
    {
        var fork = graph.Fork(meet);
        var between = graph.Between(fork, meet);
        return new Span(graph, fork, meet, isCounted: true, between, between.Any(step => IsGlobal(graph, step)));
    }

    /// <summary>
    /// One for each source whose rows are zipped here, or merged with another source's. The way is that of the row numbers:
    /// beyond the right side of a zip further up a source's place says nothing, and that zip holds it back already.
    /// </summary>
    internal static IEnumerable<Span> OfSources(StepGraph graph, int meet)
    {
        var above = new HashSet<int>();
        var open = new Stack<int>(graph.Branches(meet).Select(branch => branch.Step));
        while (open.Count > 0)
        {
            var step = open.Pop();
            if (above.Add(step))
            {
                foreach (var branch in graph.NumberBranches(step))
                {
                    open.Push(branch.Step);
                }
            }
        }

        foreach (var source in graph.Order.Where(step => above.Contains(step) && graph.StartsNumbers(step)))
        {
            var between = new HashSet<int>();
            foreach (var step in graph.Order.Where(above.Contains))
            {
                if (graph.NumberBranches(step).Any(branch => branch.Step == source || between.Contains(branch.Step)))
                {
                    between.Add(step);
                }
            }

            // A merge takes the sources one after the other, a zip both at once: whatever path leads from this source through
            // a global step to the meeting, be it by way of other row numbers, makes the meeting wait for the source's end.
            var crossesGlobal = graph.Below(source).Any(step => step != meet && IsGlobal(graph, step) && graph.Below(step).Contains(meet));
            yield return new Span(graph, source, meet, isCounted: false, between, crossesGlobal);
        }
    }

    private static bool IsGlobal(StepGraph graph, int step) => StepGraph.Form(graph.Steps[step]) == MethodForm.All;

    private HashSet<int> FindThinned(StepGraph graph)
    {
        var input = new HashSet<int>();
        foreach (var step in graph.Order.Where(Contains))
        {
            var branches = IsCounted ? graph.Branches(step) : graph.NumberBranches(step);
            foreach (var branch in branches.Where(branch => branch.Step == Fork || Contains(branch.Step)))
            {
                var isThinAbove = branch.Step != Fork && (input.Contains(branch.Step) || StepGraph.ThinsOut(graph.Steps[branch.Step]));
                if (branch.Routes.Count > 0 || isThinAbove)
                {
                    input.Add(step);
                }
            }
        }

        return input;
    }
}
