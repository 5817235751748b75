namespace Distil.Generators.Graph;

/// <summary>Sources that are read side by side, since a zip or a merge takes the rows of several: each belongs to one group.</summary>
internal sealed class SourceGroups
{
    private readonly Dictionary<int, int> _groups = [];

    /// <summary>The group of a source; -1 where no group has it.</summary>
    internal int Of(int source) => _groups.TryGetValue(source, out var group) ? group : -1;

    /// <summary>Makes one group of these sources and of all that were in a group with one of them.</summary>
    /// <returns>The members of the group.</returns>
    internal IReadOnlyList<int> Join(IReadOnlyList<int> sources)
    {
        var joined = new HashSet<int>(sources.Where(_groups.ContainsKey).Select(source => _groups[source]));
        var members = sources.Union(_groups.Keys.Where(source => joined.Contains(_groups[source]))).ToList();
        members.ForEach(source => _groups[source] = sources[0]);
        return members;
    }

    /// <summary>The sources from which the rows of some steps come, in no particular order.</summary>
    /// <param name="above">The steps from which a step's rows have their numbers.</param>
    internal static HashSet<int> Above(IEnumerable<int> steps, Func<int, bool> isSource, Func<int, IEnumerable<int>> above)
    {
        var sources = new HashSet<int>();
        var seen = new HashSet<int>();
        var open = new Stack<int>(steps);
        while (open.Count > 0)
        {
            var step = open.Pop();
            if (!seen.Add(step))
            {
                continue;
            }

            if (isSource(step))
            {
                sources.Add(step);
                continue;
            }

            foreach (var input in above(step))
            {
                open.Push(input);
            }
        }

        return sources;
    }
}
