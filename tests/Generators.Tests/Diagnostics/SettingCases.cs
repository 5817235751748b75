using static Distil.Generators.Tests.Diagnostics.RuleCase;

namespace Distil.Generators.Tests.Diagnostics;

internal static class SettingCases
{
    private const string Streams = """
        [Step] public class Fetch { [return: Column("body")] public Task<Stream> ProcessAsync(int id) => null!; }
        [Step] public class Read { [return: Column("size")] public Task<long> ProcessAsync(Stream body) => null!; }
        """;

    private const string Choices = """
        [Step] public class Choices { public ValueTask<(List<Action> Ways, int Way)[]> ProcessBatchAsync(IReadOnlyList<int> id) => default; }
        [Step] public class Count { public int Process(List<Action> ways) => ways.Count; }
        """;

    /// <summary>A row of which files leave out what no file can hold. A step is given it all the same, so its calls cannot be told apart.</summary>
    private const string Pages = """
        [Row] public record Page(string Title) { [System.Text.Json.Serialization.JsonIgnore] public Stream? Body { get; init; } }
        [Step] public class Open { public (Page Page, int Length) Process(int id) => (new("t"), 1); }
        [Step] public class Weigh { [return: Column("weight")] public Task<int> ProcessAsync(Page page) => Task.FromResult(page.Title.Length); }
        """;

    private const string Plain = "[From(nameof(All))] Score Scored { get; } = new();";

