namespace Distil.Pipelines.Tests.Running;

/// <summary>Fails at the first attempts of every row. What it counts is what the test looks at.</summary>
[Step(Retries = 2, OnError = OnError.Stop)]
public sealed class Stubborn(int failures, Log<int> attempts)
{
    [return: Column("doubled")]
    public int Process(int number, StepContext context)
    {
        attempts.Add(context.Attempt);
        return context.Attempt > failures ? number * 2 : throw new InvalidOperationException($"Not at attempt {context.Attempt}.");
    }
}

[Pipeline]
public sealed partial class Retried(int failures, Log<int> attempts)
{
    Rows<Numbered> All { get; } = Rows.From(Enumerable.Range(0, 3).Select(i => new Numbered(i)));
    [From(nameof(All))] Stubborn Doubled { get; } = new(failures, attempts);
}

/// <summary>Waits for its token, which fires when the time of the call is over.</summary>
[Step(Timeout = 5, Concurrency = 1, OnError = OnError.Stop)]
public sealed class Endless
{
    public void Process(int number, CancellationToken ct)
    {
        ct.WaitHandle.WaitOne();
        ct.ThrowIfCancellationRequested();
    }
}

[Pipeline]
public sealed partial class Overdue
{
    Rows<Numbered> All { get; } = Rows.From(Enumerable.Range(0, 3).Select(i => new Numbered(i)));
    [From(nameof(All))] Endless Waited { get; } = new();
}

[Row]
public sealed record Numbered(int Number);

/// <summary>Retries and timeouts, of synchronous methods too; on a clock whose every wait is over at once.</summary>
public sealed class RetryTests
{
    [Fact]
    public async Task A_synchronous_step_is_tried_again()
    {
        var attempts = new Log<int>();
        var result = await Run.WithLimit(o => new Retried(2, attempts).RunAsync(o), new RunOptions { TimeProvider = new HastyTime() });

        Assert.Equal([0, 2, 4], result.Doubled.Select(row => row.Doubled));
        Assert.Equal([1, 2, 3, 1, 2, 3, 1, 2, 3], attempts.All);
    }

    [Fact]
    public async Task The_last_attempt_s_failure_is_the_run_s()
    {
        var attempts = new Log<int>();
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(
            () => Run.WithLimit(o => new Retried(3, attempts).RunAsync(o), new RunOptions { TimeProvider = new HastyTime() }));

        Assert.Equal("Doubled", failure.StepName);
        Assert.Equal(0, failure.RowId?.Ordinal);
        Assert.Equal("Not at attempt 3.", failure.InnerException!.Message);
        Assert.Equal(3, Assert.Single(failure.PartialResult!.Errors).Attempts);
        Assert.Equal([1, 2, 3], attempts.All);
    }

    [Fact]
    public async Task A_synchronous_call_that_takes_too_long_fails()
    {
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(
            () => Run.WithLimit(o => new Overdue().RunAsync(o), new RunOptions { TimeProvider = new HastyTime() }));

        Assert.Equal("Waited", failure.StepName);
        Assert.IsType<TimeoutException>(failure.InnerException);
        Assert.Contains("5 s", failure.Message);
    }

    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
