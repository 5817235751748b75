using System.Security.Cryptography;
using Distil.Benchmarks.Gates;
using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads.Leaves;

/// <summary>One source, two data sets in files; no step is durable.</summary>
[Pipeline]
public sealed partial class TwoFiles(long rows)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings)), Leaf(typeof(Marked)), Drop("value")] Mark Left { get; } = new(0);
    [From(nameof(Readings)), Leaf(typeof(Marked)), Drop("value")] Mark Right { get; } = new(1);
}

/// <summary>What it costs that a run with a directory writes down how far it has come, ten times as often as usual.</summary>
public sealed class CutsWorkload : Workload
{
    public override string Name => "cuts";

    public override string Title => "two data sets in files, with a cut each 100 ms, against one at the end alone";

    public override long CheckedRows => 5_003;

    /// <summary>Enough rows for some cuts.</summary>
    public override long? FixedRows(TimeSpan usual) => 2_000_000;

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        new("Distil, one cut at the end", rows => RunAsync(rows, TimeSpan.FromHours(1))),
        new(Ways.Distil, rows => RunAsync(rows, TimeSpan.FromMilliseconds(100))),
    ];

    public override IReadOnlyList<Gate> Gates => [new(Measure.Ratio, 1.25, "≤ 1.05")];

    private static async Task<Outcome> RunAsync(long rows, TimeSpan interval)
    {
        var directory = Directory.CreateTempSubdirectory("distil-");
        try
        {
            var result = await new TwoFiles(rows).RunAsync(new RunOptions
            {
                Directory = Path.Combine(directory.FullName, "run"),
                Engine = new EngineSettings { CutInterval = interval },
            });
            var first = await File.ReadAllBytesAsync(Path.Combine(directory.FullName, "run", "data", "left", "000001.jsonl"));
            return new(BitConverter.ToUInt64(SHA256.HashData(first)), (ulong)(result.Left.Count + result.Right.Count));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
