using Distil.Benchmarks.Gates;
using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads.Durable;

/// <summary>What it costs that answers are kept in the journal.</summary>
public abstract class KeptCallsWorkload(int milliseconds) : Workload
{
    private const string Lost = "Distil, Durable = false";

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        new(Lost, rows => RunAsync((checksum, options) => new LostCalls(rows, milliseconds, checksum).RunAsync(options))),
        new(Ways.Distil, rows => RunAsync((checksum, options) => new KeptCalls(rows, milliseconds, checksum).RunAsync(options))),
    ];

    public override long CheckedRows => 701;

    /// <summary>Enough rows that opening the directory, with its flushes, is little beside them.</summary>
    public override long? FixedRows(TimeSpan usual) => milliseconds switch { 0 => 100_000, 1 => 30_000, _ => 3_000 };

    private static async Task<Outcome> RunAsync(Func<Checksum, RunOptions, Task> run)
    {
        var directory = Directory.CreateTempSubdirectory("distil-");
        try
        {
            var checksum = new Checksum();
            await run(checksum, new RunOptions { Directory = Path.Combine(directory.FullName, "run") });
            return checksum.Outcome;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}

public sealed class KeptAtOnceWorkload() : KeptCallsWorkload(0)
{
    public override string Name => "kept-at-once";

    public override string Title => "durable calls that are answered at once, with up to 1 KB";

    public override IReadOnlyList<Gate> Gates => [new(Measure.Nanoseconds, 12_000, "≤ 6 µs")];
}

public sealed class KeptShortWorkload() : KeptCallsWorkload(1)
{
    public override string Name => "kept-1-ms";

    public override string Title => "durable calls of 1 ms, 64 at a time, against the same that are not durable";

    public override IReadOnlyList<Gate> Gates => [new(Measure.Ratio, 1.25, "≤ 1.05")];
}

public sealed class KeptLongWorkload() : KeptCallsWorkload(50)
{
    public override string Name => "kept-50-ms";

    public override string Title => "durable calls of 50 ms, 64 at a time, against the same that are not durable";

    public override IReadOnlyList<Gate> Gates => [new(Measure.Ratio, 1.1, "≤ 1.05")];
}
