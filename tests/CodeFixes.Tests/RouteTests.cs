using Distil.CodeFixes.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Distil.CodeFixes.Tests;

public sealed class RouteTests
{
    [Fact]
    public Task Ways_that_no_step_takes_go_to_a_pass_each() => CodeFix.VerifyAsync(
        "DSTL0304",
        """
        [Pipeline] public partial class P
        {
            Load All { get; } = new();
            [From(nameof(All))] Choose R { get; } = new();
            [From(nameof(R), When = Way.Left)] internal Score A { get; } = new(); // the good ones
            Load Right { get; } = new();
        }
        """,
        """
        [Pipeline] public partial class P
        {
            Load All { get; } = new();
            [From(nameof(All))] Choose R { get; } = new();
            [From(nameof(R), When = Way.Left)] internal Score A { get; } = new(); // the good ones
            [From(nameof(R), When = Way.Right)] internal Pass RightWay { get; } = new();
            [From(nameof(R), When = Way.Status)] internal Pass StatusWay { get; } = new();
            Load Right { get; } = new();
        }
        """,
        "Take the rows that 'R' sends to 'Right' and 'Status' by a Pass");

    [Fact]
    public Task All_routers_get_their_ways() => CodeFix.VerifyAllAsync(
        "DSTL0304",
        FixAllScope.Solution,
        (
            "A.cs",
            "namespace A;\r\n" + Two("", ""),
            "namespace A;\r\n" + Two(
                "\r\n    [From(nameof(R), When = Side.B)]\r\n    Pass B { get; } = new();",
                "\r\n    [From(nameof(Second), When = Side.A)]\r\n    Pass AWay { get; } = new();")),
        (
            "B.cs",
            "[Pipeline] partial class Q { Load All { get; } = new(); [From(nameof(All))] Choose R { get; } = new(); [From(nameof(R), When = Way.Left), From(nameof(R), When = Way.Status)] Score S { get; } = new(); }",
            "[Pipeline] partial class Q { Load All { get; } = new(); [From(nameof(All))] Choose R { get; } = new(); [From(nameof(R), When = Way.Left), From(nameof(R), When = Way.Status)] Score S { get; } = new(); [From(nameof(R), When = Way.Right)] Pass Right { get; } = new(); }"));

    [Fact]
    public Task An_edge_that_takes_several_ways_becomes_several() => CodeFix.VerifyAsync(
        "DSTL0303",
        Flags("[From(nameof(R), When = Parts.A | Parts.B), Step(Concurrency = 2)]"),
        Flags("[From(nameof(R), When = Parts.A), From(nameof(R), When = Parts.B), Step(Concurrency = 2)]"),
        "Take 'Parts.A' and 'Parts.B' by an edge each");

    [Fact]
    public Task Clashing_columns_are_gathered() => CodeFix.VerifyAsync(
        "DSTL0307", Clash("", "[From(nameof(A), nameof(B))]"), Clash("", "[From(nameof(A), nameof(B)), Gather(\"text\", into: \"texts\")]"), "Gather 'text' of all branches into 'texts'");

    [Fact]
    public Task A_clashing_column_is_renamed_at_its_maker() => CodeFix.VerifyAsync(
        "DSTL0307", Clash("", "[From(nameof(A), nameof(B))]"), Clash(", OutputMapping(\"text\", \"b_text\")", "[From(nameof(A), nameof(B))]"), "Rename 'text' of 'B' to 'b_text'");

    [Fact]
    public Task A_mapping_that_makes_columns_clash_is_changed() => CodeFix.VerifyAsync(
        "DSTL0307",
        Clash(", OutputMapping(\"Text\", \"title\")", "[From(nameof(T), nameof(B))]"),
        Clash(", OutputMapping(\"Text\", \"b_title\")", "[From(nameof(T), nameof(B))]"),
        "Rename 'title' of 'B' to 'b_title'");

