using System.Text.Json;
using Distil.Drawing;
using Distil.Runtime.Tests.Drawing;

namespace Distil.Pages;

/// <summary>Writes graphs and how they are laid out, for a program that lays them out itself and compares.</summary>
internal static class Layouts
{
    private const int Graphs = 50;
    private const int Steps = 30;

    public static void Write(string file)
    {
        using var stream = File.Create(file);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartArray();
        foreach (var graph in LanguageGraphs.All())
        {
            var (boxes, arrows) = SvgGraph.Measure(graph.ToDrawn());
            Write(json, "language", graph.Name, boxes, arrows);
        }

        for (var seed = 1; seed <= Graphs; seed++)
        {
            var (boxes, arrows) = RandomGraph.Of(seed, Steps);
            Write(json, "random", $"seed {seed}", boxes, arrows);
        }

        json.WriteEndArray();
    }

    private static void Write(
        Utf8JsonWriter json, string group, string name, IReadOnlyList<LayoutBox> boxes, IReadOnlyList<LayoutArrow> arrows)
    {
        var layout = LayeredLayout.Of(boxes, arrows);
        json.WriteStartObject();
        json.WriteString("group", group);
        json.WriteString("name", name);
        json.WriteNumber("crossings", layout.Crossings);
        json.WriteStartArray("boxes");
        foreach (var box in boxes)
        {
            json.WriteStartObject();
            json.WriteNumber("width", box.Width);
            json.WriteNumber("height", box.Height);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("arrows");
        for (var arrow = 0; arrow < arrows.Count; arrow++)
        {
            json.WriteStartObject();
            json.WriteNumber("from", arrows[arrow].From);
            json.WriteNumber("to", arrows[arrow].To);
            json.WriteNumber("width", arrows[arrow].Label.Width);
            json.WriteNumber("height", arrows[arrow].Label.Height);
            json.WriteStartArray("points");
            foreach (var point in layout.Arrows[arrow]!.Points)
            {
                json.WriteStartObject();
                json.WriteNumber("x", point.X);
                json.WriteNumber("y", point.Y);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
