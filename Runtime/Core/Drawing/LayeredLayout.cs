namespace Distil.Drawing;

/// <summary>
/// Draws a graph from top to bottom in layers: Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system
/// structures", IEEE Transactions on Systems, Man, and Cybernetics 11 (1981). The layers (<see cref="Layering"/>), the order within
/// each (<see cref="LayerOrder"/>) and the places (<see cref="LayerCoordinates"/>) are found one after the other.
/// </summary>
/// <remarks>
/// No two boxes and labels overlap, and no arrow passes through a box: within the height of a layer an arrow runs upright, at a place of
/// its own; it moves to the side only between layers. The same graph always gives the same layout.
/// </remarks>
internal static class LayeredLayout
{
    private const double Margin = 8;
    private const double LayerGap = 18;
    private const double MaxPortGap = 14;

    /// <summary>Places the boxes and arrows of a graph.</summary>
    /// <param name="boxes">The boxes.</param>
    /// <param name="arrows">The arrows; they may form circles.</param>
    public static GraphLayout Of(IReadOnlyList<LayoutBox> boxes, IReadOnlyList<LayoutArrow> arrows)
    {
        if (boxes.Count == 0)
        {
            return new(2 * Margin, 2 * Margin, [], [.. arrows.Select(static _ => (PlacedArrow?)null)], 0);
        }

        var graph = new LayeredGraph(boxes, arrows);
        var crossings = LayerOrder.Arrange(graph);
        var x = LayerCoordinates.Of(graph);
        var left = Enumerable.Range(0, graph.Count).Min(node => x[node] - (graph.WidthOf(node) / 2)) - Margin;
        for (var node = 0; node < x.Length; node++)
        {
            x[node] = Math.Round(x[node] - left, 1);
        }

        var bands = Bands(graph);
        var width = Enumerable.Range(0, graph.Count).Max(node => x[node] + (graph.WidthOf(node) / 2)) + Margin;
        var placed = boxes
            .Select((box, node) => new PlacedBox(x[node], MiddleOf(bands, graph.LayerOf(node)), box.Width, box.Height))
            .ToArray();
        var (starts, ends) = Ports(graph, placed);
        var routes = new PlacedArrow?[arrows.Count];
        for (var arrow = 0; arrow < arrows.Count; arrow++)
        {
            if (graph.Chains[arrow].Length > 0)
            {
                routes[arrow] = Route(graph, arrow, arrows[arrow].Label, x, bands, placed, (starts[arrow], ends[arrow]));
            }
        }

        return new(Math.Ceiling(width), Math.Ceiling(bands[^1].Bottom + Margin), placed, routes, crossings);
    }

    private static (double Top, double Bottom)[] Bands(LayeredGraph graph)
    {
        var bands = new (double Top, double Bottom)[graph.Layers.Length];
        var y = Margin;
        for (var layer = 0; layer < bands.Length; layer++)
        {
            var height = graph.Layers[layer].Count == 0 ? 0 : graph.Layers[layer].Max(graph.HeightOf);
            bands[layer] = (y, y + height);
            y += height + LayerGap;
        }

        return bands;
    }

    private static double MiddleOf((double Top, double Bottom)[] bands, int layer) => (bands[layer].Top + bands[layer].Bottom) / 2;

    /// <summary>
    /// Where the arrows of each box leave and reach it: side by side about its middle, in the order of what they lead to, so that they do
    /// not cross there.
    /// </summary>
    private static (double[] Starts, double[] Ends) Ports(LayeredGraph graph, PlacedBox[] boxes)
    {
        var position = new int[graph.Count];
        foreach (var layer in graph.Layers)
        {
            for (var index = 0; index < layer.Count; index++)
            {
                position[layer[index]] = index;
            }
        }

        var (starts, ends) = (new double[graph.Chains.Length], new double[graph.Chains.Length]);
        var drawn = Enumerable.Range(0, graph.Chains.Length).Where(arrow => graph.Chains[arrow].Length > 0).ToList();
        foreach (var side in drawn.GroupBy(arrow => graph.Chains[arrow][0]))
        {
            Spread(side.OrderBy(arrow => position[graph.Chains[arrow][1]]).ToList(), boxes[side.Key], starts);
        }

        foreach (var side in drawn.GroupBy(arrow => graph.Chains[arrow][^1]))
        {
            Spread(side.OrderBy(arrow => position[graph.Chains[arrow][^2]]).ToList(), boxes[side.Key], ends);
        }

        return (starts, ends);
    }

    private static void Spread(List<int> arrows, PlacedBox box, double[] ports)
    {
        var gap = arrows.Count == 1 ? 0 : Math.Min(MaxPortGap, box.Width / 2 / (arrows.Count - 1));
        for (var index = 0; index < arrows.Count; index++)
        {
            ports[arrows[index]] = box.X + ((index - ((arrows.Count - 1) / 2.0)) * gap);
        }
    }

    private static PlacedArrow Route(
        LayeredGraph graph, int arrow, LayoutBox label, double[] x, (double Top, double Bottom)[] bands, PlacedBox[] boxes,
        (double Start, double End) ports)
    {
        var chain = graph.Chains[arrow];
        var points = new List<LayoutPoint> { new(ports.Start, boxes[chain[0]].Bottom) };
        Add(points, ports.Start, bands[graph.LayerOf(chain[0])].Bottom);
        PlacedBox? place = null;
        for (var node = 1; node < chain.Length - 1; node++)
        {
            var (top, bottom) = bands[graph.LayerOf(chain[node])];
            Add(points, x[chain[node]], top);
            Add(points, x[chain[node]], bottom);
            if (graph.WidthOf(chain[node]) > 0)
            {
                place = new(x[chain[node]], (top + bottom) / 2, label.Width, label.Height);
            }
        }

        Add(points, ports.End, bands[graph.LayerOf(chain[^1])].Top);
        Add(points, ports.End, boxes[chain[^1]].Top);
        if (graph.Reversed[arrow])
        {
            points.Reverse();
        }

        return new(points, place);
    }

    /// <summary>Adds a corner, unless it is where the line stands or the line only goes on.</summary>
    private static void Add(List<LayoutPoint> points, double x, double y)
    {
        if (points[^1] == new LayoutPoint(x, y))
        {
            return;
        }

        if (points.Count > 1 && points[^1].X == x && points[^2].X == x)
        {
            points[^1] = new(x, y);
            return;
        }

        points.Add(new(x, y));
    }
}
