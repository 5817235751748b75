namespace Distil.Generators.Graph;

/// <summary>
/// The step graph as numbers: an order in which every step comes after those whose rows it reads, and the points where
/// branches part.
/// </summary>
/// <remarks>
/// The tree of immediate dominators has a virtual root, -1, above all sources. A step with one input hangs below that input;
/// one in which branches meet hangs below their lowest common ancestor, which is the fork; a step that starts a source of its
/// own (a source, a zip, a global step that makes new rows) hangs below the root, since the row numbers above it say nothing
/// about those below.
/// </remarks>
internal sealed class Topology
{
    private readonly int[] _idoms;
    private readonly int[] _depths;

    /// <param name="inputs">For each step the steps whose rows it reads. A number that is no step is passed over.</param>
    /// <param name="startsNewSource">For each step whether its rows are numbered afresh.</param>
    public Topology(IReadOnlyList<IReadOnlyList<int>> inputs, IReadOnlyList<bool> startsNewSource)
    {
        Order = Sort(inputs);
        IsCyclic = Order.Count < inputs.Count;

        _idoms = new int[inputs.Count];
        _depths = new int[inputs.Count];
        for (var step = 0; step < inputs.Count; step++)
        {
            _idoms[step] = -1;
            _depths[step] = 1;
        }

        foreach (var step in Order)
        {
            var idom = startsNewSource[step] ? -1 : Lca(inputs[step].Where(input => IsStep(input, inputs.Count)));
            _idoms[step] = idom;
            _depths[step] = idom < 0 ? 1 : _depths[idom] + 1;
        }
    }

    /// <summary>
    /// Every step after its inputs; of several that could come next, the one declared first. Steps on a cycle, and those
    /// below one, are not in it.
    /// </summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>Whether some step reads, directly or not, its own rows.</summary>
    public bool IsCyclic { get; }

    /// <summary>The last step through which every row on its way to this one comes; -1 for the virtual root.</summary>
    public int Idom(int step) => _idoms[step];

    /// <summary>The last step that all of these hang below (one of them, if the others hang below it); -1 for the virtual root.</summary>
    public int Lca(IEnumerable<int> steps)
    {
        var result = -1;
        var isFirst = true;
        foreach (var step in steps)
        {
            result = isFirst ? step : Lca(result, step);
            isFirst = false;
        }

        return result;
    }

    private int Lca(int left, int right)
    {
        while (left != right)
        {
            if (Depth(left) >= Depth(right))
            {
                left = _idoms[left];
            }
            else
            {
                right = _idoms[right];
            }
        }

        return left;
    }

    private int Depth(int step) => step < 0 ? 0 : _depths[step];

    private static List<int> Sort(IReadOnlyList<IReadOnlyList<int>> inputs)
    {
        var waitsFor = new int[inputs.Count];
        var readers = new List<int>[inputs.Count];
        for (var step = 0; step < inputs.Count; step++)
        {
            readers[step] = [];
        }

        for (var step = 0; step < inputs.Count; step++)
        {
            foreach (var input in inputs[step].Distinct().Where(input => IsStep(input, inputs.Count)))
            {
                waitsFor[step]++;
                readers[input].Add(step);
            }
        }

        var ready = new SortedSet<int>(Enumerable.Range(0, inputs.Count).Where(step => waitsFor[step] == 0));
        var order = new List<int>(inputs.Count);
        while (ready.Count > 0)
        {
            var step = ready.Min;
            ready.Remove(step);
            order.Add(step);
            foreach (var reader in readers[step])
            {
                if (--waitsFor[reader] == 0)
                {
                    ready.Add(reader);
                }
            }
        }

        return order;
    }

    private static bool IsStep(int input, int count) => input >= 0 && input < count;
}
