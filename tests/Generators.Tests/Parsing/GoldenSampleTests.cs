using Distil.Generators.Model;

namespace Distil.Generators.Tests.Parsing;

public sealed class GoldenSampleTests
{
    private static readonly PipelineModel s_model = GeneratorHarness.Parse(GoldenSample.Source);

    [Fact]
    public async Task It_has_no_diagnostic_but_hints() => await AnalyzerHarness.VerifyCleanAsync(GoldenSample.Source);

    [Fact]
    public void Every_property_is_a_step_in_declared_order() =>
        Assert.Equal(
            ["Prompts Source", "Route Router", "Small Step", "Large Step", "Verdict Step", "Kept Filter", "Ranked Step"],
            s_model.Steps.Select(step => $"{step.Name} {step.Kind}"));

    [Fact]
    public void The_leaf_carries_every_column_made_upstream()
    {
        var leaf = Assert.Single(s_model.Leaves);
        Assert.Equal("RankedRow", leaf.RowType);
        Assert.Equal(
            ["string Instruction", "string Text", "int Tokens", "double Score", "string Rationale", "int Rank"],
            leaf.Members.Select(member => $"{s_model.Columns[member.Column].Type} {member.Name}"));
        Assert.Equal(
            ["instruction", "text", "tokens", "score", "rationale", "rank"],
            leaf.Members.Select(member => s_model.Columns[member.Column].FileName));
    }

    [Fact]
    public void The_merge_makes_one_column_of_those_that_both_branches_made()
    {
        var verdict = s_model.Steps[4];
        Assert.Equal(InputKind.Merge, verdict.Input.Kind);
        Assert.Equal([2, 3], verdict.Input.Branches.Select(branch => branch.Step));
        var columns = verdict.Input.Columns.Select(column =>
            $"{s_model.Columns[column.Column].Name}: {string.Join(", ", column.Sources.Select(source => s_model.Columns[source].MadeBy))}");
        Assert.Equal(["Instruction: Prompts, Prompts", "Text: Small, Large", "Tokens: Small, Large"], columns);
    }

    [Fact]
    public void Settings_of_the_property_win_over_those_of_the_class()
    {
        Assert.Equal([16, 4], s_model.Steps.Skip(2).Take(2).Select(step => step.Settings.Concurrency));
        Assert.All(s_model.Steps.Skip(2).Take(2), step => Assert.True(step.Settings is { Durable: true, Retries: 3 }));
        Assert.True(s_model.Steps[4].Settings is { Concurrency: 1, Durable: false, Retries: 0, BatchSize: 50, Ordered: true, SplitBatches: true });
        Assert.Equal(ErrorPolicy.Stop, s_model.Steps[6].Settings.OnError);
    }

    [Fact]
    public void Routes_are_the_members_of_the_enum()
    {
        Assert.Equal(new RouteTypeModel("global::Difficulty", IsFlags: false, new EquatableArray<RouteRange>([new RouteRange(0, 1)])), s_model.Steps[1].RouteType);
        Assert.Equal(["global::Difficulty.Hard"], s_model.Steps[3].Input.Branches[0].Routes);
    }

    [Fact]
    public void Parameters_and_interfaces_of_the_step_are_found()
    {
        Assert.Equal([new ParameterModel("Temperature", "double", IsRequired: false, Summary: null) { Default = "0.7" }], s_model.Steps[2].Parameters);
        Assert.True(s_model.Steps[2] is { HasFingerprint: true, HasLifecycle: false });
    }

    [Fact]
    public void The_graph_is_written_as_mermaid() =>
        Assert.Equal(
            """
            flowchart TD
                Prompts(["Prompts: LoadPrompts"])
                Route{"Route: ByLength"}
                Small["Small: Generate"]
                Large["Large: Generate"]
                Verdict["Verdict: Judge"]
                Kept{{"Kept: GoodEnough"}}
                Ranked[["Ranked: Rank"]]
                Prompts --> Route
                Route -- "Easy" --> Small
                Route -- "Hard" --> Large
                Small -- "merge" --> Verdict
                Large -- "merge" --> Verdict
                Verdict --> Kept
                Kept --> Ranked
            """.ReplaceLineEndings("\n"),
            s_model.Mermaid);
}
