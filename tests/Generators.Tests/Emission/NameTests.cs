using Distil.Generators.Tests.Snapshots;

namespace Distil.Generators.Tests.Emission;

/// <summary>Names of the user's that the generated code has a use of its own for.</summary>
public sealed class NameTests
{
    private const string Steps = """
        [Row] public sealed record Item(string Text, int Count, int[] Keys, long Marks, string? Capacity);
        public enum Way { A, B }
        [Source] public sealed class Load { public IEnumerable<Item> Read() => []; }
        [Step] public sealed class Copy { [RuntimeParameter] public int? Get { get; set; } [return: Column("copied")] public string Process(string text) => text; }
        [Step] public sealed class Ask { [return: Column("asked")] public async Task<string> ProcessAsync(string text, CancellationToken ct) => text; }
        [Step] public sealed class Two { public (int i, int at, int number) Process(int count) => default; }
        [Expand] public sealed class Split { [return: Column("part")] public IEnumerable<string> Expand(string text) => []; }
        [Router] public sealed class Sort { public Way Route(string text) => Way.A; }

        """;

    [Theory]
    [InlineData("runs", "rows", "answers", "from", "to")]
    [InlineData("i", "at", "number", "child0", "call")]
    [InlineData("Definition", "Get", "Set", "Item", "Directory")]
    [InlineData("Small", "SmallRow", "SmallStage", "SmallOut", "SmallIn")]
    [InlineData("Count", "Runs", "Forks", "Open", "Failed")]
    [InlineData("Process", "CreateAnswers", "CallAsync", "RowIdOf", "NoMark")]
    [InlineData("class", "await", "field", "value", "record")]
    [InlineData("_a", "__b", "_rows", "branch", "exception")]
    [InlineData("System", "Distil", "global", "Task", "Engine")]
    [InlineData("JsonValues", "n", "pipeline", "options", "ct")]
    [InlineData("Ünder", "数", "aB", "ABc", "abC1")]
    public void Steps_can_have_any_name(string a, string b, string c, string d, string e) => new Generated($$"""
        {{Steps}}
        [Pipeline]
        public sealed partial class Pipe
        {
            Load @{{a}} { get; } = new();
            [From(nameof(@{{a}}))] Copy @{{b}} { get; } = new();
            [From(nameof(@{{b}}))] Ask @{{c}} { get; } = new();
            [From(nameof(@{{c}}))] Two @{{d}} { get; } = new();
            [From(nameof(@{{d}}))] Split @{{e}} { get; } = new();
        }
        """).Compiles().IsWhole();

    [Theory]
    [InlineData("Definition")]
    [InlineData("AllStage")]
    [InlineData("JsonValues")]
    [InlineData("Program<T> where T : class")]
    public void A_pipeline_can_have_any_name(string name) => new Generated($$"""
        {{Steps}}
        namespace Some.global.Namespace
        {
            [Pipeline]
            internal sealed partial class {{name}}
            {
                Load All { get; } = new();
                [From(nameof(All))] Sort Sorted { get; } = new();
                [From(nameof(Sorted), When = Way.A)] Copy Copied { get; } = new();
                [From(nameof(Sorted), When = Way.B)] Ask Asked { get; } = new();
                [Merge(nameof(Copied), nameof(Asked))] Split Parts { get; } = new();
                [From(nameof(Parts))] Pass Left { get; } = new();
                [From(nameof(Parts))] Two Right { get; } = new();
                [From(nameof(Left), nameof(Right))] Pass Both { get; } = new();
            }
        }
        """).Compiles().IsWhole();
}
