namespace Distil.Pipelines.Tests.Stopping;

/// <summary>Calls and sources that never end do not keep a run from ending that was cancelled, or that has failed.</summary>
public sealed class AbandonTests
{
    private static readonly Dictionary<string, Func<Wedge, RunOptions, CancellationToken, Task<PipelineResult>>> s_runs = new(StringComparer.Ordinal)
    {
        ["row"] = async (wedge, o, ct) => await new WedgedRows(wedge).RunAsync(o, ct),
        ["row in sequence"] = async (wedge, o, ct) => await new WedgedRows(wedge).RunAsync(o with { Sequential = true }, ct),
        ["row between others"] = async (wedge, o, ct) => await new WedgedBetween(wedge).RunAsync(o, ct),
        ["row in replicas"] = async (wedge, o, ct) => await new WedgedReplicas(wedge).RunAsync(o, ct),
        ["call"] = async (wedge, o, ct) => await new WedgedCalls(wedge).RunAsync(o, ct),
        ["batch"] = async (wedge, o, ct) => await new WedgedBatches(wedge).RunAsync(o, ct),
        ["batch among others"] = async (wedge, o, ct) => await new WedgedBatchesSideBySide(wedge).RunAsync(o, ct),
        ["global"] = async (wedge, o, ct) => await new WedgedGlobals(wedge).RunAsync(o, ct),
        ["sink"] = async (wedge, o, ct) => await new WedgedWrites(wedge).RunAsync(o, ct),
        ["source"] = async (wedge, o, ct) => await new WedgedReads(wedge).RunAsync(o, ct),
        ["asynchronous source"] = async (wedge, o, ct) => await new WedgedAsyncReads(wedge).RunAsync(o, ct),
        ["closing of a source"] = async (wedge, o, ct) => await new WedgedClosings(wedge).RunAsync(o, ct),
        ["call with a time limit"] = async (wedge, o, ct) => await new WedgedTimeouts(wedge).RunAsync(o, ct),
        ["blocking call with a time limit"] = async (wedge, o, ct) => await new WedgedBlockingTimeouts(wedge).RunAsync(o, ct),
        ["unordered call"] = async (wedge, o, ct) => await new WedgedUnordered(wedge).RunAsync(o, ct),
        ["batch with a time limit"] = async (wedge, o, ct) => await new WedgedTimedBatches(wedge).RunAsync(o, ct),
        ["filter"] = async (wedge, o, ct) => await new WedgedFilters(wedge).RunAsync(o, ct),
        ["expand"] = async (wedge, o, ct) => await new WedgedExpands(wedge).RunAsync(o, ct),
    };

    /// <summary>Where the step is in another loop than its source: what it is left with waits, and none of it is lost.</summary>
    private static readonly HashSet<string> s_readsAll =
        new(["row in replicas", "call", "batch", "batch among others", "global", "sink"], StringComparer.Ordinal);

    private static readonly HashSet<string> s_byRow = new(
        [
            "call", "sink", "batch", "batch among others", "call with a time limit", "blocking call with a time limit", "unordered call",
            "batch with a time limit", "expand",
        ],
        StringComparer.Ordinal);

    public static TheoryData<string> Kinds => [.. s_runs.Keys];

