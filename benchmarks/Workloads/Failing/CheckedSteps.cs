using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads.Failing;

// The steps of the chain and the diamond, which look at what they are given and throw: so the compiler cannot leave out what catches it.

/// <summary>Throws on one row in 10,000, or on none.</summary>
/// <param name="failing">On which of 10,000; -1: on none.</param>
[Step]
public sealed class CheckedCalibrate(int failing)
{
    public const int Every = 10_000;

    public static InvalidDataException Failure() => new("The reading is not in its range.");

    [return: Column("calibrated")]
    public int Process(long id, int value) => id % Every == failing ? throw Failure() : value * 3 + 17;
}

[Filter]
public sealed class CheckedInRange
{
    public bool Keep(int calibrated) => calibrated == int.MinValue ? throw CheckedCalibrate.Failure() : (calibrated & 7) != 0;
}

[Step]
public sealed class CheckedMix
{
    [return: Column("mixed")]
    public long Process(long id, int calibrated) =>
        calibrated < 0 ? throw CheckedCalibrate.Failure() : (id ^ calibrated) * 0x5851_F42D_4C95_7F2D;
}

[Step]
public sealed class CheckedFold
{
    [return: Column("result")]
    public int Process(long mixed) => mixed == long.MinValue ? throw CheckedCalibrate.Failure() : (int)(mixed >> 32) ^ (int)mixed;
}

[Step]
public sealed class CheckedLow
{
    [return: Column("low")]
    public int Process(int calibrated) => calibrated < 0 ? throw CheckedCalibrate.Failure() : calibrated & 0xFF;
}

[Step]
public sealed class CheckedHigh
{
    [return: Column("high")]
    public int Process(int calibrated) => calibrated < 0 ? throw CheckedCalibrate.Failure() : calibrated >> 8;
}

[Step]
public sealed class CheckedCombine
{
    [return: Column("result")]
    public int Process(int low, int high) => low < 0 ? throw CheckedCalibrate.Failure() : low * 31 + high;
}

[Pipeline]
public sealed partial class ChainOfDeadLetters(long rows, int failing, Checksum checksum)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings))] CheckedCalibrate Calibrated { get; } = new(failing);
    [From(nameof(Calibrated))] CheckedInRange Kept { get; } = new();
    [From(nameof(Kept))] CheckedMix Mixed { get; } = new();
    [From(nameof(Mixed))] CheckedFold Folded { get; } = new();
    [From(nameof(Folded))] Checksum Summed { get; } = checksum;
}

[Pipeline]
public sealed partial class ChainThatStops(long rows, Checksum checksum)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings)), Step(OnError = OnError.Stop)] CheckedCalibrate Calibrated { get; } = new(-1);
    [From(nameof(Calibrated)), Filter(OnError = OnError.Stop)] CheckedInRange Kept { get; } = new();
    [From(nameof(Kept)), Step(OnError = OnError.Stop)] CheckedMix Mixed { get; } = new();
    [From(nameof(Mixed)), Step(OnError = OnError.Stop)] CheckedFold Folded { get; } = new();
    [From(nameof(Folded)), Sink(OnError = OnError.Stop)] Checksum Summed { get; } = checksum;
}

[Pipeline]
public sealed partial class DiamondOfDeadLetters(long rows, Checksum checksum)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings))] CheckedCalibrate Calibrated { get; } = new(-1);
    [From(nameof(Calibrated))] CheckedLow Lower { get; } = new();
    [From(nameof(Calibrated))] CheckedHigh Higher { get; } = new();
    [From(nameof(Lower), nameof(Higher))] CheckedCombine Combined { get; } = new();
    [From(nameof(Combined))] Checksum Summed { get; } = checksum;
}

[Pipeline]
public sealed partial class DiamondThatStops(long rows, Checksum checksum)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings)), Step(OnError = OnError.Stop)] CheckedCalibrate Calibrated { get; } = new(-1);
    [From(nameof(Calibrated)), Step(OnError = OnError.Stop)] CheckedLow Lower { get; } = new();
    [From(nameof(Calibrated)), Step(OnError = OnError.Stop)] CheckedHigh Higher { get; } = new();
    [From(nameof(Lower), nameof(Higher)), Step(OnError = OnError.Stop)] CheckedCombine Combined { get; } = new();
    [From(nameof(Combined)), Sink(OnError = OnError.Stop)] Checksum Summed { get; } = checksum;
}
