using Distil.CodeFixes.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Distil.CodeFixes.Tests;

public sealed class ShapeTests
{
    private const string Called = """
         public static class Tools { public static int Twice(int id) => id * 2; }
        public static class Others { public static int Once(int id) { return id; } }
        namespace Deep { public class More<T> { public class Inner { public int Of(int id) => id + 1; } } }
        """;

    [Theory]
    [InlineData("[From(nameof(All))] public Score A { get; set; } = new();")]
    [InlineData("[From(nameof(All))] public Score A { get; init; } = new();")]
    [InlineData("[From(nameof(All))] public Score A { init; get; } = new();")]
    [InlineData("[From(nameof(All))] public static Score A { get; } = new();")]
    [InlineData("[From(nameof(All))] public static Score A => new();")]
    public Task A_step_becomes_a_get_only_auto_property(string step) => CodeFix.VerifyAsync(
        "DSTL0003", Pipeline(step), Pipeline("[From(nameof(All))] public Score A { get; } = new();"), "Make 'A' a get-only auto-property");

    [Fact]
    public async Task A_step_with_code_of_its_own_is_left_to_the_user() =>
        Assert.Empty(await CodeFix.TitlesAsync("DSTL0003", Pipeline("[From(nameof(All))] Score A { get { return new(); } }")));

    [Fact]
    public Task All_steps_become_get_only() => CodeFix.VerifyAllAsync(
        "DSTL0003",
        FixAllScope.Document,
        ("A.cs", Pipeline("[From(nameof(All))] Score A { get; set; } = new(); [From(nameof(A))] Length B => new();"), Pipeline("[From(nameof(All))] Score A { get; } = new(); [From(nameof(A))] Length B { get; } = new();")));

    [Theory]
    [InlineData(
        "DSTL0005",
        "[Step] public class S { public int Proces(int id) => id; int Twice() => Proces(1) * 2; }",
        "[Step] public class S { public int Process(int id) => id; int Twice() => Process(1) * 2; }",
        "Rename 'Proces' to 'Process'")]
    [InlineData(
        "DSTL0008",
        "[Step] public class S { public Task<int> Process(int id) => Task.FromResult(id); }",
        "[Step] public class S { public Task<int> ProcessAsync(int id) => Task.FromResult(id); }",
        "Rename 'Process' to 'ProcessAsync'")]
    [InlineData("DSTL0009", "[Step] public class S { public static int Process(int id) => id; }", "[Step] public class S { public int Process(int id) => id; }", "Make 'Process' an instance method")]
    [InlineData("DSTL0009", "[Step] public class S { private protected int Process(int id) => id; }", "[Step] public class S { public int Process(int id) => id; }", "Make 'Process' public")]
    [InlineData("DSTL0009", "[Step] public class S { int Process(int id) => id; }", "[Step] public class S { public int Process(int id) => id; }", "Make 'Process' public")]
    [InlineData(
        "DSTL0010",
        "[Step] public class S { public Task<(int Id, string, int)> ProcessAsync(int id) => null!; }",
        "[Step] public class S { public Task<(int Id, string Column2, int Column3)> ProcessAsync(int id) => null!; }",
        "Name 'string Column2', 'int Column3'")]
    [InlineData("DSTL0016", "[Step] public class S { [RuntimeParameter] public int Size { get; } public int Process(int id) => id; }", "[Step] public class S { [RuntimeParameter] public int Size { get; set; } public int Process(int id) => id; }", "Let 'Size' be set")]
    [InlineData("DSTL0016", "[Step] public class S { [RuntimeParameter] public int Size { get; private set; } public int Process(int id) => id; }", "[Step] public class S { [RuntimeParameter] public int Size { get; set; } public int Process(int id) => id; }", "Let 'Size' be set")]
    [InlineData("DSTL0016", "[Step] public class S { [RuntimeParameter] public int Size { get; init; } = 1; public int Process(int id) => id; }", "[Step] public class S { [RuntimeParameter] public int Size { get; set; } = 1; public int Process(int id) => id; }", "Let 'Size' be set")]
    [InlineData("DSTL0412", "[Source] public class S(string path) { public IEnumerable<string> Read() => [path]; }", "[Source(Version = \"1\")] public class S(string path) { public IEnumerable<string> Read() => [path]; }", "Set Version = \"1\" on 'S'")]
    [InlineData(
        "DSTL0412",
        "[Step(Concurrency = 2)] public class S(string model) { public Task<string> ProcessAsync(int id) => Task.FromResult(model); }",
        "[Step(Concurrency = 2, Version = \"1\")] public class S(string model) { public Task<string> ProcessAsync(int id) => Task.FromResult(model); }",
        "Set Version = \"1\" on 'S'")]
    [InlineData(
        "DSTL0413",
        "[Step] public class S { public Task<int> ProcessAsync(int id) => Task.FromResult(Tools.Twice(id)); }" + Called,
        "[Step(DependsOn = new[] { typeof(Tools) })] public class S { public Task<int> ProcessAsync(int id) => Task.FromResult(Tools.Twice(id)); }" + Called,
        "Name 'Tools' in DependsOn of 'S'")]
    [InlineData(
        "DSTL0413",
        "[Step(Concurrency = 2)] public class S { public Task<int> ProcessAsync(int id) => Task.FromResult(new Deep.More<int>.Inner().Of(id)); }" + Called,
        "[Step(Concurrency = 2, DependsOn = new[] { typeof(Deep.More<>.Inner) })] public class S { public Task<int> ProcessAsync(int id) => Task.FromResult(new Deep.More<int>.Inner().Of(id)); }" + Called,
        "Name 'Inner' in DependsOn of 'S'")]
    [InlineData(
        "DSTL0413",
        "[Step(DependsOn = new[] { typeof(string) }, Concurrency = 2)] public class S { public Task<int> ProcessAsync(int id) => Task.FromResult(Tools.Twice(id)); }" + Called,
        "[Step(DependsOn = new[] { typeof(string), typeof(Tools) }, Concurrency = 2)] public class S { public Task<int> ProcessAsync(int id) => Task.FromResult(Tools.Twice(id)); }" + Called,
        "Name 'Tools' in DependsOn of 'S'")]
    [InlineData(
        "DSTL0413",
        "[Step(DependsOn = new Type[] { })] public class S { public Task<int> ProcessAsync(int id) => Task.FromResult(Tools.Twice(id)); }" + Called,
        "[Step(DependsOn = new Type[] { typeof(Tools) })] public class S { public Task<int> ProcessAsync(int id) => Task.FromResult(Tools.Twice(id)); }" + Called,
        "Name 'Tools' in DependsOn of 'S'")]
    public Task A_step_class_is_repaired(string id, string wrong, string right, string title) => CodeFix.VerifyAsync(id, wrong, right, title);