    /// <summary>In a sequential run the step beside never gets its turn.</summary>
    public static TheoryData<string> KindsBesideOthers => [.. s_runs.Keys.Where(kind => kind != "row in sequence")];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_cancelled_run_leaves_behind_what_does_not_end(string kind)
    {
        var time = new WatchedTime();
        var log = new LogLines();
        using var wedge = new Wedge(fails: false);
        using var cancel = new CancellationTokenSource();
        var run = Run.WithLimit(o => s_runs[kind](wedge, o, cancel.Token), new RunOptions { TimeProvider = time, LoggerFactory = log });
        await Run.WithLimit(wedge.Entered);
        if (kind != "row in sequence")
        {
            // What stands in user code when the clock jumps is left behind, though it may not stand there for long.
            await Run.WithLimit(wedge.BesideDone.Task);
        }

        await cancel.CancelAsync();
        await time.WhenWaitedForAsync(10);
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(run.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.Equal(cancel.Token, exception.CancellationToken);
        IsNamed(exception.Message, kind);
        IsNamed(Assert.Single(log.Warnings, line => line.Text.Contains("Left behind", StringComparison.Ordinal)).Text, kind);
        Assert.Equal(["Beside"], wedge.Unloaded.All);
        Assert.Contains(log.Warnings, line => line.Text == "The step Wedged was not unloaded, since a call of it has not ended");

        // When it ends after all, nothing comes of it.
        wedge.Dispose();
        await Run.WithLimit(wedge.Ended);
    }

    [Theory]
    [MemberData(nameof(KindsBesideOthers))]
    public async Task A_run_that_failed_leaves_behind_what_does_not_end(string kind)
    {
        var time = new WatchedTime();
        var log = new LogLines();
        using var wedge = new Wedge(fails: true);
        var run = Run.WithLimit(
            o => s_runs[kind](wedge, o, default), new RunOptions { TimeProvider = time, LoggerFactory = log, AbandonAfter = TimeSpan.FromSeconds(3) });
        await Run.WithLimit(wedge.Entered);
        await time.WhenWaitedForAsync(3);
        time.Advance(TimeSpan.FromSeconds(3));
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => run);

        Assert.Equal("Beside", failure.StepName);
        Assert.Equal("Beside.", failure.InnerException!.Message);
        Assert.Contains("3 s", failure.Message, StringComparison.Ordinal);
        IsNamed(failure.Message, kind);
        Assert.NotNull(failure.PartialResult);
        Assert.Equal(["Beside"], wedge.Unloaded.All);
        if (s_readsAll.Contains(kind) && !failure.Message.Contains("'All'", StringComparison.Ordinal))
        {
            var steps = failure.PartialResult.Steps.ToDictionary(step => step.Name, StringComparer.Ordinal);
            Assert.Equal(steps["All"].RowsOut, steps["Wedged"].RowsIn + steps["Wedged"].Waiting);
        }

        wedge.Dispose();
        await Run.WithLimit(wedge.Ended);
        Assert.Equal(1, failure.PartialResult.Steps.Sum(step => step.Failed));
    }

    [Fact]
    public async Task Rows_before_the_call_that_does_not_end_have_gone_on()
    {
        var time = new WatchedTime();
        using var wedge = new Wedge(fails: true);
        var options = new RunOptions { TimeProvider = time, Engine = new EngineSettings { Reached = wedge.Reach } };
        var run = Run.WithLimit(o => new WedgedCalls(wedge).RunAsync(o), options);
        await Run.WithLimit(wedge.BeforeGone);
        await time.WhenWaitedForAsync(10);
        time.Advance(TimeSpan.FromSeconds(10));
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => run);

