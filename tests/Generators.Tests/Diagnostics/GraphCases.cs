using static Distil.Generators.Tests.Diagnostics.RuleCase;

namespace Distil.Generators.Tests.Diagnostics;

internal static class GraphCases
{
    private const string Right = "[From(nameof(All))] Score Scored { get; } = new();";

    public static IEnumerable<RuleCase> Cases =>
    [
        new("DSTL0101", Pipeline("[From([|\"Al\"|])] Score Scored { get; } = new();"), Pipeline(Right), "'Al'", "did you mean 'All'?"),
        new("DSTL0101", Pipeline("[Merge(nameof(All), [|\"Other\"|])] Score Scored { get; } = new();"), Pipeline(Right)),
        new("DSTL0101", Pipeline("[Zip(nameof(All), right: [|nameof(Load)|])] Score Scored { get; } = new();"), Pipeline(Right)),
        new("DSTL0102", Pipeline("[From([|nameof(Scored)|])] Score Scored { get; } = new();"), Pipeline(Right), "'Scored'"),
        new(
            "DSTL0103",
            Pipeline("[From([|nameof(B)|])] Score A { get; } = new(); [From(nameof(A))] Length B { get; } = new(); [From(nameof(B))] Shout C { get; } = new();"),
            Pipeline("[From(nameof(All))] Score A { get; } = new(); [From(nameof(A))] Length B { get; } = new();"),
            "A → B → A"),
        new("DSTL0104", Pipeline("Score [|Scored|] { get; } = new();"), Pipeline(Right), "'Scored'"),
        new("DSTL0105", Pipeline("[From([|nameof(All)|])] Load Again { get; } = new();"), Pipeline("Load Again { get; } = new();"), "'Again'", "'All'"),
        new("DSTL0106", Pipeline("[From(nameof(All)), From([|nameof(All)|])] Score Scored { get; } = new();"), Pipeline(Right)),
        new("DSTL0106", Pipeline("[Merge(nameof(All), [|nameof(All)|])] Score Scored { get; } = new();"), Pipeline(Right)),
        new(
            "DSTL0106",
            Pipeline("""
                [From(nameof(All))] Choose R { get; } = new();
                [From(nameof(R), When = Way.Left), From([|nameof(R)|], When = Way.Left)] Score A { get; } = new();
                """),
            Pipeline("""
                [From(nameof(All))] Choose R { get; } = new();
                [From(nameof(R), When = Way.Left), From(nameof(R), When = Way.Right)] Score A { get; } = new();
                """)),
        new("DSTL0107", Pipeline("Load B { get; } = new(); [From(nameof(All)), [|From(nameof(B))|]] Score Scored { get; } = new();"), Pipeline("Load B { get; } = new(); [Merge(nameof(All), nameof(B))] Score Scored { get; } = new();"), "'Scored'"),
        new("DSTL0107", Pipeline("Load B { get; } = new(); [From(nameof(All)), [|Merge(nameof(All), nameof(B))|]] Score Scored { get; } = new();"), Pipeline("Load B { get; } = new(); [Merge(nameof(All), nameof(B))] Score Scored { get; } = new();")),
        new("DSTL0108", Pipeline("[From(nameof(All))] Print Out { get; } = new(); [From([|nameof(Out)|])] Score Scored { get; } = new();"), Pipeline("[From(nameof(All))] Print Out { get; } = new();"), "'Out'"),
        new("DSTL0109", Pipeline("[[|Merge(nameof(All))|]] Score Scored { get; } = new();"), Pipeline(Right), "'All' alone"),
        new("DSTL0109", Pipeline("[[|Merge|]] Score Scored { get; } = new();"), Pipeline(Right), "none"),
        new(
            "DSTL0110",
            Pipeline("[From(nameof(All)), [|Leaf(typeof(Item))|]] Score A { get; } = new(); [From(nameof(A))] Length B { get; } = new();"),
            Pipeline("[From(nameof(All)), Leaf(typeof(Item))] Score A { get; } = new();"),
            "'B' reads it"),
        new("DSTL0110", Pipeline("[From(nameof(All)), [|Leaf(typeof(Item))|]] Print Out { get; } = new();"), Pipeline("[From(nameof(All))] Print Out { get; } = new();"), "sink"),
    ];
}
