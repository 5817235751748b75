using System.Globalization;

namespace Distil.Pipelines.Tests.Running;

[Step]
public sealed class Half
{
    [return: Column("half")]
    public int Process(int number) => number >> 1;
}

[Step]
public sealed class Rest
{
    [return: Column("rest")]
    public int Process(int number) => number & 1;
}

[Step]
public sealed class Whole
{
    [return: Column("number")]
    public int Process(int half, int rest) => (half << 1) | rest;
}

[Sink]
public sealed class Summing
{
    public long Rows { get; private set; }

    public long Sum { get; private set; }

    public void Write(int number)
    {
        Rows++;
        Sum += number;
    }
}

[Pipeline]
public sealed partial class AllocationChain(int rows, Summing total)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Add Less { get; } = new(-1);
    [From(nameof(Less))] Divisible Kept { get; } = new(1);
    [From(nameof(Kept))] Add More { get; } = new(1);
    [From(nameof(More))] Summing Summed { get; } = total;
}

[Pipeline]
public sealed partial class AllocationDiamond(int rows, Summing total)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Half Halves { get; } = new();
    [From(nameof(All))] Rest Rests { get; } = new();
    [From(nameof(Halves), nameof(Rests))] Whole Both { get; } = new();
    [From(nameof(Both))] Summing Summed { get; } = total;
}

[Pipeline]
public sealed partial class AllocationRouter(int rows, Summing total)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] ByParity Route { get; } = new();
    [From(nameof(Route), When = Parity.Even)] Add Even { get; } = new(0);
    [From(nameof(Route), When = Parity.Odd)] Add Odd { get; } = new(0);
    [Merge(nameof(Even), nameof(Odd))] Summing Summed { get; } = total;
}

/// <summary>What the child process does: it is warm, and nothing else runs in it.</summary>
internal static class Allocation
{
    private static readonly RunOptions s_options = new() { HandleSignals = false };

    public static async Task MeasureAsync(string pipeline)
    {
        for (var run = 0; run < 3; run++)
        {
            await RunAsync(pipeline, 100_000);
        }

        var million = await RunAsync(pipeline, 1_000_000);
        var tenMillion = await RunAsync(pipeline, 10_000_000);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{tenMillion.Rows} {million.Bytes} {tenMillion.Bytes} {tenMillion.Collections}"));
    }

    private static async Task<(long Rows, long Bytes, int Collections)> RunAsync(string pipeline, int rows)
    {
        var total = new Summing();
        GC.Collect();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var collections = GC.CollectionCount(0);
        switch (pipeline)
        {
            case nameof(AllocationChain):
                await new AllocationChain(rows, total).RunAsync(s_options);
                break;
            case nameof(AllocationDiamond):
                await new AllocationDiamond(rows, total).RunAsync(s_options);
                break;
            case nameof(AllocationRouter):
                await new AllocationRouter(rows, total).RunAsync(s_options);
                break;
            default:
                throw new ArgumentException($"There is no pipeline {pipeline}.", nameof(pipeline));
        }

        return (total.Rows, GC.GetTotalAllocatedBytes(precise: true) - bytes, GC.CollectionCount(0) - collections);
    }
}

/// <summary>The engine allocates nothing for a row.</summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData(nameof(AllocationChain))]
    [InlineData(nameof(AllocationDiamond))]
    [InlineData(nameof(AllocationRouter))]
    public async Task Ten_million_rows_cost_less_than_a_tenth_of_a_byte_each_and_no_collection(string pipeline)
    {
        var output = await Child.StartAsync("allocation", [pipeline]);

        Assert.True(output.ExitCode == 0, output.Errors);
        var numbers = output.Text.Split(' ', StringSplitOptions.TrimEntries).Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToList();
        var (rows, million, tenMillion, collections) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        Assert.Equal(10_000_000, rows);
        Assert.True(tenMillion - million < 0.1 * 9_000_000, $"{tenMillion - million:N0} bytes for 9 million rows more; {million:N0} for the first million.");
        Assert.Equal(0, collections);
    }
}
