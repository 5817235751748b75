namespace Distil.Drawing;

/// <summary>
/// Puts the nodes of every layer in an order in which few arrows cross. The layers are swept downwards and upwards: in each, the nodes are
/// sorted by the mean, or the median, of the positions that they are joined to, and neighbours are exchanged where that helps.
/// </summary>
/// <remarks>
/// Means: Sugiyama, Tagawa and Toda, 1981. Medians and the exchange of neighbours: Gansner, Koutsofios, North and Vo, "A technique for
/// drawing directed graphs", 1993. A small graph is begun from several orders, for a sweep finds only what is near. Of them all the best is
/// kept. No step depends on time or chance: the numbers that shuffle are the same each time.
/// </remarks>
internal sealed class LayerOrder
{
    private const int MaxSweeps = 32;
    private const int MaxInVain = 6;
    private const int SmallGraph = 600;
    private const int LargeGraph = 6_000;
    private const int Starts = 24;

    private readonly LayeredGraph _graph;
    private readonly CrossingCount _count;
    private readonly int[] _positions;
    private readonly double[] _keys;
    private readonly List<int> _sorted = [];
    private readonly List<int> _near = [];
    private uint _random = 2_463_534_242;
    private int[][] _best = [];

    private LayerOrder(LayeredGraph graph)
    {
        _graph = graph;
        _count = new(graph);
        _positions = new int[graph.Count];
        _keys = new double[graph.Count];
    }

    /// <summary>How often arrows cross in the best order so far.</summary>
    private long Crossings { get; set; } = long.MaxValue;

    /// <summary>Puts the nodes of a graph's layers in order.</summary>
    /// <returns>How often its arrows cross.</returns>
    public static long Arrange(LayeredGraph graph)
    {
        var order = new LayerOrder(graph);
        var starts = graph.Count <= SmallGraph ? Starts : graph.Count <= LargeGraph ? 4 : 2;
        for (var start = 0; start < starts && order.Crossings > 0; start++)
        {
            order.Begin(start);
            order.Improve(byMedian: start % 2 == 1);
        }

        for (var layer = 0; layer < order._best.Length; layer++)
        {
            graph.Layers[layer].Clear();
            graph.Layers[layer].AddRange(order._best[layer]);
        }

        return order.Crossings;
    }

    /// <summary>
    /// Fills the layers as the nodes are met, depth first from the top or from the bottom; later starts take them in another order.
    /// </summary>
    private void Begin(int start)
    {
        foreach (var layer in _graph.Layers)
        {
            layer.Clear();
        }

        var seen = new bool[_graph.Count];
        var nodes = Enumerable.Range(0, _graph.BoxCount).OrderBy(_graph.LayerOf).ToArray();
        if (start > 1)
        {
            Shuffle(nodes);
        }

        var left = new Stack<int>();
        foreach (var first in start % 4 == 3 ? Enumerable.Reverse(nodes) : nodes)
        {
            left.Push(first);
            while (left.TryPop(out var node))
            {
                if (seen[node])
                {
                    continue;
                }

                seen[node] = true;
                _graph.Layers[_graph.LayerOf(node)].Add(node);
                PushAll(left, _graph.Above(node), start);
                PushAll(left, _graph.Below(node), start);
            }
        }
    }

    private void PushAll(Stack<int> stack, List<int> nodes, int start)
    {
        var pushed = nodes.ToArray();
        if (start > 1)
        {
            Shuffle(pushed);
        }
        else
        {
            Array.Reverse(pushed);
        }

        foreach (var node in pushed)
        {
            stack.Push(node);
        }
    }

    private void Improve(bool byMedian)
    {
        Note();
        var (inVain, least) = (0, long.MaxValue);
        for (var sweep = 0; sweep < MaxSweeps && inVain < MaxInVain && Crossings > 0; sweep++)
        {
            Sweep(isDown: sweep % 2 == 0, byMedian, turnsTies: sweep % 4 >= 2);
            Exchange();
            var crossings = Note();
            inVain = crossings < least ? 0 : inVain + 1;
            least = Math.Min(least, crossings);
        }
    }

    /// <summary>Keeps the order, if it is the best so far.</summary>
    private long Note()
    {
        var crossings = _count.All();
        if (crossings < Crossings)
        {
            Crossings = crossings;
            _best = Array.ConvertAll(_graph.Layers, static layer => layer.ToArray());
        }

        return crossings;
    }