    [Fact]
    public Task Columns_of_zipped_sources_are_renamed() => CodeFix.VerifyAsync(
        "DSTL0307",
        "[Pipeline] partial class P { [Keep(\"id\")] Load A { get; } = new(); [Keep(\"id\")] Load B { get; } = new(); [Zip(nameof(A), nameof(B))] Some C { get; } = new(); }",
        "[Pipeline] partial class P { [Keep(\"id\")] Load A { get; } = new(); [Keep(\"b_id\"), OutputMapping(\"Id\", \"b_id\")] Load B { get; } = new(); [Zip(nameof(A), nameof(B))] Some C { get; } = new(); }",
        "Rename 'id' of 'B' to 'b_id'");

    [Fact]
    public Task All_clashing_columns_are_gathered() => CodeFix.VerifyAllAsync(
        "DSTL0307",
        FixAllScope.Document,
        (
            "A.cs",
            """
            [Pipeline] partial class P
            {
                Load All { get; } = new();
                [From(nameof(All))] Both A { get; } = new();
                [From(nameof(All))] Both B { get; } = new();
                [From(nameof(A), nameof(B))] Pass C { get; } = new();
            }
            [Step] public class Both { public (int Id, string Text) Process(int id) => (id, ""); }
            """,
            """
            [Pipeline] partial class P
            {
                Load All { get; } = new();
                [From(nameof(All))] Both A { get; } = new();
                [From(nameof(All))] Both B { get; } = new();
                [From(nameof(A), nameof(B)), Gather("id", into: "ids"), Gather("text", into: "texts")] Pass C { get; } = new();
            }
            [Step] public class Both { public (int Id, string Text) Process(int id) => (id, ""); }
            """));

    [Fact]
    public Task Several_clashing_columns_are_renamed_together() => CodeFix.VerifyAsync(
        "DSTL0307",
        TwoClashes(""),
        TwoClashes(", OutputMapping(\"Id\", \"b_id\"), OutputMapping(\"Text\", \"b_text\")"),
        "Rename 'id' of 'B' to 'b_id' and 'text' of 'B' to 'b_text'");

    private static string TwoClashes(string mappings) => $$"""
        [Pipeline] partial class P
        {
            Load All { get; } = new();
            [From(nameof(All))] Both A { get; } = new();
            [From(nameof(All)){{mappings}}] Both B { get; } = new();
            [From(nameof(A), nameof(B))] Pass C { get; } = new();
        }
        [Step] public class Both { public (int Id, string Text) Process(int id) => (id, ""); }
        """;

    private static string Flags(string edge) => $$"""
        [Flags] public enum Parts { None = 0, A = 1, B = 2 }
        [Router] public class Spread { public Parts Route(int id) => default; }
        [Pipeline] public partial class P
        {
            Load All { get; } = new();
            [From(nameof(All))] Spread R { get; } = new();
            {{edge}} Score S { get; } = new();
        }
        """;

    private static string Clash(string mapping, string edge) => $$"""
        [Pipeline] public partial class P
        {
            Load All { get; } = new();
            [From(nameof(All))] Louder A { get; } = new();
            [From(nameof(All))] Title T { get; } = new();
            [From(nameof(All)){{mapping}}] Louder B { get; } = new();
            {{edge}} Pass C { get; } = new();
        }
        """;

    private static string Two(string first, string second) => $$"""
        public enum Side { A, B }
        [Router] public class Choose { public Side Route(int id) => default; }

        [Pipeline] public partial class P
        {
            Load All { get; } = new();

            [From(nameof(All))]
            Choose R { get; } = new();

            [From(nameof(R), When = Side.A)]
            Score A { get; } = new();{{first}}

            [From(nameof(All))]
            Choose Second { get; } = new();

            [From(nameof(Second), When = Side.B)]
            Score C { get; } = new();{{second}}
        }
        """.ReplaceLineEndings("\r\n");
}
