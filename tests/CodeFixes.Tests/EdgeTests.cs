using Distil.CodeFixes.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Distil.CodeFixes.Tests;

public sealed class EdgeTests
{
    [Fact]
    public Task A_step_reads_the_one_before_it() => Verify(
        """
            Load All { get; } = new();
            Score Scored { get; } = new(); // how good
        """,
        """
            Load All { get; } = new();
            [From(nameof(All))] Score Scored { get; } = new(); // how good
        """,
        "Read 'All'");

    [Fact]
    public Task An_edge_goes_before_settings_in_their_list() => Verify(
        """
            Load All { get; } = new();
            [Step(BatchSize = 5)] Embed Embedded { get; } = new();
        """,
        """
            Load All { get; } = new();
            [From(nameof(All)), Step(BatchSize = 5)] Embed Embedded { get; } = new();
        """,
        "Read 'All'");

    [Fact]
    public Task An_attribute_stands_on_a_line_of_its_own_where_others_do() => Verify(
        """
            Load All { get; } = new();

            [From(nameof(All))]
            Score Scored { get; } = new();

            /// <summary>How long.</summary>
            Length Long { get; } = new();
        """,
        """
            Load All { get; } = new();

            [From(nameof(All))]
            Score Scored { get; } = new();

            /// <summary>How long.</summary>
            [From(nameof(Scored))]
            Length Long { get; } = new();
        """,
        "Read 'Scored'");

    [Fact]
    public async Task The_nearest_steps_whose_columns_fit_are_offered_and_no_more_than_three()
    {
        const string Steps = """
            Load @base { get; } = new();
            LoadOther Other { get; } = new();
            [From(nameof(@base))] Score Scored { get; } = new();
            [From(nameof(Scored))] Length Long { get; } = new();
            [From(nameof(Long))] Print Out { get; } = new();
            Good Kept { get; } = new();
            Some First { get; } = new();
            [From(nameof(First))] Score Late { get; } = new();
            """;
        Assert.Equal(["Read 'Long'", "Read 'Scored'", "Read 'First'"], await CodeFix.TitlesAsync("DSTL0104", Pipeline(Steps)));
    }

    [Fact]
    public async Task Where_no_step_has_the_columns_the_one_before_is_offered() => Assert.Equal(
        ["Read 'Other'"], await CodeFix.TitlesAsync("DSTL0104", Pipeline("Load All { get; } = new(); LoadOther Other { get; } = new(); Good Kept { get; } = new();")));

    [Fact]
    public Task Steps_without_edges_become_a_chain() => CodeFix.VerifyAllAsync(
        "DSTL0104",
        FixAllScope.Solution,
        (
            "A.cs",
            Pipeline("""
                    Load All { get; } = new();
                    Score Scored { get; } = new();
                    Good Kept { get; } = new();
                """),
            Pipeline("""
                    Load All { get; } = new();
                    [From(nameof(All))] Score Scored { get; } = new();
                    [From(nameof(Scored))] Good Kept { get; } = new();
                """)),
        (
            "B.cs",
            "[Pipeline] partial class B\r\n{\r\n\tLoad All { get; } = new();\r\n\tPrint Out { get; } = new();\r\n}\r\n",
            "[Pipeline] partial class B\r\n{\r\n\tLoad All { get; } = new();\r\n\t[From(nameof(All))] Print Out { get; } = new();\r\n}\r\n"));

    [Fact]
    public Task Names_are_whole_where_the_namespace_is_not_imported() => CodeFix.VerifyAsync(
        "DSTL0104",
        "class From : Attribute; class FromAttribute : Attribute; [Pipeline] partial class P { Load All { get; } = new(); Score Scored { get; } = new(); }",
        "class From : Attribute; class FromAttribute : Attribute; [Pipeline] partial class P { Load All { get; } = new(); [Distil.From(nameof(All))] Score Scored { get; } = new(); }",
        "Read 'All'");

    [Fact]
    public Task A_join_below_a_one_way_router_becomes_a_merge() => CodeFix.VerifyAsync(
        "DSTL0306",
        Pipeline("""
                Load All { get; } = new();
                [From(nameof(All))] Choose R { get; } = new();
                [From(nameof(R), When = Way.Left), From(nameof(R), When = Way.Status)] Score A { get; } = new();
                [From(nameof(R), When = Way.Right)] Score B { get; } = new();
                [From(nameof(A), nameof(B)), Gather("score", into: "scores")] Some C { get; } = new();
            """),
        Pipeline("""
                Load All { get; } = new();
                [From(nameof(All))] Choose R { get; } = new();
                [From(nameof(R), When = Way.Left), From(nameof(R), When = Way.Status)] Score A { get; } = new();
                [From(nameof(R), When = Way.Right)] Score B { get; } = new();
                [Merge(nameof(A), nameof(B))] Some C { get; } = new();
            """),
        "Change to [Merge] and leave out [Gather] on 'C'");

    [Fact]
    public Task All_joins_below_one_way_routers_become_merges() => CodeFix.VerifyAllAsync(
        "DSTL0306", FixAllScope.Project, ("A.cs", Routed("A", "From"), Routed("A", "Merge")), ("B.cs", Routed("B", "Distil.FromAttribute"), Routed("B", "Distil.MergeAttribute")));

    [Fact]
    public Task A_join_of_two_sources_becomes_a_zip() => CodeFix.VerifyAsync(
        "DSTL0305",
        Pipeline("Load All { get; } = new(); LoadOther Other { get; } = new(); [From(nameof(All), nameof(Other))] Some C { get; } = new();"),
        Pipeline("Load All { get; } = new(); LoadOther Other { get; } = new(); [Zip(nameof(All), nameof(Other))] Some C { get; } = new();"),
        "Change to [Zip] on 'C'");

    [Fact]
    public Task A_merge_of_one_step_becomes_an_edge() => CodeFix.VerifyAsync(
        "DSTL0109",
        Pipeline("Load All { get; } = new(); [Merge(nameof(All))] Some C { get; } = new();"),
        Pipeline("Load All { get; } = new(); [From(nameof(All))] Some C { get; } = new();"),
        "Change to [From] on 'C'");

    [Fact]
    public Task A_zip_of_branches_of_one_step_becomes_a_join() => CodeFix.VerifyAsync(
        "DSTL0311",
        Pipeline("Load All { get; } = new(); [From(nameof(All))] Score A { get; } = new(); [From(nameof(All))] Length B { get; } = new(); [Zip(nameof(A), nameof(B))] Some C { get; } = new();"),
        Pipeline("Load All { get; } = new(); [From(nameof(All))] Score A { get; } = new(); [From(nameof(All))] Length B { get; } = new(); [From(nameof(A), nameof(B))] Some C { get; } = new();"),
        "Change to [From] on 'C'");

    private static Task Verify(string wrong, string right, string title) => CodeFix.VerifyAsync("DSTL0104", Pipeline(wrong), Pipeline(right), title);

    private static string Pipeline(string steps) => "[Pipeline] public sealed partial class P\n{\n" + steps + "\n}\n";

    private static string Routed(string name, string edge) => $$"""
        [Pipeline] partial class {{name}}
        {
            Load All { get; } = new();
            [From(nameof(All)), Router(Concurrency = 2)] Choose R { get; } = new();
            [From(nameof(R), When = Way.Left)] [From(nameof(R), When = Way.Status)] Pass Rest { get; } = new();
            [From(nameof(R), When = Way.Right)] Pass Right { get; } = new();
            [{{edge}}(nameof(Rest), nameof(Right))] Some Kept { get; } = new();
        }
        """;
}
