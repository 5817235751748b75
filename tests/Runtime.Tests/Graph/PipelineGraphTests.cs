namespace Distil.Runtime.Tests.Graph;

public sealed class PipelineGraphTests
{
    [Fact]
    public void It_gives_what_it_was_made_of()
    {
        var column = new GraphColumn("Text", "string", "Prompts");
        var graph = new PipelineGraph(
            "Preferences",
            [new("Prompts", "source", "LoadPrompts", [], [column]), new("Kept", "filter", "GoodEnough", [column], [column])],
            [new("Prompts", "Kept", "from", [])],
            [new("Prompts, Kept", ["Prompts", "Kept"], "A source starts its own loop.")]);
        Assert.Equal("Preferences", graph.Name);
        Assert.Equal("Preferences", graph.ToString());
        Assert.Equal(["Prompts", "Kept"], graph.Steps.Select(step => step.Name));
        Assert.Equal("Kept", Assert.Single(graph.Edges).To);
        Assert.Equal(["Prompts", "Kept"], Assert.Single(graph.Stages).Steps);
        Assert.Equal(
            """
            flowchart TD
                Prompts(["Prompts: LoadPrompts"])
                Kept{{"Kept: GoodEnough"}}
                Prompts --> Kept
            """,
            graph.ToMermaid(),
            ignoreLineEndingDifferences: true);
    }
}
