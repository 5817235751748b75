using static Distil.Generators.Tests.Diagnostics.RuleCase;

namespace Distil.Generators.Tests.Diagnostics;

internal static class ColumnCases
{
    public static IEnumerable<RuleCase> Cases =>
    [
        new("DSTL0201", Take("string txt", "[|T|]"), Take("string text", "T"), "'T'", "'txt' ('string')", "did you mean 'Text'?"),
        new(
            "DSTL0201",
            Pipeline("[From(nameof(All)), Drop(\"text\")] Some Kept { get; } = new(); [From(nameof(Kept))] Score [|Scored|] { get; } = new();"),
            Pipeline("[From(nameof(All)), Drop(\"id\")] Some Kept { get; } = new(); [From(nameof(Kept))] Score Scored { get; } = new();"),
            "'Kept' drops it"),
        new(
            "DSTL0201",
            Pipeline("[From(nameof(All)), Step(NewRows = true)] Group Groups { get; } = new(); [From(nameof(Groups))] Score [|Scored|] { get; } = new();"),
            Pipeline("[From(nameof(All))] Group Groups { get; } = new(); [From(nameof(Groups))] Score Scored { get; } = new();"),
            "new rows of 'Groups'"),
        new("DSTL0201", Pipeline("[From(nameof(All)), InputMapping(\"text\", [|\"body\"|])] Score Scored { get; } = new();"), Pipeline("[From(nameof(All)), InputMapping(\"text\", \"Text\")] Score Scored { get; } = new();"), "'body'"),
        new("DSTL0201", Take("Titled item", "[|T|]") + "[Row] public record Titled(int Id, string Title);", Take("Titled item", "T") + "[Row] public record Titled(int Id, string Title = \"\");", "'Title'"),
        new(
            "DSTL0201",
            "[Pipeline] public partial class P { LoadPlain L { get; } = new(); [From(nameof(L))] Score [|Scored|] { get; } = new(); [From(nameof(Scored))] Some More { get; } = new(); } [Source] public class LoadPlain { public IEnumerable<Plain> Read() => []; } public record Plain(int Id, string Text);",
            "[Pipeline] public partial class P { LoadPlain L { get; } = new(); [From(nameof(L))] Score Scored { get; } = new(); [From(nameof(Scored))] Some More { get; } = new(); } [Source] public class LoadPlain { public IEnumerable<Plain> Read() => []; } [Row] public record Plain(int Id, string Text);",
            "mark 'Plain' with [Row]") { HasSameRows = false },
        new(
            "DSTL0201",
            Take("Plain item", "[|T|]") + "public struct Plain { public int Id { get; set; } public string Text { get; set; } }",
            Take("Plain item", "T") + "[Row] public struct Plain { public int Id { get; set; } public string Text { get; set; } }",
            "mark 'Plain' with [Row]"),
        new("DSTL0201", Take("Titled item", "[|T|]") + "[Row] public record Titled(int Id, Item Title);", Take("Item item", "T"), "'Title' ('Item', the member 'Title' of 'item')"),
        new(
            "DSTL0203",
            Pipeline("[From(nameof(All))] Find F { get; } = new(); [From(nameof(F))] Use [|U|] { get; } = new();") + "[Step] public class Find { [return: MaybeNull] public string Process(int id) => null; } [Step] public class Use { public int Process(string find) => 1; }",
            Pipeline("[From(nameof(All))] Find F { get; } = new(); [From(nameof(F))] Use U { get; } = new();") + "[Step] public class Find { [return: MaybeNull] public string Process(int id) => null; } [Step] public class Use { public int Process([AllowNull] string find) => 1; }",
            "'string?'"),
        new(
            "DSTL0203",
            Pipeline("[From(nameof(All))] Find F { get; } = new(); [From(nameof(F))] Use [|U|] { get; } = new();") + "[Step] public class Find { public Found Process(int id) => new(); } [Row] public class Found { [MaybeNull] public string Name { get; set; } [NotNull] public string? Other { get; set; } } [Step] public class Use { public int Process(string name, string other) => 1; }",
            Pipeline("[From(nameof(All))] Find F { get; } = new(); [From(nameof(F))] Use U { get; } = new();") + "[Step] public class Find { public Found Process(int id) => new(); } [Row] public class Found { [MaybeNull] public string Name { get; set; } [NotNull] public string? Other { get; set; } } [Step] public class Use { public int Process(string? name, string other) => 1; }",
            "'Name' as 'string'"),
        new("DSTL0203", Take("[DisallowNull] string? note", "[|T|]", "Maybe"), Take("[AllowNull] string note", "T", "Maybe"), "'string?'"),
        new("DSTL0202", Take("int text", "[|T|]"), Take("object text", "T"), "'Text' as 'int'", "'All' makes it as 'string'"),
        new("DSTL0202", Take("short id", "[|T|]"), Take("long? id", "T")),
        new("DSTL0203", Take("string note", "[|T|]", "Maybe"), Take("string? note", "T", "Maybe"), "'Note' as 'string'", "'string?'"),
        new("DSTL0203", Take("List<string> words", "[|T|]", "Words"), Take("List<string?> words", "T", "Words")),
        new(
            "DSTL0203",
            Take("int size", "[|T|]", "MaybeSize"),
            Pipeline("[From(nameof(All))] MaybeSize M { get; } = new(); [From(nameof(M))] Sized F { get; } = new(); [From(nameof(F))] Take T { get; } = new();")
                + Taking("int size")
                + "[Filter] public class Sized { public bool Keep([NotNullWhen(true)] int? size) => size is not null; }",
            "'int?'"),
        new(
            "DSTL0204",
            Take("Pair item", "[|T|]", "MakePair"),
            Take("Pair pair", "T", "MakePair"),
            "'item'", "[InputMapping]"),
        new("DSTL0205", Pipeline("[From(nameof(All)), InputMapping([|\"txt\"|], \"text\")] Score Scored { get; } = new();"), Pipeline("[From(nameof(All)), InputMapping(\"text\", \"text\")] Score Scored { get; } = new();"), "'txt'", "did you mean 'text'?"),
        new("DSTL0206", Pipeline("[From(nameof(All)), OutputMapping([|\"Scor\"|], \"points\")] Score Scored { get; } = new();"), Pipeline("[From(nameof(All)), OutputMapping(\"score\", \"points\")] Score Scored { get; } = new();"), "did you mean 'Score'?"),
        new("DSTL0206", Pipeline("[From(nameof(All)), OutputMapping([|\"id\"|], \"number\")] Some Kept { get; } = new();"), Pipeline("[From(nameof(All))] Some Kept { get; } = new();"), "it makes no column"),
        new("DSTL0206", Pipeline("[From(nameof(All)), OutputMapping([|\"txt\"|], \"body\")] Pass A { get; } = new();"), Pipeline("[From(nameof(All)), OutputMapping(\"text\", \"body\")] Pass A { get; } = new();"), "does not pass on", "did you mean 'Text'?"),
        new("DSTL0205", Pipeline("[From(nameof(All)), InputMapping([|\"text\"|], \"id\")] Pass A { get; } = new();"), Pipeline("[From(nameof(All))] Pass A { get; } = new();"), "another name with [OutputMapping]"),
        new("DSTL0201", Pipeline("[From(nameof(All)), OutputMapping(\"text\", \"body\")] Pass A { get; } = new(); [From(nameof(A))] Score [|B|] { get; } = new();"), Pipeline("[From(nameof(All)), OutputMapping(\"text\", \"body\")] Pass A { get; } = new(); [From(nameof(A)), InputMapping(\"text\", \"body\")] Score B { get; } = new();"), "'A' renames it to 'Body'"),
        new("DSTL0208", Pipeline("[From(nameof(All)), OutputMapping(\"id\", \"body\"), OutputMapping(\"text\", [|\"Body\"|])] Pass A { get; } = new();"), Pipeline("[From(nameof(All)), OutputMapping(\"text\", \"body\")] Pass A { get; } = new();"), "'Id' and 'Text'") { HasSameRows = false },
        new("DSTL0207", Pipeline("[From(nameof(All)), InputMapping(\"text\", \"text\"), InputMapping([|\"Text\"|], \"text\")] Score Scored { get; } = new();"), Pipeline("[From(nameof(All)), InputMapping(\"text\", \"text\")] Score Scored { get; } = new();")),
        new("DSTL0208", Pipeline("[From(nameof(All)), OutputMapping(\"Volume\", [|\"text\"|])] Shout Loud { get; } = new();"), Pipeline("[From(nameof(All))] Shout Loud { get; } = new();"), "'Text'"),
        new("DSTL0208", Pipeline("[From(nameof(All)), OutputMapping(\"Volume\", [|\"loud\"|]), OutputMapping(\"Text\", \"Loud\")] Shout Loud { get; } = new();"), Pipeline("[From(nameof(All)), OutputMapping(\"Text\", \"Loud\")] Shout Loud { get; } = new();"), "'Loud'"),
        new("DSTL0208", "[Step] public class S { public (int Size, int size) [|Process|](int id) => default; }", "[Step] public class S { public (int Size, int Width) Process(int id) => default; }"),
        new("DSTL0209", Pipeline("[From(nameof(All)), Keep(\"id\", [|\"txt\"|])] Some Kept { get; } = new();"), Pipeline("[From(nameof(All)), Keep(\"id\", \"text\")] Some Kept { get; } = new();"), "[Keep]", "did you mean 'Text'?"),
        new("DSTL0209", Pipeline("[From(nameof(All)), Drop([|\"score\"|])] Some Kept { get; } = new();"), Pipeline("[From(nameof(All)), Drop(\"Text\")] Some Kept { get; } = new();"), "[Drop]"),
        new("DSTL0210", Pipeline("[From(nameof(All)), Keep(\"id\"), [|Drop(\"text\")|]] Some Kept { get; } = new();"), Pipeline("[From(nameof(All)), Keep(\"id\")] Some Kept { get; } = new();"), "[Keep] and [Drop]"),
        new("DSTL0210", Pipeline("[From(nameof(All)), [|Keep(\"id\")|]] Print Out { get; } = new();"), Pipeline("[From(nameof(All))] Print Out { get; } = new();"), "sink"),
        new("DSTL0211", "[Step] public class S { [return: Column([|\"my rank\"|])] public int Process(int id) => id; }", "[Step] public class S { [return: Column(\"my_rank\")] public int Process(int id) => id; }", "'my rank'"),
        new("DSTL0211", Pipeline("[From(nameof(All)), OutputMapping(\"Score\", [|\"1st\"|])] Score Scored { get; } = new();"), Pipeline("[From(nameof(All)), OutputMapping(\"Score\", \"first\")] Score Scored { get; } = new();")) { HasSameRows = false },
        new(
            "DSTL0212",
            Pipeline("[From(nameof(All))] Open [|Opened|] { get; } = new();") + "[Step] public class Open { public Stream Process(int id) => null!; }",
            Pipeline("[From(nameof(All)), Drop(\"open\")] Open Opened { get; } = new();") + "[Step] public class Open { public Stream Process(int id) => null!; }",
            "'Open' of type 'Stream'", "the data set 'Opened'"),
        new(
            "DSTL0212",
            Pipeline("[From(nameof(All))] Make [|Made|] { get; } = new();") + "public class Plain { public int A { get; set; } } [Step] public class Make { public Plain Process(int id) => new(); }",
            Pipeline("[From(nameof(All))] Make Made { get; } = new();") + "[Row] public class Plain { public int A { get; set; } } [Step] public class Make { public Plain Process(int id) => new(); }",
            "'Make' of type 'Plain'", "mark 'Plain' with [Row]") { HasSameRows = false },
        new(
            "DSTL0212",
            Pipeline("[From(nameof(All))] Make [|Made|] { get; } = new();") + "public struct Inner { public int A { get; set; } } [Row] public record Outer(Inner[] Inners); [Step] public class Make { [return: Column(\"outer\")] public IReadOnlyList<Outer>? Process(int id) => null; }",
            Pipeline("[From(nameof(All))] Make Made { get; } = new();") + "[Row] public struct Inner { public int A { get; set; } } [Row] public record Outer(Inner[] Inners); [Step] public class Make { [return: Column(\"outer\")] public IReadOnlyList<Outer>? Process(int id) => null; }",
            "'Outer'", "and 'Inner' cannot be written", "mark 'Inner' with [Row]"),
        new("DSTL0213", Pipeline("[From(nameof(All)), Leaf([|typeof(string)|])] Score Scored { get; } = new();"), Pipeline("[From(nameof(All)), Leaf(typeof(Item))] Score Scored { get; } = new();"), "'string'", "[Row]"),
        new("DSTL0213", Pipeline("[From(nameof(All)), Leaf([|null!|])] Score Scored { get; } = new();"), Pipeline("[From(nameof(All)), Leaf(typeof(Item))] Score Scored { get; } = new();"), "'null'"),
        new("DSTL0214", Pipeline("[From(nameof(All)), Leaf([|typeof(Pair)|])] Score Scored { get; } = new();") + "[Row] public record Pair(int Id, double Scor);", Pipeline("[From(nameof(All)), Leaf(typeof(Pair))] Score Scored { get; } = new();") + "[Row] public record Pair(int Id, double Score, string? Note = null);", "'Scor'", "did you mean 'Score'?"),
        new("DSTL0215", Pipeline("[From(nameof(All)), Leaf([|typeof(Pair)|])] Score Scored { get; } = new();") + "[Row] public record Pair(int Id, int Score);", Pipeline("[From(nameof(All)), Leaf(typeof(Pair))] Score Scored { get; } = new();") + "[Row] public record Pair(long Id, double? Score);", "'double'", "'Pair.Score'"),
        new("DSTL0216", Take("int id, string txt = \"\"", "[|T|]"), Take("int id, string text = \"\"", "T"), "'txt'", "did you mean 'Text'?"),
        new(
            "DSTL0217",
            Pipeline("[From(nameof(All))] Choose R { get; } = new(); [From(nameof(R), When = Way.Left), OutputMapping(\"Length\", \"x\")] Length A { get; } = new(); [From(nameof(R), When = Way.Right), OutputMapping(\"Text\", \"x\")] Shout B { get; } = new(); [Merge(nameof(A), [|nameof(B)|])] Some C { get; } = new();"),
            Pipeline("[From(nameof(All))] Choose R { get; } = new(); [From(nameof(R), When = Way.Left), OutputMapping(\"Length\", \"x\")] Length A { get; } = new(); [From(nameof(R), When = Way.Right), OutputMapping(\"Score\", \"x\")] Score B { get; } = new(); [Merge(nameof(A), nameof(B))] Some C { get; } = new();"),
            "'X'", "'int' from 'A' and 'string' from 'B'"),
        new(
            "DSTL0221",
            Pipeline("[From(nameof(All))] Score Scored { get; } = new();") + "public static class Reading { public static async Task Run(P p) => Console.WriteLine((await p.RunAsync()).[|All|]); }",
            Pipeline("[From(nameof(All))] Score Scored { get; } = new(); [From(nameof(All))] Pass AllRows { get; } = new();") + "public static class Reading { public static async Task Run(P p) => Console.WriteLine((await p.RunAsync()).AllRows); }",
            "'All' is no leaf", "'Scored' reads its rows", "[From(nameof(All))] Pass AllRows"),
        new(
            "DSTL0221",
            Pipeline("[From(nameof(All))] Print Out { get; } = new(); [From(nameof(All))] Score Scored { get; } = new();") + "public static class Reading { public static void Run(P.Result result) { foreach (var row in result.[|Out|]) { } } }",
            Pipeline("[From(nameof(All))] Print Out { get; } = new(); [From(nameof(All))] Score Scored { get; } = new();") + "public static class Reading { public static void Run(P.Result result) { foreach (var row in result.Scored) { } } }",
            "'Out' is no leaf", "it is a sink"),
        new(
            "DSTL0218",
            Pipeline("[From(nameof(All))] Score [|Scored|] { get; } = new(); [From(nameof(Scored))] Both Out { get; } = new();") + "[Sink] public class Both { public void Write(int id, string text) { } }",
            Pipeline("[From(nameof(All))] Score Scored { get; } = new(); [From(nameof(Scored))] Both Out { get; } = new();") + "[Sink] public class Both { public void Write(int id, double score) { } }",
            "'Score'"),
        new(
            "DSTL0222",
            Pipeline("[From(nameof(All))] MakeScaled Made { get; } = new(); [From(nameof(Made))] Replace R { get; } = new(); [From(nameof(R))] Take T { get; } = new();") + Scaled + "[Step] public class Take { public int Process(Scaled [|row|]) => row.V; }",
            Pipeline("[From(nameof(All))] MakeScaled Made { get; } = new(); [From(nameof(Made))] Take T { get; } = new();") + Scaled + "[Step] public class Take { public int Process(Scaled row) => row.V; }",
            "'T' takes 'row'",
            "the constructor of 'Scaled'"),
        new(
            "DSTL0222",
            "[Pipeline] public partial class P { JsonLines<R> All { get; } = JsonLines.Read<R>(\"\"); [From(nameof(All))] Take T { get; } = new(); } [Step] public class Take { public int Process(R [|row|]) => row.V; } [Row] public record R(int V, int Size = 1) { public int V { get; init; } = V + 1; }",
            "[Pipeline] public partial class P { JsonLines<R> All { get; } = JsonLines.Read<R>(\"\"); [From(nameof(All))] Take T { get; } = new(); } [Step] public class Take { public int Process(R row) => row.V; } [Row] public class R { public R(int v, int size = 1) => (V, this.Size) = (v, size); public int V { get; } public int Size { get; } }",
            "'T' takes 'row'"),
        new(
            "DSTL0223",
            $"[Row] public record R([property: {Json}.JsonPropertyName([|\"text_of_it\"|])] string Title, string TextOfIt);",
            $"[Row] public record R([property: {Json}.JsonPropertyName(\"textOfIt\")] string Title, string TextOfIt);",
            "'R.Title' cannot have the name 'text_of_it'",
            "'R.TextOfIt' has it"),
        new(
            "DSTL0223",
            $"[Row] public record R([property: {Json}.JsonPropertyName([|\"a\\ud800\"|])] string Title);",
            $"[Row] public record R([property: {Json}.JsonPropertyName(\"a\\ud83d\\ude00\")] string Title);",
            "no valid Unicode"),
        new(
            "DSTL0223",
            Pipeline("[From(nameof(All))] Name [|Named|] { get; } = new();") + Naming("text"),
            Pipeline("[From(nameof(All))] Name Named { get; } = new();") + Naming("Text"),
            "'Named.Title' cannot have the name 'text'",
            "the column 'Text', made by 'All', has it"),
        new(
            "DSTL0224",
            "[Pipeline] public partial class P { JsonLines<R> [|All|] { get; } = JsonLines.Read<R>(\"\"); }" + Ignoring("string Secret"),
            "[Pipeline] public partial class P { JsonLines<R> All { get; } = JsonLines.Read<R>(\"\"); }" + Ignoring("string Secret = \"\""),
            "'R.Secret' needs a value",
            "by 'All'"),
        new(
            "DSTL0224",
            Pipeline("[From(nameof(All))] Make [|Made|] { get; } = new();") + MakeOuter + Ignoring("int Secret"),
            Pipeline("[From(nameof(All))] Make Made { get; } = new();") + MakeOuter + Ignoring("int Secret = 1"),
            "'R.Secret' needs a value",
            "the data set 'Made'"),
        new(
            "DSTL0224",
            Pipeline("[From(nameof(All)), Leaf(typeof(R))] Pass [|Kept|] { get; } = new();") + $"[Row] public class R {{ public int Id {{ get; init; }} [{Json}.JsonIgnore] public required string? Text {{ get; init; }} }}",
            Pipeline("[From(nameof(All)), Leaf(typeof(R))] Pass Kept { get; } = new();") + $"[Row] public class R {{ public int Id {{ get; init; }} [{Json}.JsonIgnore] public string? Text {{ get; init; }} }}",
            "'R.Text' needs a value"),
        new(
            "DSTL0225",
            $"[Row] public record R([property: [|{Json}.JsonPropertyOrder(1)|]] int Id);",
            "[Row] public record R(int Id);",
            "[JsonPropertyOrder] on 'R.Id'"),
    ];

