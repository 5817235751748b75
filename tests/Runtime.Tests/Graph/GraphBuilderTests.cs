using Distil.Engine;

namespace Distil.Runtime.Tests.Graph;

public sealed class GraphBuilderTests
{
    private static readonly PipelineGraph s_graph = new GraphBuilder("Reviews")
        .Step("global step", "Ranked", "Rank").From("Both").Makes("Rank", "int")
        .Step("source", "All", "Load").Makes("Text", "string").Makes("Hint", "string?")
        .Step("router", "Ways", "Choose").From("All")
        .Step("filter", "Hinted", "HasHint").From("Ways", "Short", "Long").Refines("Hint", "string")
        .Step("step", "Upper", "Shout").From("All").Drops("Text").Makes("Text", "char[]").Makes("Loud", "bool")
        .Step("pass", "Both", "Pass").Join("Hinted").Join("Upper").Takes("Upper", "Text").Combines("Hint", "string?").Takes("Upper", "Loud")
        .Step("sink", "Logged", "Log").From("Hinted")
        .Stage("All starts", "All", "Ways", "Hinted")
        .StageBefore("They meet", "Both")
        .DataSet("Ranked")
        .Build();

    [Theory]
    [InlineData("All", "", "Text string All, Hint string? All")]
    [InlineData("Ways", "Text string All, Hint string? All", "Text string All, Hint string? All")]
    [InlineData("Hinted", "Text string All, Hint string? All", "Text string All, Hint string Hinted")]
    [InlineData("Upper", "Text string All, Hint string? All", "Hint string? All, Text char[] Upper, Loud bool Upper")]
    [InlineData("Both", "Text char[] Upper, Hint string? Both, Loud bool Upper", "Text char[] Upper, Hint string? Both, Loud bool Upper")]
    [InlineData("Ranked", "Text char[] Upper, Hint string? Both, Loud bool Upper", "Text char[] Upper, Hint string? Both, Loud bool Upper, Rank int Ranked")]
    [InlineData("Logged", "Text string All, Hint string Hinted", "")]
    public void A_step_has_the_columns_that_pass_it_and_those_that_it_changes(string step, string inputs, string outputs)
    {
        var found = s_graph.Steps.Single(candidate => candidate.Name == step);
        Assert.Equal(inputs, Text(found.InputColumns));
        Assert.Equal(outputs, Text(found.OutputColumns));

        static string Text(IReadOnlyList<GraphColumn> columns) =>
            string.Join(", ", columns.Select(column => $"{column.Name} {column.Type} {column.MadeBy}"));
    }

    [Fact]
    public void Edges_and_stages_stand_as_they_were_told()
    {
        Assert.Equal(["Ranked", "All", "Ways", "Hinted", "Upper", "Both", "Logged"], s_graph.Steps.Select(step => step.Name));
        Assert.Equal(
            ["Both from Ranked ", "All from Ways ", "Ways from Hinted Short+Long", "All from Upper ", "Hinted join Both ", "Upper join Both ", "Hinted from Logged "],
            s_graph.Edges.Select(edge => $"{edge.From} {edge.Kind} {edge.To} {string.Join("+", edge.Routes)}"));
        Assert.Equal(["All, Ways, Hinted", "to Both", "Ranked (data set)"], s_graph.Stages.Select(stage => stage.Name));
        Assert.Equal(["All starts", "They meet", "The rows of Ranked become a data set"], s_graph.Stages.Select(stage => stage.Why));
    }

    [Fact]
    public void It_is_drawn()
    {
        var drawn = s_graph.ToMermaid();
        Assert.Contains("\n    Ranked[[\"Ranked: Rank\"]]\n", drawn, StringComparison.Ordinal);
        Assert.Contains("\n    Logged[/\"Logged: Log\"/]\n", drawn, StringComparison.Ordinal);
        Assert.Contains("\n    Ways -- \"Short, Long\" --> Hinted\n", drawn, StringComparison.Ordinal);
        Assert.Contains("\n    Upper -- \"join\" --> Both\n", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_of_Mermaid_and_classes_with_type_arguments_can_be_drawn() => Assert.Equal(
        "flowchart TD\n    end_([\"end: Rows\"])\n    A[\"A: Inner\"]\n    end_ --> A",
        new GraphBuilder("Words")
            .Step("source", "end", "Rows<List<string>>")
            .Step("step", "A", "Outer<int>.Inner").From("end")
            .Build()
            .ToMermaid());
}
