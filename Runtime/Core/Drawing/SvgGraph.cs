using System.Text;
using static Distil.Drawing.SvgText;

namespace Distil.Drawing;

/// <summary>A graph as SVG: a shape for each step, an arrow for each edge, and what both are in words.</summary>
internal static class SvgGraph
{
    /// <summary>The rules for the colours and the font. A page that holds the drawing has them among its own.</summary>
    public const string Style =
        """
        .dg text{font:12px system-ui,sans-serif;fill:#1f2328;text-anchor:middle}
        .dg .dg-n{font-weight:600;font-size:13px}
        .dg .dg-k,.dg .dg-l{fill:#4d5561;font-size:11px}
        .dg .dg-l{paint-order:stroke;stroke:#fff;stroke-width:5px}
        .dg .dg-s>*:not(text){fill:#f6f8fa;stroke:#57606a}
        .dg .dg-m>*:not(text){fill:#fff1e5;stroke:#b35900;stroke-width:2}
        .dg .dg-e{fill:none;stroke:#6e7781}
        .dg .dg-a{fill:#6e7781}
        @media (prefers-color-scheme:dark){
        .dg text{fill:#e6edf3}
        .dg .dg-k,.dg .dg-l{fill:#b1bac4}
        .dg .dg-l{stroke:#0d1117}
        .dg .dg-s>*:not(text){fill:#1c2128;stroke:#8b949e}
        .dg .dg-m>*:not(text){fill:#3d2510;stroke:#f0883e}
        .dg .dg-e{stroke:#8b949e}
        .dg .dg-a{fill:#8b949e}
        }
        @media print{
        .dg text{fill:#000}
        .dg .dg-l{stroke:#fff}
        .dg .dg-s>*:not(text){fill:#fff;stroke:#000}
        }

        """;

    private const int MaxName = 40;
    private const int MaxNote = 48;
    private const int MaxDescribed = 100;
    private const double Line = 15;
    private const double Padding = 9;
    private const double ArrowHead = 7;

    /// <summary>Draws a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="isDocument">Whether it is a document of its own, with the rules for its colours; otherwise a part of a page.</param>
    public static string Write(DrawnGraph graph, bool isDocument)
    {
        var (boxes, arrows) = Measure(graph);
        var layout = LayeredLayout.Of(boxes, arrows);
        var text = new StringBuilder();
        var (width, height) = (Number(layout.Width), Number(layout.Height));
        text.Raw($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"dg\" width=\"{width}\" height=\"{height}\" ")
            .Raw($"viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"dg-title dg-desc\">\n")
            .Raw($"<title id=\"dg-title\">The graph of {Escape(graph.Name)}</title>\n")
            .Raw($"<desc id=\"dg-desc\">{Escape(Describe(graph))}</desc>\n");
        if (isDocument)
        {
            text.Append("<style>\n").Append(Style).Append("</style>\n");
        }

        foreach (var arrow in layout.Arrows.OfType<PlacedArrow>())
        {
            WriteLine(text, arrow);
        }

        for (var step = 0; step < graph.Steps.Count; step++)
        {
            WriteStep(text, graph.Steps[step], layout.Boxes[step]);
        }

        for (var edge = 0; edge < arrows.Count; edge++)
        {
            if (layout.Arrows[edge]?.Label is { } place)
            {
                WriteText(text, "dg-l", place.X, place.Y + 4, Shorten(graph.Edges[edge].Label, MaxNote));
                text.Append('\n');
            }
        }

        return text.Append("</svg>\n").ToString();
    }

    /// <summary>How large the steps and labels of a graph are drawn.</summary>
    internal static (IReadOnlyList<LayoutBox> Boxes, IReadOnlyList<LayoutArrow> Arrows) Measure(DrawnGraph graph) => (
        [.. graph.Steps.Select(SizeOf)],
        [.. graph.Edges.Select(static edge => new LayoutArrow(edge.From, edge.To, LabelSize(Shorten(edge.Label, MaxNote))))]);

    private static LayoutBox LabelSize(string label) => label.Length == 0 ? default : new(Width(label, 11) + 6, Line);

