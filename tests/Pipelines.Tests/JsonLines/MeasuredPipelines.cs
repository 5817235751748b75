namespace Distil.Pipelines.Tests.JsonLines;

[Row]
public sealed record Reading(float F, decimal M, IReadOnlyList<Half> Hs, DateTime At);

/// <summary>Columns whose types other programs infer from their values.</summary>
[Row]
public sealed record Measured(
    int Id,
    sbyte N8,
    byte U8,
    short N16,
    ushort U16,
    uint U32,
    long N64,
    ulong U64,
    double D,
    float F,
    Half H,
    decimal M,
    double? Maybe,
    double[] Ds,
    Reading Part,
    bool Flag,
    string Text,
    Guid Key,
    Level Level,
    DateTime Utc,
    DateTime Fine,
    DateTime Plain,
    DateTimeOffset Moment,
    DateOnly Day,
    TimeOnly Clock);

[Pipeline]
public sealed partial class WriteMeasured(IEnumerable<Measured> rows)
{
    Rows<Measured> Measured { get; } = Rows.From(rows);
}

/// <summary>No step reads a value.</summary>
[Pipeline]
public sealed partial class CopyMeasured(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Measured> Measured { get; } = Distil.JsonLines.Read<Measured>(path);
}

[Step]
public sealed class LookAtMeasured
{
    public void Process(Measured row) => _ = row;
}

/// <summary>A step reads every value.</summary>
[Pipeline]
public sealed partial class ReadMeasured(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Measured> All { get; } = Distil.JsonLines.Read<Measured>(path);

    [From(nameof(All))]
    LookAtMeasured Measured { get; } = new();
}

[Row]
public sealed record Timed(DateTime At, DateTime? Maybe, List<DateTime> All, TimedPart Part, DateTimeOffset Moment);

[Row]
public sealed record TimedPart(DateTime At);

/// <summary>Times as they are read from a file, and as a step makes them of what it reads.</summary>
[Pipeline]
public sealed partial class CopyTimed(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Timed> All { get; } = Distil.JsonLines.Read<Timed>(path);

    [From(nameof(All))]
    LaterHere Later { get; } = new();
}

[Step]
public sealed class LaterHere
{
    [return: Column("later")]
    public DateTime Process(DateTime at, DateTimeOffset moment) => at.Kind == DateTimeKind.Utc ? moment.LocalDateTime.AddTicks(5) : at.AddTicks(50);
}
