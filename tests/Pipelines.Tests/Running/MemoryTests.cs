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

/// <summary>Counts, and looks now and then at what is held: without that, the peak tells when the collector came by.</summary>
[Sink]
public sealed class Count
{
    private const int Interval = 50_000;

    public long Rows { get; private set; }

    public long Sum { get; private set; }

    public long PeakHeld { get; private set; }

    public void Write(int number)
    {
        Sum += number;
        if (++Rows % Interval == 0)
        {
            PeakHeld = Math.Max(PeakHeld, GC.GetTotalMemory(forceFullCollection: true));
        }
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
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count.Rows} {count.Sum} {count.PeakHeld} {process.PeakWorkingSet64}"));
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

        var said = $"{tenMillion.Held:N0} bytes held and {tenMillion.WorkingSet:N0} in all at 10 million rows, {million.Held:N0} and {million.WorkingSet:N0} at 1 million.";
        Assert.True(tenMillion.Held < million.Held * 1.1, said);
        Assert.True(tenMillion.WorkingSet < million.WorkingSet * 1.1, said);
    }

    private static async Task<(long Held, long WorkingSet)> PeakOf(int rows)
    {
        // Compiled once: otherwise a short run ends before the compiler has taken up what is hot, and only the long one holds that code.
        var output = await Child.StartAsync(
            "memory", [rows.ToString(CultureInfo.InvariantCulture)], environment: new Dictionary<string, string> { ["DOTNET_TieredCompilation"] = "0" });

        Assert.True(output.ExitCode == 0, output.Errors);
        var numbers = output.Text.Split(' ', StringSplitOptions.TrimEntries).Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal([rows, rows / 2L], numbers.Take(2));
        return (numbers[2], numbers[3]);
    }
}
