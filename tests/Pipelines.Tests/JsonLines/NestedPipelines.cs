using System.Text.Json;
using System.Text.Json.Serialization;

namespace Distil.Pipelines.Tests.JsonLines;

[Row]
[method: JsonConstructor]
public readonly record struct Spot(int X, Pt? Inner = null, bool IsOn = true)
{
    public string Note { get; init; } = "none";
}

/// <summary>Rows and lists in a row, all of which a line may be without.</summary>
[Row]
public sealed record Shapes(
    int Id,
    Pt? P = null,
    string? Name = null,
    Spot? Spot = null,
    Spot Must = default,
    int[][]? Grid = null,
    IReadOnlyList<Pt>? Points = null,
    List<List<Spot>>? Spots = null,
    List<string>? Words = null,
    double[]? Numbers = null,
    double Score = 0.5,
    Level? Level = null,
    Level[]? Levels = null,
    Ways Ways = Ways.None,
    TimeOnly? Clock = null,
    TimeSpan[]? Spans = null,
    Adr? Adr = null,
    bool[]? Flags = null);

/// <summary>Nothing reads a column: what can be is passed as it stands.</summary>
[Pipeline]
public sealed partial class PassShapes(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Shapes> All { get; } = Distil.JsonLines.Read<Shapes>(path);
    [From(nameof(All))] Pass Out { get; } = new();
}

[Step]
public sealed class LookAtShapes
{
    public void Process(Shapes shapes) => ArgumentNullException.ThrowIfNull(shapes);
}

/// <summary>A step reads every column.</summary>
[Pipeline]
public sealed partial class ReadShapes(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Shapes> All { get; } = Distil.JsonLines.Read<Shapes>(path);
    [From(nameof(All))] LookAtShapes Out { get; } = new();
}

/// <summary>A row that holds one of its own type.</summary>
[Row]
public sealed record Node(int Value, Node? Next = null, string? Note = null)
{
    public int Size { get; init; } = 3;

    /// <summary>So many nodes, one in the other.</summary>
    public static Node Chain(int count) => Enumerable.Range(1, count - 1).Aggregate(new Node(0), (node, value) => new Node(value, node));
}

[Row]
public sealed record Tree(int Id, Node? Root = null)
{
    public string Kind { get; init; } = "tree";
}

[Pipeline]
public sealed partial class WriteTrees(IReadOnlyList<Tree> trees)
{
    Rows<Tree> All { get; } = Rows.From(trees);
    [From(nameof(All))] Pass Out { get; } = new();
}

[Pipeline]
public sealed partial class ReadTrees(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Tree> All { get; } = Distil.JsonLines.Read<Tree>(path);
    [From(nameof(All))] Pass Out { get; } = new();
}

[JsonConverter(typeof(SilentConverter))]
public sealed record Silent(bool Writes);

/// <summary>Writes nothing unless it is asked to.</summary>
public sealed class SilentConverter : JsonConverter<Silent>
{
    public override Silent? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetBoolean());

    public override void Write(Utf8JsonWriter writer, Silent value, JsonSerializerOptions options)
    {
        if (value.Writes)
        {
            writer.WriteBooleanValue(true);
        }
    }
}

[JsonSerializable(typeof(Silent))]
internal sealed partial class SilentContext : JsonSerializerContext;

[Row]
public sealed record WithSilent(int N, Silent Odd, List<Silent> Odds);

[Pipeline(Json = typeof(SilentContext))]
public sealed partial class WriteSilent(IReadOnlyList<WithSilent> rows)
{
    Rows<WithSilent> All { get; } = Rows.From(rows);
    [From(nameof(All))] Pass Out { get; } = new();
}
