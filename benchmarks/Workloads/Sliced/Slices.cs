using Distil.Benchmarks.Workloads.Fused;

namespace Distil.Benchmarks.Workloads.Sliced;

/// <summary>A step over a batch, as a delegate: what the peers call.</summary>
internal delegate ReadOnlyMemory<int> BatchStep(ReadOnlySpan<int> value);

/// <summary>What the batch steps do: each result depends on the rows of its batch, so that a batch of another size would be seen.</summary>
internal static class Slices
{
    public static ReadOnlyMemory<int> Offset(ReadOnlySpan<int> values, int[] results)
    {
        var mean = 0;
        foreach (var value in values)
        {
            mean += value;
        }

        mean /= values.Length;
        for (var row = 0; row < values.Length; row++)
        {
            results[row] = values[row] - mean;
        }

        return results.AsMemory(0, values.Length);
    }
}

[Step(BatchSize = 1000)]
public sealed class ByThousand
{
    private readonly int[] _results = new int[1000];

    [return: Column("first")]
    public ReadOnlyMemory<int> ProcessBatch(ReadOnlySpan<int> value) => Slices.Offset(value, _results);
}

[Step(BatchSize = 64)]
public sealed class BySixtyFour
{
    private readonly int[] _results = new int[64];

    [return: Column("second")]
    public ReadOnlyMemory<int> ProcessBatch(ReadOnlySpan<int> first) => Slices.Offset(first, _results);
}

[Step(BatchSize = 333)]
public sealed class ByThird
{
    private readonly int[] _results = new int[333];

    [return: Column("result")]
    public ReadOnlyMemory<int> ProcessBatch(ReadOnlySpan<int> second) => Slices.Offset(second, _results);
}

[Pipeline]
public sealed partial class Slicing(long rows, Checksum checksum)
{
    Numbers Readings { get; } = new(rows);
    [From(nameof(Readings))] ByThousand First { get; } = new();
    [From(nameof(First))] BySixtyFour Second { get; } = new();
    [From(nameof(Second))] ByThird Third { get; } = new();
    [From(nameof(Third))] Checksum Summed { get; } = checksum;
}