        var result = Assert.IsType<WedgedCalls.Result>(failure.PartialResult);
        Assert.Equal(2, result.Steps.Single(step => step.Name == "Wedged").RowsOut);
        wedge.Dispose();
        await Run.WithLimit(wedge.Ended);
        Assert.DoesNotContain(1_000, result.After.Select(row => row.Number));
    }

    [Fact]
    public async Task A_source_that_only_waited_for_what_is_left_behind_is_closed_before_the_run_ends()
    {
        var time = new WatchedTime();
        using var wedge = new Wedge(fails: false);
        using var cancel = new CancellationTokenSource();
        var run = Run.WithLimit(o => new WedgedBelow(wedge).RunAsync(o, cancel.Token), new RunOptions { TimeProvider = time });
        await Run.WithLimit(wedge.Entered);
        await cancel.CancelAsync();
        await time.WhenWaitedForAsync(10);
        time.Advance(TimeSpan.FromSeconds(10));
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.Contains("'Wedged'", exception.Message, StringComparison.Ordinal);
        if (!exception.Message.Contains("'All'", StringComparison.Ordinal))
        {
            // It was not in the midst of a row when the clock jumped.
            Assert.Equal(["All closed", "All"], wedge.Unloaded.All);
        }
    }

    [Fact]
    public async Task A_call_that_waits_for_its_next_attempt_is_not_left_behind()
    {
        var time = new WatchedTime();
        var log = new LogLines();
        using var wedge = new Wedge(fails: false);
        using var cancel = new CancellationTokenSource();
        var options = new RunOptions { TimeProvider = time, LoggerFactory = log, AbandonAfter = TimeSpan.Zero };
        var run = Run.WithLimit(o => new WedgedBetweenAttempts(wedge).RunAsync(o, cancel.Token), options);
        await time.WhenPausedAsync();
        await cancel.CancelAsync();
        await time.WhenWaitedForAsync(0);
        time.Advance(TimeSpan.FromTicks(1));
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.DoesNotContain("Left behind", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(log.Warnings, line => line.Text.Contains("Left behind", StringComparison.Ordinal));
        Assert.Equal(["Failing"], wedge.Unloaded.All);
    }

    [Fact]
    public async Task Without_a_limit_the_run_waits()
    {
        var time = new WatchedTime();
        using var wedge = new Wedge(fails: false);
        using var cancel = new CancellationTokenSource();
        var options = new RunOptions { TimeProvider = time, AbandonAfter = Timeout.InfiniteTimeSpan };
        var run = Run.WithLimit(o => s_runs["call"](wedge, o, cancel.Token), options);
        await Run.WithLimit(wedge.Entered);
        await cancel.CancelAsync();
        time.Advance(TimeSpan.FromDays(1));
        Assert.False(run.IsCompleted);
        wedge.Dispose();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.DoesNotContain("Left behind", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["Beside", "Wedged"], wedge.Unloaded.All.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public async Task A_limit_that_no_timer_can_wait_for_is_refused(long ticks)
    {
        using var wedge = new Wedge(fails: false);
        var failure = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => new WedgedCalls(wedge).RunAsync(new RunOptions { AbandonAfter = TimeSpan.FromTicks(ticks) }));

        Assert.Equal("RunOptions.AbandonAfter", failure.ParamName);
    }

    [Fact]
    public async Task A_stream_that_is_cancelled_ends_too()
    {
        var time = new WatchedTime();
        using var wedge = new Wedge(fails: false);
        using var cancel = new CancellationTokenSource();
        var reading = ReadAsync();
        await Run.WithLimit(wedge.Entered);
        await cancel.CancelAsync();
        await time.WhenWaitedForAsync(10);
        time.Advance(TimeSpan.FromSeconds(10));
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run.WithLimit(reading));

        Assert.Contains("'Wedged' on row All#2", exception.Message, StringComparison.Ordinal);

        async Task ReadAsync()
        {
            await foreach (var row in new WedgedOnce(wedge).StreamAsync(new RunOptions { TimeProvider = time, HandleSignals = false }, cancel.Token))
            {
                Assert.True(row.Number < 2);
            }
        }
    }

    [Fact]
    public async Task A_step_that_never_loads_does_not_hold_up_a_cancelled_run()
    {
        var time = new WatchedTime();
        using var wedge = new Wedge(fails: false);
        using var cancel = new CancellationTokenSource();
        var run = Run.WithLimit(o => new WedgedLoad(wedge).RunAsync(o, cancel.Token), new RunOptions { TimeProvider = time });
        await Run.WithLimit(wedge.Entered);
        await Run.WithLimit(wedge.BesideLoaded.Task);
        await cancel.CancelAsync();
        await time.WhenWaitedForAsync(10);
        time.Advance(TimeSpan.FromSeconds(10));
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.Contains("the loading of 'Wedged'", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["Beside"], wedge.Unloaded.All);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_step_that_never_unloads_does_not_hold_up_a_run_that_failed(bool blocksThread)
    {
        var time = new WatchedTime();
        var log = new LogLines();
        using var wedge = new Wedge(fails: true);
        var options = new RunOptions { TimeProvider = time, LoggerFactory = log, AbandonAfter = TimeSpan.FromSeconds(7) };
        var run = Run.WithLimit(o => new WedgedUnload(wedge, blocksThread).RunAsync(o), options);
        await Run.WithLimit(wedge.Entered);
        await AdvanceUntilEndedAsync(time, run);
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => run);

        Assert.Equal(("Wedged", "Two."), (failure.StepName, failure.InnerException!.Message));
        var errors = failure.PartialResult!.Errors;
        Assert.Equal(["Two.", "UnloadAsync has not ended after 7 s; it is left behind."], errors.Select(error => error.Exception!.Message));
        Assert.Contains(log.All, line => line.Text.Contains("Wedged", StringComparison.Ordinal) && line.Exception is TimeoutException);
        wedge.Dispose();
        await Run.WithLimit(wedge.Ended);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_completes_waits_for_a_step_that_unloads_until_it_is_cancelled(bool ends)
    {
        var time = new WatchedTime();
        using var wedge = new Wedge(fails: false);
        using var cancel = new CancellationTokenSource();
        var run = Run.WithLimit(o => new WedgedUnload(wedge, blocksThread: true).RunAsync(o, cancel.Token), new RunOptions { TimeProvider = time });
        await Run.WithLimit(wedge.Entered);
        time.Advance(TimeSpan.FromDays(1));
        Assert.False(run.IsCompleted);
        if (ends)
        {
            wedge.Dispose();
            Assert.Equal(RunStatus.Completed, (await run).Status);
            return;
        }

        await cancel.CancelAsync();
        await AdvanceUntilEndedAsync(time, run);
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.Equal("UnloadAsync has not ended after 10 s; it is left behind.", exception.InnerException!.Message);
        wedge.Dispose();
        await Run.WithLimit(wedge.Ended);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_step_is_unloaded_when_its_late_call_has_ended(bool ends)
    {
        var time = new WatchedTime();
        var log = new LogLines();
        using var wedge = new Wedge(fails: false);
        var options = new RunOptions { TimeProvider = time, LoggerFactory = log, AbandonAfter = TimeSpan.FromSeconds(7) };
        var run = Run.WithLimit(o => new LateAtTheEnd(wedge).RunAsync(o), options);
        await Run.WithLimit(wedge.Entered);
        time.Advance(TimeSpan.FromSeconds(5));
        await time.WhenWaitedForAsync(10);
        await time.WhenPausedAsync();
        time.Advance(TimeSpan.FromSeconds(10));

        // All rows are done; what is left to do is to unload.
        await time.WhenWaitedForAsync(7);
        Assert.DoesNotContain("Late", wedge.Unloaded.All);
        if (ends)
        {
            wedge.Dispose();
        }
        else
        {
            time.Advance(TimeSpan.FromSeconds(7));
        }

        var result = await run;
        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal(5, result.Beside.Count);
        Assert.Equal(ends, wedge.Unloaded.All.Contains("Late"));
        Assert.Equal(!ends, log.Warnings.Any(line => line.Text.Contains("The step Late was not unloaded", StringComparison.Ordinal)));
        Assert.Contains("Beside", wedge.Unloaded.All);
    }

    /// <summary>Moves the clock until the run ends: the timer that waits for the step may begin late.</summary>
    private static async Task AdvanceUntilEndedAsync(WatchedTime time, Task run)
    {
        while (!run.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }
    }

    private static void IsNamed(string message, string kind)
    {
        Assert.Contains("Left behind", message, StringComparison.Ordinal);
        Assert.Contains(s_byRow.Contains(kind) ? "'Wedged' on row All#2" : "Wedged'", message, StringComparison.Ordinal);
        Assert.DoesNotContain("'Beside", message[message.IndexOf("Left behind", StringComparison.Ordinal)..], StringComparison.Ordinal);
        if (kind != "call")
        {
            // There the rows before the call may be in it when the clock jumps.
            Assert.DoesNotContain("After", message, StringComparison.Ordinal);
        }
    }
}
