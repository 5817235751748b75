using static Distil.Generators.Tests.Diagnostics.RuleCase;

namespace Distil.Generators.Tests.Diagnostics;

internal static class SettingCases
{
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
        new("DSTL0406", "[Step(Timeout = [|0|])] public class S { public int Process(int id, CancellationToken ct) => id; }", "[Step(Timeout = 0.1)] public class S { public int Process(int id, CancellationToken ct) => id; }", "above 0"),
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
        new("DSTL0411", "[Step(OnError = [|OnError.DeadLetter|])] public class S { public int[] ProcessAll(IReadOnlyList<int> id) => []; }", "[Step(OnError = OnError.Stop)] public class S { public int[] ProcessAll(IReadOnlyList<int> id) => []; }", "the run stops"),
        new("DSTL0412", "[Source] public class [|S|](string path) { public IEnumerable<string> Read() => [path]; }", "[Source(Version = \"1\")] public class S(string path) { public IEnumerable<string> Read() => [path]; }", "a source"),
        new("DSTL0412", "[Step] public class [|S|](string model) { public Task<string> ProcessAsync(int id) => Task.FromResult(model); }", "[Step] public class S(string model) : IFingerprint { public string Fingerprint => model; public Task<string> ProcessAsync(int id) => Task.FromResult(model); }", "durable"),
    ];
}
