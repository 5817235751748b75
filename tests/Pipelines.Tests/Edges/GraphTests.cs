using Distil.Pipelines.Tests.Batches;

namespace Distil.Pipelines.Tests.Edges;

public sealed class GraphTests
{
    [Fact]
    public void A_pipeline_has_a_graph_to_look_at()
    {
        var graph = JoinOfTwo.Graph;

        Assert.Equal(nameof(JoinOfTwo), graph.Name);
        Assert.Equal(["All", "A", "B", "J"], graph.Steps.Select(step => step.Name));
        Assert.Equal(4, graph.Edges.Count);
        var mermaid = graph.ToMermaid();
        Assert.All(graph.Steps, step => Assert.Contains(step.Name, mermaid));
        Assert.DoesNotContain("\r", mermaid);
    }

    [Fact]
    public async Task Counts_and_times_of_every_step_are_in_the_result()
    {
        var result = await Run.WithLimit(o => new EvenOnes(30, new Calls()).RunAsync(o));

        Assert.Equal(["All", "Even", "D"], result.Steps.Select(step => step.Name));
        Assert.Equal([30, 15, 15], result.Steps.Select(step => step.RowsOut));
        Assert.Equal([30, 15], result.Steps.Skip(1).Select(step => step.RowsIn));
        Assert.All(result.Steps, step => Assert.Equal((0, 0), (step.Waiting, step.Failed)));
        Assert.True(result.Elapsed > TimeSpan.Zero);
        Assert.Equal(0, result.ErrorCount);
        Assert.Empty(result.Errors);
        Assert.Null(result.Directory);
    }

    [Fact]
    public async Task A_data_set_can_be_counted_read_and_read_again()
    {
        var result = await Run.WithLimit(o => new EvenOnes(30, new Calls()).RunAsync(o));
        var rows = new List<int>();
        await foreach (var row in result.D.ReadAsync())
        {
            rows.Add(row.Number);
        }

        Assert.Equal(15, result.D.Count);
        Assert.Equal(rows, result.D.Select(row => row.Number));
        Assert.Equal(rows, result.D.Select(row => row.Number));
    }
}
