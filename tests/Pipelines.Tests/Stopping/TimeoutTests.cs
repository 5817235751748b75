namespace Distil.Pipelines.Tests.Stopping;

/// <summary>A <c>Timeout</c> limits calls that ignore their token, of every kind of step.</summary>
public sealed class TimeoutTests
{
    [Fact]
    public Task An_awaited_row_that_is_late_is_tried_again() =>
        IsTriedAgainAsync(3, (o, hang) => new LateRows(hang).RunAsync(o), result => Texts(result.Answered.Select(row => row.Text), 5));

    [Fact]
    public Task A_row_among_others_that_are_called_at_the_same_time_is_tried_again() =>
        IsTriedAgainAsync(
            1_500, (o, hang) => new LateRowsSideBySide(hang).RunAsync(o), result => Texts(result.Answered.Select(row => row.Text), 3_000));

    [Fact]
    public Task A_row_that_blocks_its_thread_is_tried_again() =>
        IsTriedAgainAsync(3, (o, hang) => new BlockedRows(hang).RunAsync(o), result => Texts(result.Answered.Select(row => row.Text), 5));

    [Fact]
    public async Task A_batch_that_is_late_is_tried_again_and_keeps_what_it_was_given()
    {
        var kept = new Log<bool>();
        await IsTriedAgainAsync(
            30, (o, hang) => new LateBatches(hang, kept).RunAsync(o), result => Texts(result.Answered.Select(row => row.Text), 3_000));

        Assert.DoesNotContain(false, kept.All);
    }

    [Fact]
    public async Task A_batch_among_others_is_tried_again_and_keeps_what_it_was_given()
    {
        var kept = new Log<bool>();
        await IsTriedAgainAsync(
            30, (o, hang) => new LateBatchesSideBySide(hang, kept).RunAsync(o), result => Texts(result.Answered.Select(row => row.Text), 3_000));

        Assert.DoesNotContain(false, kept.All);
    }

    [Fact]
    public async Task A_batch_that_blocks_its_thread_is_tried_again_and_keeps_what_it_was_given()
    {
        var kept = new Log<bool>();
        await IsTriedAgainAsync(
            0, (o, hang) => new BlockedBatches(hang, kept).RunAsync(o), result => Texts(result.Answered.Select(row => row.Text), 3_000));

        Assert.DoesNotContain(false, kept.All);
    }

    [Fact]
    public async Task A_global_step_is_tried_again_and_keeps_what_it_was_given()
    {
        var kept = new Log<bool>();
        await IsTriedAgainAsync(2, (o, hang) => new LateGlobals(hang, kept).RunAsync(o), result => Texts(result.Answered.Select(row => row.Text), 5));

        Assert.DoesNotContain(false, kept.All);
    }

    [Fact]
    public Task A_filter_is_tried_again() => IsTriedAgainAsync(
        3, (o, hang) => new BlockedFilter(hang).RunAsync(o), result => Assert.Equal([0, 1, 2, 3, 4], result.Kept.Select(row => row.Number)));

    [Fact]
    public Task A_router_is_tried_again() => IsTriedAgainAsync(
        0,
        (o, hang) => new LateRoutes(hang).RunAsync(o),
        result =>
        {
            Assert.Equal([0, 1, 2, 3, 4], result.Even.Select(row => row.Number));
            Assert.Empty(result.Odd);
        });

    [Fact]
    public Task An_expand_is_tried_again() =>
        IsTriedAgainAsync(4, (o, hang) => new BlockedExpand(hang).RunAsync(o), result => Texts(result.Parts.Select(row => row.Text), 5));

    [Fact]
    public async Task A_sink_is_tried_again()
    {
        var written = new Log<string>();
        await IsTriedAgainAsync(3, (o, hang) => new LateWrites(hang, written).RunAsync(o), _ => { });

        Assert.Equal(["0", "1", "2", "3", "3 too late", "4"], written.All.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_call_that_is_late_keeps_its_place_until_it_ends()
    {
        var time = new WatchedTime();
        using var hang = new Hang(3, time);
        var log = new LogLines();
        var run = Run.WithLimit(o => new LateRows(hang).RunAsync(o), new RunOptions { TimeProvider = time, LoggerFactory = log });
        await Run.WithLimit(hang.Entered);
        time.Advance(TimeSpan.FromSeconds(5));
        await time.WhenWaitedForAsync(10);
        await time.WhenPausedAsync();
        time.Advance(TimeSpan.FromSeconds(9));
        hang.Release();
        var result = await run;

        Texts(result.Answered.Select(row => row.Text), 5);
        Assert.Equal([0, 14], hang.Begun.All);
        Assert.Empty(log.Warnings);
    }

    [Fact]
    public async Task The_last_attempt_that_is_late_fails_the_row()
    {
        var time = new WatchedTime();
        using var hang = new Hang(3, time);
        var run = Run.WithLimit(o => new NeverInTime(hang).RunAsync(o), new RunOptions { TimeProvider = time });
        await Run.WithLimit(hang.Entered);
        time.Advance(TimeSpan.FromSeconds(5));
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => run);

        Assert.IsType<TimeoutException>(failure.InnerException);
        Assert.Equal(("Answered", "All#3"), (failure.StepName, $"{failure.RowId}"));
        Assert.Contains("5 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal([0, 1, 2], Assert.IsType<NeverInTime.Result>(failure.PartialResult).Answered.Select(row => row.Number));
    }

    /// <summary>The first attempt at a number hangs, its time ends, it loses its place, and the second attempt's answer is the one that counts.</summary>
    private static async Task IsTriedAgainAsync<T>(int at, Func<RunOptions, Hang, Task<T>> start, Action<T> check)
    {
        var time = new WatchedTime();
        using var hang = new Hang(at, time);
        var log = new LogLines();
        var run = Run.WithLimit(o => start(o, hang), new RunOptions { TimeProvider = time, LoggerFactory = log });
        await Run.WithLimit(hang.Entered);
        time.Advance(TimeSpan.FromSeconds(5));
        await time.WhenWaitedForAsync(10);
        await time.WhenPausedAsync();
        time.Advance(TimeSpan.FromSeconds(9.5));
        time.Advance(TimeSpan.FromSeconds(0.5));

        // Attempts of other rows that were under way when the clock moved are late, too, and wait for their next attempt.
        // One whose second attempt began while the clock moved can be late with that, too.
        for (var pauses = 2; ; pauses++)
        {
            var pause = time.PauseAsync(pauses);
            if (await Task.WhenAny(run, pause) == run)
            {
                break;
            }

            time.Advance(await pause);
        }

        var result = await run;
        check(result);

        Assert.Equal(2, hang.Begun.Count);
        Assert.InRange(hang.Begun.All[1], 15, 17);
        var warning = Assert.Single(log.Warnings).Text;
        Assert.Matches(@"of step \w+ on row All#\d+ has not ended 10 s after", warning);

        // What comes too late changes nothing.
        hang.Release();
        await Run.WithLimit(hang.Ended);
        check(result);
    }

    private static void Texts(IEnumerable<string> texts, int count) => Assert.Equal(Enumerable.Range(0, count).Select(n => $"{n}"), texts);
}

[Pipeline]
public sealed partial class NeverInTime(Hang hang)
{
    Numbers All { get; } = new(5);
    [From(nameof(All)), Step(Retries = 0)] LateRow Answered { get; } = new(hang);
}
