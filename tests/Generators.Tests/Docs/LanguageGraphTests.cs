using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;

namespace Distil.Generators.Tests.Docs;

/// <summary>
/// The graphs of the pipelines in docs/language.md stand in a file of their own, where the tests of the layout read them without a compiler.
/// </summary>
public sealed class LanguageGraphTests
{
    private const string Graphs = "tests/Pages/language.graphs.jsonl";

    private static readonly JsonSerializerOptions s_readable = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_graphs_of_the_page_are_those_of_the_file_and_can_be_drawn()
    {
        var page = Page.Read("docs/language.md");
        var lines = new List<string>();
        foreach (var block in page.Blocks.Where(block => block.Language == "csharp" && block.Text.Contains("[Pipeline", StringComparison.Ordinal)))
        {
            var snippet = await Snippet.CompileAsync(page.Code(block));
            foreach (var graph in GraphsOf(snippet).Where(graph => block.Text.Contains("class " + graph.Name, StringComparison.Ordinal)))
            {
                lines.Add(Line(graph));
                var drawn = XDocument.Parse(graph.ToSvg());
                Assert.Equal(graph.Steps.Count, drawn.Descendants().Count(element => element.Name.LocalName == "g"));
                Assert.DoesNotContain(drawn.Descendants().Attributes(), attribute => attribute.Name == "style");
            }
        }

        var text = string.Join("\n", lines) + "\n";
        if (Environment.GetEnvironmentVariable("DISTIL_ACCEPT") == "1")
        {
            await File.WriteAllTextAsync(Repository.FullPath(Graphs), text, TestContext.Current.CancellationToken);
        }

        Assert.True(lines.Count >= 20, $"{lines.Count} graphs");
        Assert.True(text == Repository.Read(Graphs), $"{Graphs} is not true any more. Run again with DISTIL_ACCEPT=1 to accept this:\n{text}");
    }

    private static IEnumerable<PipelineGraph> GraphsOf(Snippet snippet) => Emission.Compiling.Load(snippet.Compilation).GetTypes()
        .Select(type => type.GetProperty("Graph", BindingFlags.Static | BindingFlags.Public))
        .Where(property => property?.PropertyType == typeof(PipelineGraph))
        .Select(property => (PipelineGraph)property!.GetValue(null)!);

    private static string Line(PipelineGraph graph) => JsonSerializer.Serialize(
        new
        {
            graph.Name,
            Steps = graph.Steps.Select(step => new { step.Name, step.Kind, step.Type }),
            Edges = graph.Edges.Select(edge => new { edge.From, edge.To, edge.Kind, edge.Routes }),
        },
        s_readable);
}
