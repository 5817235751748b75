namespace Distil.Pipelines.Tests.Methods;

[Step(Version = "1")]
public sealed class RowTask
{
    [return: Column("number")]
    public async Task<int> ProcessAsync(int number)
    {
        await Task.Yield();
        return number + 1;
    }
}

[Step(Version = "1")]
public sealed class RowValueTask
{
    [return: Column("number")]
    public async ValueTask<int> ProcessAsync(int number, CancellationToken ct)
    {
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        return number + 1;
    }
}

/// <summary>Returns nothing: the row goes by.</summary>
[Step]
public sealed class Tap(Log<int> seen)
{
    public void Process(int number) => seen.Add(number);
}

[Step(Version = "1")]
public sealed class TapLater(Log<int> seen)
{
    public async Task ProcessAsync(int number)
    {
        await Task.Yield();
        seen.Add(number);
    }
}

[Filter(Version = "1")]
public sealed class DivisibleLater(int by)
{
    public async ValueTask<bool> KeepAsync(int number)
    {
        await Task.Yield();
        return number % by == 0;
    }
}

[Filter(BatchSize = 10)]
public sealed class DivisibleBatch(int by, Calls seen)
{
    public bool[] KeepBatch(IReadOnlyList<int> number)
    {
        seen.Add(number);
        return [.. number.Select(n => n % by == 0)];
    }
}

[Filter(BatchSize = 10, Version = "1")]
public sealed class DivisibleBatchLater(int by)
{
    public async Task<IReadOnlyList<bool>> KeepBatchAsync(ReadOnlyMemory<int> number)
    {
        await Task.Yield();
        return [.. number.ToArray().Select(n => n % by == 0)];
    }
}

/// <summary>A global filter: keeps what is above the mean.</summary>
[Filter]
public sealed class AboveMean(Calls seen)
{
    public IReadOnlyList<bool> KeepAll(IReadOnlyList<int> number)
    {
        seen.Add(number);
        var mean = number.DefaultIfEmpty().Average();
        return [.. number.Select(n => n > mean)];
    }
}

[Expand(Version = "1")]
public sealed class SplitLater(int parts)
{
    [return: Column("part")]
    public async IAsyncEnumerable<int> ExpandAsync(int number)
    {
        for (var i = 0; i < parts - (number % 2); i++)
        {
            await Task.Yield();
            yield return i;
        }
    }
}

[Router(Version = "1")]
public sealed class ByParityLater
{
    public async Task<Parity> RouteAsync(int number)
    {
        await Task.Yield();
        return number % 2 == 0 ? Parity.Even : Parity.Odd;
    }
}

[Router(BatchSize = 6)]
public sealed class ByBitsBatch
{
    public IReadOnlyList<Bits> RouteBatch(IReadOnlyList<int> number) => [.. number.Select(n => (Bits)(n & 3))];
}

[Pipeline]
public sealed partial class EveryRowForm(int rows, Log<int> tapped, Log<int> tappedLater)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] RowTask One { get; } = new();
    [From(nameof(One))] RowValueTask Two { get; } = new();
    [From(nameof(Two))] Tap Tapped { get; } = new(tapped);
    [From(nameof(Tapped)), Step(Concurrency = 1)] TapLater TappedLater { get; } = new(tappedLater);
    [From(nameof(TappedLater)), Step(Concurrency = 3)] Add Replicated { get; } = new(1);
}

[Pipeline]
public sealed partial class EveryFilter(int rows, Calls batches, Calls all)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] DivisibleLater Two { get; } = new(2);
    [From(nameof(Two))] DivisibleBatch Three { get; } = new(3, batches);
    [From(nameof(Three))] DivisibleBatchLater Five { get; } = new(5);
    [From(nameof(Five))] AboveMean Above { get; } = new(all);
}

[Pipeline]
public sealed partial class RoutedAndExpanded(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] ByParityLater Route { get; } = new();
    [From(nameof(Route), When = Parity.Even)] SplitLater EvenParts { get; } = new(3);
    [From(nameof(Route), When = Parity.Odd)] SplitLater OddParts { get; } = new(2);
    [Merge(nameof(EvenParts), nameof(OddParts))] Pass Parts { get; } = new();
    [From(nameof(All))] ByBitsBatch Low { get; } = new();
    [From(nameof(Low), When = Bits.Low)] Name A { get; } = new("a");
    [From(nameof(Low), When = Bits.High)] Name B { get; } = new("b");
}

public sealed class RowMethodTests
{
    [Fact]
    public async Task Every_form_of_a_row_method()
    {
        Log<int> tapped = new(), tappedLater = new();
        var result = await Run.WithLimit(o => new EveryRowForm(200, tapped, tappedLater).RunAsync(o));

        Assert.Equal(Enumerable.Range(2, 200), tapped.All);
        Assert.Equal(Enumerable.Range(2, 200), tappedLater.All);
        Assert.Equal(Enumerable.Range(3, 200), result.Replicated.Select(row => row.Number));
    }

    [Fact]
    public async Task Every_form_of_a_filter()
    {
        Calls batches = new(), all = new();
        var result = await Run.WithLimit(o => new EveryFilter(300, batches, all).RunAsync(o));

        Assert.Equal(Sizes.Of(150, 10), batches.Sizes);
        Assert.Equal([Enumerable.Range(0, 10).Select(i => 30 * i)], all.All);
        Assert.Equal([150, 180, 210, 240, 270], result.Above.Select(row => row.Number));
    }

    [Fact]
    public async Task Routers_and_expands_that_answer_later()
    {
        var result = await Run.WithLimit(o => new RoutedAndExpanded(40).RunAsync(o));

        Assert.Equal(
            from number in Enumerable.Range(0, 40) from part in Enumerable.Range(0, number % 2 == 0 ? 3 : 1) select (number, part),
            result.Parts.Select(row => (row.Number, row.Part)));
        Assert.Equal(Enumerable.Range(0, 40).Where(i => (i & 1) != 0), result.A.Select(row => row.Number));
        Assert.Equal(Enumerable.Range(0, 40).Where(i => (i & 2) != 0), result.B.Select(row => row.Number));
    }
}
