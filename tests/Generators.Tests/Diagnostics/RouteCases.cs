using static Distil.Generators.Tests.Diagnostics.RuleCase;

namespace Distil.Generators.Tests.Diagnostics;

internal static class RouteCases
{
    private const string OneWay = """
        [From(nameof(All))] Choose R { get; } = new();
        [From(nameof(R), When = Way.Left)] Score A { get; } = new();
        [From(nameof(R), When = Way.Right)] Length B { get; } = new();

        """;

    private const string Flags = """
        [From(nameof(All))] Spread R { get; } = new();
        [From(nameof(R), When = Ways.A)] Score A { get; } = new();
        [From(nameof(R), When = Ways.B)] Length B { get; } = new();

        """;

    private const string Fork = """
        [From(nameof(All))] Score A { get; } = new();
        [From(nameof(All))] Length B { get; } = new();

        """;

    private const string Twice = """
        [From(nameof(All))] Shout A { get; } = new();
        [From(nameof(All))] Shout B { get; } = new();

        """;

    public static IEnumerable<RuleCase> Cases =>
    [
        new("DSTL0301", Pipeline("[From(nameof(All), When = [|Way.Left|])] Score A { get; } = new();"), Pipeline(OneWay), "'All' is no router"),
        new("DSTL0302", Pipeline("[From(nameof(All))] Choose R { get; } = new(); [From(nameof(R), When = [|Ways.A|])] Score A { get; } = new();"), Pipeline(OneWay), "'Ways'", "'Way'"),
        new("DSTL0302", Pipeline("[From(nameof(All))] Choose R { get; } = new(); [From(nameof(R), When = [|1|])] Score A { get; } = new();"), Pipeline(OneWay), "'int'"),
        new("DSTL0303", Pipeline("[From(nameof(All))] Spread R { get; } = new(); [From(nameof(R), When = [|Ways.A | Ways.B|])] Score A { get; } = new();"), Pipeline(Flags), "a combination of flags"),
        new("DSTL0303", Pipeline("[From(nameof(All))] Spread R { get; } = new(); [From(nameof(R), When = [|Ways.None|])] Score A { get; } = new();"), Pipeline(Flags), "'None'", "no way"),
        new("DSTL0303", Pipeline("[From(nameof(All))] Choose R { get; } = new(); [From(nameof(R), When = [|(Way)7|])] Score A { get; } = new();"), Pipeline(OneWay), "'7'", "'Left'"),
        new("DSTL0304", Pipeline("[From(nameof(All))] Choose [|R|] { get; } = new(); [From(nameof(R), When = Way.Left)] Score A { get; } = new();"), Pipeline(OneWay), "'Right'"),
        new("DSTL0304", Pipeline("[From(nameof(All))] Spread [|R|] { get; } = new(); [From(nameof(R), When = Ways.B)] Score A { get; } = new();"), Pipeline(Flags), "'A'"),
        new("DSTL0305", Pipeline("LoadOther Second { get; } = new(); [From(nameof(All), [|nameof(Second)|])] Some C { get; } = new();"), Pipeline("LoadOther Second { get; } = new(); [Zip(nameof(All), nameof(Second))] Some C { get; } = new();"), "[Zip]"),
        new("DSTL0305", Pipeline("[From(nameof(All))] Split A { get; } = new(); [From(nameof(All), [|nameof(A)|])] Some C { get; } = new();"), Pipeline("[From(nameof(All))] Split A { get; } = new(); [Merge(nameof(All), nameof(A))] Some C { get; } = new();"), "'A' is an expand"),
        new(
            "DSTL0305",
            Pipeline(Fork + "[Merge(nameof(A), nameof(B))] Pass M { get; } = new(); [From(nameof(All), [|nameof(M)|])] Some C { get; } = new();"),
            Pipeline(OneWay + "[Merge(nameof(A), nameof(B))] Pass M { get; } = new(); [From(nameof(All), nameof(M))] Some C { get; } = new();"),
            "'M' is a merge"),
        new(
            "DSTL0305",
            Pipeline(OneWay + "[From(nameof(All), [|nameof(A)|])] Some C { get; } = new();"),
            Pipeline(OneWay + "[Merge(nameof(A), nameof(B))] Some C { get; } = new();"),
            "'A' has only the rows that 'R' sends there"),
        new("DSTL0306", Pipeline(OneWay + "[From([|nameof(A)|], nameof(B))] Some C { get; } = new();"), Pipeline(Flags + "[From(nameof(A), nameof(B))] Some C { get; } = new();"), "[Merge]"),
        new("DSTL0307", Pipeline(Twice + "[From(nameof(A), nameof(B)), Gather(\"volume\", into: \"volumes\")] Some [|C|] { get; } = new();"), Pipeline(Twice + "[From(nameof(A), nameof(B)), Gather(\"text\", into: \"text\"), Gather(\"volume\", into: \"volumes\")] Some C { get; } = new();"), "'Text'", "'A' and 'B'"),
        new("DSTL0307", Pipeline("Load Second { get; } = new(); [Zip(nameof(All), nameof(Second))] Pass [|C|] { get; } = new();").Replace("Load All { get; } = new();", "[Keep(\"id\")] Load All { get; } = new();"), Pipeline("[Keep(\"text\")] Load Second { get; } = new(); [Zip(nameof(All), nameof(Second))] Pass C { get; } = new();").Replace("Load All { get; } = new();", "[Keep(\"id\")] Load All { get; } = new();"), "'Id'"),
        new("DSTL0308", Pipeline("[From(nameof(All)), [|Gather(\"text\", into: \"texts\")|]] Some C { get; } = new();"), Pipeline("[From(nameof(All))] Some C { get; } = new();"), "'C'"),
        new("DSTL0309", Pipeline(Fork + "[From(nameof(A), nameof(B)), Gather([|\"text\"|], into: \"texts\")] Some C { get; } = new();"), Pipeline(Fork + "[From(nameof(A), nameof(B))] Some C { get; } = new();"), "'text'"),
        new("DSTL0309", Pipeline(Fork + "[From(nameof(A), nameof(B)), Gather([|\"scores\"|], into: \"scores\")] Some C { get; } = new();"), Pipeline(Fork + "[From(nameof(A), nameof(B)), Gather(\"score\", into: \"scores\")] Some C { get; } = new();"), "'scores'") { HasSameRows = false },
        new("DSTL0310", Pipeline(Fork + "[From(nameof(A), nameof(B)), Gather(\"score\", into: [|\"id\"|])] Some C { get; } = new();"), Pipeline(Fork + "[From(nameof(A), nameof(B)), Gather(\"score\", into: \"score\")] Some C { get; } = new();"), "'id'"),
        new("DSTL0307", Pipeline("[From(nameof(All)), OutputMapping(\"text\", \"body\")] Pass A { get; } = new(); [From(nameof(All)), OutputMapping(\"id\", \"body\"), Drop(\"text\")] Pass B { get; } = new(); [From(nameof(A), nameof(B))] Pass [|C|] { get; } = new();"), Pipeline("[From(nameof(All)), OutputMapping(\"text\", \"body\")] Pass A { get; } = new(); [From(nameof(All)), OutputMapping(\"id\", \"key\"), Drop(\"text\")] Pass B { get; } = new(); [From(nameof(A), nameof(B))] Pass C { get; } = new();"), "'Body'", "'A' and 'B'") { HasSameRows = false },
        new("DSTL0311", Pipeline(Fork + "[Zip(nameof(A), [|nameof(B)|])] Some C { get; } = new();"), Pipeline(Fork + "[From(nameof(A), nameof(B))] Some C { get; } = new();"), "both are rows of 'All'"),
        new("DSTL0311", Pipeline("LoadOther Second { get; } = new(); [From(nameof(All))] Length A { get; } = new(); [Zip(nameof(All), nameof(Second), [|nameof(A)|])] Some C { get; } = new();"), Pipeline("LoadOther Second { get; } = new(); [OutputMapping(\"Number\", \"n\"), OutputMapping(\"Label\", \"l\")] LoadOther Third { get; } = new(); [From(nameof(All))] Length A { get; } = new(); [Zip(nameof(A), nameof(Second), nameof(Third))] Some C { get; } = new();"), "zips 'All' and 'A'", "both are rows of 'All'") { HasSameRows = false },
        new("DSTL0311", Pipeline("LoadOther Second { get; } = new(); Load Third { get; } = new(); [From(nameof(Third)), Drop(\"id\", \"text\")] Split Parts { get; } = new(); [Zip(nameof(All), nameof(Second), [|nameof(Parts)|])] Some C { get; } = new();"), Pipeline("LoadOther Second { get; } = new(); Load Third { get; } = new(); [From(nameof(Third)), Drop(\"id\", \"text\")] Length Parts { get; } = new(); [Zip(nameof(All), nameof(Second), nameof(Parts))] Some C { get; } = new();"), "'Parts' is an expand") { HasSameRows = false },
        new("DSTL0311", Pipeline(OneWay + "[Zip(nameof(A), [|nameof(B)|])] Some C { get; } = new();"), Pipeline(OneWay + "[Merge(nameof(A), nameof(B))] Some C { get; } = new();"), "branches of the router 'R'"),
        new("DSTL0311", Pipeline("LoadOther Second { get; } = new(); [From(nameof(All))] Split Parts { get; } = new(); [Zip(nameof(Parts), [|nameof(Second)|])] Some C { get; } = new();"), Pipeline("LoadOther Second { get; } = new(); [From(nameof(All))] Split Parts { get; } = new(); [Zip(nameof(All), nameof(Second))] Some C { get; } = new();"), "'Parts' is an expand"),
        new(
            "DSTL0312",
            Pipeline("LoadOther Second { get; } = new(); [Zip(nameof(All), nameof(Second))] Some C { get; } = new(); [Merge(nameof(All), [|nameof(Second)|])] Pass D { get; } = new();"),
            Pipeline("LoadOther Second { get; } = new(); LoadOther Third { get; } = new(); [Zip(nameof(All), nameof(Second))] Some C { get; } = new(); [Merge(nameof(All), nameof(Third))] Pass D { get; } = new();"),
            "zipped by 'C'"),
        new("DSTL0313", Pipeline(Flags + "[From(nameof(A), nameof(B), When = [|Ways.A|])] Some C { get; } = new();"), Pipeline(Flags + "[From(nameof(A), nameof(B))] Some C { get; } = new();"), "Pass"),
    ];
}
