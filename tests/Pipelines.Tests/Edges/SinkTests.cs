namespace Distil.Pipelines.Tests.Edges;

[Sink]
public sealed class CollectLater(Log<int> rows)
{
    public async Task WriteAsync(int number, CancellationToken ct)
    {
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        rows.Add(number);
    }
}

[Sink(BatchSize = 8)]
public sealed class CollectBatches(Calls calls)
{
    public void WriteBatch(IReadOnlyList<int> number) => calls.Add(number);
}

[Sink(BatchSize = 9)]
public sealed class CollectBatchesLater(Calls calls)
{
    public async ValueTask WriteBatchAsync(ReadOnlyMemory<int> number)
    {
        await Task.Yield();
        calls.Add(number.ToArray());
    }
}

[Pipeline]
public sealed partial class FourSinks(int rows, Log<int> one, Log<int> two, Calls three, Calls four)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] ByParity Route { get; } = new();
    [From(nameof(Route), When = Parity.Even)] Collect One { get; } = new(one);
    [From(nameof(Route), When = Parity.Odd)] CollectLater Two { get; } = new(two);
    [From(nameof(All))] CollectBatches Three { get; } = new(three);
    [From(nameof(All))] CollectBatchesLater Four { get; } = new(four);
    [From(nameof(All))] Divisible Leaf { get; } = new(10);
}

public sealed class SinkTests
{
    [Fact]
    public async Task Sinks_of_every_form_beside_a_leaf()
    {
        Log<int> one = new(), two = new();
        Calls three = new(), four = new();
        var result = await Run.WithLimit(o => new FourSinks(50, one, two, three, four).RunAsync(o));

        Assert.Equal(Enumerable.Range(0, 25).Select(i => 2 * i), one.All);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => (2 * i) + 1), two.All);
        Assert.Equal(Sizes.Of(50, 8), three.Sizes);
        Assert.Equal(Enumerable.Range(0, 50), three.Rows);
        Assert.Equal(Sizes.Of(50, 9), four.Sizes);
        Assert.Equal(Enumerable.Range(0, 50), four.Rows);
        Assert.Equal([0, 10, 20, 30, 40], result.Leaf.Select(row => row.Number));
    }
}
