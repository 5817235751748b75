namespace Distil.Benchmarks.Workloads.Fused;

[Step]
public sealed class Calibrate
{
    [return: Column("calibrated")]
    public int Process(int value) => value * 3 + 17;
}

[Filter]
public sealed class InRange
{
    public bool Keep(int calibrated) => (calibrated & 7) != 0;
}

[Step]
public sealed class Mix
{
    [return: Column("mixed")]
    public long Process(long id, int calibrated) => (id ^ calibrated) * 0x5851_F42D_4C95_7F2D;
}

[Step]
public sealed class Fold
{
    [return: Column("result")]
    public int Process(long mixed) => (int)(mixed >> 32) ^ (int)mixed;
}
