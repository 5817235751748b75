namespace Distil.Pipelines.Tests.Running;

/// <summary>Asks for the stop at one of several places of a run, at the n-th time that it is passed.</summary>
public sealed class Trigger(string? place, int at) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private int _passed;
    private int _atWork;

    public CancellationToken Token => _stop.Token;

    public int AtWork => Volatile.Read(ref _atWork);

    public void Pass(string here)
    {
        if (here == place && Interlocked.Increment(ref _passed) == at)
        {
            _stop.Cancel();
        }
    }

    public void Begin() => Interlocked.Increment(ref _atWork);

    public void End() => Interlocked.Decrement(ref _atWork);

    public void Dispose() => _stop.Dispose();
}

[Source(Version = "1", BatchSize = 20)]
public sealed class WatchedNumbers(int count, Trigger trigger)
{
    [return: Column("number")]
    public async IAsyncEnumerable<int> ReadAsync()
    {
        for (var i = 0; i < count; i++)
        {
            trigger.Pass("source");
            if (i % 5 == 0)
            {
                await Task.Yield();
            }

            yield return i;
        }
    }
}

[Step(Concurrency = 4, Version = "1")]
public sealed class WatchedCall(Trigger trigger, Log<int> called)
{
    [return: Column("text")]
    public async ValueTask<string> ProcessAsync(int number)
    {
        trigger.Begin();
        trigger.Pass("call");
        called.Add(number);
        await Task.Yield();
        trigger.Pass("answer");
        trigger.End();
        return $"{number}";
    }
}

[Step(BatchSize = 16)]
public sealed class WatchedBatch(Trigger trigger, Calls calls)
{
    [return: Column("mark")]
    public IReadOnlyList<string> ProcessBatch(IReadOnlyList<int> number)
    {
        trigger.Pass("batch");
        calls.Add(number);
        return [.. number.Select(n => $"{n}")];
    }
}

[Pipeline]
public sealed partial class Stoppable(int rows, Trigger trigger, Log<int> called, Calls calls)
{
    WatchedNumbers All { get; } = new(rows, trigger);
    [From(nameof(All))] Divisible Kept { get; } = new(3);
    [From(nameof(Kept))] WatchedCall Called { get; } = new(trigger, called);
    [From(nameof(Called))] ByParity Route { get; } = new();
    [From(nameof(Route), When = Parity.Even)] WatchedBatch Even { get; } = new(trigger, calls);
    [From(nameof(Route), When = Parity.Odd)] Add Odd { get; } = new(0);
    [Merge(nameof(Even), nameof(Odd))] Pass Merged { get; } = new();
    [From(nameof(Merged)), Step(BatchSize = 7)] See Again { get; } = new(new Calls());
}

[Pipeline]
public sealed partial class StoppableJoin(int rows, Trigger trigger, Log<int> called, Calls calls)
{
    WatchedNumbers All { get; } = new(rows, trigger);
    [From(nameof(All))] WatchedCall Called { get; } = new(trigger, called);
    [From(nameof(All))] WatchedBatch Batched { get; } = new(trigger, calls);
    [From(nameof(Called), nameof(Batched))] Pass Joined { get; } = new();
}

[Pipeline]
public sealed partial class StoppableBeforeGlobal(int rows, Trigger trigger, Calls seen)
{
    WatchedNumbers All { get; } = new(rows, trigger);
    [From(nameof(All))] Total Whole { get; } = new(seen);
}

/// <summary>Point 13 of what must hold.</summary>
public sealed class StopTests
{
    private static RunOptions Stopping(Trigger trigger) => new() { StopToken = trigger.Token };

    [Fact]
    public async Task T13_After_a_stop_every_row_is_accounted_for()
    {
        const int rows = 900;
        var random = new Random(13);
        for (var run = 0; run < 200; run++)
        {
            var (place, times) = random.Next(4) switch
            {
                0 => ("source", rows),
                1 => ("call", rows / 3),
                2 => ("answer", rows / 3),
                _ => ("batch", rows / 96),
            };
            var at = random.Next(1, times + 1);
            using var trigger = new Trigger(place, at);
            var called = new Log<int>();
            var calls = new Calls();
            var result = await Run.WithLimit(o => new Stoppable(rows, trigger, called, calls).RunAsync(o), Stopping(trigger));

            var inLeaf = result.Again.Select(row => row.Number).ToList();
            var read = result.Steps.Single(step => step.Name == "All").RowsOut;
            var filter = result.Steps.Single(step => step.Name == "Kept");
            var waiting = result.Steps.Sum(step => step.Waiting);
            var said = $"Stop at {place} {at}: {string.Join("; ", result.Steps)}";
            Assert.True(read == inLeaf.Count + filter.RowsIn - filter.RowsOut + waiting, said);
            Assert.True(inLeaf.Count == inLeaf.Distinct().Count(), said);
            Assert.True(inLeaf.TrueForAll(number => number % 3 == 0 && number < read), said);
            Assert.True(called.Count == called.All.Distinct().Count(), said);
            Assert.True(calls.Rows.Count == calls.Rows.Distinct().Count(), said);
            Assert.True(trigger.AtWork == 0, said);
            Assert.True(result.Status == RunStatus.Stopped || (read == rows && waiting == 0), said);
        }
    }

    [Fact]
    public async Task T13_After_a_stop_a_join_has_given_only_whole_rows_in_order()
    {
        const int rows = 400;
        var random = new Random(31);
        for (var run = 0; run < 100; run++)
        {
            using var trigger = new Trigger(((string[])["source", "call", "answer", "batch"])[run % 4], random.Next(1, run % 4 == 3 ? rows / 16 : rows));
            var result = await Run.WithLimit(o => new StoppableJoin(rows, trigger, new Log<int>(), new Calls()).RunAsync(o), Stopping(trigger));

            Assert.Equal(Enumerable.Range(0, result.Joined.Count), result.Joined.Select(row => row.Number));
            Assert.All(result.Joined, row => Assert.Equal(($"{row.Number}", $"{row.Number}"), (row.Text, row.Mark)));
            Assert.Equal(0, trigger.AtWork);
        }
    }

    [Fact]
    public async Task A_stop_leaves_the_rows_before_a_global_step_waiting()
    {
        using var trigger = new Trigger("source", 200);
        var seen = new Calls();
        var result = await Run.WithLimit(o => new StoppableBeforeGlobal(1_000, trigger, seen).RunAsync(o), Stopping(trigger));

        Assert.Equal(RunStatus.Stopped, result.Status);
        Assert.Empty(seen.Sizes);
        Assert.Empty(result.Whole);
        var whole = result.Steps.Single(step => step.Name == "Whole");
        Assert.Equal(result.Steps.Single(step => step.Name == "All").RowsOut, whole.Waiting);
    }

    [Fact]
    public async Task A_stop_before_the_start_reads_nothing()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        using var trigger = new Trigger(null, 0);
        var called = new Log<int>();
        var result = await Run.WithLimit(
            o => new Stoppable(100, trigger, called, new Calls()).RunAsync(o), new RunOptions { StopToken = stopped.Token });

        Assert.Equal(RunStatus.Stopped, result.Status);
        Assert.Empty(called.All);
    }
}
