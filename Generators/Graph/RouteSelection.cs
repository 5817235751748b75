using Distil.Generators.Model;

namespace Distil.Generators.Graph;

/// <summary>Which rows of a fork come to one of the branches below it.</summary>
/// <param name="IsEvery">Every row does: an edge without <c>When</c> leads into the branch.</param>
/// <param name="Routes">The routes that lead into it otherwise.</param>
/// <param name="Bits">Their values, together.</param>
internal sealed record RouteSelection(bool IsEvery, IReadOnlyCollection<string> Routes, long Bits)
{
    /// <param name="last">The edge by which the branch ends.</param>
    /// <param name="branches">The edges into a step.</param>
    internal static RouteSelection Of(int fork, BranchModel last, Func<int, IEnumerable<BranchModel>> branches)
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
                foreach (var above in branches(branch.Step))
                {
                    open.Push(above);
                }
            }
        }

        return new RouteSelection(isEvery, routes, isEvery ? 0 : bits);
    }

    /// <summary>Whether a row of a fork that takes one route comes to one of the branches at most.</summary>
    internal static bool AreExclusive(IEnumerable<RouteSelection> branches)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return branches.All(branch => !branch.IsEvery && branch.Routes.All(taken.Add));
    }
}