    [Fact]
    public Task All_types_that_a_step_calls_are_named_at_once_in_the_part_that_has_the_attribute() => CodeFix.VerifyAllAsync(
        "DSTL0413",
        FixAllScope.Project,
        ("A.cs", "[Step] public partial class S;" + Called, "[Step(DependsOn = new[] { typeof(Tools), typeof(Others) })] public partial class S;" + Called),
        ("B.cs", "partial class S { public Task<int> ProcessAsync(int id) => Task.FromResult(Tools.Twice(id) + Others.Once(id)); }", "partial class S { public Task<int> ProcessAsync(int id) => Task.FromResult(Tools.Twice(id) + Others.Once(id)); }"));

    [Theory]
    [InlineData("DSTL0203", "public int Process(string note) => 1;", "public int Process(string? note) => 1;", "[From(nameof(All))] Maybe M { get; } = new(); [From(nameof(M))] Take T { get; } = new();")]
    [InlineData("DSTL0203", "public int[] ProcessBatch(IReadOnlyList<string> note) => [];", "public int[] ProcessBatch(IReadOnlyList<string?> note) => [];", "[From(nameof(All))] Maybe M { get; } = new(); [From(nameof(M))] Take T { get; } = new();")]
    [InlineData("DSTL0408", "public int Process(double score) => 1;", "public int Process(double? score) => 1;", "[From(nameof(All)), Step(OnError = OnError.Null)] Score M { get; } = new(); [From(nameof(M))] Take T { get; } = new();")]
    public Task A_parameter_takes_null(string id, string wrong, string right, string steps) => CodeFix.VerifyAsync(
        id,
        Pipeline(steps) + Taking(wrong),
        Pipeline(steps) + Taking(right),
        $"Let the parameter '{(id == "DSTL0408" ? "score" : "note")}' be null");

