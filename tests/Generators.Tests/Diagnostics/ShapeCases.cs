using static Distil.Generators.Tests.Diagnostics.RuleCase;

namespace Distil.Generators.Tests.Diagnostics;

internal static class ShapeCases
{
    private const string All = "Load All { get; } = new();";

    public static IEnumerable<RuleCase> Cases =>
    [
        new("DSTL0001", $"[Pipeline] public class [|P|] {{ {All} }}", $"[Pipeline] public partial class P {{ {All} }}", "'P'"),
        new(
            "DSTL0002",
            $"public class [|Outer|] {{ [Pipeline] public partial class P {{ {All} }} }}",
            $"public partial class Outer {{ [Pipeline] public partial class P {{ {All} }} }}",
            "'Outer'", "'P'"),
        new("DSTL0003", Pipeline("[From(nameof(All))] Score [|Scored|] { get; set; } = new();"), Pipeline("[From(nameof(All))] Score Scored { get; } = new();"), "'Scored'", "has 'set'"),
        new("DSTL0003", Pipeline("[From(nameof(All))] Score [|Scored|] => new();"), Pipeline("[From(nameof(All))] Score Scored { get; } = new();"), "a body of its own"),
        new("DSTL0003", Pipeline("[From(nameof(All))] static Score [|Scored|] { get; } = new();"), Pipeline("[From(nameof(All))] Score Scored { get; } = new();"), "is static"),
        new("DSTL0004", Pipeline("public [|string|] Name { get; } = \"\";"), Pipeline("public string Name => \"\";"), "'Name'", "'string'"),
        new("DSTL0004", Pipeline("[From(nameof(All))] [|List<int>|] Numbers { get; } = [];"), Pipeline("private readonly List<int> _numbers = [];"), "'Numbers'"),
        new("DSTL0005", "[Step] public class [|S|] { public int Proces(int id) => id; }", "[Step] public class S { public int Process(int id) => id; }", "'Process'", "by 'Proces'"),
        new("DSTL0005", "[Filter] public class [|S|] { }", "[Filter] public class S { public bool Keep(int id) => true; }", "'Keep', 'KeepBatch' or 'KeepAll'"),
        new(
            "DSTL0006",
            "[Step] public class S { public int Process(int id) => id; public Task<int> [|ProcessAsync|](int id) => Task.FromResult(id); }",
            "[Step] public class S { public Task<int> ProcessAsync(int id) => Task.FromResult(Process(id)); private int Process(int id) => id; }",
            "'Process' and 'ProcessAsync'"),
        new("DSTL0006", "[Step] public class S { public int Process(int id) => id; public int [|Process|](string text) => 1; }", "[Step] public class S { public int Process(int id) => id; }"),
        new(
            "DSTL0006",
            "[Step] public class S : Base { public int Process(int id) => id; } public class Base { public int [|Process|](string text) => 1; }",
            "[Step] public class S : Base { public new int Process(string text) => 2; } public class Base { public int Process(string text) => 1; }"),
        new(
            "DSTL0006",
            "[Step] public class S : Base<int> { public string Process(int id) => \"\"; } public class Base<T> { public int [|ProcessBatch|](IReadOnlyList<T> id) => 1; }",
            "[Step] public class S : Base<int> { public new string Process(int id) => \"\"; } public class Base<T> : Below { public new int Process(T id) => 1; } public class Below { public int Process(int id) => 1; }"),
        new(
            "DSTL0006",
            "[Filter] public class S : Base { public bool Keep(int id) => true; private new bool KeepAll => true; } public class Base { public IReadOnlyList<bool> [|KeepAll|](IReadOnlyList<int> id) => null!; }",
            "[Filter] public class S : Base { public bool Keep(int id) => true; public new bool KeepAll => true; } public class Base { public IReadOnlyList<bool> KeepAll(IReadOnlyList<int> id) => null!; }"),
        new("DSTL0007", "[Step] public class S { public int Process(ref int [|id|]) => id; }", "[Step] public class S { public int Process(in int id) => id; }", "by reference"),
        new(
            "DSTL0007",
            "[Step] public class S { public IReadOnlyList<int> ProcessBatch(List<int> [|id|]) => id; }",
            "[Step] public class S { public List<int> ProcessBatch(IReadOnlyList<int> id) => [.. id]; }",
            "'List<int>'", "IReadOnlyList<T>"),
        new(
            "DSTL0007",
            "[Step] public class S { public Task<int[]> ProcessBatchAsync(ReadOnlySpan<int> [|id|]) => null!; }",
            "[Step] public class S { public int[] ProcessBatch(ReadOnlySpan<int> id, ReadOnlyMemory<string> text) => []; }",
            "in an asynchronous method"),
        new(
            "DSTL0007",
            "[Source] public class S { public IEnumerable<int> Read(string [|path|]) => []; }",
            "[Source] public class S { public IEnumerable<int> Read(long offset, StepContext context, CancellationToken ct, int size = 1) => []; }",
            "'path'", "sees no row"),
        new(
            "DSTL0007",
            "[Step] public class S { public int Process(CancellationToken a, CancellationToken [|b|]) => 1; }",
            "[Step] public class S { public int Process(CancellationToken a, StepContext b) => 1; }",
            "the second CancellationToken"),
        new("DSTL0008", "[Step] public class S { public Task<int> [|Process|](int id) => Task.FromResult(id); }", "[Step] public class S { public Task<int> ProcessAsync(int id) => Task.FromResult(id); }", "'ProcessAsync'"),
        new("DSTL0008", "[Step] public class S { public int [|ProcessAsync|](int id) => id; }", "[Step] public class S { public ValueTask<int> ProcessAsync(int id) => new(id); }", "'int'", "Task<T>"),
        new("DSTL0008", "[Step] public class S { public async void [|Process|](int id) => await Task.Yield(); }", "[Step] public class S { public async Task ProcessAsync(int id) => await Task.Yield(); }", "'async void'", "Task", "'ProcessAsync'"),
        new("DSTL0008", "[Sink] public class S { public async void [|WriteBatchAsync|](IReadOnlyList<int> id) => await Task.Yield(); }", "[Sink] public class S { public async Task WriteBatchAsync(IReadOnlyList<int> id) => await Task.Yield(); }", "'async void'", "expected Task or ValueTask"),
        new("DSTL0008", "[Step] public partial class S { public partial void [|ProcessAll|](IReadOnlyList<int> id); } public partial class S { public async partial void ProcessAll(IReadOnlyList<int> id) => await Task.Yield(); }", "[Step] public class S { public void ProcessAll(IReadOnlyList<int> id) { } }", "'ProcessAllAsync'"),
        new("DSTL0008", "[Sink] public class S : Base { } public class Base { public async void [|Write|](int id) => await Task.Yield(); }", "[Sink] public class S : Base { } public class Base { public void Write(int id) { } }", "'async void'"),
        new("DSTL0008", "[Filter] public class S { public int [|Keep|](int id) => id; }", "[Filter] public class S { public bool Keep(int id) => true; }", "bool"),
        new("DSTL0008", "[Router] public class S { public string [|Route|](int id) => \"\"; }", "[Router] public class S { public DayOfWeek Route(int id) => default; }", "an enum"),
        new("DSTL0008", "[Sink] public class S { public int [|Write|](int id) => id; }", "[Sink] public class S { public void Write(int id) { } }", "void"),
        new("DSTL0008", "[Source] public class S { public Task<List<int>> [|ReadAsync|]() => null!; }", "[Source] public class S { public IAsyncEnumerable<int> ReadAsync() => null!; }", "IAsyncEnumerable<T>"),
        new("DSTL0008", "[Expand] public class S { public string [|Expand|](int id) => \"\"; }", "[Expand] public class S { public List<string> Expand(int id) => []; }", "IEnumerable<T>"),
        new("DSTL0008", "[Step] public class S { public IEnumerable<int> [|ProcessBatch|](IReadOnlyList<int> id) => id; }", "[Step] public class S { public Memory<int> ProcessBatch(IReadOnlyList<int> id) => default; }", "IReadOnlyList<T>"),
        new("DSTL0008", "[Step] public class S { public Item? [|Process|](int id) => null; }", "[Step] public class S { public Item Process(int id) => new(id, \"\"); }", "'Item?'"),
        new("DSTL0008", "[Step] public class S { public (int A, int B)? [|Process|](int id) => null; }", "[Step] public class S { public (int? A, int? B) Process(int id) => default; }"),
        new("DSTL0008", "[Step(NewRows = true)] public class S { public void [|ProcessAll|](IReadOnlyList<int> id) { } }", "[Step(NewRows = true)] public class S { public List<Item> ProcessAll(IReadOnlyList<int> id) => []; }"),
        new("DSTL0009", "[Step] public class S { public static int [|Process|](int id) => id; }", "[Step] public class S { internal int Process(int id) => id; }", "static"),
        new("DSTL0009", "[Step] public class S { public int [|Process|]<T>(int id) => id; }", "[Step] public class S<T> { public int Process(int id) => id; }", "generic"),
        new("DSTL0009", "[Step] public class S { private int [|Process|](int id) => id; }", "[Step] public class S { public int Process(int id) => id; }", "private"),
        new("DSTL0010", "[Step] public class S { public (int Id, string) [|Process|](int id) => default; }", "[Step] public class S { public (int Id, string Name) Process(int id) => default; }", "Element 2", "string"),
        new("DSTL0010", "[Source] public class S { public IEnumerable<ValueTuple<int, int>> [|Read|]() => []; }", "[Source] public class S { public IEnumerable<(int A, int B)> Read() => []; }", "Element 1"),
        new("DSTL0011", "[Pipeline] public partial class P { Load All { get; } = new(); void [|RunAsync|]() { } }", "[Pipeline] public partial class P { Load All { get; } = new(); void Start() { } }", "'RunAsync'"),
        new("DSTL0011", "[Pipeline] public partial class P { Load [|Graph|] { get; } = new(); }", "[Pipeline] public partial class P { Load Graphs { get; } = new(); }", "'Graph'"),
        new("DSTL0011", "[Pipeline] public partial class P { Load [|Errors|] { get; } = new(); }", "[Pipeline] public partial class P { Load Mistakes { get; } = new(); }", "every result"),
        new("DSTL0011", "[Pipeline] public partial class P { Load All { get; } = new(); class [|AllRow|]; }", "[Pipeline] public partial class P { Load All { get; } = new(); class SomeRow; }", "'AllRow'"),
        new("DSTL0011", "public abstract class Base { public abstract int AllRow { get; } } [Pipeline] public abstract partial class [|P|] : Base { Load All { get; } = new(); }", "public abstract class Base { public abstract int Size { get; } } [Pipeline] public abstract partial class P : Base { Load All { get; } = new(); }", "'AllRow'", "'Base'", "abstract"),
        new("DSTL0011", "public class Base { public required int AllRow { get; set; } } [Pipeline] public partial class [|P|] : Base { Load All { get; } = new(); }", "public class Base { public int AllRow { get; set; } } [Pipeline] public partial class P : Base { Load All { get; } = new(); }", "'Base'", "required"),
        new("DSTL0011", "public partial class Outer<[|AllRow|]> { [Pipeline] public partial class P { Load All { get; } = new(); } }", "public partial class Outer<T> { [Pipeline] public partial class P { Load All { get; } = new(); } }", "'AllRow'", "type parameter"),
        new("DSTL0011", "public partial class Outer<[|Result|]> { [Pipeline] public partial class P { Load All { get; } = new(); } }", "public partial class Outer<T> { [Pipeline] public partial class P { Load All { get; } = new(); } }", "'Result'", "type parameter"),
        new("DSTL0011", Pipeline("[From(nameof(All)), OutputMapping(\"Score\", \"to_string\")] Score [|Scored|] { get; } = new();"), Pipeline("[From(nameof(All))] Score Scored { get; } = new();"), "'ToString'") { HasSameRows = false },
        new(
            "DSTL0011",
            "[Step] public class S { [RuntimeParameter] public int [|Concurrency|] { get; set; } public int Process(int id) => id; }",
            "[Step] public class S { [RuntimeParameter] public int Depth { get; set; } public int Process(int id) => id; }"),
        new("DSTL0011", Pipeline("[From(nameof(All))] Score [|Run|] { get; } = new();"), Pipeline("[From(nameof(All))] Score Runs { get; } = new();"), "'Run'", "'P:Run'"),
        new("DSTL0011", Pipeline("[From(nameof(All))] Score [|run|] { get; } = new();"), Pipeline("[From(nameof(All))] Score Scored { get; } = new();"), "'run'"),
        new("DSTL0023", "[Pipeline] public partial class P(string [|all|]) { string Name => all; Load All { get; } = new(); }", "[Pipeline] public partial class P(Version all) { string Name => $\"{all}\"; Load All { get; } = new(); }", "'all'", "'All'", "'P:All'"),
        new("DSTL0023", "[Pipeline] public partial class P { private readonly int? id; public P(int? [|run|]) => id = run; string Id => $\"{id}\"; Load All { get; } = new(); }", "[Pipeline] public partial class P { private readonly int? id; public P(int? given) => id = given; string Id => $\"{id}\"; Load All { get; } = new(); }", "'run'", "the section 'Run'", "'P:Run'"),
        new("DSTL0012", "[Step, Filter] public class [|S|] { public bool Keep(int id) => true; }", "[Filter] public class S { public bool Keep(int id) => true; }", "[Step] and [Filter]"),
        new("DSTL0013", "[Row] public record [|R|]; ", "[Row] public record R(int Id);", "'R'"),
        new("DSTL0013", "[Row] public abstract record [|R|](int Id);", "[Row] public record R(int Id);", "abstract"),
        new("DSTL0013", "[Row] public class [|R|] { public R(int x) => Id = x; public int Id { get; } }", "[Row] public class R { public R(int id) => Id = id; public int Id { get; } }", "constructor"),
        new(
            "DSTL0015",
            Pipeline("") + "[Sink] public class S { public void Write(P.AllRow [|row|]) { } }",
            Pipeline("") + "[Sink] public class S { public void Write(Item row) { } }",
            "'P.AllRow'", "[Leaf"),
        new(
            "DSTL0015",
            Pipeline("[From(nameof(All)), Leaf([|typeof(Q.MoreRow)|])] Score Scored { get; } = new();") + "[Pipeline] public partial class Q { Load More { get; } = new(); }",
            Pipeline("[From(nameof(All)), Leaf(typeof(Item))] Score Scored { get; } = new();") + "[Pipeline] public partial class Q { Load More { get; } = new(); }",
            "'Q.MoreRow'"),
        new("DSTL0016", "[Step] public class S { [RuntimeParameter] public int [|Size|] { get; } public int Process(int id) => id; }", "[Step] public class S { [RuntimeParameter] public int Size { get; set; } public int Process(int id) => id; }", "has no 'set'"),
        new("DSTL0016", "[Step] public class S { [RuntimeParameter] public int [|Size|] { get; init; } public int Process(int id) => id; }", "[Step] public class S { [RuntimeParameter] public int Size { get; internal set; } public int Process(int id) => id; }", "'init'"),
        new("DSTL0016", "[Step] public class S { [RuntimeParameter] public int [|Size|] { get; private set; } public int Process(int id) => id; }", "[Step] public class S { [RuntimeParameter] public int Size { get; set; } public int Process(int id) => id; }", "not accessible"),
        new("DSTL0017", "[Pipeline] public static partial class [|P|] { }", Pipeline(""), "static"),
        new("DSTL0017", "[Pipeline] file partial class [|P|] { Load All { get; } = new(); }", Pipeline(""), "local to its file"),
        new("DSTL0018", "[Pipeline] public partial class [|P|] { public int Size => 1; }", Pipeline(""), "'P'"),
        new("DSTL0019", Pipeline("[From(nameof(All))] Score A_B { get; } = new(); [From(nameof(All))] Score [|Ab|] { get; } = new();"), Pipeline("[From(nameof(All))] Score Ab { get; } = new();"), "'A_B'"),
    ];
}
