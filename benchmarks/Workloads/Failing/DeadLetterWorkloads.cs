using Distil.Benchmarks.Gates;
using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads.Failing;

/// <summary>What it costs that a row may be left out, where none is.</summary>
public abstract class DeadLetterWorkload(Func<long, Checksum, Task> stop, Func<long, Checksum, Task> deadLetter) : Workload
{
    private const string Stops = "Distil, OnError.Stop";

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        new(Stops, rows => RunAsync(stop, rows)),
        new(Ways.Distil, rows => RunAsync(deadLetter, rows)),
    ];

    public override IReadOnlyList<Gate> Gates => [new(Measure.Ratio, 1.25, "≤ 1.02")];

    private static async Task<Outcome> RunAsync(Func<long, Checksum, Task> run, long rows)
    {
        var checksum = new Checksum();
        await run(rows, checksum);
        return checksum.Outcome;
    }
}

public sealed class ChainOfDeadLettersWorkload() : DeadLetterWorkload(
    (rows, checksum) => new ChainThatStops(rows, checksum).RunAsync(),
    (rows, checksum) => new ChainOfDeadLetters(rows, -1, checksum).RunAsync())
{
    public override string Name => "dead-letters";

    public override string Title => "the chain under OnError.DeadLetter, where no row fails, against the same under OnError.Stop";
}

public sealed class DiamondOfDeadLettersWorkload() : DeadLetterWorkload(
    (rows, checksum) => new DiamondThatStops(rows, checksum).RunAsync(),
    (rows, checksum) => new DiamondOfDeadLetters(rows, checksum).RunAsync())
{
    public override string Name => "dead-letters-diamond";

    public override string Title => "the diamond under OnError.DeadLetter, where no row fails, against the same under OnError.Stop";
}
