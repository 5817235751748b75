using System.Text.Json.Serialization;

namespace Distil.Pipelines.Tests.JsonLines;

public enum Level
{
    Low,
    High = 7,
}

[Flags]
public enum Ways
{
    None = 0,
    Up = 1,
    Down = 2,
}

[Row]
public readonly record struct Part(string Name, int? Count, List<double> Weights, bool IsUsed = true)
{
    public string Note { get; init; } = "none";
}

public sealed record Anything(string Text, int[] Numbers);

[JsonSerializable(typeof(Anything))]
internal sealed partial class AnythingContext : JsonSerializerContext;

/// <summary>Every type that a file can hold.</summary>
[Row]
public sealed record Every(
    string Text,
    string? Optional,
    char Letter,
    bool Flag,
    bool? MaybeFlag,
    byte U8,
    sbyte N8,
    short N16,
    ushort U16,
    int N32,
    uint U32,
    long N64,
    ulong U64,
    float F32,
    double F64,
    decimal Price,
    long? MaybeLong,
    double? MaybeDouble)
{
    public Level Level { get; init; }
    public Ways Ways { get; init; }
    public Level? MaybeLevel { get; init; }
    public DateTime Time { get; init; }
    public DateTimeOffset Offset { get; init; }
    public DateOnly Date { get; init; }
    public TimeOnly Clock { get; init; }
    public TimeSpan Span { get; init; }
    public Guid Key { get; init; }
    public byte[] Bytes { get; init; } = [];
    public string?[] Names { get; init; } = [];
    public IReadOnlyList<int> Numbers { get; init; } = [];
    public List<List<string>> Nested { get; init; } = [];
    public Part Part { get; init; }
    public Part[] Parts { get; init; } = [];
    public Anything? Anything { get; init; }
}

[Pipeline(Json = typeof(AnythingContext))]
public sealed partial class WriteEvery(IReadOnlyList<Every> rows)
{
    Rows<Every> All { get; } = Rows.From(rows);
    [From(nameof(All))] Pass Out { get; } = new();
}

/// <summary>Nothing reads a column on its way.</summary>
[Pipeline(Json = typeof(AnythingContext))]
public sealed partial class CopyEvery(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Every> All { get; } = Distil.JsonLines.Read<Every>(path);
    [From(nameof(All))] Pass Out { get; } = new();
}

/// <summary>A tap that reads every column.</summary>
[Step]
public sealed class Look
{
    public void Process(Every row) => ArgumentNullException.ThrowIfNull(row);
}

[Pipeline(Json = typeof(AnythingContext))]
public sealed partial class CopyEveryRead(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Every> All { get; } = Distil.JsonLines.Read<Every>(path);
    [From(nameof(All))] Look Out { get; } = new();
}

[Row]
public sealed record Item(string Title, int Size, double Score = 0.5, string? Note = "none")
{
    public string Kind { get; init; } = "item";
    public IReadOnlyList<string> Tags { get; init; } = [];
}

[Step]
public sealed class Weigh
{
    [return: Column("weight")]
    public int Process(string title, int size) => title.Length + size;
}

[Filter]
public sealed class Light
{
    public bool Keep(int weight) => weight % 3 != 0;
}

[Step(Concurrency = 2)]
public sealed class Rise
{
    [return: Column("size")]
    public int Process(int size) => size + 1;
}

[Pipeline]
public sealed partial class Items(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Item> All { get; } = Distil.JsonLines.Read<Item>(path);
    [From(nameof(All))] Weigh Weight { get; } = new();
    [From(nameof(Weight))] Light Kept { get; } = new();
}

/// <summary>Columns that nobody reads through routers, joins, merges and boundaries.</summary>
[Pipeline]
public sealed partial class ItemsAround(string path, Trip trip)
{
    [Source(OnError = OnError.Stop)] JsonLines<Item> All { get; } = Distil.JsonLines.Read<Item>(path);
    [From(nameof(All))] Weigh Weight { get; } = new();
    [From(nameof(All))] Rise Risen { get; } = new();
    [From(nameof(Weight), nameof(Risen))] Pass Both { get; } = new();
    [From(nameof(Both))] ByParity Parity { get; } = new();
    [From(nameof(Parity), When = Level.Low)] AwaitTitle Slow { get; } = new(trip);
    [From(nameof(Parity), When = Level.High)] Light Lights { get; } = new();
    [Merge(nameof(Slow), nameof(Lights))] Pass Out { get; } = new();
}

[Router]
public sealed class Turn
{
    public Ways Route(int size) => (Ways)(1 + (size % 3));
}

/// <summary>Columns that nobody reads, of which a way within a branch drops one that the branch beside it still has.</summary>
[Pipeline]
public sealed partial class ItemsDropped(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Item> All { get; } = Distil.JsonLines.Read<Item>(path);
    [From(nameof(All))] Turn Turned { get; } = new();
    [From(nameof(Turned), When = Ways.Up), Drop("note")] Pass Up { get; } = new();
    [From(nameof(Turned), When = Ways.Down)] Pass Down { get; } = new();
    [From(nameof(Up), nameof(Down))] Pass Inner { get; } = new();
    [From(nameof(All))] Pass Beside { get; } = new();
    [From(nameof(Inner), nameof(Beside))] Pass Both { get; } = new();
}

[Router]
public sealed class ByParity
{
    public Level Route(int size) => size % 2 == 0 ? Level.Low : Level.High;
}

/// <summary>Asks for the stop at its n-th row.</summary>
public sealed class Trip(int at = -1) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private int _passed;

    public CancellationToken Token => _stop.Token;

    public void Pass()
    {
        if (Interlocked.Increment(ref _passed) == at)
        {
            _stop.Cancel();
        }
    }

    public void Dispose() => _stop.Dispose();
}

[Step(Concurrency = 3, Version = "1")]
public sealed class AwaitTitle(Trip trip)
{
    [return: Column("upper")]
    public async ValueTask<string> ProcessAsync(string title)
    {
        trip.Pass();
        await Task.Yield();
        return title.ToUpperInvariant();
    }
}
