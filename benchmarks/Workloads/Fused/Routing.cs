namespace Distil.Benchmarks.Workloads.Fused;

public enum Band
{
    Weak,
    Middle,
    Strong,
}

[Router]
public sealed class ByBand
{
    public Band Route(int calibrated) => (calibrated & 15) switch
    {
        < 5 => Band.Weak,
        < 11 => Band.Middle,
        _ => Band.Strong,
    };
}

[Step]
public sealed class Amplify
{
    [return: Column("level")]
    public int Process(int calibrated) => calibrated * 16 + 1;
}

[Step]
public sealed class Centre
{
    [return: Column("level")]
    public int Process(int calibrated) => calibrated - 98_304;
}

[Step]
public sealed class Dampen
{
    [return: Column("level")]
    public int Process(int calibrated) => (calibrated >> 2) ^ 0x5555;
}

[Step]
public sealed class Grade
{
    [return: Column("result")]
    public int Process(int level) => level ^ (level >> 5);
}

[Pipeline]
public sealed partial class Routing(long rows, Checksum checksum)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings))] Calibrate Calibrated { get; } = new();
    [From(nameof(Calibrated))] ByBand Bands { get; } = new();
    [From(nameof(Bands), When = Band.Weak)] Amplify Weak { get; } = new();
    [From(nameof(Bands), When = Band.Middle)] Centre Middle { get; } = new();
    [From(nameof(Bands), When = Band.Strong)] Dampen Strong { get; } = new();
    [Merge(nameof(Weak), nameof(Middle), nameof(Strong))] Grade Graded { get; } = new();
    [From(nameof(Graded))] Checksum Summed { get; } = checksum;
}
