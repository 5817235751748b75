using System.Globalization;
using System.Net;
using Distil.Generators.Tests.Emission;
using Distil.Generators.Tests.Parsing;

namespace Distil.Generators.Tests.Snapshots;

/// <summary>What is generated, whole, for pipelines that show one thing each; each compiles, and is cached.</summary>
public sealed class SnapshotTests
{
    public static TheoryData<string> Names => [.. SnapshotPipelines.Names];

    public static TheoryData<string> Right => [.. SnapshotPipelines.Names.Except(SnapshotPipelines.Wrong)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Generated_code_is_as_it_was_read(string name)
    {
        var generated = new Generated(SnapshotPipelines.Source(name));
        Assert.True(
            generated.HasErrors == SnapshotPipelines.Wrong.Contains(name),
            string.Join("\n", await AnalyzerHarness.DiagnosticsAsync(generated.Compilation)));
        Snapshot.Verify(generated.Compiles().IsCached().Text, name);
    }

    /// <summary>Negative numbers are among what is printed, and the sign of these cultures is another.</summary>
    [Theory]
    [InlineData("sv-SE")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public void Generated_code_is_the_same_in_every_culture(string culture)
    {
        var own = CultureInfo.CurrentCulture;
        Assert.NotEqual("-", CultureInfo.GetCultureInfo(culture).NumberFormat.NegativeSign);
        foreach (var name in SnapshotPipelines.Names)
        {
            var expected = new Generated(SnapshotPipelines.Source(name)).Text;
            try
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                Assert.Equal(expected, new Generated(SnapshotPipelines.Source(name)).Text);
            }
            finally
            {
                CultureInfo.CurrentCulture = own;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Right))]
    public void The_runtime_draws_the_graph_as_the_doc_comment_does(string name)
    {
        var generated = new Generated(SnapshotPipelines.Source(name));
        var lines = generated.Text.Split('\n').Select(line => line.TrimStart()).ToList();
        var start = lines.IndexOf("/// <code>");
        var drawn = lines[(start + 1)..lines.IndexOf("/// </code>")].Select(line => WebUtility.HtmlDecode(line["/// ".Length..]));
        Assert.Equal(string.Join("\n", drawn), Assert.Single(GraphsIn(Compiling.Load(generated.Output).GetTypes())).ToMermaid());
    }

    [Theory]
    [MemberData(nameof(Right))]
    public void A_row_type_has_the_columns_that_leave_the_leaf_in_the_graph(string name)
    {
        var generated = new Generated(SnapshotPipelines.Source(name));
        var types = Compiling.Load(generated.Output).GetTypes();
        var graph = Assert.Single(GraphsIn(types));
        var rows = types.Where(type => type.IsNested && type.Name.EndsWith("Row", StringComparison.Ordinal)).ToList();
        foreach (var row in rows)
        {
            var leaf = graph.Steps.Single(step => step.Name + "Row" == row.Name || step.Name.Length > 0 && char.ToUpperInvariant(step.Name[0]) + step.Name[1..] + "Row" == row.Name);
            Assert.Equal(row.GetProperties().Select(property => property.Name), leaf.OutputColumns.Select(column => column.Name));
        }

        Assert.True(rows.Count > 0 || graph.Steps.Any(step => step.Kind == "sink"));
    }

    private static IEnumerable<PipelineGraph> GraphsIn(Type[] types) =>
        from type in types
        let closed = type.IsGenericTypeDefinition ? type.MakeGenericType(typeof(string)) : type
        let graph = closed.GetProperty("Graph")
        where graph?.PropertyType == typeof(PipelineGraph) && graph.GetMethod!.IsStatic
        select (PipelineGraph)graph.GetValue(null)!;
}