    private void Sweep(bool isDown, bool byMedian, bool turnsTies)
    {
        var layers = _graph.Layers;
        Array.ForEach(layers, SetPositions);
        for (var index = 1; index < layers.Length; index++)
        {
            var layer = layers[isDown ? index : layers.Length - 1 - index];
            foreach (var node in layer)
            {
                var near = isDown ? _graph.Above(node) : _graph.Below(node);
                _keys[node] = near.Count == 0 ? _positions[node] : byMedian ? Median(near) : Mean(near);
            }

            Sort(layer, turnsTies);
            SetPositions(layer);
        }
    }

    /// <summary>Sorts a layer by keys. Nodes of the same key keep their order, or turn it round: both may help.</summary>
    private void Sort(List<int> layer, bool turnsTies)
    {
        _sorted.Clear();
        _sorted.AddRange(layer);
        _sorted.Sort((left, right) =>
        {
            var byKey = _keys[left].CompareTo(_keys[right]);
            var byPosition = _positions[left].CompareTo(_positions[right]);
            return byKey != 0 ? byKey : turnsTies ? -byPosition : byPosition;
        });
        layer.Clear();
        layer.AddRange(_sorted);
    }

    private double Mean(List<int> nodes)
    {
        double sum = 0;
        foreach (var node in nodes)
        {
            sum += _positions[node];
        }

        return sum / nodes.Count;
    }

    private double Median(List<int> nodes)
    {
        SortNear(nodes);
        var middle = _near.Count / 2;
        return _near.Count % 2 == 1 ? _near[middle] : (_near[middle - 1] + _near[middle]) / 2.0;
    }

    /// <summary>Exchanges neighbours as long as fewer arrows cross.</summary>
    private void Exchange()
    {
        Array.ForEach(_graph.Layers, SetPositions);
        var rounds = _graph.Count <= SmallGraph ? 20 : 4;
        var hasChanged = true;
        for (var round = 0; round < rounds && hasChanged; round++)
        {
            hasChanged = false;
            foreach (var layer in _graph.Layers)
            {
                for (var index = 1; index < layer.Count; index++)
                {
                    var (left, right) = (layer[index - 1], layer[index]);
                    var gain = Gain(_graph.Above(left), _graph.Above(right)) + Gain(_graph.Below(left), _graph.Below(right));
                    if (gain > 0)
                    {
                        (layer[index - 1], layer[index]) = (right, left);
                        (_positions[left], _positions[right]) = (index, index - 1);
                        hasChanged = true;
                    }
                }
            }
        }
    }

    /// <summary>How many crossings fewer the arrows of two neighbours have if these change places.</summary>
    private long Gain(List<int> left, List<int> right)
    {
        if (left.Count == 0 || right.Count == 0)
        {
            return 0;
        }

        long gain = 0;
        if (left.Count * right.Count <= 64)
        {
            foreach (var one in left)
            {
                foreach (var other in right)
                {
                    gain += Math.Sign(_positions[one] - _positions[other]);
                }
            }

            return gain;
        }

        SortNear(right);
        var positions = _near.ToArray();
        foreach (var one in left)
        {
            var (from, to) = (LowerBound(positions, _positions[one]), LowerBound(positions, _positions[one] + 1));
            gain += from - (positions.Length - to);
        }

        return gain;
    }

    private static int LowerBound(int[] sorted, int value)
    {
        var (from, to) = (0, sorted.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = sorted[middle] < value ? (middle + 1, to) : (from, middle);
        }

        return from;
    }

    private void SortNear(List<int> nodes)
    {
        _near.Clear();
        foreach (var node in nodes)
        {
            _near.Add(_positions[node]);
        }

        _near.Sort();
    }

    private void SetPositions(List<int> layer)
    {
        for (var index = 0; index < layer.Count; index++)
        {
            _positions[layer[index]] = index;
        }
    }

    private void Shuffle(int[] values)
    {
        for (var index = values.Length - 1; index > 0; index--)
        {
            // Marsaglia's xorshift.
            _random ^= _random << 13;
            _random ^= _random >> 17;
            _random ^= _random << 5;
            var other = (int)(_random % (uint)(index + 1));
            (values[index], values[other]) = (values[other], values[index]);
        }
    }
}
