using Distil.Generators.Graph;

namespace Distil.Generators.Planning;

/// <summary>
/// Which sources wait for which: one that is zipped, or merged with another, is held back so that it runs no further ahead
/// than a few rows. A global step below waits for sources to end; where it takes the one to end the other, neither may wait.
/// </summary>
internal sealed class CoupledSources
{
    private readonly StepGraph _graph;
    private readonly Dictionary<int, IReadOnlyList<int>> _aligned = [];
    private readonly Dictionary<int, HashSet<int>> _above = [];
    private readonly Dictionary<int, HashSet<int>> _waitsFor = [];
    private readonly SourceGroups _groups = new();

    internal CoupledSources(StepGraph graph)
    {
        _graph = graph;
        foreach (var fanIn in graph.Order.Where(step => graph.IsFanIn(step) && graph.Fork(step) < 0))
        {
            _aligned.Add(fanIn, FindAligned(fanIn));
        }

        foreach (var source in graph.Order.Where(graph.StartsNumbers))
        {
            _waitsFor.Add(source, [source]);
        }

        foreach (var fanIn in _aligned)
        {
            foreach (var source in fanIn.Value)
            {
                // A source whose own end the fan-in waits for is not held back by it.
                if (!EndsAwaited(fanIn.Key).Contains(source))
                {
                    _waitsFor[source].UnionWith(Above(fanIn.Key).Where(graph.StartsNumbers));
                }
            }
        }

        Close();
        foreach (var source in _waitsFor.Keys)
        {
            _groups.Join([source]);
        }

        foreach (var sources in _aligned.Values)
        {
            _groups.Join(sources);
        }
    }

    /// <summary>
    /// Sources of one group wait for each other, if only by way of others: each runs as far ahead as the slowest batch of any asks for.
    /// </summary>
    internal int Group(int source) => _groups.Of(source);

    /// <summary>
    /// The sources, and global steps that make new rows, by whose numbers rows are aligned at a zip or a merge of several sources.
    /// </summary>
    internal IReadOnlyList<int> Aligned(int fanIn) => _aligned[fanIn];

    /// <summary>
    /// Whether a source must run on, however far the fan-in is behind: what the fan-in waits for would not come otherwise.
    /// </summary>
    internal bool MustRun(int source, int fanIn) => EndsAwaited(fanIn).Any(awaited => _waitsFor[awaited].Contains(source));

    /// <summary>The sources of which a fan-in gets nothing, by some path, before their end.</summary>
    private HashSet<int> EndsAwaited(int fanIn)
    {
        var result = new HashSet<int>();
        foreach (var step in Above(fanIn).Where(_graph.IsGlobal))
        {
            result.UnionWith(Above(step).Where(_graph.StartsNumbers));
        }

        return result;
    }

    private List<int> FindAligned(int fanIn)
    {
        var sources = SourceGroups.Above(
            _graph.Branches(fanIn).Select(branch => branch.Step),
            _graph.StartsNumbers,
            step => _graph.NumberBranches(step).Select(branch => branch.Step));
        return [.. _graph.Order.Where(sources.Contains)];
    }

    private HashSet<int> Above(int step)
    {
        if (!_above.TryGetValue(step, out var result))
        {
            _above.Add(step, result = _graph.Above(step));
        }

        return result;
    }

    private void Close()
    {
        for (var isOpen = true; isOpen;)
        {
            isOpen = false;
            foreach (var waits in _waitsFor.Values)
            {
                var more = waits.SelectMany(source => _waitsFor[source]).ToList();
                var count = waits.Count;
                waits.UnionWith(more);
                isOpen |= waits.Count > count;
            }
        }
    }
}
