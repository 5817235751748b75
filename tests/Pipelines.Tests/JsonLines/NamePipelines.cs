using System.Text.Json.Serialization;

namespace Distil.Pipelines.Tests.JsonLines;

/// <summary>A row within a row, with names of its own in files.</summary>
[Row]
public sealed record NamedInner([property: JsonPropertyName("zipCode")] string Zip, int Id = 0)
{
    [JsonIgnore]
    public Stream? Open { get; init; } = Stream.Null;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; } = "inner";

    [JsonPropertyName("höhe \"m\""), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Height { get; set; } = 5;
}

[Row]
public readonly record struct NamedValue([property: JsonPropertyName("X")] int X, [property: JsonIgnore] string? Hidden = "h");

[Row]
public sealed record NamedRow(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? First,
    [property: JsonPropertyName("userName")] string User,
    int Id,
    [property: JsonPropertyName("in")] NamedInner? Inner = null,
    [property: JsonIgnore] string Secret = "hidden")
{
    [JsonPropertyName("VALUES")]
    public IReadOnlyList<NamedValue> Values { get; init; } = [];

    [JsonIgnore]
    public Stream? Body { get; init; }

    [JsonIgnore]
    public string Made { get; init; } = "made";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Level { get; init; } = 4;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public string? OnlyRead { get; init; } = "unread";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)]
    public string? OnlyWritten { get; init; } = "unwritten";

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public bool Last { get; init; } = true;
}

/// <summary>No step reads a value.</summary>
[Pipeline]
public sealed partial class CopyNamed(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<NamedRow> In { get; } = Distil.JsonLines.Read<NamedRow>(path);
}

[Step]
public sealed class SeeNamed
{
    /// <summary>Columns have the names that they have in C#.</summary>
    [return: Column("seen")]
    public string Process(string user, string secret, string made, int level, string? onlyRead, string? onlyWritten, NamedInner? inner) =>
        $"{user} {secret} {made} {level} {onlyRead} {onlyWritten} {inner?.Zip} {inner?.Note} {inner?.Height} {inner?.Open is not null}";
}

[Step]
public sealed class ReplaceUser
{
    [return: Column("user")]
    public string Process(string user) => user + "!";
}

/// <summary>A step reads values; below it other leaves replace, rename, merge and narrow.</summary>
[Pipeline]
public sealed partial class SeeNames(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<NamedRow> All { get; } = Distil.JsonLines.Read<NamedRow>(path);

    [From(nameof(All))]
    SeeNamed Seen { get; } = new();

    [From(nameof(All)), Keep("user", "id")]
    ReplaceUser Replaced { get; } = new();

    [From(nameof(All)), Keep("user", "secret")]
    Pass Short { get; } = new();

    [Merge(nameof(Kept), nameof(KeptToo))]
    Pass Merged { get; } = new();

    [From(nameof(All)), Keep("user")]
    Pass Kept { get; } = new();

    [From(nameof(All)), Keep("user", "id")]
    Pass KeptToo { get; } = new();

    [From(nameof(All)), Leaf(typeof(NamedLeaf))]
    Pass Typed { get; } = new();
}

/// <summary>A row type of the user's own says itself what its members are in files.</summary>
[Row]
public sealed record NamedLeaf([property: JsonPropertyName("theId")] int Id, string User)
{
    [JsonIgnore]
    public string? Secret { get; init; } = "own";
}

[Pipeline]
public sealed partial class MapNamed(IEnumerable<NamedRow> rows)
{
    [OutputMapping("user", "owner")]
    Rows<NamedRow> In { get; } = Rows.From(rows);
}

/// <summary>Every member may be left out of a line.</summary>
[Row]
public sealed record Sparse(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? A = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int B = 3,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Guid? C = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] DateTime D = default);

[Pipeline]
public sealed partial class WriteSparse(IEnumerable<Sparse> rows)
{
    Rows<Sparse> In { get; } = Rows.From(rows);
}

[Pipeline]
public sealed partial class CopySparse(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Sparse> In { get; } = Distil.JsonLines.Read<Sparse>(path);
}