    private static LayoutBox SizeOf(DrawnStep step)
    {
        var width = Math.Max(Width(Shorten(step.Name, MaxName), 13) * 1.06, Width(KindOf(step), 11));
        width = step.Notes.Select(static note => Width(Shorten(note, MaxNote), 11)).Append(width).Max();
        return new(
            Math.Ceiling(Math.Max(60, width) + (2 * Padding) + StepShape.Extra(step.Kind)),
            (2 * Padding) + (Line * (2 + step.Notes.Count)) - 3);
    }

    /// <summary>The kind and the class, unless that has the step's name.</summary>
    private static string KindOf(DrawnStep step)
    {
        var type = ClassName(step.Type);
        return type == step.Name || type.Length == 0 ? step.Kind : Shorten($"{step.Kind} · {type}", MaxNote);
    }

    /// <summary>A class without its type arguments and the classes and namespaces around it.</summary>
    private static string ClassName(string type)
    {
        var name = new StringBuilder();
        var depth = 0;
        foreach (var letter in type)
        {
            depth += letter == '<' ? 1 : 0;
            if (depth == 0)
            {
                name.Append(letter);
            }

            depth -= letter == '>' ? 1 : 0;
        }

        var whole = name.ToString();
        return whole[(whole.LastIndexOf('.') + 1)..];
    }

    private static void WriteStep(StringBuilder text, DrawnStep step, PlacedBox box)
    {
        text.Append(step.IsMarked ? "<g class=\"dg-s dg-m\">" : "<g class=\"dg-s\">").Append(StepShape.Draw(step.Kind, box));
        var y = box.Top + Padding + 10;
        WriteText(text, "dg-n", box.X, y, Shorten(step.Name, MaxName));
        WriteText(text, "dg-k", box.X, y + Line, KindOf(step));
        for (var note = 0; note < step.Notes.Count; note++)
        {
            WriteText(text, "dg-k", box.X, y + (Line * (note + 2)), Shorten(step.Notes[note], MaxNote));
        }

        text.Append("</g>\n");
    }

    private static void WriteText(StringBuilder text, string style, double x, double y, string content) =>
        text.Raw($"<text class=\"{style}\" x=\"{Number(x)}\" y=\"{Number(y)}\">{Escape(content)}</text>");

    /// <summary>Draws the line of an edge, which leaves and reaches each corner upright, and its head.</summary>
    private static void WriteLine(StringBuilder text, PlacedArrow arrow)
    {
        var points = arrow.Points.ToArray();
        var end = points[^1];
        var down = end.Y >= points[^2].Y ? 1 : -1;
        points[^1] = end with { Y = end.Y - (down * ArrowHead) };
        text.Raw($"<path class=\"dg-e\" d=\"M{Number(points[0].X)} {Number(points[0].Y)}");
        for (var point = 1; point < points.Length; point++)
        {
            var (from, to) = (points[point - 1], points[point]);
            if (from.X == to.X)
            {
                text.Raw($"V{Number(to.Y)}");
                continue;
            }

            var middle = Number((from.Y + to.Y) / 2);
            text.Raw($"C{Number(from.X)} {middle} {Number(to.X)} {middle} {Number(to.X)} {Number(to.Y)}");
        }

        text.Append("\"/>")
            .Raw($"<path class=\"dg-a\" d=\"M{Number(end.X)} {Number(end.Y)}l-4 {Number(-down * ArrowHead)}h8z\"/>\n");
    }

    private static string Describe(DrawnGraph graph)
    {
        var described = graph.Edges.Take(MaxDescribed).Select(edge =>
            $"{graph.Steps[edge.From].Name} to {graph.Steps[edge.To].Name}{(edge.Label.Length == 0 ? "" : $" ({edge.Label})")}");
        var more = graph.Edges.Count > MaxDescribed ? $"; and {Number(graph.Edges.Count - MaxDescribed)} more" : "";
        var steps = graph.Steps.Take(MaxDescribed).Select(static step => $"{step.Name} ({step.Kind})");
        var others = graph.Steps.Count > MaxDescribed ? $" and {Number(graph.Steps.Count - MaxDescribed)} more" : "";
        return $"Steps: {string.Join(", ", steps)}{others}."
            + (graph.Edges.Count == 0 ? "" : $" Rows go from {string.Join("; ", described)}{more}.");
    }
}
