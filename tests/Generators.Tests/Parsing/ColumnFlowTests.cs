using Distil.Generators.Model;
using Distil.Generators.Tests.Diagnostics;

namespace Distil.Generators.Tests.Parsing;

public sealed class ColumnFlowTests
{
    private const string Flags = """
        [From(nameof(All))] Spread R { get; } = new();
        [From(nameof(R), When = Ways.A)] Score A { get; } = new();
        [From(nameof(R), When = Ways.B)] Shout B { get; } = new();

        """;

    [Fact]
    public void A_row_carries_every_column_and_replaced_ones_move_to_their_new_maker()
    {
        var model = Parse("[From(nameof(All))] Shout Loud { get; } = new();");
        Assert.Equal(["int Id", "string Text", "int Volume"], model.Outputs("Loud"));
        Assert.Equal("Loud", model.Columns[model.Step("Loud").OutputColumns[1]].MadeBy);
        Assert.Equal(["int Id", "string Text"], model.Inputs("Loud"));
        Assert.Equal([".Item1", ".Item2"], model.Step("Loud").Output.Members.Select(member => member.Accessor));
    }

    [Fact]
    public void Keep_and_drop_leave_columns_behind_and_mappings_rename_them()
    {
        var model = Parse("""
            [From(nameof(All)), Drop("text")] Some A { get; } = new();
            [From(nameof(All)), Keep("I_D")] Shout B { get; } = new();
            [From(nameof(All)), Keep("loudness"), OutputMapping("Volume", "loud_ness")] Shout C { get; } = new();
            """);
        Assert.Equal(["int Id"], model.Outputs("A"));
        Assert.Equal(["int Id"], model.Outputs("B"));
        Assert.Equal(["int LoudNess"], model.Outputs("C"));
        Assert.Equal("loud_ness", model.Columns[model.Step("C").OutputColumns[0]].FileName);
    }

    [Fact]
    public void A_join_takes_each_column_from_the_branch_that_made_it()
    {
        var model = Parse("""
            [From(nameof(All))] Shout A { get; } = new();
            [From(nameof(All))] Score B { get; } = new();
            [From(nameof(A), nameof(B))] Some C { get; } = new();
            """);
        Assert.Equal(InputKind.Join, model.Step("C").Input.Kind);
        Assert.Equal(["Id = All.Id, All.Id", "Text = A.Text, -", "Volume = A.Volume, -", "Score = -, B.Score"], model.Combined("C"));
        Assert.Equal(["int Id", "string Text", "int Volume", "double Score"], model.Outputs("C"));

        // Nothing changed but the place: no column is made anew.
        Assert.Equal(model.Step("A").OutputColumns.Concat(model.Step("B").OutputColumns.Skip(2)), model.Step("C").InputColumns);
    }

    [Fact]
    public void Below_a_flags_router_the_columns_of_a_branch_that_may_not_be_taken_are_nullable()
    {
        var model = Parse(Flags + "[From(nameof(A), nameof(B))] Some C { get; } = new();");
        Assert.Equal(["int Id", "string? Text", "double? Score", "int? Volume"], model.Outputs("C"));
        Assert.Equal([1L, 2L], new[] { model.Step("A"), model.Step("B") }.Select(step => step.Input.Branches[0].RouteBits));
        Assert.True(model.Step("R").RouteType!.IsFlags);
    }

    [Fact]
    public void A_branch_that_is_always_taken_gives_its_columns_without_null()
    {
        var model = Parse("""
            [From(nameof(All))] Spread R { get; } = new();
            [From(nameof(R))] Score A { get; } = new();
            [From(nameof(R), When = Ways.B)] Length B { get; } = new();
            [From(nameof(A), nameof(B))] Some C { get; } = new();
            """);
        Assert.Equal(["int Id", "string Text", "double Score", "int? Length"], model.Outputs("C"));
    }

    [Fact]
    public void A_join_within_a_branch_comes_by_all_its_ways()
    {
        var model = Parse("""
            [From(nameof(All))] Choices R { get; } = new();
            [From(nameof(R), When = Choice.A)] Score A { get; } = new();
            [From(nameof(R), When = Choice.B)] Length B { get; } = new();
            [From(nameof(R), When = Choice.C)] Shout C { get; } = new();
            [From(nameof(A), nameof(B))] Some D { get; } = new();
            [From(nameof(D), nameof(C))] Some E { get; } = new();
            """, "[Flags] public enum Choice { A = 1, B = 2, C = 4 } [Router] public class Choices { public Choice Route(int id) => default; }");
        Assert.Equal(["int Id", "string? Text", "double? Score", "int? Length", "int? Volume"], model.Outputs("E"));
    }

