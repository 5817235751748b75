using Microsoft.Extensions.Logging;

namespace Distil.Pipelines.Tests.Stopping;

/// <summary>Fails at one number, always; answers the others, and tells the test how many.</summary>
public sealed class Flaky(int bad)
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>Completes when so many others were answered.</summary>
    public int Expected { get; init; }

    public Task Answered => _answered.Task;

    public string Answer(IReadOnlyList<int> numbers)
    {
        if (numbers.Contains(bad))
        {
            throw new InvalidDataException($"No {bad} yet.");
        }

        if (Interlocked.Add(ref _count, numbers.Count) >= Expected)
        {
            _answered.TrySetResult();
        }

        return "good";
    }
}

[Step(Retries = 7, Concurrency = 8, OnError = OnError.Stop)]
public sealed class FlakyRow(Flaky flaky)
{
    [return: Column("text")]
    public async Task<string> ProcessAsync(int number)
    {
        await Task.Yield();
        return flaky.Answer([number]);
    }
}

[Step(Retries = 7, OnError = OnError.Stop)]
public sealed class FlakySynchronousRow(Flaky flaky)
{
    [return: Column("text")]
    public string Process(int number) => flaky.Answer([number]);
}

[Step(Retries = 7, BatchSize = 2, Concurrency = 1, OnError = OnError.Stop)]
public sealed class FlakyBatch(Flaky flaky)
{
    [return: Column("text")]
    public async Task<IReadOnlyList<string>> ProcessBatchAsync(IReadOnlyList<int> number)
    {
        await Task.Yield();
        var answer = flaky.Answer(number);
        return [.. number.Select(_ => answer)];
    }
}

[Step(Retries = 7)]
public sealed class FlakyGlobal(Flaky flaky)
{
    [return: Column("text")]
    public IReadOnlyList<string> ProcessAll(IReadOnlyList<int> number) => [.. number.Select(_ => flaky.Answer(number))];
}

[Sink(Retries = 7, OnError = OnError.Stop)]
public sealed class FlakySink(Flaky flaky, Log<int> written)
{
    public void Write(int number)
    {
        flaky.Answer([number]);
        written.Add(number);
    }
}

[Pipeline]
public sealed partial class FlakyRows(int rows, Flaky flaky)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] FlakyRow Asked { get; } = new(flaky);
}

[Pipeline]
public sealed partial class FlakyRowsInAnyOrder(int rows, Flaky flaky)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(Ordered = false)] FlakyRow Asked { get; } = new(flaky);
}

[Pipeline]
public sealed partial class FlakySynchronousRows(int rows, Flaky flaky)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] FlakySynchronousRow Asked { get; } = new(flaky);
}

[Pipeline]
public sealed partial class FlakyBatches(int rows, Flaky flaky)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] FlakyBatch Asked { get; } = new(flaky);
}

[Pipeline]
public sealed partial class FlakyBatchesSideBySide(int rows, Flaky flaky)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(Concurrency = 4)] FlakyBatch Asked { get; } = new(flaky);
}

[Pipeline]
public sealed partial class FlakyBatchesInAnyOrder(int rows, Flaky flaky)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(Concurrency = 4, Ordered = false)] FlakyBatch Asked { get; } = new(flaky);
}

[Pipeline]
public sealed partial class FlakyGlobals(int rows, Flaky flaky)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] FlakyGlobal Asked { get; } = new(flaky);
}

[Pipeline]
public sealed partial class FlakyWrites(int rows, Flaky flaky, Log<int> written)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] FlakySink Asked { get; } = new(flaky, written);
}