    private const string Scaled = """
        [Row] public class Scaled { public Scaled(int v) { V = v * 10; } public int V { get; } }
        [Step] public class MakeScaled { public Scaled Process(int id) => new(id); }
        [Step] public class Replace { [return: Column("v")] public int Process(int v) => v + 1; }
        """;

    private const string Json = "System.Text.Json.Serialization";

    /// <summary>A step whose one column has this name in files.</summary>
    private static string Naming(string name) =>
        $"[Step] public class Name {{ public Named Process(int id) => new(\"\"); }} [Row] public record Named([property: {Json}.JsonPropertyName(\"{name}\")] string Title);";

    private const string MakeOuter = "[Step] public class Make { public Outer Process(int id) => new(new(id, 1)); } [Row] public record Outer(R Inner);";

    private static string Ignoring(string secret) => $"[Row] public record R(int Number, [property: {Json}.JsonIgnore] {secret});";

    /// <summary>A step with these parameters below the source, or below one more step.</summary>
    private static string Take(string parameters, string name, string? above = null) => above is null
        ? Pipeline($"[From(nameof(All))] Take {name} {{ get; }} = new();") + Taking(parameters)
        : Pipeline($"[From(nameof(All))] {above} M {{ get; }} = new(); [From(nameof(M))] Take {name} {{ get; }} = new();") + Taking(parameters);

    private static string Taking(string parameters) =>
        $"[Step] public class Take {{ public int Process({parameters}) => 1; }}" + """
        [Step] public class Maybe { [return: Column("note")] public string? Process(int id) => null; }
        [Step] public class MaybeSize { [return: Column("size")] public int? Process(int id) => null; }
        [Step] public class Words { public List<string?> Process(int id) => []; }
        [Step] public class MakePair { public Made Process(int id) => new(new(1, "")); }
        [Row] public record Made(Pair Item);
        [Row] public record Pair(int Id, string Text);
        """;
}
