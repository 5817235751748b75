using System.Globalization;
using System.Text;

namespace Distil.Pipelines.Tests.Graphs;

/// <summary>Writes a graph as the pipeline class that a user would write.</summary>
internal static class GraphText
{
    public static string Of(Graph graph)
    {
        var text = new StringBuilder();
        text.Append("[Pipeline]\n");
        text.Append(CultureInfo.InvariantCulture, $"public sealed partial class {NameOf(graph)}(Probe probe)\n{{\n");
        foreach (var id in graph.Declared)
        {
            var node = graph.Nodes[id];
            text.Append(CultureInfo.InvariantCulture, $"    {Attributes(graph, node)}{Type(node)} {node.Name} {{ get; }} = {(node.IsInFiles ? $"JsonLines.Read<{nameof(OriginLine)}>" : "new")}({Arguments(node)});\n");
        }

        return text.Append("}\n").ToString();
    }

    /// <summary>The graphs of one compilation: the classes, and a list of them that a test can run.</summary>
    public static string Of(IEnumerable<Graph> graphs)
    {
        var text = new StringBuilder();
        text.Append("#nullable enable\n");
        text.Append("using System.Linq;\nusing Distil;\nusing Distil.Pipelines.Tests.Graphs;\nusing static Distil.Pipelines.Tests.Graphs.Cells;\n\n");
        text.Append("namespace Distil.RandomGraphs;\n\n");
        foreach (var graph in graphs)
        {
            text.Append(Of(graph)).Append('\n');
        }

        text.Append("public static class Registry\n{\n    public static Runner[] All { get; } =\n    [\n");
        foreach (var graph in graphs)
        {
            var name = NameOf(graph);
            text.Append(CultureInfo.InvariantCulture, $"        new Runner(\"{name}\", async (probe, options, ct) =>\n        {{\n");
            text.Append(CultureInfo.InvariantCulture, $$"""
                            {{name}}.Result result;
                            PipelineFailedException? failure = null;
                            try
                            {
                                result = await new {{name}}(probe).RunAsync(options, ct);
                            }
                            catch (PipelineFailedException exception) when (exception.PartialResult is {{name}}.Result)
                            {
                                (result, failure) = (({{name}}.Result)exception.PartialResult, exception);
                            }

                            return new Outcome(result.Status, result.ErrorCount, result.Errors, result.Steps.ToDictionary(step => step.Name),
                            [

                """);
            foreach (var leaf in graph.Leaves)
            {
                var columns = leaf.Columns.Keys;
                text.Append(CultureInfo.InvariantCulture, $"                new Table(\"{leaf.Name}\", [{string.Join(", ", columns.Select(column => $"\"{column}\""))}], ");
                text.Append(CultureInfo.InvariantCulture, $"[.. result.{leaf.Name}.Select(row => new long?[] {{ {string.Join(", ", columns.Select(column => $"Cell(row.{column})"))} }})]),\n");
            }

            text.Append("            ], failure);\n        }),\n");
        }

        return text.Append("    ];\n}\n").ToString();
    }

    public static string NameOf(Graph graph) => $"G{(uint)graph.Seed}";

    private static string Attributes(Graph graph, Node node)
    {
        var attributes = new List<string>();
        switch (node.Meeting)
        {
            case Meeting.From when node.Edges[0].Routes == 0:
                attributes.Add($"From({Name(graph, node.Edges[0])})");
                break;

            case Meeting.From:
                var router = graph.Nodes[node.Edges[0].From];
                var type = router.Kind == Kind.OneWay ? nameof(Way) : nameof(Flow);
                attributes.AddRange(
                    from way in Enumerable.Range(0, 3)
                    where (node.Edges[0].Routes & (1 << way)) != 0
                    select $"From({Name(graph, node.Edges[0])}, When = {type}.{(char)('A' + way)})");
                break;

            case Meeting.Join:
                attributes.Add($"From({Names(graph, node)})");
                break;

            case Meeting.Merge or Meeting.Zip:
                attributes.Add($"{node.Meeting}({Names(graph, node)})");
                break;
        }

        if (node.Gather is var (column, into))
        {
            attributes.Add($"Gather(\"{column}\", into: \"{into}\")");
        }

        var settings = new List<string>();
        if (node.IsBatch || (node.Kind == Kind.Source && node.BatchSize != 50))
        {
            settings.Add($"BatchSize = {node.BatchSize}");
        }

        if (node.IsInFiles)
        {
            settings.Add("OnError = OnError.Stop");
        }

        if (node.Concurrency > 0)
        {
            settings.Add($"Concurrency = {node.Concurrency}");
        }

        if (node.IsUnordered)
        {
            settings.Add("Ordered = false");
        }

        settings.AddRange(Failures(node));
        if (settings.Count > 0)
        {
            var kind = node.Kind switch
            {
                Kind.Source => "Source",
                Kind.Sift or Kind.SiftBatch => "Filter",
                Kind.Children => "Expand",
                Kind.OneWay or Kind.ManyWays => "Router",
                Kind.Drain => "Sink",
                _ => "Step",
            };
            attributes.Add($"{kind}({string.Join(", ", settings)})");
        }

        if (node.Kind is not (Kind.Source or Kind.Pass))
        {
            attributes.Add($"InputMapping(\"x\", \"{node.Reads[0]}\")");
            if (node.Kind == Kind.Row)
            {
                attributes.Add($"InputMapping(\"y\", \"{node.Reads[1]}\")");
            }
        }

        if (node.MakesColumn)
        {
            attributes.Add($"OutputMapping(\"value\", \"{node.Makes}\")");
        }

        if (node.Renames is var (renamed, to))
        {
            attributes.Add($"OutputMapping(\"{renamed}\", \"{to}\")");
        }

        if (node.Keeps is not null)
        {
            attributes.Add($"Keep({string.Join(", ", node.Keeps.Select(kept => $"\"{kept}\""))})");
        }

        if (node.Drops is not null)
        {
            attributes.Add($"Drop(\"{node.Drops}\")");
        }

        return attributes.Count == 0 ? "" : $"[{string.Join(", ", attributes)}] ";
    }

    /// <summary>The settings that say what becomes of failures.</summary>
    private static IEnumerable<string> Failures(Node node)
    {
        if (node.Policy != OnError.DeadLetter)
        {
            yield return $"OnError = OnError.{node.Policy}";
        }

        if (node.Retries is { } retries)
        {
            yield return $"Retries = {retries}";
        }

        if (node.Attempts > 1)
        {
            yield return "RetryDelay = 0";
        }

        if (node.HasTimeout)
        {
            yield return "Timeout = 3600";
        }

        if (!node.SplitsBatches)
        {
            yield return "SplitBatches = false";
            if (node is { Kind: Kind.Batch, IsLater: true })
            {
                // What a row is answered depends on its batch: only as a whole can such answers be kept.
                yield return "Durable = true";
            }
        }
    }

    private static string Name(Graph graph, Edge edge) => $"nameof({graph.Nodes[edge.From].Name})";

    private static string Names(Graph graph, Node node) => string.Join(", ", node.Edges.Select(edge => Name(graph, edge)));

    private static string Type(Node node) => node.Kind switch
    {
        Kind.Source => node.IsInFiles ? $"JsonLines<{nameof(OriginLine)}>" : node.IsLater ? nameof(OriginLater) : nameof(Origin),
        Kind.Row => node.IsLater ? nameof(RowLater) : nameof(Row),
        Kind.Batch => node.IsLater ? nameof(BatchLater) : nameof(Batch),
        Kind.Sift => node.IsLater ? nameof(SiftLater) : nameof(Sift),
        Kind.Children => node.IsLater ? nameof(ChildrenLater) : nameof(Children),
        Kind.OneWay => node.IsLater ? nameof(OneWayLater) : nameof(OneWay),
        Kind.ManyWays => node.IsLater ? nameof(ManyWaysLater) : nameof(ManyWays),
        _ => node.Kind.ToString(),
    };

    private static string Arguments(Node node) => node.Kind switch
    {
        Kind.Pass => "",
        Kind.Source when node.IsInFiles => $"{nameof(OriginFiles)}.{nameof(OriginFiles.Of)}({node.Salt}, {node.Count})",
        Kind.Source or Kind.Children or Kind.OneWay or Kind.ManyWays => $"{node.Salt}, {node.Count}",
        Kind.Row => $"{node.Salt}",
        Kind.Sift => $"{node.Salt}, {node.Count}, {node.Of}",
        Kind.SiftBatch => $"{node.Salt}, {node.Count}, {node.Of}, probe, \"{node.Name}\"",
        _ => $"{node.Salt}, probe, \"{node.Name}\"",
    };
}
