namespace Distil.Pipelines.Tests.Graphs;

/// <summary>What the random graphs have between them: a case that is never drawn is never compared.</summary>
public sealed class DrawnFailureTests
{
    private const int Graphs = 300;

    [Fact]
    public void Random_graphs_fail_in_every_way()
    {
        var ways = new HashSet<string>();
        var failing = 0;
        foreach (var graph in Enumerable.Range(1, Graphs).Select(GraphGenerator.Create))
        {
            var reference = new Reference(graph, limit: null);
            var nodes = graph.Nodes.Where(node => reference.Failures(node).Count > 0).ToList();
            failing += nodes.Count > 0 ? 1 : 0;
            foreach (var node in nodes)
            {
                ways.Add($"{node.Kind}, {node.Policy}{(node.IsLater ? ", awaited" : node.IsCalled && !node.IsBatch ? ", called" : "")}");
                ways.Add($"below {node.Meeting}{(node.Gather is null ? "" : " and gather")}");
                ways.Add($"concurrency {node.Concurrency}");
                ways.Add($"attempts {node.Attempts}");
                ways.UnionWith(
                [
                    .. node.IsBatch ? [$"batches of {node.BatchSize}", node.SplitsBatches ? "split" : "whole"] : (string[])[],
                    .. node.Kind == Kind.Row && node is { IsCalled: false, Concurrency: > 1 } ? ["replicated"] : (string[])[],
                    .. node.IsStreamed ? ["streamed"] : (string[])[],
                    .. graph.Nodes.Where(below => below.Edges.Any(edge => edge.From == node.Id)).Select(below => $"above {below.Meeting}"),
                ]);
            }
        }

        Assert.True(failing > Graphs * 2 / 3, $"{failing} of {Graphs} graphs fail on a row.");
        string[] kinds = ["Row", "Sift", "Children", "OneWay", "ManyWays"];
        string[] expected =
        [
            .. from kind in kinds
               from form in (string[])["", ", awaited", ", called"]
               select $"{kind}, DeadLetter{form}",
            .. from policy in (string[])["DeadLetter", "Null", "Stop"]
               from form in (string[])["", ", awaited"]
               from kind in (string[])["Row", "Batch"]
               select $"{kind}, {policy}{form}",
            "SiftBatch, DeadLetter", "Drain, DeadLetter", "Drain, Stop", "Sift, Stop", "Children, Stop",
            "below From", "below Join", "below Join and gather", "below Merge", "below Zip", "above Join", "above Merge", "above Zip",
            .. Enumerable.Range(0, 9).Select(concurrency => $"concurrency {concurrency}"),
            .. Enumerable.Range(1, 4).Select(attempts => $"attempts {attempts}"),
            .. Enumerable.Range(1, 6).Select(size => $"batches of {size}"),
            "split", "whole", "replicated", "streamed",
        ];
        Assert.Empty(expected.Except(ways));
    }
}