    public static IEnumerable<RuleCase> Cases =>
    [
        new("DSTL0401", "[Source(Concurrency = [|2|])] public class S { public IEnumerable<int> Read() => []; }", "[Source(Concurrency = 1)] public class S { public IEnumerable<int> Read() => []; }", "a source"),
        new("DSTL0401", Pipeline("[From(nameof(All)), Step(Concurrency = [|4|])] Rank Ranked { get; } = new();"), Pipeline("[From(nameof(All)), Step(Concurrency = 4)] Score Scored { get; } = new();"), "a global step"),
        new("DSTL0402", Pipeline("[From(nameof(All)), Step(BatchSize = [|0|])] Embed Embedded { get; } = new();"), Pipeline("[From(nameof(All)), Step(BatchSize = 1)] Embed Embedded { get; } = new();"), "0"),
        new("DSTL0403", "[Step(BatchSize = [|10|])] public class S { public int Process(int id) => id; }", "[Source(BatchSize = 10)] public class S { public IEnumerable<int> Read() => []; }", "one row a call"),
        new("DSTL0403", Pipeline("[From(nameof(All)), Step(BatchSize = [|10|])] Rank Ranked { get; } = new();"), Pipeline("[From(nameof(All)), Step(BatchSize = 10)] Embed Embedded { get; } = new();"), "every row in one call"),
        new("DSTL0404", "[Filter(OnError = [|OnError.Null|])] public class S { public bool Keep(int id) => true; }", "[Step(OnError = OnError.Null)] public class S { public int Process(int id) => id; }", "a filter"),
        new("DSTL0404", Pipeline("[From(nameof(All)), Step(OnError = [|OnError.Null|])] Rank Ranked { get; } = new();"), Pipeline("[From(nameof(All)), Step(OnError = OnError.Null)] Score Scored { get; } = new();"), "a global step"),
        new("DSTL0405", "[Step(Timeout = [|5|])] public class S { public int Process(int id) => id; }", "[Step(Timeout = 5)] public class S { public int Process(int id, CancellationToken ct) => id; }", "'S.Process'"),
        new("DSTL0405", Pipeline("[From(nameof(All)), Step(Timeout = [|1.5|])] Score Scored { get; } = new();"), Pipeline("[From(nameof(All)), Step(Timeout = 1.5)] Ask Asked { get; } = new();"), "'Scored'"),
        new("DSTL0406", Pipeline("[From(nameof(All)), Step(Concurrency = [|0|])] Score Scored { get; } = new();"), Pipeline(Plain), "Concurrency = 0"),
        new("DSTL0406", Pipeline("[From(nameof(All)), Step(Retries = [|-1|])] Ask Asked { get; } = new();"), Pipeline("[From(nameof(All)), Step(Retries = 0)] Ask Asked { get; } = new();")),
        new("DSTL0406", "[Source(Devices = [|-1|])] public class S { public IEnumerable<int> Read() => []; }", "[Source(Devices = 2)] public class S { public IEnumerable<int> Read() => []; }", "Devices = -1", "at least 0"),
        new("DSTL0406", "[Step(Timeout = [|0|])] public class S { public int Process(int id, CancellationToken ct) => id; }", "[Step(Timeout = 0.1)] public class S { public int Process(int id, CancellationToken ct) => id; }", "above 0"),
        new("DSTL0406", Pipeline("[From(nameof(All)), Step(RetryDelay = [|-0.1|])] Ask Asked { get; } = new();"), Pipeline("[From(nameof(All)), Step(RetryDelay = 0)] Ask Asked { get; } = new();"), "RetryDelay = -0.1", "at least 0"),
        new("DSTL0406", "[Step(MaxRetryDelay = [|double.NaN|])] public class S { public Task<int> ProcessAsync(int id) => null!; }", "[Step(MaxRetryDelay = 600)] public class S { public Task<int> ProcessAsync(int id) => null!; }", "MaxRetryDelay = NaN"),
        new("DSTL0406", "[Sink(RetryDelay = [|1e10|])] public class S { public void Write(int id) { } }", "[Sink(Retries = 1, RetryDelay = 1)] public class S { public void Write(int id) { } }", "24 days"),
        new("DSTL0407", Pipeline("[From(nameof(All)), [|Filter(Concurrency = 2)|]] Score Scored { get; } = new();"), Pipeline("[From(nameof(All)), Step(Concurrency = 2)] Score Scored { get; } = new();"), "[Filter]", "[Step]"),
        new(
            "DSTL0408",
            Pipeline("[From(nameof(All)), Step(OnError = OnError.Null)] Score Scored { get; } = new(); [From(nameof(Scored))] Good [|Kept|] { get; } = new();") + "[Filter] public class Good { public bool Keep(double score) => true; }",
            Pipeline("[From(nameof(All)), Step(OnError = OnError.Null)] Score Scored { get; } = new(); [From(nameof(Scored))] Good Kept { get; } = new();") + "[Filter] public class Good { public bool Keep(double? score) => true; }",
            "'Score'", "'Scored' makes it null"),
        new("DSTL0409", "[Step(OnError = [|OnError.Skip|])] public class S { public int Process(int id) => id; }", "[Step(OnError = OnError.Skip)] public class S { public int[] ProcessAll(IReadOnlyList<int> id) => []; }", "a step"),
        new("DSTL0409", Pipeline("[From(nameof(All)), Step(OnError = [|OnError.Skip|])] Rank Ranked { get; } = new(); [From(nameof(Ranked))] Score Scored { get; } = new();"), Pipeline("[From(nameof(All)), Step(OnError = OnError.Skip)] Rank Ranked { get; } = new();"), "'Scored' reads"),
        new("DSTL0410", "[Step(NewRows = [|true|])] public class S { public int Process(int id) => id; }", "[Step(NewRows = true)] public class S { public int[] ProcessAll(IReadOnlyList<int> id) => []; }", "'Process'"),
        new("DSTL0411", "[Sink(Durable = [|true|])] public class S { public void Write(int id) { } }", "[Sink(Durable = false)] public class S { public void Write(int id) { } }", "a sink"),
        new("DSTL0411", "[Source(Retries = [|3|])] public class S { public IEnumerable<int> Read() => []; }", "[Source(Retries = 0)] public class S { public IEnumerable<int> Read() => []; }", "a source"),
        new("DSTL0411", "[Source(RetryDelay = [|3|])] public class S { public IEnumerable<int> Read() => []; }", "[Source] public class S { public IEnumerable<int> Read() => []; }", "a RetryDelay", "a source"),
        new("DSTL0411", "[Source(MaxRetryDelay = [|-3|])] public class S { public IEnumerable<int> Read() => []; }", "[Step(MaxRetryDelay = 3)] public class S { public int Process(int id) => id; }", "a MaxRetryDelay", "a source"),
        new("DSTL0411", "[Step(OnError = [|OnError.DeadLetter|])] public class S { public int[] ProcessAll(IReadOnlyList<int> id) => []; }", "[Step(OnError = OnError.Stop)] public class S { public int[] ProcessAll(IReadOnlyList<int> id) => []; }", "the run stops"),
        new("DSTL0412", "[Source] public class [|S|](string path) { public IEnumerable<string> Read() => [path]; }", "[Source(Version = \"1\")] public class S(string path) { public IEnumerable<string> Read() => [path]; }", "a source"),
        new("DSTL0412", "[Step] public class [|S|](string model) { public Task<string> ProcessAsync(int id) => Task.FromResult(model); }", "[Step] public class S(string model) : IFingerprint { public string Fingerprint => model; public Task<string> ProcessAsync(int id) => Task.FromResult(model); }", "durable"),
        new("DSTL0412", "[Step(Durable = true)] public class [|S|](string url) { public Task<Stream> ProcessAsync(int id) => null!; }", "[Step] public class S(string url) { public Task<Stream> ProcessAsync(int id) => null!; }", "durable"),
        new("DSTL0412", "[Step] public class [|S|]<T>(string model) { public Task<T> ProcessAsync(T text) => null!; }", "[Step] public class S(string model) { public Task<int> ProcessAsync(int id, Stream body) => null!; }", "durable"),
        new("DSTL0412", "[Step] public class [|S|](string model) { public Task<Item> ProcessAsync(Item item) => null!; }", "[Step] public class S(string model) { public Task<(int A, Dictionary<Type, int> B)> ProcessAsync(int id) => null!; }", "durable"),
        new(
            "DSTL0413",
            "[Step] public class S { public Task<byte[]> ProcessAsync(string text) => Task.FromResult(new byte[Tools.[|Measure|](text)]); }" + Called,
            "[Step] public class S { public Task<Stream> ProcessAsync(string text) => Task.FromResult<Stream>(new MemoryStream(Tools.Measure(text))); }" + Called,
            "'S' is durable"),
        new(
            "DSTL0413",
            "[Step] public class S { public async Task<int> ProcessAsync(string text) { await Task.Yield(); return Tools.[|Measure|](text) + Tools.Measure(text) + new [|Gauge|](text).Size + text.[|Weigh|]() + Enumerable.Range(0, 1).Sum(Other.[|Of|]); } }" + Called,
            "[Step(DependsOn = new[] { typeof(Tools), typeof(Gauge), typeof(More), typeof(Other) })] public class S { public async Task<int> ProcessAsync(string text) { await Task.Yield(); return Tools.Measure(text) + new Gauge(text).Size + text.Weigh() + Enumerable.Range(0, 1).Sum(Other.Of); } }" + Called,
            "'S'", "'Tools'", "DependsOn"),
        new(
            "DSTL0413",
            "[Step(Durable = true)] public class S { public int Process(string text) => Tools.[|Measure|](text); }" + Called,
            "[Step] public class S : Base { private readonly ITool? _tool = null; public Task<int> ProcessAsync(string text) => Task.FromResult(Own.Of(text) + new Item(1, text).Id + Limits.Most + Count(text) + (_tool?.Use(text) ?? 0) + text.Length + Twice(1)); private int Count(string text) => text.Length; private static class Own { public static int Of(string text) => text.Length; } } public class Base { protected int Twice(int n) => n * 2; }" + Called),
        new(
            "DSTL0413",
            "[Step] public class S { public Task<int> ProcessAsync(string text) => Task.FromResult(new Gauge2 { Text = text }.[|Size|]); } public class Gauge2 { public string Text { get; set; } = \"\"; public int Size => Text.Length; }",
            "[Step(Version = \"2\")] public class S { public Task<int> ProcessAsync(string text) => Task.FromResult(new Gauge2 { Text = text }.Size); } [Step] public class T { public int Process(string text) => new Gauge2 { Text = text }.Size; } public class Gauge2 { public string Text { get; set; } = \"\"; public int Size => Text.Length; }"),
        new(
            "DSTL0413",
            "[Step] public class S { public Task<double> ProcessAsync(string text) => Task.FromResult(new Sized(text.Length).[|Half|]); } [Row] public record Sized(int Size) { public double Half => Size / 2.0; }",
            "[Step, Noted(1)] public class S { [Noted(2)] public Task<int> ProcessAsync([Noted(3)] string text) => Task.FromResult((new Sized(1) with { Size = text.Length }).Size + (int)Side.Left); } [Row] public record Sized(int Size); public enum Side { Left } public sealed class NotedAttribute : Attribute { public NotedAttribute(int id) { Id = id; } public int Id { get; } }",
            "'S'", "'Sized'"),
        new(
            "DSTL0416",
            Pipeline("[From(nameof(All))] Fetch [|Fetched|] { get; } = new(); [From(nameof(Fetched)), Drop(\"body\")] Read [|Size|] { get; } = new();") + Streams,
            Pipeline("[From(nameof(All)), Step(Durable = false)] Fetch Fetched { get; } = new(); [From(nameof(Fetched)), Drop(\"body\"), Step(Durable = false)] Read Size { get; } = new();") + Streams,
            "column 'Body' of type 'Stream':"),
        new(
            "DSTL0416",
            Pipeline("[From(nameof(All))] Choices [|Offered|] { get; } = new(); [From(nameof(Offered)), Drop(\"ways\")] Count Counted { get; } = new();") + Choices,
            Pipeline("[From(nameof(All)), Drop(\"ways\")] Choices Offered { get; } = new();") + Choices,
            "'Ways' of type 'List<Action>'", "'Action' cannot"),
        new(
            "DSTL0416",
            Pipeline("[From(nameof(All))] Open Opened { get; } = new(); [From(nameof(Opened))] Weigh [|Weighed|] { get; } = new();") + Pages,
            Pipeline("[From(nameof(All))] Open Opened { get; } = new(); [From(nameof(Opened)), Step(Durable = false)] Weigh Weighed { get; } = new();") + Pages,
            "'Page' of type 'Page'", "'Stream?' cannot"),
        new(
            "DSTL0417",
            Pipeline("[From(nameof(All))] Open Opened { get; } = new(); [From(nameof(Opened)), Step(Durable = [|true|])] Weigh Weighed { get; } = new();") + Pages,
            Pipeline("[From(nameof(All))] Open Opened { get; } = new(); [From(nameof(Opened)), Step(Durable = false)] Weigh Weighed { get; } = new();") + Pages,
            "'Page' of type 'Page'", "'Stream?' cannot"),
        new(
            "DSTL0417",
            Pipeline("[From(nameof(All)), Step(Durable = [|true|])] Fetch Fetched { get; } = new(); [From(nameof(Fetched)), Drop(\"body\"), Step(Durable = false)] Read Size { get; } = new();") + Streams,
            Pipeline("[From(nameof(All)), Step(Durable = false)] Fetch Fetched { get; } = new(); [From(nameof(Fetched)), Drop(\"body\"), Step(Durable = false)] Read Size { get; } = new();") + Streams,
            "'Body' of type 'Stream'", "[JsonSerializable]", "[Drop]", "Durable = false"),
        new(
            "DSTL0417",
            Pipeline("[From(nameof(All)), Drop(\"text\")] Choices [|Offered|] { get; } = new(); [From(nameof(Offered)), Drop(\"ways\")] Count Counted { get; } = new();") + Choices.Replace("[Step] public class Choices", "[Step(Durable = true)] public class Choices", StringComparison.Ordinal),
            Pipeline("[From(nameof(All)), Drop(\"text\"), Step(Durable = false)] Choices Offered { get; } = new(); [From(nameof(Offered)), Drop(\"ways\")] Count Counted { get; } = new();") + Choices.Replace("[Step] public class Choices", "[Step(Durable = true)] public class Choices", StringComparison.Ordinal),
            "'Ways' of type 'List<Action>'", "'Action' cannot"),
    ];

    private const string Called = """

        public static class Tools { public static int Measure(string text) => text.Length; }
        public static class More { public static int Weigh(this string text) => text.Length; }
        public static class Other { public static int Of(int n) => n; }
        public static class Limits { public const int Most = 5; }
        public interface ITool { int Use(string text); }
        public class Gauge { public Gauge(string text) => Size = text.Length; public int Size { get; } }
        """;
}
