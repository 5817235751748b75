namespace Distil.Drawing;

/// <summary>
/// Counts how often the arrows between two layers cross: Barth, Mutzel and Jünger, "Simple and efficient bilayer cross counting", 2004.
/// The time for n arrows and m nodes is of the order of n log m.
/// </summary>
internal sealed class CrossingCount(LayeredGraph graph)
{
    private readonly int[] _positions = new int[graph.Count];
    private readonly List<int> _ends = [];
    private long[] _tree = [];

    /// <summary>Counts the crossings between all layers.</summary>
    public long All()
    {
        foreach (var layer in graph.Layers)
        {
            for (var index = 0; index < layer.Count; index++)
            {
                _positions[layer[index]] = index;
            }
        }

        long count = 0;
        for (var layer = 1; layer < graph.Layers.Length; layer++)
        {
            count += Between(graph.Layers[layer - 1], graph.Layers[layer].Count);
        }

        return count;
    }

    private long Between(List<int> upper, int lower)
    {
        _ends.Clear();
        foreach (var node in upper)
        {
            var from = _ends.Count;
            foreach (var below in graph.Below(node))
            {
                _ends.Add(_positions[below]);
            }

            _ends.Sort(from, _ends.Count - from, null);
        }

        var first = 1;
        while (first < lower)
        {
            first *= 2;
        }

        if (_tree.Length < 2 * first)
        {
            _tree = new long[2 * first];
        }

        Array.Clear(_tree);
        long count = 0;
        foreach (var end in _ends)
        {
            // How many arrows that begin further left end further right.
            var index = end + first - 1;
            _tree[index]++;
            while (index > 0)
            {
                count += index % 2 == 1 ? _tree[index + 1] : 0;
                index = (index - 1) / 2;
                _tree[index]++;
            }
        }

        return count;
    }
}
