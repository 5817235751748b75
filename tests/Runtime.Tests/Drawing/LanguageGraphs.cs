using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Distil.Runtime.Tests.Drawing;

/// <summary>The graphs of the pipelines in docs/language.md. A test of the page keeps the file true.</summary>
internal static class LanguageGraphs
{
    public static IEnumerable<PipelineGraph> All()
    {
        foreach (var line in File.ReadLines(FilePath()))
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            yield return new PipelineGraph(
                root.GetProperty("name").GetString()!,
                [.. root.GetProperty("steps").EnumerateArray().Select(step =>
                    new GraphStep(Text(step, "name"), Text(step, "kind"), Text(step, "type"), [], []))],
                [.. root.GetProperty("edges").EnumerateArray().Select(edge => new GraphEdge(
                    Text(edge, "from"),
                    Text(edge, "to"),
                    Text(edge, "kind"),
                    [.. edge.GetProperty("routes").EnumerateArray().Select(route => route.GetString()!)]))],
                []);
        }
    }

    private static string FilePath([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "Pages", "language.graphs.jsonl");

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
