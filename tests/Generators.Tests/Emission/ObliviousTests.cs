using Distil.Generators.Tests.Snapshots;

namespace Distil.Generators.Tests.Emission;

/// <summary>Code without nullable annotations promises no value: a null of it passes, and stands in files as null.</summary>
public sealed class ObliviousTests
{
    /// <summary>Steps of every kind of method that makes a column, each of which gives null.</summary>
    private const string Steps = """
        [Row] public sealed class Item { public string Text { get; set; } public byte[] Bytes { get; set; } public List<string> Words { get; set; } public Part Part { get; set; } }
        [Row] public sealed record Part(string Name);
        [Row] public sealed record Line(int Id, string Text, string[] Words, Part Part);
        [Source] public sealed class Load { public IEnumerable<Item> Read() { yield return new Item(); yield return new Item { Text = "a", Bytes = new byte[] { 1 }, Words = new List<string> { null, "w" }, Part = new Part(null) }; } }
        [Step] public sealed class One { public string Process(string text) => null; }
        [Step] public sealed class Two { public (string Left, int[] Right) Process(string text) => (text, null); }
        [Step] public sealed class Asked { public Task<string> ProcessAsync(string text) => Task.FromResult<string>(null); }
        [Step] public sealed class Batch { public string[] ProcessBatch(IReadOnlyList<string> text) => new string[text.Count]; }
        [Step] public sealed class Memory { public ReadOnlyMemory<string> ProcessBatch(IReadOnlyList<string> text) => new string[text.Count]; }
        [Step] public sealed class Pairs { public IReadOnlyList<(string X, string Y)> ProcessBatch(IReadOnlyList<string> text) => text.Select(one => (one, (string)null)).ToList(); }
        [Step] public sealed class All { public IReadOnlyList<string> ProcessAll(IReadOnlyList<string> text) => text.ToList(); }
        [Expand] public sealed class Children { [return: Column("child")] public IEnumerable<string> Expand(string text) => new[] { text, null }; }
        """;

    private const string Pipelines = """
        [Pipeline]
        public sealed partial class Nulls
        {
            Load Loaded { get; } = new();
            [From(nameof(Loaded))] One One { get; } = new();
            [From(nameof(One))] Two Two { get; } = new();
            [From(nameof(Two))] Asked Asked { get; } = new();
            [From(nameof(Asked))] Batch Batch { get; } = new();
            [From(nameof(Batch))] Memory Memory { get; } = new();
            [From(nameof(Memory))] Pairs Pairs { get; } = new();
            [From(nameof(Pairs))] All All { get; } = new();
            [From(nameof(All))] Children Children { get; } = new();
        }

        [Pipeline]
        public sealed partial class Lines(string path)
        {
            JsonLines<Line> In { get; } = JsonLines.Read<Line>(path);
            [From(nameof(In)), Drop("words")] One Read { get; } = new();
            [From(nameof(In))] Pass Passed { get; } = new();
        }
        """;

    private const string Check = """
        public static class Check
        {
            public static async Task RunAsync(string directory)
            {
                await new Nulls().RunAsync(new RunOptions { HandleSignals = false, Directory = System.IO.Path.Combine(directory, "nulls") });
                await new Lines(System.IO.Path.Combine(directory, "in.jsonl")).RunAsync(new RunOptions { HandleSignals = false, Directory = System.IO.Path.Combine(directory, "lines") });
            }
        }
        """;

    [Fact]
    public async Task A_null_passes_and_is_written_as_null()
    {
        var made = new Generated([("Steps.cs", "#nullable disable\n" + Steps), ("Pipelines.cs", Pipelines), ("Check.cs", Check)]).Compiles();
        made.IsWhole();
        Assert.DoesNotContain("NoValue(", made.Text, StringComparison.Ordinal);
        var directory = Directory.CreateTempSubdirectory("distil");
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(directory.FullName, "in.jsonl"),
                """
                {"id": 1, "text": "a", "words": ["x", null], "part": {"name": "p"}}
                {"id": 2, "text": null, "words": null, "part": null}
                {"id": 3, "text": "a", "words": [], "part": {"name": null}}
                {"id": 4}
                """,
                TestContext.Current.CancellationToken);
            await (Task)Compiling.Load(made.Output).GetType("Check")!.GetMethod("RunAsync")!.Invoke(null, [directory.FullName])!;
            Assert.Equal(
                """
                {"text":null,"bytes":null,"words":null,"part":null,"one":null,"left":null,"right":null,"asked":null,"batch":null,"memory":null,"x":null,"y":null,"all":null,"child":null}
                {"text":null,"bytes":null,"words":null,"part":null,"one":null,"left":null,"right":null,"asked":null,"batch":null,"memory":null,"x":null,"y":null,"all":null,"child":null}
                {"text":"a","bytes":"AQ==","words":[null,"w"],"part":{"name":null},"one":null,"left":"a","right":null,"asked":null,"batch":null,"memory":null,"x":"a","y":null,"all":"a","child":"a"}
                {"text":"a","bytes":"AQ==","words":[null,"w"],"part":{"name":null},"one":null,"left":"a","right":null,"asked":null,"batch":null,"memory":null,"x":"a","y":null,"all":"a","child":null}

                """,
                await ReadAsync(directory, "nulls", "children"));

            // Read, where a step reads it, and carried as it stands in the file.
            Assert.Equal(
                """
                {"id":1,"text":"a","part":{"name":"p"},"one":null}
                {"id":2,"text":null,"part":null,"one":null}
                {"id":3,"text":"a","part":{"name":null},"one":null}
                {"id":4,"text":null,"part":null,"one":null}

                """,
                await ReadAsync(directory, "lines", "read"));
            Assert.Equal(
                """
                {"id":1,"text":"a","words":["x",null],"part":{"name":"p"}}
                {"id":2,"text":null,"words":null,"part":null}
                {"id":3,"text":"a","words":[],"part":{"name":null}}
                {"id":4,"text":null,"words":null,"part":null}

                """,
                await ReadAsync(directory, "lines", "passed"));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>The same steps, annotated: what they promise is held.</summary>
    [Fact]
    public void A_promised_value_is_checked()
    {
        var made = new Generated([("Steps.cs", "#nullable disable\n" + Steps.Replace("public sealed class One { public string Process", "\n#nullable enable\npublic sealed class One { public string Process", StringComparison.Ordinal).Replace("=> null; }\n[Step] public sealed class Two", "=> \"\"; }\n#nullable disable\n[Step] public sealed class Two", StringComparison.Ordinal)), ("Pipelines.cs", Pipelines)]).Compiles();
        Assert.Equal(2, made.Text.Split("throw NoValue(").Length - 1);
        Assert.Contains("throw NoValue(\"One\", \"One\")", made.Text, StringComparison.Ordinal);
        Assert.Contains("throw NoValue(\"Read\", \"One\")", made.Text, StringComparison.Ordinal);
    }

    private static Task<string> ReadAsync(DirectoryInfo directory, string run, string leaf) =>
        File.ReadAllTextAsync(Path.Combine(directory.FullName, run, "data", leaf, "000001.jsonl"), TestContext.Current.CancellationToken);
}
