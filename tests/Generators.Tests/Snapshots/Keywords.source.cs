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
            [From("new")] Split build { get; } = new();
            [From("build")] Check @for { get; } = new();
        }
    }
}