    [Fact]
    public void Gather_makes_a_list_of_what_the_branches_made()
    {
        var model = Parse("""
            [From(nameof(All)), OutputMapping("Length", "score")] Length A { get; } = new();
            [From(nameof(All))] Score B { get; } = new();
            [From(nameof(All))] Some Kept { get; } = new();
            [From(nameof(A), nameof(B), nameof(Kept)), Gather("score", into: "scores")] Some C { get; } = new();
            """);
        Assert.Equal(["Id = All.Id, All.Id, All.Id", "Text = All.Text, All.Text, All.Text", "Scores gathers A.Score, B.Score, -"], model.Combined("C"));
        Assert.Equal(["int Id", "string Text", "global::System.Collections.Generic.IReadOnlyList<double> Scores"], model.Outputs("C"));
        Assert.Equal("double", model.Step("C").Input.Columns[2].ElementType);
    }

    [Fact]
    public void A_gathered_column_may_hold_null_where_a_branch_makes_it()
    {
        var model = Parse("""
            [From(nameof(All))] Note A { get; } = new();
            [From(nameof(All)), OutputMapping("Text", "note")] Shout B { get; } = new();
            [From(nameof(A), nameof(B)), Gather("note", into: "note")] Some C { get; } = new();
            """, "[Step] public class Note { public string? Process(int id) => null; }");
        Assert.Contains("global::System.Collections.Generic.IReadOnlyList<string?> Note", model.Outputs("C"));
    }

    [Fact]
    public void A_merge_unites_types_and_what_a_branch_lacks_is_nullable()
    {
        var model = Parse("""
            [From(nameof(All))] Choose R { get; } = new();
            [From(nameof(R), When = Way.Left), OutputMapping("Length", "score"), Drop("text")] Length A { get; } = new();
            [From(nameof(R), When = Way.Right)] Score B { get; } = new();
            [Merge(nameof(A), nameof(B))] Pass C { get; } = new();
            """);
        Assert.Equal(["int Id", "double Score", "string? Text"], model.Outputs("C"));
        Assert.Equal(["Id = All.Id, All.Id", "Score = A.Score, B.Score", "Text = -, All.Text"], model.Combined("C"));
        Assert.Equal(StepKind.Pass, model.Step("C").Kind);
        Assert.Null(model.Step("C").Method);
    }

    [Fact]
    public void Of_two_sources_a_merge_makes_a_column_of_its_own()
    {
        var model = Parse("Load Second { get; } = new(); [Merge(nameof(All), nameof(Second))] Pass C { get; } = new();");
        Assert.Equal(["int Id", "string Text"], model.Outputs("C"));
        Assert.Equal(["C", "C"], model.Step("C").OutputColumns.Select(column => model.Columns[column].MadeBy));
        Assert.Equal([0, 1, -1], model.Steps.Select(step => step.SourceIndex));
    }

    [Fact]
    public void A_zip_has_the_columns_of_both_sides()
    {
        var model = Parse("LoadOther Second { get; } = new(); [Zip(nameof(All), nameof(Second))] Pass C { get; } = new();");
        Assert.Equal(["int Id", "string Text", "long Number", "string Label"], model.Outputs("C"));
        Assert.Equal(["Id = All.Id, -", "Text = All.Text, -", "Number = -, Second.Number", "Label = -, Second.Label"], model.Combined("C"));
    }

    [Fact]
    public void A_zip_of_three_has_the_columns_of_all()
    {
        var model = Parse("LoadOther Second { get; } = new(); [OutputMapping(\"Rows\", \"third\")] Rows<string?> Third { get; } = Rows.From<string?>([]); [Zip(nameof(Third), nameof(All), nameof(Second))] Pass C { get; } = new();");
        Assert.False(model.HasErrors);
        Assert.Equal(["string? Third", "int Id", "string Text", "long Number", "string Label"], model.Outputs("C"));
        Assert.Equal("Label = -, -, Second.Label", model.Combined("C")[^1]);
    }

    [Theory]
    [InlineData("OutputMapping(\"text\", \"body\")", "int Id", "string Body")]
    [InlineData("OutputMapping(\"ID\", \"text_id\")", "int TextId", "string Text")]
    [InlineData("OutputMapping(\"id\", \"text\"), OutputMapping(\"text\", \"id\")", "int Text", "string Id")]
    [InlineData("OutputMapping(\"id\", \"text\")", "int Text")]
    [InlineData("OutputMapping(\"text\", \"body\"), Drop(\"body\")", "int Id")]
    [InlineData("OutputMapping(\"text\", \"body\"), Keep(\"body\")", "string Body")]
    public void A_pass_gives_columns_other_names(string mappings, params string[] expected)
    {
        var model = Parse($"[From(nameof(All)), {mappings}] Pass A {{ get; }} = new(); [From(nameof(A))] Pass B {{ get; }} = new();");
        Assert.False(model.HasErrors);
        Assert.Equal(expected, model.Outputs("A"));
        Assert.Equal(expected, model.Outputs("B"));
    }

