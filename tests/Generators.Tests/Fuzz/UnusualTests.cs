namespace Distil.Generators.Tests.Fuzz;

/// <summary>C# that is rarely met in a pipeline: it runs, or an error says why not.</summary>
public sealed class UnusualTests
{
    private const string Load = """

        [Row] public record Item(int Id, string Text);
        [Source] public class Load { public IEnumerable<Item> Read() => [new(1, "a"), new(2, "b")]; }
        """;

    [Theory]
    [InlineData("a row that inherits", "public abstract record Base(int Id); [Row] public record Item(int Id, string Text) : Base(Id) { public string Note { get; init; } = \"n\"; } [Source] public class Load { public IEnumerable<Item> Read() => [new(1, \"a\")]; }", "Load", "", "Id=1 Note=n Text=a")]
    [InlineData("a row struct with setters", "[Row] public struct Item { public int Id { get; set; } public string Text { get; set; } } [Source] public class Load { public IEnumerable<Item> Read() => [new() { Id = 1, Text = \"a\" }]; }", "Load", "", "Id=1 Text=a")]
    [InlineData("a row of required members", "[Row] public class Item { public required int Id { get; init; } public string? Text { get; init; } } [Source] public class Load { public IEnumerable<Item> Read() => [new() { Id = 1 }]; } [Step] public class Use { public string Process(Item item) => $\"{item.Id}{item.Text}\"; }", "Load", "Use", "Id=1 Text=null Use=1")]
    [InlineData("an indexer and a computed property on a row", "[Row] public record Item(int Id) { public string Text => \"t\"; public int this[int i] => i; public static int Count { get; set; } } [Source] public class Load { public IEnumerable<Item> Read() => [new(1)]; }", "Load", "", "Id=1")]
    [InlineData("a source of a tuple of nine", "[Source] public class Load { public IEnumerable<(int A, int B, int C, int D, int E, int F, int G, int H, string I)> Read() => [(1, 2, 3, 4, 5, 6, 7, 8, \"i\")]; } [Step] public class Use { public int Process(int h, string i) => h + i.Length; }", "Load", "Use", "A=1 B=2 C=3 D=4 E=5 F=6 G=7 H=8 I=i Use=9")]
    [InlineData("nested tuples and generics as columns", Load + "[Step] public class Use { public (Dictionary<string, (int A, int B)> Map, int N) Process(int id) => (new() { [\"k\"] = (id, id) }, id); } [Step] public class Sum { [return: Column(\"n\")] public int Process(Dictionary<string, (int A, int B)> map, int n) => map[\"k\"].A + n; }", "Load", "Use/Drop(\"map\")|Sum", "error DSTL0201")]
    [InlineData("a column of a type that no file holds, dropped", Load + "[Step] public class Open { public Stream Process(int id) => Stream.Null; } [Step] public class Size { public long Process(Stream open) => open.Length; }", "Load", "Open|Size/Drop(\"open\")", "Id=1 Size=0 Text=a | Id=2 Size=0 Text=b")]
    [InlineData("a closed generic step", Load + "[Step] public class Map<T> { [return: Column(\"m\")] public string Process(T id) => $\"<{id}>\"; }", "Load", "Map<int>", "Id=1 M=<1> Text=a | Id=2 M=<2> Text=b")]
    [InlineData("a generic step of a wrong type", Load + "[Step] public class Map<T> { [return: Column(\"m\")] public string Process(T id) => $\"<{id}>\"; }", "Load", "Map<string>", "error DSTL0202")]
    [InlineData("a generic step with a nullable result", Load + "[Step] public class Maybe<T> where T : class { [return: Column(\"m\")] public T? Process(T text) => text is \"a\" ? text : null; }", "Load", "Maybe<string>", "Id=1 M=a Text=a | Id=2 M=null Text=b")]
    [InlineData("a generic step over values with a nullable result", Load + "[Step] public class Maybe<T> where T : struct { [return: Column(\"m\")] public T? Process(T id) => id; }", "Load", "Maybe<int>", "Id=1 M=1 Text=a | Id=2 M=2 Text=b")]
    [InlineData("a step method of a base class", Load + "public abstract class Doubling { public int Process(int id) => id * 2; } [Step] public class Twice : Doubling;", "Load", "Twice", "Id=1 Text=a Twice=2 | Id=2 Text=b Twice=4")]
    [InlineData("a step method of a generic base class", Load + "public abstract class Of<T> { public abstract T Process(T text); } [Step] public sealed class Same : Of<string> { public override string Process(string text) => text + text; }", "Load", "Same", "Id=1 Same=aa Text=a | Id=2 Same=bb Text=b")]
    [InlineData("a step method that is an interface's default", Load + "public interface IStep { int Process(int id) => id; } [Step] public class Same : IStep;", "Load", "Same", "error DSTL0005")]
    [InlineData("a step method implemented explicitly", Load + "public interface IStep { int Process(int id); } [Step] public class Same : IStep { int IStep.Process(int id) => id; }", "Load", "Same", "error DSTL0005")]
    [InlineData("a record as a step", Load + "[Step] public sealed record Add(int More) { public Add() : this(1) { } public int Process(int id) => id + More; }", "Load", "Add", "Add=2 Id=1 Text=a | Add=3 Id=2 Text=b")]
    [InlineData("a struct as a step", Load + "[Step] public struct Add { public int Process(int id) => id; }", "Load", "Add", "error CS0592")]
    [InlineData("a primary constructor with a default", Load + "[Step] public class Add(int more = 3) { public int Process(int id) => id + more; }", "Load", "Add", "Add=4 Id=1 Text=a | Add=5 Id=2 Text=b")]
    [InlineData("dynamic inside", Load + "[Step] public class Any { public dynamic Process(int id) => id; } [Step] public class Use { public int Process(dynamic any) => any + 1; }", "Load", "Any|Use/Drop(\"any\")", "Id=1 Text=a Use=2 | Id=2 Text=b Use=3")]
    [InlineData("dynamic in a leaf", Load + "[Step] public class Any { public dynamic Process(int id) => id; }", "Load", "Any", "error DSTL0212")]
    [InlineData("in parameters", Load + "[Step] public class Use { public int Process(in int id, in string text) => id + text.Length; }", "Load", "Use", "Id=1 Text=a Use=2 | Id=2 Text=b Use=3")]
    [InlineData("ref readonly parameters", Load + "[Step] public class Use { public int Process(ref readonly int id) => id; }", "Load", "Use", "error DSTL0007")]
    [InlineData("an out parameter", Load + "[Step] public class Use { public int Process(int id, out int more) => more = id; }", "Load", "Use", "error DSTL0007")]
    [InlineData("a pointer parameter", Load + "[Step] public class Use { public unsafe int Process(int* id) => 1; }", "Load", "Use", "error DSTL0007")]
    [InlineData("params of a list column", Load + "[Step] public class Words { [return: Column(\"words\")] public string[] Process(string text) => [text, \"x\"]; } [Step] public class Use { public int Process(params string[] words) => words.Length; }", "Load", "Words|Use", "Id=1 Text=a Use=2 Words=[a,x] | Id=2 Text=b Use=2 Words=[b,x]")]
    [InlineData("params without a column", Load + "[Step] public class Use { public int Process(int id, params string[] words) => words.Length; }", "Load", "Use", "error DSTL0201")]
    [InlineData("defaults of every kind", Load + "[Step] public class Use { public string Process(int id, DayOfWeek day = DayOfWeek.Friday, decimal rate = 1.5m, string? note = null, Guid key = default, double nan = double.NaN) => $\"{day}{rate.ToString(System.Globalization.CultureInfo.InvariantCulture)}{note}{key == default}{nan}\"; }", "Load", "Use", "Id=1 Text=a Use=Friday1.5TrueNaN | Id=2 Text=b Use=Friday1.5TrueNaN")]
    [InlineData("a caller's argument", Load + "[Step] public class Use { public string Process(int id, [CallerMemberName] string caller = \"none\") => id.ToString() + (caller.Length > 0); }", "Load", "Use", "Id=1 Text=a Use=1True | Id=2 Text=b Use=2True")]
    [InlineData("aliases", "using Text = System.String; using Pair = (int A, string B);" + Load + "[Step] public class Use { public Pair Process(Text text) => (text.Length, text); }", "Load", "Use", "A=1 B=a Id=1 Text=a | A=1 B=b Id=2 Text=b")]
    [InlineData("global using static", "global using static Tools;" + Load + "public static class Tools { public static int Twice(int id) => id * 2; } [Step] public class Use { public int Process(int id) => Twice(id); }", "Load", "Use", "Id=1 Text=a Use=2 | Id=2 Text=b Use=4")]
    [InlineData("static abstract members", Load + "public interface INamed<T> where T : INamed<T> { static abstract string Name { get; } } public class Me : INamed<Me> { public static string Name => \"me\"; } [Step] public class Named<T> where T : INamed<T> { [return: Column(\"name\")] public string Process(int id) => T.Name; }", "Load", "Named<Me>", "Id=1 Name=me Text=a | Id=2 Name=me Text=b")]
    [InlineData("properties of a step with code", Load + "[Step] public class Use { private int _more = 3; [RuntimeParameter] public int More { get => _more; set => _more = value + 1; } public int Process(int id) => id + More; }", "Load", "Use", "Id=1 Text=a Use=4 | Id=2 Text=b Use=5")]
    [InlineData("a partial property", Load + "[Step] public partial class Use { public partial int More { get; } public partial int More => 1; public int Process(int id) => id + More; }", "Load", "Use", "Id=1 Text=a Use=2 | Id=2 Text=b Use=3")]
    [InlineData("regions that are compiled and not", Load + "\n#if NEVER\n[Step] public class Use { public int Process(int missing) => 0; }\n#else\n[Step] public class Use { public int Process(int id) => id; }\n#endif\n", "Load", "Use", "Id=1 Text=a Use=1 | Id=2 Text=b Use=2")]
    [InlineData("nullable off", "\n#nullable disable\n[Row] public record Item(int Id, string Text); [Source] public class Load { public IEnumerable<Item> Read() => [new(1, \"a\"), new(2, \"b\")]; } [Step] public class Use { public string Process(string text) => text; }\n#nullable restore\n", "Load", "Use", "Id=1 Text=a Use=a | Id=2 Text=b Use=b")]
    [InlineData("checked and unchecked", Load + "[Step] public class Use { public int Process(int id) => unchecked(int.MaxValue + id); }", "Load", "Use", "Id=1 Text=a Use=-2147483648 | Id=2 Text=b Use=-2147483647")]
    [InlineData("a span method and inherited lists", Load + "public class Numbers : List<int>; [Step] public class Use { public Numbers ProcessBatch(ReadOnlySpan<int> id) { var all = new Numbers(); foreach (var one in id) all.Add(one); return all; } }", "Load", "Use", "Id=1 Text=a Use=1 | Id=2 Text=b Use=2")]
    [InlineData("an obsolete step", Load + "[Obsolete] [Step] public class Use { public int Process(int id) => id; }", "Load", "Use", "Id=1 Text=a Use=1 | Id=2 Text=b Use=2")]
    [InlineData("a conversion of the user's own", Load + "public readonly record struct Key(int Value) { public static implicit operator int(Key key) => key.Value; } [Step] public class Make { public Key Process(int id) => new(id); } [Step] public class Use { public int Process(int make) => make; }", "Load", "Make|Use/Drop(\"make\")", "Id=1 Text=a Use=1 | Id=2 Text=b Use=2")]
    [InlineData("async without await and a task of another kind", Load + "[Step] public class Use { public async ValueTask<int> ProcessAsync(int id) { await Task.Yield(); return id; } }", "Load", "Use", "Id=1 Text=a Use=1 | Id=2 Text=b Use=2")]
    [InlineData("an iterator of the oldest kind", "[Source] public class Load { [return: Column(\"id\")] public System.Collections.IEnumerable Read() => new[] { 1 }; }", "Load", "", "error DSTL0008")]
    [InlineData("a ref struct as a column", Load + "[Step] public class Use { public ReadOnlySpan<char> Process(string text) => text; }", "Load", "Use", "error DSTL0008")]
    [InlineData("a static class as a step", "[Source] public static class Load { public static IEnumerable<int> Read() => []; }", "Load", "", "error CS0722 CS1729 DSTL0009")]
    public async Task Unusual_code_runs_or_an_error_says_why_not(string what, string types, string source, string steps, string expected)
    {
        var above = "All";
        var properties = $"{source} All {{ get; }} = new();";
        foreach (var (step, index) in steps.Split('|', StringSplitOptions.RemoveEmptyEntries).Select((step, index) => (step, index)))
        {
            var (type, attribute) = step.IndexOf('/') is var slash and >= 0 ? (step[..slash], ", " + step[(slash + 1)..]) : (step, "");
            properties += $"\n    [From(nameof({above})){attribute}] {type} S{index} {{ get; }} = new();";
            above = "S" + index;
        }

        var text = await Ran.AsTextAsync($"{types}\n#pragma warning disable CS0612, CS0618\n[Pipeline] public sealed partial class P\n{{\n    {properties}\n}}");
        Assert.True(text.Split('\n')[0] == expected, $"{what}: {text}");
    }
}
