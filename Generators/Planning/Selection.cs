using Distil.Generators.Model;

namespace Distil.Generators.Planning;

/// <summary>Which rows of the fork are sent into one of the branches that meet again.</summary>
/// <param name="IsEvery">An edge without <c>When</c> leads into the branch.</param>
/// <param name="Routes">The routes that lead into it otherwise.</param>
/// <param name="Bits">Their values, together.</param>
internal sealed record Selection(bool IsEvery, IReadOnlyCollection<string> Routes, long Bits)
{
    internal static IReadOnlyList<Selection> Of(StepGraph graph, int meet)
    {
        var fork = graph.Fork(meet);
        return [.. graph.Branches(meet).Select(branch => OfBranch(graph, fork, branch))];
    }

    /// <summary>Whether a row of the fork takes one branch at most.</summary>
    internal static bool IsExclusive(StepGraph graph, int meet)
    {
        var fork = graph.Fork(meet);
        if (fork < 0 || graph.Steps[fork].RouteType is not { IsFlags: false })
        {
            return false;
        }

        var taken = new HashSet<string>(StringComparer.Ordinal);
        return Of(graph, meet).All(selection => !selection.IsEvery && selection.Routes.All(taken.Add));
    }

    /// <summary>The flags router whose route says which branches of a join to expect; -1 where every branch is expected.</summary>
    internal static int RouteStep(StepGraph graph, int meet)
    {
        var fork = graph.Steps[meet].Input.Kind == InputKind.Join ? graph.Fork(meet) : -1;
        return fork >= 0 && graph.Steps[fork].RouteType is { IsFlags: true } && Of(graph, meet).Any(selection => !selection.IsEvery)
            ? fork
            : -1;
    }

    private static Selection OfBranch(StepGraph graph, int fork, BranchModel last)
    {
        var isEvery = false;
        var bits = 0L;
        var routes = new SortedSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<int>();
        var open = new Stack<BranchModel>();
        open.Push(last);
        while (open.Count > 0)
        {
            var branch = open.Pop();
            if (branch.Step == fork)
            {
                isEvery |= branch.Routes.Count == 0;
                bits |= branch.RouteBits;
                routes.UnionWith(branch.Routes);
            }
            else if (seen.Add(branch.Step))
            {
                foreach (var above in graph.Branches(branch.Step))
                {
                    open.Push(above);
                }
            }
        }

        return new Selection(isEvery, routes, isEvery ? 0 : bits);
    }
}