    [Theory]
    [InlineData("DSTL0105", "[From(nameof(All))] Load A { get; } = new();", "Load A { get; } = new();", "Remove [From(nameof(All))] from 'A'")]
    [InlineData("DSTL0106", "[From(nameof(All)), From(nameof(All))] Score A { get; } = new();", "[From(nameof(All))] Score A { get; } = new();", "Remove the second edge to nameof(All)")]
    [InlineData("DSTL0106", "[Merge(nameof(All), nameof(All))] Score A { get; } = new();", "[From(nameof(All))] Score A { get; } = new();", "Remove the second edge to nameof(All)")]
    [InlineData(
        "DSTL0106",
        "LoadOther B { get; } = new(); [Merge(nameof(All), nameof(All), nameof(B))] Pass A { get; } = new();",
        "LoadOther B { get; } = new(); [Merge(nameof(All), nameof(B))] Pass A { get; } = new();",
        "Remove the second edge to nameof(All)")]
    [InlineData("DSTL0110", "[From(nameof(All))]\n    [Leaf(typeof(Item))]\n    Print A { get; } = new();", "[From(nameof(All))]\n    Print A { get; } = new();", "Remove [Leaf(typeof(Item))] from 'A'")]
    [InlineData(
        "DSTL0207",
        "[From(nameof(All)), InputMapping(\"text\", \"text\"), InputMapping(\"Text\", \"text\")] Score A { get; } = new();",
        "[From(nameof(All)), InputMapping(\"text\", \"text\")] Score A { get; } = new();",
        "Remove [InputMapping(\"Text\", \"text\")] from 'A'")]
    [InlineData("DSTL0210", "[Keep(\"id\"), From(nameof(All))] Print A { get; } = new();", "[From(nameof(All))] Print A { get; } = new();", "Remove [Keep(\"id\")] from 'A'")]
    [InlineData("DSTL0218", "[From(nameof(All))] Score A { get; } = new(); [From(nameof(A))] Both B { get; } = new();", "[From(nameof(All)), Drop(\"score\")] Score A { get; } = new(); [From(nameof(A))] Both B { get; } = new();", "Drop the column 'score' at 'A'")]
    [InlineData("DSTL0301", "[From(nameof(All), When = Way.Left)] Score A { get; } = new();", "[From(nameof(All))] Score A { get; } = new();", "Remove 'When'")]
    [InlineData("DSTL0308", "[From(nameof(All)), Gather(\"text\", into: \"texts\")] Score A { get; } = new();", "[From(nameof(All))] Score A { get; } = new();", "Remove [Gather(\"text\", into: \"texts\")] from 'A'")]
    [InlineData("DSTL0401", "[Source(Concurrency = 4)] Load A { get; } = new();", "[Source] Load A { get; } = new();", "Remove 'Concurrency'")]
    [InlineData("DSTL0403", "[From(nameof(All)), Step(BatchSize = 4, Ordered = false)] Score A { get; } = new();", "[From(nameof(All)), Step(Ordered = false)] Score A { get; } = new();", "Remove 'BatchSize'")]
    [InlineData("DSTL0404", "[From(nameof(All)), Filter(OnError = OnError.Null)] Some A { get; } = new();", "[From(nameof(All)), Filter] Some A { get; } = new();", "Remove 'OnError'")]
    [InlineData("DSTL0405", "[From(nameof(All)), Step(Timeout = 5)] Score A { get; } = new();", "[From(nameof(All)), Step] Score A { get; } = new();", "Remove 'Timeout'")]
    [InlineData("DSTL0407", "[From(nameof(All)), Filter(Concurrency = 2)] Score A { get; } = new();", "[From(nameof(All)), Step(Concurrency = 2)] Score A { get; } = new();", "Change to [Step]")]
    [InlineData("DSTL0409", "[From(nameof(All)), Step(OnError = OnError.Skip)] Score A { get; } = new();", "[From(nameof(All)), Step] Score A { get; } = new();", "Remove 'OnError'")]
    [InlineData("DSTL0410", "[From(nameof(All)), Step(NewRows = true)] Score A { get; } = new();", "[From(nameof(All)), Step] Score A { get; } = new();", "Remove 'NewRows'")]
    [InlineData("DSTL0411", "[From(nameof(All)), Sink(Durable = true)] Print A { get; } = new();", "[From(nameof(All)), Sink] Print A { get; } = new();", "Remove 'Durable'")]
    public Task A_property_is_repaired(string id, string wrong, string right, string title) => CodeFix.VerifyAsync(id, Pipeline(wrong), Pipeline(right), title);

    [Fact]
    public Task All_settings_without_meaning_are_removed() => CodeFix.VerifyAllAsync(
        "DSTL0403",
        FixAllScope.Solution,
        ("A.cs", "[Step(BatchSize = 1)] class A { public int Process(int id) => id; }\n[Step(BatchSize = 2, Retries = 1)] class B { public int Process(int id) => id; }", "[Step] class A { public int Process(int id) => id; }\n[Step(Retries = 1)] class B { public int Process(int id) => id; }"),
        ("C.cs", "[Filter(Retries = 1, BatchSize = 2)] class C { public bool Keep(int id) => true; }", "[Filter(Retries = 1)] class C { public bool Keep(int id) => true; }"));

    private static string Pipeline(string properties) => $$"""
        [Pipeline] public partial class P
        {
            Load All { get; } = new();
            {{properties}}
        }
        [Step] public class Maybe { [return: Column("note")] public string? Process(int id) => null; }
        [Sink] public class Both { public void Write(int id, string text) { } }

        """;

    private static string Taking(string method) => $"[Step] public class Take {{ {method} }}";
}