    [Fact]
    public void A_renamed_column_is_one_of_its_own_in_a_join()
    {
        var model = Parse("""
            [From(nameof(All)), OutputMapping("text", "body")] Pass A { get; } = new();
            [From(nameof(All))] Score B { get; } = new();
            [From(nameof(A), nameof(B))] Pass C { get; } = new();
            [From(nameof(All)), OutputMapping("text", "body"), Keep("body")] Pass D { get; } = new();
            [From(nameof(A), nameof(D)), Gather("body", into: "bodies")] Pass E { get; } = new();
            """);
        Assert.False(model.HasErrors);
        Assert.Equal(["int Id", "string Body", "string Text", "double Score"], model.Outputs("C"));
        Assert.Equal(["int Id", "global::System.Collections.Generic.IReadOnlyList<string> Bodies"], model.Outputs("E"));
    }

    [Fact]
    public void A_filter_can_promise_that_a_column_is_not_null()
    {
        var model = Parse("""
            [From(nameof(All))] Note A { get; } = new();
            [From(nameof(A))] HasNote B { get; } = new();
            """, """
            [Step] public class Note { public (string? Note, int? Size) Process(int id) => default; }
            [Filter] public class HasNote { public bool Keep([NotNullWhen(true)] string? note, [NotNullWhen(true)] int? size, [NotNullWhen(true)] string text) => note is not null && size is not null; }
            """);
        Assert.Equal(["int Id", "string Text", "string? Note", "int? Size"], model.Inputs("B"));
        Assert.Equal(["int Id", "string Text", "string Note", "int Size"], model.Outputs("B"));
        Assert.Equal(2, model.Step("B").Refinements.Count);
    }

    [Fact]
    public void A_refined_column_is_no_second_one_in_a_join()
    {
        var model = Parse("""
            [From(nameof(All))] Note N { get; } = new();
            [From(nameof(N))] HasNote A { get; } = new();
            [From(nameof(N))] Score B { get; } = new();
            [From(nameof(A), nameof(B))] Some C { get; } = new();
            """, """
            [Step] public class Note { public string? Process(int id) => null; }
            [Filter] public class HasNote { public bool Keep([NotNullWhen(true)] string? note) => note is not null; }
            """);
        Assert.Equal(["int Id", "string Text", "string Note", "double Score"], model.Outputs("C"));
    }

    [Fact]
    public void OnError_null_makes_the_columns_of_the_step_nullable()
    {
        var model = Parse("[From(nameof(All)), Step(OnError = OnError.Null)] Shout Loud { get; } = new();");
        Assert.Equal(["int Id", "string? Text", "int? Volume"], model.Outputs("Loud"));
    }

    [Fact]
    public void New_rows_have_the_columns_of_the_step_alone_and_are_numbered_as_a_source()
    {
        var model = Parse("[From(nameof(All)), Step(NewRows = true)] Group Groups { get; } = new();");
        Assert.Equal(["string Key", "int Count"], model.Outputs("Groups"));
        Assert.Equal(1, model.Step("Groups").SourceIndex);
        Assert.True(model.Step("Groups").Settings.NewRows);
    }

    [Fact]
    public void An_expand_repeats_the_other_columns_and_a_sink_ends_them()
    {
        var model = Parse("[From(nameof(All))] Split Parts { get; } = new(); [From(nameof(All))] Print Out { get; } = new();");
        Assert.Equal(["int Id", "string Text", "string Part", "int Place"], model.Outputs("Parts"));
        Assert.Empty(model.Outputs("Out"));
        Assert.Equal(["Parts"], model.Leaves.Select(leaf => leaf.Name));
        Assert.Equal(-1, model.Step("Out").LeafIndex);
    }

    [Fact]
    public void Several_ways_of_one_router_are_one_edge()
    {
        var model = Parse("""
            [From(nameof(All))] Spread R { get; } = new();
            [From(nameof(R), When = Ways.A), From(nameof(R), When = Ways.B)] Score A { get; } = new();
            """);
        var branch = Assert.Single(model.Step("A").Input.Branches);
        Assert.Equal(InputKind.From, model.Step("A").Input.Kind);
        Assert.Equal(["global::Ways.A", "global::Ways.B"], branch.Routes);
        Assert.Equal(3, branch.RouteBits);
    }

    private static PipelineModel Parse(string properties, string types = "") =>
        GeneratorHarness.Parse(RuleCase.Pipeline(properties) + types + RuleCase.Steps);
}
