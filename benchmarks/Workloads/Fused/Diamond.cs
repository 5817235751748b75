namespace Distil.Benchmarks.Workloads.Fused;

[Step]
public sealed class Low
{
    [return: Column("low")]
    public int Process(int calibrated) => calibrated & 0xFF;
}

[Step]
public sealed class High
{
    [return: Column("high")]
    public int Process(int calibrated) => calibrated >> 8;
}

[Step]
public sealed class Combine
{
    [return: Column("result")]
    public int Process(int low, int high) => low * 31 + high;
}

[Pipeline]
public sealed partial class Diamond(long rows, Checksum checksum)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings))] Calibrate Calibrated { get; } = new();
    [From(nameof(Calibrated))] Low Lower { get; } = new();
    [From(nameof(Calibrated))] High Higher { get; } = new();
    [From(nameof(Lower), nameof(Higher))] Combine Combined { get; } = new();
    [From(nameof(Combined))] Checksum Summed { get; } = checksum;
}
