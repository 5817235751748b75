namespace Distil.Drawing;

/// <summary>
/// Decides where the nodes of each layer stand, from left to right in their order, so that arrows are short and long ones straight.
/// </summary>
/// <remarks>
/// The sum of the squared shifts that arrows make is lessened layer by layer. Within a layer the best places that keep the nodes apart are
/// exact: the differences from the distances that are required must not decrease, which is isotonic regression, solved by pooling adjacent
/// violators (Ayer and others, "An empirical distribution function for sampling with incomplete information", 1955). Pieces of arrows weigh
/// more than boxes (Gansner and others, 1993), and are put one below the other at the end where there is room.
/// </remarks>
internal sealed class LayerCoordinates
{
    private const double BoxGap = 28;
    private const double PieceGap = 14;
    private const int Sweeps = 24;

    private readonly LayeredGraph _graph;
    private readonly double[] _x;
    private readonly int[] _index;
    private readonly List<(double Sum, double Weight, int Count)> _pools = [];

    private LayerCoordinates(LayeredGraph graph)
    {
        _graph = graph;
        _x = new double[graph.Count];
        _index = new int[graph.Count];
    }

    /// <summary>Finds the middle of every node.</summary>
    public static double[] Of(LayeredGraph graph)
    {
        var coordinates = new LayerCoordinates(graph);
        coordinates.Pack();
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var layer = 0; layer < graph.Layers.Length; layer++)
            {
                coordinates.Place(graph.Layers[sweep % 2 == 0 ? layer : graph.Layers.Length - 1 - layer]);
            }
        }

        foreach (var chain in graph.Chains)
        {
            coordinates.Straighten(chain);
        }

        return coordinates._x;
    }

    private double Apart(int left, int right) =>
        ((_graph.WidthOf(left) + _graph.WidthOf(right)) / 2) + (_graph.IsPiece(left) || _graph.IsPiece(right) ? PieceGap : BoxGap);

    private void Pack()
    {
        foreach (var layer in _graph.Layers)
        {
            for (var index = 0; index < layer.Count; index++)
            {
                _index[layer[index]] = index;
                _x[layer[index]] = index == 0 ? 0 : _x[layer[index - 1]] + Apart(layer[index - 1], layer[index]);
            }

            // About the middle: the layers are of different width.
            var half = layer.Count == 0 ? 0 : _x[layer[^1]] / 2;
            layer.ForEach(node => _x[node] -= half);
        }
    }

    /// <summary>Moves the nodes of a layer to where those that they are joined to want them.</summary>
    private void Place(List<int> layer)
    {
        _pools.Clear();
        double offset = 0;
        for (var index = 0; index < layer.Count; index++)
        {
            var node = layer[index];
            offset += index == 0 ? 0 : Apart(layer[index - 1], node);
            var (sum, weight) = Wanted(node);
            var pool = (Sum: sum - (weight * offset), Weight: weight, Count: 1);
            while (_pools.Count > 0 && _pools[^1].Sum * pool.Weight > pool.Sum * _pools[^1].Weight)
            {
                pool = (pool.Sum + _pools[^1].Sum, pool.Weight + _pools[^1].Weight, pool.Count + _pools[^1].Count);
                _pools.RemoveAt(_pools.Count - 1);
            }

            _pools.Add(pool);
        }

        var next = 0;
        offset = 0;
        foreach (var (sum, weight, count) in _pools)
        {
            for (var index = 0; index < count; index++, next++)
            {
                offset += next == 0 ? 0 : Apart(layer[next - 1], layer[next]);
                _x[layer[next]] = (sum / weight) + offset;
            }
        }
    }

    private (double Sum, double Weight) Wanted(int node)
    {
        // Where nothing pulls, it stays.
        var (sum, weight) = (_x[node] * 0.01, 0.01);
        foreach (var near in _graph.Above(node))
        {
            Pull(near);
        }

        foreach (var near in _graph.Below(node))
        {
            Pull(near);
        }

        return (sum, weight);

        void Pull(int near)
        {
            var pull = _graph.IsPiece(node) && _graph.IsPiece(near) ? 8 : _graph.IsPiece(node) || _graph.IsPiece(near) ? 2 : 1;
            sum += pull * _x[near];
            weight += pull;
        }
    }

    /// <summary>Puts the pieces of an arrow one below the other, as many at a time as have room.</summary>
    private void Straighten(int[] chain)
    {
        var from = 1;
        while (from < chain.Length - 1)
        {
            var (low, high) = Room(chain[from]);
            var sum = _x[chain[from]];
            var to = from + 1;
            for (; to < chain.Length - 1; to++)
            {
                var (left, right) = Room(chain[to]);
                if (Math.Max(low, left) > Math.Min(high, right))
                {
                    break;
                }

                (low, high) = (Math.Max(low, left), Math.Min(high, right));
                sum += _x[chain[to]];
            }

            var x = Math.Max(low, Math.Min(high, sum / (to - from)));
            for (; from < to; from++)
            {
                _x[chain[from]] = x;
            }
        }
    }

    /// <summary>Where a node can stand between its neighbours.</summary>
    private (double From, double To) Room(int node)
    {
        var layer = _graph.Layers[_graph.LayerOf(node)];
        var index = _index[node];
        return (
            index == 0 ? double.NegativeInfinity : _x[layer[index - 1]] + Apart(layer[index - 1], node),
            index == layer.Count - 1 ? double.PositiveInfinity : _x[layer[index + 1]] - Apart(node, layer[index + 1]));
    }
}
