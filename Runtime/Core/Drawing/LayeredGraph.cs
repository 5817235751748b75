namespace Distil.Drawing;

/// <summary>
/// The boxes of a graph in layers, with a narrow node in every layer that an arrow crosses on its way: so that each piece of an arrow joins
/// two layers that follow each other, and has a place of its own in every one that it crosses. Boxes stand in even layers, labels in odd
/// ones.
/// </summary>
internal sealed class LayeredGraph
{
    private readonly List<double> _widths = [];
    private readonly List<double> _heights = [];
    private readonly List<int> _layerOf = [];
    private readonly List<List<int>> _above = [];
    private readonly List<List<int>> _below = [];

    /// <param name="boxes">The boxes; they are the first nodes.</param>
    /// <param name="arrows">The arrows.</param>
    public LayeredGraph(IReadOnlyList<LayoutBox> boxes, IReadOnlyList<LayoutArrow> arrows)
    {
        var (layers, reversed) = Layering.Of(boxes.Count, arrows);
        Reversed = reversed;
        BoxCount = boxes.Count;
        for (var box = 0; box < boxes.Count; box++)
        {
            Add(2 * layers[box], boxes[box]);
        }

        Chains = new int[arrows.Count][];
        for (var arrow = 0; arrow < arrows.Count; arrow++)
        {
            var (from, to) = reversed[arrow] ? (arrows[arrow].To, arrows[arrow].From) : (arrows[arrow].From, arrows[arrow].To);
            Chains[arrow] = from == to ? [] : Chain(from, to, arrows[arrow].Label, reversed[arrow]);
        }

        Layers = new List<int>[_layerOf.Count == 0 ? 0 : _layerOf.Max() + 1];
        for (var layer = 0; layer < Layers.Length; layer++)
        {
            Layers[layer] = [];
        }
    }

    /// <summary>How many nodes there are; the first are boxes.</summary>
    public int Count => _layerOf.Count;

    /// <summary>How many nodes are boxes.</summary>
    public int BoxCount { get; }

    /// <summary>The nodes of each layer, from left to right. Empty until they are put in order.</summary>
    public List<int>[] Layers { get; }

    /// <summary>Per arrow: its nodes from the upper box to the lower one; empty: it joins a box to itself.</summary>
    public int[][] Chains { get; }

    /// <summary>Per arrow: whether it points upwards.</summary>
    public bool[] Reversed { get; }

    /// <summary>The layer of a node.</summary>
    public int LayerOf(int node) => _layerOf[node];

    public double WidthOf(int node) => _widths[node];

    public double HeightOf(int node) => _heights[node];

    /// <summary>Whether a node is a piece of an arrow.</summary>
    public bool IsPiece(int node) => node >= BoxCount;

    /// <summary>The nodes of the layer above that a node is joined to.</summary>
    public List<int> Above(int node) => _above[node];

    /// <summary>The nodes of the layer below that a node is joined to.</summary>
    public List<int> Below(int node) => _below[node];

    private int[] Chain(int from, int to, LayoutBox label, bool isReversed)
    {
        var chain = new List<int> { from };

        // The label stands where the arrow begins: next to a router, whose routes it names.
        var labelled = isReversed ? _layerOf[to] - 1 : _layerOf[from] + 1;
        for (var layer = _layerOf[from] + 1; layer < _layerOf[to]; layer++)
        {
            chain.Add(Add(layer, layer == labelled ? label : default));
        }

        chain.Add(to);
        for (var node = 1; node < chain.Count; node++)
        {
            _below[chain[node - 1]].Add(chain[node]);
            _above[chain[node]].Add(chain[node - 1]);
        }

        return [.. chain];
    }

    private int Add(int layer, LayoutBox size)
    {
        _layerOf.Add(layer);
        _widths.Add(size.Width);
        _heights.Add(size.Height);
        _above.Add([]);
        _below.Add([]);
        return _layerOf.Count - 1;
    }
}
