using Distil.Pipelines.Tests.Stopping;
using Microsoft.Extensions.Time.Testing;

namespace Distil.Pipelines.Tests.Standing;

/// <summary>What becomes of rows that were sent although their loop stood: at a stop, where the loop is left behind, under another clock.</summary>
public sealed class LeftStandingTests
{
    private const int Count = 60;
    private const int At = 22;

    private static readonly Dictionary<string, Func<Reached, Wedge, RunOptions, CancellationToken, IAsyncEnumerable<long>>> s_wedged = new(StringComparer.Ordinal)
    {
        ["below a call"] = (reached, wedge, o, ct) => Of(new WedgedBelowCall(Count, At, reached, wedge).StreamAsync(o, ct), row => row.Number),
        ["on an edge"] = (reached, wedge, o, ct) => Of(new WedgedOnEdge(Count, At, reached, wedge).StreamAsync(o, ct), row => row.Number),
        ["in replicas"] = (reached, wedge, o, ct) => Of(new WedgedInReplicas(Count, At, reached, wedge).StreamAsync(o, ct), row => row.Number),
        ["below a batch"] = (reached, wedge, o, ct) => Of(new WedgedBelowBatch(Count, At, reached, wedge).StreamAsync(o, ct), row => row.Number),
        ["below batches"] = (reached, wedge, o, ct) => Of(new WedgedBelowBatches(Count, At, reached, wedge).StreamAsync(o, ct), row => row.Number),
        ["below a join"] = (reached, wedge, o, ct) => Of(new WedgedBelowJoin(Count, At, reached, wedge).StreamAsync(o, ct), row => row.Number),
        ["in a source"] = (reached, wedge, o, ct) => Of(new WedgedInSource(Count, At, reached, wedge).StreamAsync(o, ct), row => row.Number),
    };

    public static TheoryData<string> Kinds => [.. s_wedged.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Rows_that_were_sent_before_their_loop_was_left_behind_are_counted(string kind)
    {
        var reached = new Reached();
        var progress = new LastProgress();
        using var wedge = new Wedge(fails: false);
        using var cancel = new CancellationTokenSource();
        var options = new RunOptions { HandleSignals = false, AbandonAfter = TimeSpan.Zero, Progress = progress };
        var rows = new List<long>();
        var reading = Run.WithLimit(ReadAsync());
        await Run.WithLimit(wedge.Entered);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        wedge.Dispose();
        await Run.WithLimit(wedge.Ended);

        Assert.Equal(Enumerable.Range(0, At).Select(row => (long)row), rows);
        var steps = progress.Last!.Steps.ToDictionary(step => step.Name, StringComparer.Ordinal);
        Assert.Equal((At, At, 0), (steps["Stood"].RowsIn, steps["Stood"].RowsOut, steps["Stood"].Failed));
        if (kind != "below a join")
        {
            var chain = progress.Last.Steps;
            for (var step = 1; step < chain.Count; step++)
            {
                Assert.Equal(chain[step - 1].RowsOut, chain[step].RowsIn + chain[step].Waiting);
            }
        }

        async Task<bool> ReadAsync()
        {
            await foreach (var row in s_wedged[kind](reached, wedge, options, cancel.Token))
            {
                rows.Add(row);
                reached.Add(row);
            }

            return true;
        }
    }

    [Fact]
    public async Task A_stop_while_a_loop_stands_gives_each_row_once()
    {
        using var stop = new CancellationTokenSource();
        var reached = new Reached();
        var progress = new LastProgress();
        var options = new RunOptions { HandleSignals = false, StopToken = stop.Token, Progress = progress };
        var rows = new List<long>();
        await Run.WithLimit(ReadAsync());

        Assert.Equal(Enumerable.Range(0, rows.Count).Select(row => (long)row), rows);
        Assert.InRange(rows.Count, 5, Count);
        var chain = progress.Last!.Steps;
        Assert.Equal(rows.Count, chain[^1].RowsOut);
        for (var step = 1; step < chain.Count; step++)
        {
            Assert.Equal(chain[step - 1].RowsOut, chain[step].RowsIn + chain[step].Waiting);
        }

        async Task<bool> ReadAsync()
        {
            await foreach (var row in new StandingBelowCall(Count, reached).StreamAsync(options))
            {
                rows.Add(row.Number);
                if (rows.Count == 5)
                {
                    await stop.CancelAsync();
                }

                reached.Add(row.Number);
            }

            return true;
        }
    }

    [Fact]
    public async Task The_clock_of_the_run_says_when_rows_are_sent()
    {
        var time = new CountedTime();
        var reached = new Reached();
        var reading = Run.WithLimit(ReadAsync());
        while (!reading.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        Assert.Equal(Enumerable.Range(0, 6), await reading);

        async Task<List<int>> ReadAsync()
        {
            var rows = new List<int>();
            await foreach (var row in new StandingStep(6, reached).StreamAsync(new RunOptions { HandleSignals = false, TimeProvider = time }))
            {
                rows.Add(row.Number);
                reached.Add(row.Number);
            }

            return rows;
        }
    }

    [Fact]
    public async Task A_clock_that_jumps_causes_few_looks()
    {
        var time = new CountedTime();
        using var wedge = new Wedge(fails: false);
        var run = Run.WithLimit(o => new WedgedInSource(3, 0, Reached.BeforeAll(), wedge).RunAsync(o), new RunOptions { TimeProvider = time });
        await Run.WithLimit(wedge.Entered);
        time.Advance(TimeSpan.FromDays(1));
        wedge.Dispose();
        await run;

        Assert.InRange(time.Calls, 1, 1_000);
    }

    private static async IAsyncEnumerable<long> Of<T>(IAsyncEnumerable<T> rows, Func<T, long> number)
    {
        await foreach (var row in rows)
        {
            yield return number(row);
        }
    }

    /// <summary>A clock that counts how often its timers of less than a second call: the reports of progress are not meant.</summary>
    private sealed class CountedTime : FakeTimeProvider
    {
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(
            of =>
            {
                Interlocked.Add(ref _calls, dueTime < TimeSpan.FromSeconds(1) ? 1 : 0);
                callback(of);
            },
            state,
            dueTime,
            period);
    }
}
