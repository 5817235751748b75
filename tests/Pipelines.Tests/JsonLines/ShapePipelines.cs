namespace Distil.Pipelines.Tests.JsonLines;

[Row]
public sealed record Pt(int? X = null, string? Name = null);

[Row]
public readonly record struct PtValue(int? X = null, double? Y = null);

[Row]
public sealed record Adr(string? Straße = null, string? PostCode = null, Pt? At = null);

[Row]
public sealed record Chain(int Depth, Chain? Next = null);

/// <summary>Values of values: each column holds rows, lists, enums or numbers whose shape is told only by their type.</summary>
[Row]
public sealed record Shaped(
    int Id,
    Pt? P = null,
    string? Name = null,
    PtValue? V = null,
    int[][]? N = null,
    List<Pt>? Pts = null,
    Adr? Adr = null,
    Level? Level = null,
    Ways? Ways = null,
    List<Ways>? AllWays = null,
    double? D = null,
    float? F = null,
    Half? H = null,
    decimal? M = null,
    List<double>? Ds = null,
    DateTime? T = null,
    TimeOnly? C = null,
    TimeSpan? S = null,
    string? Text = null);

/// <summary>No step reads a value.</summary>
[Pipeline]
public sealed partial class CopyShaped(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Shaped> In { get; } = Distil.JsonLines.Read<Shaped>(path);
}

[Step]
public sealed class LookAtShaped
{
    public void Process(Shaped row) => _ = row;
}

/// <summary>A step reads every value.</summary>
[Pipeline]
public sealed partial class ReadShaped(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Shaped> All { get; } = Distil.JsonLines.Read<Shaped>(path);

    [From(nameof(All))]
    LookAtShaped In { get; } = new();
}

[Pipeline]
public sealed partial class WriteShaped(IEnumerable<Shaped> rows)
{
    Rows<Shaped> In { get; } = Rows.From(rows);
}

[Row]
public sealed record Linked(Chain Chain);

[Pipeline]
public sealed partial class WriteLinked(IEnumerable<Linked> rows)
{
    Rows<Linked> In { get; } = Rows.From(rows);
}

[Pipeline]
public sealed partial class ReadLinked(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Linked> In { get; } = Distil.JsonLines.Read<Linked>(path);
}

public enum OfSByte : sbyte { A = -128, B = 1, C = 127 }

public enum OfByte : byte { A = 0, B = 1, C = 255 }

[Flags]
public enum OfInt16 : short { None = 0, B = 1, C = 2, Low = short.MinValue }

public enum OfUInt16 : ushort { A = 1, C = ushort.MaxValue }

public enum OfInt32 { A = -1, C = int.MaxValue }

[Flags]
public enum OfUInt32 : uint { B = 1, C = 2, High = 1u << 31 }

public enum OfInt64 : long { A = long.MinValue, C = 1 }

[Flags]
public enum OfUInt64 : ulong { B = 1, C = 2, High = 1ul << 63 }

[Row]
public sealed record EnumPart(OfSByte E, OfUInt64 F);

[Row]
public sealed record Enums(
    OfSByte I8, OfByte U8, OfInt16 I16, OfUInt16 U16, OfInt32 I32, OfUInt32 U32, OfInt64 I64, OfUInt64 U64, List<OfInt32> All, EnumPart Part, OfInt32 Given = (OfInt32)(-100));

[Pipeline]
public sealed partial class WriteEnums(IEnumerable<Enums> rows)
{
    Rows<Enums> In { get; } = Rows.From(rows);
}

[Pipeline]
public sealed partial class CopyEnums(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Enums> In { get; } = Distil.JsonLines.Read<Enums>(path);
}

[Row]
public sealed record Narrow(double? D, int Id);

[Step]
public sealed class AddScore
{
    public (double Score, string Reason) Process(int id) => (id, "r");
}

/// <summary>Each leaf has fewer columns than its step.</summary>
[Pipeline]
public sealed partial class Narrowed(IEnumerable<Shaped> rows)
{
    Rows<Shaped> All { get; } = Rows.From(rows);

    [From(nameof(All)), Leaf(typeof(Narrow))]
    AddScore Chosen { get; } = new();

    [From(nameof(All)), Keep("id", "reason")]
    AddScore Kept { get; } = new();

    [From(nameof(Kept)), Drop("score", "id")]
    AddScore Dropped { get; } = new();
}
