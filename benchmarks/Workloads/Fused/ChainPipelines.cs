namespace Distil.Benchmarks.Workloads.Fused;

[Pipeline]
public sealed partial class Chain(long rows, Checksum checksum)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings))] Calibrate Calibrated { get; } = new();
    [From(nameof(Calibrated))] InRange Kept { get; } = new();
    [From(nameof(Kept))] Mix Mixed { get; } = new();
    [From(nameof(Mixed))] Fold Folded { get; } = new();
    [From(nameof(Folded))] Checksum Summed { get; } = checksum;
}

[Pipeline]
public sealed partial class ChainOnTwo(long rows, Checksum checksum)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings)), Step(Concurrency = 2)] Calibrate Calibrated { get; } = new();
    [From(nameof(Calibrated)), Filter(Concurrency = 2)] InRange Kept { get; } = new();
    [From(nameof(Kept)), Step(Concurrency = 2)] Mix Mixed { get; } = new();
    [From(nameof(Mixed)), Step(Concurrency = 2)] Fold Folded { get; } = new();
    [From(nameof(Folded))] Checksum Summed { get; } = checksum;
}
