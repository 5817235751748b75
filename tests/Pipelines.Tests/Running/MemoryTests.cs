using System.Diagnostics;
using System.Globalization;

namespace Distil.Pipelines.Tests.Running;

[Step]
public sealed class Negate
{
    [return: Column("number")]
    public int[] ProcessBatch(ReadOnlyMemory<int> number)
    {
        var result = new int[number.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = -number.Span[i];
        }

        return result;
    }
}

[Sink]
public sealed class Count
{
    private long _sum;

    public long Rows { get; private set; }

    public long Sum => _sum;

    public void Write(int number)
    {
        Rows++;
        _sum += number;
    }
}

[Pipeline]
public sealed partial class ManyRows(int rows, Count count)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Add Less { get; } = new(-1);
    [From(nameof(Less))] Add More { get; } = new(1);
    [From(nameof(More))] ByParity Route { get; } = new();
    [From(nameof(Route), When = Parity.Even), Step(BatchSize = 1000)] Negate Even { get; } = new();
    [From(nameof(Route), When = Parity.Odd)] Add Odd { get; } = new(0);
    [Merge(nameof(Even), nameof(Odd))] Count Counted { get; } = count;
}

/// <summary>What the child process of point 15 does.</summary>
internal static class Memory
{
    public static async Task MeasureAsync(int rows)
    {
        var count = new Count();
        await new ManyRows(rows, count).RunAsync(new RunOptions { HandleSignals = false });
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count.Rows} {count.Sum} {process.PeakWorkingSet64}"));
    }
}

/// <summary>Point 15 of what must hold.</summary>
public sealed class MemoryTests
{
    [Fact]
    public async Task T15_Ten_million_rows_take_no_more_memory_than_one_million()
    {
        var million = await PeakOf(1_000_000);
        var tenMillion = await PeakOf(10_000_000);

        Assert.True(tenMillion < million * 1.1, $"{tenMillion:N0} bytes at 10 million rows, {million:N0} at 1 million.");
    }

    private static async Task<long> PeakOf(int rows)
    {
        // A young generation of one size, so that what is measured is what is held and not when it was looked at.
        var output = await Child.StartAsync(
            "memory",
            [rows.ToString(CultureInfo.InvariantCulture)],
            environment: new Dictionary<string, string> { ["DOTNET_GCgen0size"] = "0x400000", ["DOTNET_gcConcurrent"] = "0", ["DOTNET_TieredPGO"] = "0" });

        Assert.True(output.ExitCode == 0, output.Errors);
        var numbers = output.Text.Split(' ', StringSplitOptions.TrimEntries).Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal([rows, rows / 2L], numbers.Take(2));
        return numbers[2];
    }
}