/// <summary>
/// A stop does not wait through the pauses between retries: the clock of these tests stands still, so a run that waited would never end.
/// </summary>
public sealed class PauseTests
{
    [Fact]
    public async Task Rows_behind_a_call_that_waits_for_its_next_attempt_wait_with_it()
    {
        var flaky = new Flaky(bad: 3) { Expected = 7 };
        var (result, log) = await StopInPauseAsync(o => new FlakyRows(8, flaky).RunAsync(o), flaky);

        Assert.Equal([0, 1, 2], result.Asked.Select(row => row.Number));
        Accounts(result, 3);
        Assert.Contains(log.Warnings, line => line is { Exception: InvalidDataException } && line.Text.Contains("row All#3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_first_row_of_all_may_be_the_one_that_waits()
    {
        var flaky = new Flaky(bad: 0) { Expected = 7 };
        var (result, _) = await StopInPauseAsync(o => new FlakyRows(3_000, flaky).RunAsync(o), flaky);

        Assert.Empty(result.Asked);
        Accounts(result, 0);
    }

    [Fact]
    public async Task Where_order_does_not_matter_the_rows_that_are_done_leave()
    {
        var flaky = new Flaky(bad: 3) { Expected = 7 };
        var (result, _) = await StopInPauseAsync(o => new FlakyRowsInAnyOrder(8, flaky).RunAsync(o), flaky);

        Assert.Equal([0, 1, 2, 4, 5, 6, 7], result.Asked.Select(row => row.Number).Order());
        Accounts(result, 7);
    }

    [Fact]
    public async Task In_a_directory_order_always_matters()
    {
        using var directory = new TemporaryDirectory();
        var flaky = new Flaky(bad: 3) { Expected = 7 };
        var (result, _) = await StopInPauseAsync(
            o => new FlakyRowsInAnyOrder(8, flaky).RunAsync(o with { Directory = directory["run"] }), flaky);

        Assert.Equal([0, 1, 2], result.Asked.Select(row => row.Number));
        Accounts(result, 3);
    }

    [Fact]
    public async Task A_synchronous_row_is_left()
    {
        var flaky = new Flaky(bad: 3) { Expected = 3 };
        var (result, _) = await StopInPauseAsync(o => new FlakySynchronousRows(8, flaky).RunAsync(o), flaky);

        Assert.Equal([0, 1, 2], result.Asked.Select(row => row.Number));
        Accounts(result, 3);
    }

    [Fact]
    public async Task A_batch_is_left()
    {
        var flaky = new Flaky(bad: 6) { Expected = 6 };
        var (result, _) = await StopInPauseAsync(o => new FlakyBatches(20, flaky).RunAsync(o), flaky);

        Assert.Equal([0, 1, 2, 3, 4, 5], result.Asked.Select(row => row.Number));
        Accounts(result, 6);
    }

    [Fact]
    public async Task A_batch_that_was_collected_from_several_is_left()
    {
        var flaky = new Flaky(bad: 2) { Expected = 2 };
        var (result, _) = await StopInPauseAsync(
            o => new FlakyBatches(3, flaky).RunAsync(o with { Engine = new EngineSettings { TransportSize = 1 } }), flaky);

        Assert.Equal([0, 1], result.Asked.Select(row => row.Number));
        Accounts(result, 2);
    }

    [Fact]
    public async Task Batches_behind_one_that_waits_for_its_next_attempt_wait_with_it()
    {
        var flaky = new Flaky(bad: 2) { Expected = 6 };
        var (result, _) = await StopInPauseAsync(o => new FlakyBatchesSideBySide(8, flaky).RunAsync(o), flaky);

        Assert.Equal([0, 1], result.Asked.Select(row => row.Number));
        Accounts(result, 2);
    }

    [Fact]
    public async Task Where_order_does_not_matter_the_batches_that_are_done_leave()
    {
        var flaky = new Flaky(bad: 2) { Expected = 6 };
        var (result, _) = await StopInPauseAsync(o => new FlakyBatchesInAnyOrder(8, flaky).RunAsync(o), flaky);

        Assert.Equal([0, 1, 4, 5, 6, 7], result.Asked.Select(row => row.Number).Order());
        Accounts(result, 6);
    }

    [Fact]
    public async Task A_global_step_is_left()
    {
        var flaky = new Flaky(bad: 2);
        var (result, _) = await StopInPauseAsync(o => new FlakyGlobals(8, flaky).RunAsync(o), flaky, waits: false);

        Assert.Empty(result.Asked);
        Accounts(result, 0);
    }

    [Fact]
    public async Task A_sink_is_left()
    {
        var written = new Log<int>();
        var flaky = new Flaky(bad: 3) { Expected = 3 };
        var (result, _) = await StopInPauseAsync(o => new FlakyWrites(8, flaky, written).RunAsync(o), flaky);

        Assert.Equal([0, 1, 2], written.All);
        Accounts(result, 3);
    }

    [Fact]
    public async Task Leaving_a_stream_does_not_wait_either_and_says_what_failed()
    {
        var time = new WatchedTime();
        var log = new LogLines();
        var flaky = new Flaky(bad: 3) { Expected = 7 };
        await Run.WithLimit(ReadAsync());

        var line = Assert.Single(log.Warnings);
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.IsType<InvalidDataException>(line.Exception);
        Assert.Contains("row All#3", line.Text, StringComparison.Ordinal);

        async Task ReadAsync()
        {
            await foreach (var row in new FlakyRows(8, flaky).StreamAsync(new RunOptions { TimeProvider = time, LoggerFactory = log, HandleSignals = false }))
            {
                await time.WhenPausedAsync();
                break;
            }
        }
    }

    [Fact]
    public async Task The_last_attempt_still_fails_the_run_after_a_stop()
    {
        var time = new WatchedTime();
        using var stop = new CancellationTokenSource();
        var failing = new FailsAfterStop(stop);
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(
            o => new FailsOnceStopped(failing).RunAsync(o), new RunOptions { TimeProvider = time, StopToken = stop.Token }));

        Assert.Equal("All#0", $"{failure.RowId}");
    }

    /// <summary>Runs until a call waits for its second attempt and the others are done, and stops.</summary>
    private static async Task<(T Result, LogLines Log)> StopInPauseAsync<T>(Func<RunOptions, Task<T>> start, Flaky flaky, bool waits = true)
        where T : PipelineResult
    {
        var time = new WatchedTime();
        var log = new LogLines();
        using var stop = new CancellationTokenSource();
        var run = Run.WithLimit(start, new RunOptions { TimeProvider = time, LoggerFactory = log, StopToken = stop.Token });
        await time.WhenPausedAsync();
        if (waits)
        {
            await Run.WithLimit(flaky.Answered);
        }

        await stop.CancelAsync();
        var result = await run;
        Assert.Equal(RunStatus.Stopped, result.Status);
        return (result, log);
    }

    /// <summary>Every row that was read has left or waits.</summary>
    private static void Accounts(PipelineResult result, int left)
    {
        var read = result.Steps.Single(step => step.Name == "All").RowsOut;
        Assert.Equal(read - left, result.Steps.Sum(step => step.Waiting));
        Assert.Equal(0, result.Steps.Sum(step => step.Failed));
        Assert.Equal(left, result.Steps.Single(step => step.Name == "Asked").RowsIn);
    }
}

/// <summary>Fails for good while the run is being stopped.</summary>
[Step(Retries = 0, OnError = OnError.Stop)]
public sealed class FailsAfterStop(CancellationTokenSource stop)
{
    [return: Column("text")]
    public async Task<string> ProcessAsync(int number)
    {
        await stop.CancelAsync();
        throw new InvalidDataException($"No {number}.");
    }
}

[Pipeline]
public sealed partial class FailsOnceStopped(FailsAfterStop failing)
{
    Numbers All { get; } = new(8);
    [From(nameof(All)), Step(Concurrency = 1)] FailsAfterStop Asked { get; } = failing;
}
