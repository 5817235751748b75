using Distil.Generators.Tests.Parsing;

namespace Distil.Generators.Tests.Snapshots;

/// <summary>What is generated, whole, for a few pipelines that between them have nearly everything; each compiles, and is cached.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public Task The_golden_sample() => Verify(GoldenSample.Source, "Preferences");

    [Fact]
    public Task Branches_that_part_and_meet() => Verify(
        """
        namespace App;

        [Row] public sealed record Question(string Text, string? Hint);
        [Flags] public enum Ways { None = 0, Short = 1, Long = 2 }
        public enum Kind { Plain, Odd }

        [Source] public sealed class Load { public IEnumerable<Question> Read(long offset) => []; }
        [Router] public sealed class Choose { public Ways Route(string text) => Ways.Short | Ways.Long; }
        [Router] public sealed class Sort { public Kind Route(string text) => Kind.Plain; }
        [Step] public sealed class Answer { [return: Column("reply")] public Task<string> ProcessAsync(string text, StepContext context) => Task.FromResult(text); }
        [Step] public sealed class Shout { [return: Column("loud")] public string Process(string text) => text.ToUpperInvariant(); }
        [Step] public sealed class Count { [return: Column("length")] public int Process(string text) => text.Length; }
        [Filter] public sealed class HasHint { public bool Keep([NotNullWhen(true)] string? hint) => hint is not null; }
        [Step] public sealed class UseHint { [return: Column("used")] public int Process(string hint) => hint.Length; }
        [Step] public sealed class Judge { [return: Column("best")] public string Process(IReadOnlyList<string> replies) => replies[0]; }
        [Sink] public sealed class Log { public void Write(string text) { } }
        [Expand] public sealed class Words { [return: Column("word")] public IEnumerable<string> Expand(string text) => text.Split(' '); }

        [Pipeline]
        public sealed partial class Branches
        {
            Load All { get; } = new();

            [From(nameof(All))] Choose Ways { get; } = new();
            [From(nameof(Ways), When = App.Ways.Short)] Answer Short { get; } = new();
            [From(nameof(Ways), When = App.Ways.Long)] Answer Long { get; } = new();
            [From(nameof(Short), nameof(Long)), Gather("reply", into: "replies")] Judge Judged { get; } = new();

            [From(nameof(All))] Shout Loud { get; } = new();
            [From(nameof(All))] Count Length { get; } = new();
            [From(nameof(Loud), nameof(Length))] Pass Both { get; } = new();

            [From(nameof(All))] Sort Sorted { get; } = new();
            [From(nameof(Sorted), When = Kind.Plain)] Shout Plain { get; } = new();
            [From(nameof(Sorted), When = Kind.Odd)] Pass Odd { get; } = new();
            [Merge(nameof(Plain), nameof(Odd))] Log Logged { get; } = new();

            [From(nameof(All))] HasHint Hinted { get; } = new();
            [From(nameof(Hinted))] UseHint Used { get; } = new();
            [Merge(nameof(Used), nameof(Length))] Words Words { get; } = new();
        }
        """,
        "Branches");

    [Fact]
    public Task Batches_global_steps_and_every_container() => Verify(
        """
        [Row] public sealed record Reading(int Sensor, float Value);
        [Row] public sealed record Mean { public required int Sensor { get; init; } public double Average { get; init; } }
        public enum Level { Low, High }

        [Source] public sealed class Sensors(IReadOnlyList<Reading> readings) { public IEnumerable<Reading> Read() => readings; }
        [Step(BatchSize = 20)] public sealed class Scale { public float[] ProcessBatch(ReadOnlySpan<float> value) => value.ToArray(); }
        [Step] public sealed class Embed
        {
            [RuntimeParameter] public string? Model { get; set; }
            [RuntimeParameter(Required = true)] public int Size { get; set; }
            [return: Column("vector")] public async ValueTask<ReadOnlyMemory<float[]>> ProcessBatchAsync(ReadOnlyMemory<double> scaled, CancellationToken ct) => default;
        }
        [Filter] public sealed class InRange { public IReadOnlyList<bool> KeepBatch(IReadOnlyList<Reading> reading) => []; }
        [Router] public sealed class ByLevel { public List<Level> RouteBatch(IReadOnlyList<float[]> vector, StepContext context) => []; }
        [Step(NewRows = true)] public sealed class Group { public IReadOnlyList<Mean> ProcessAll(IReadOnlyList<int> sensor, IReadOnlyList<double> value) => []; }
        [Step] public sealed class Tap { public void ProcessAll(IReadOnlyList<int> sensor) { } }
        [Sink] public sealed class Store { public Task WriteBatchAsync(IReadOnlyList<int> sensor, IReadOnlyList<string>? table = null, CancellationToken ct = default) => Task.CompletedTask; }

        [Pipeline]
        public sealed partial class Telemetry(IReadOnlyList<Reading> readings)
        {
            Sensors Sensors { get; } = new(readings);
            [From(nameof(Sensors)), OutputMapping("Scale", "scaled")] Scale Scale { get; } = new();
            [From(nameof(Scale))] Embed Embed { get; } = new();
            [From(nameof(Embed))] InRange InRange { get; } = new();
            [From(nameof(InRange))] ByLevel Level { get; } = new();
            [From(nameof(Level), When = global::Level.Low)] Store Low { get; } = new();
            [From(nameof(Level), When = global::Level.High), Keep("sensor", "scaled"), Leaf(typeof(Sample))] Pass High { get; } = new();
            [From(nameof(Sensors))] Group Means { get; } = new();
            [From(nameof(Means))] Tap Tapped { get; } = new();
        }
        [Row] public sealed record Sample(long Sensor, double Scaled);
        """,
        "Telemetry");

    [Fact]
    public Task Everything_that_a_file_can_hold_in_a_nested_pipeline_of_keywords() => Verify(
        """
        namespace Some.@class;

        [Row] public sealed class Part(string text, int? count) { public string Text { get; } = text; public int? Count { get; } = count; public Part? Next { get; init; } }
        [Flags] public enum @enum { @in = 1, Out = 2 }
        public sealed class Blob { public int A { get; set; } }
        [JsonSerializable(typeof(Blob))] public sealed partial class Blobs : JsonSerializerContext;
        // What the serializer's own generator would add.
        partial class Blobs
        {
            public Blobs() : base(null) { }
            public static Blobs Default { get; } = new();
            public System.Text.Json.Serialization.Metadata.JsonTypeInfo<Blob> Blob => null!;
            protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
        }

        [Row] public sealed record Everything(
            string @string, string? NoText, bool Flag, char Letter, byte Byte, ushort Short, int Count, long Long, ulong Big, float Float, double Double, decimal Money,
            @enum @event, DayOfWeek? Day, DateTime Time, DateTimeOffset Moment, DateOnly Date, TimeOnly Clock, TimeSpan Span, Guid Id,
            byte[] Bytes, int? Maybe, string?[] Texts, IReadOnlyList<int[]> Lists, List<Part>? Parts, Part Part, Blob Blob);

        [Source] public sealed class Load { public async IAsyncEnumerable<Everything> ReadAsync() { yield break; } }
        [Expand] public sealed class Split
        {
            public async IAsyncEnumerable<(int capacity, string[] keys)> ExpandAsync(string @string, [EnumeratorCancellation] CancellationToken ct) { yield break; }
        }
        [Filter] public sealed class Check { public async Task<bool> KeepAsync([NotNullWhen(true)] int? maybe, StepContext context) => true; }

        public partial record Outer<T>
        {
            internal partial struct Inner
            {
                [Pipeline(Json = typeof(Blobs))]
                internal sealed partial class @operator
                {
                    Load @new { get; } = new();
                    [From("new")] Split run { get; } = new();
                    [From("run")] Check @for { get; } = new();
                }
            }
        }
        """,
        "Keywords");

    [Fact]
    public Task From_files_to_files() => Verify(
        """
        namespace App;

        public enum Kind { Plain, Odd }
        [Row] public readonly record struct Source(string Url, int? Page, bool IsOpen = true) { public string Note { get; init; } = "none"; }
        [Row] public sealed record Item(long Id, string Title, string? Hint, double Score, int Size = 3)
        {
            public Kind Kind { get; init; } = Kind.Odd;
            public List<string> Tags { get; init; } = [];
            public Source? Source { get; init; }
            public decimal? Price { get; init; }
            public string Language { get; init; } = "en";
            public string Dropped { get; init; } = "";
        }

        [Step] public sealed class Weigh { [return: Column("weight")] public int Process(string title, int size) => title.Length + size; }
        [Filter] public sealed class Heavy { public bool Keep(int weight) => weight > 3; }
        [Step] public sealed class Ask { [return: Column("answer")] public ValueTask<string> ProcessAsync(string title) => new(title); }

        [Pipeline]
        public sealed partial class Files(string path)
        {
            JsonLines<Item> All { get; } = JsonLines.Read<Item>(path);
            [From(nameof(All)), Drop("dropped")] Weigh Weight { get; } = new();
            [From(nameof(Weight))] Heavy Kept { get; } = new();
            [From(nameof(Kept))] Ask Answered { get; } = new();
            [From(nameof(Kept), nameof(Answered))] Pass Both { get; } = new();
        }
        """,
        "Files");

    [Fact]
    public Task A_pipeline_with_an_error() => Verify(
        """
        namespace App;

        [Row] public sealed record Question(string Text);
        [Source] public sealed class Load { public IEnumerable<Question> Read() => []; }
        [Step] public sealed class Wants { [return: Column("found")] public int Process(string missing) => 0; }

        [Pipeline]
        public sealed partial class Broken
        {
            Load All { get; } = new();
            [From(nameof(All))] Wants Wants { get; } = new();
        }
        """,
        "Broken",
        hasErrors: true);

    private static async Task Verify(string source, string name, bool hasErrors = false)
    {
        var generated = new Generated(source);
        Assert.True(generated.HasErrors == hasErrors, string.Join("\n", await AnalyzerHarness.DiagnosticsAsync(generated.Compilation)));
        Snapshot.Verify(generated.Compiles().IsCached().Text, name);
    }
}
