using Distil.Pipelines.Tests.Stopping;
using Microsoft.Extensions.Time.Testing;

namespace Distil.Pipelines.Tests.Standing;

/// <summary>
/// Without <c>Retries</c> the children of an expand that is awaited, or has a time limit, go on as they are made, too: in little memory,
/// in order, and without an end.
/// </summary>
public sealed class StreamedExpandTests
{
    private static readonly RunOptions s_options = new() { HandleSignals = false };

    [Theory]
    [InlineData("side by side", false)]
    [InlineData("side by side", true)]
    [InlineData("one by one", false)]
    [InlineData("with a time limit", false)]
    [InlineData("with a time limit", true)]
    public async Task Children_come_as_they_are_made(string form, bool isSequential)
    {
        var options = s_options with { Sequential = isSequential };
        var reached = new Reached();
        var parts = await Run.WithLimit(form switch
        {
            "side by side" => ReadAsync(new StandingLater(3, 5, reached).StreamAsync(options), row => row.Part),
            "one by one" => ReadAsync(new StandingLaterOneByOne(3, 5, reached).StreamAsync(options), row => row.Part),
            _ => ReadAsync(new StandingTimed(3, 5, reached).StreamAsync(options), row => row.Part),
        });

        Assert.Equal(Enumerable.Range(0, 15).Select(part => (long)part), parts);

        async Task<List<long>> ReadAsync<T>(IAsyncEnumerable<T> rows, Func<T, long> part)
        {
            var parts = new List<long>();
            await foreach (var row in rows)
            {
                parts.Add(part(row));
                reached.Add(parts[^1]);
            }

            return parts;
        }
    }

    [Theory]
    [InlineData("awaited", 1, false)]
    [InlineData("awaited", 2, false)]
    [InlineData("awaited", 8, false)]
    [InlineData("awaited", 8, true)]
    [InlineData("in any order", 8, false)]
    [InlineData("with a time limit", 1, false)]
    [InlineData("with a time limit", 4, false)]
    public async Task An_endless_expand_needs_little_memory_and_can_be_left(string form, int concurrency, bool isSequential)
    {
        // A call at a time takes its time; an expand that did not wait for room would be far ahead all the same.
        var rows = isSequential ? 2_000 : 40_000;
        var lead = new Lead();
        var options = s_options with { Sequential = isSequential };
        var parts = await Run.WithLimit(form switch
        {
            "awaited" => TakeAsync(
                new EndlessCalls(8, lead).StreamAsync(options with { Parameters = new EndlessCalls.Parameters { Parts = { Concurrency = concurrency } } }),
                row => (row.Number, row.Part)),
            "in any order" => TakeAsync(new EndlessCallsInAnyOrder(8, lead).StreamAsync(options), row => (row.Number, row.Part)),
            _ => TakeAsync(
                new EndlessTimedCalls(8, lead).StreamAsync(options with { Parameters = new EndlessTimedCalls.Parameters { Parts = { Concurrency = concurrency } } }),
                row => (row.Number, row.Part)),
        });

        // Where several rows are expanded at a time, they share the parts.
        Assert.Equal(rows, parts.Count);
        var isOrdered = form != "in any order";
        Assert.Equal(isOrdered ? [0] : Enumerable.Range(0, 8), parts.Select(part => part.Number).Distinct().Order());
        foreach (var row in parts.GroupBy(part => part.Number))
        {
            Assert.Equal(row.Order(), row);
        }

        Assert.True(lead.Most < 25_000, $"{lead.Most} children were made and not read.");

        async Task<List<(int Number, long Part)>> TakeAsync<T>(IAsyncEnumerable<T> stream, Func<T, (int, long)> part)
        {
            var parts = new List<(int, long)>();
            await foreach (var row in stream)
            {
                parts.Add(part(row));
                lead.Read(parts.Count);
                if (parts.Count == rows)
                {
                    break;
                }
            }

            return parts;
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(4, true)]
    [InlineData(4, false)]
    public async Task An_expand_that_waits_for_what_does_not_come_is_asked_to_end_at_a_stop(int concurrency, bool isOrdered)
    {
        var closed = new Log<int>();
        var progress = new LastProgress();
        var options = s_options with { Progress = progress };
        var rows = await Run.WithLimit(isOrdered
            ? TakeAsync(
                new Feeds(4, 3, closed).StreamAsync(options with { Parameters = new Feeds.Parameters { Parts = { Concurrency = concurrency } } }), row => row.Number, 3)
            : TakeAsync(
                new FeedsInAnyOrder(4, 3, closed).StreamAsync(
                    options with { Parameters = new FeedsInAnyOrder.Parameters { Parts = { Concurrency = concurrency } } }),
                row => row.Number,
                12));

        Assert.Equal(isOrdered ? [0, 0, 0] : [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3], rows.Order());
        Assert.Equal(Enumerable.Range(0, concurrency), closed.All.Order());
        Assert.Equal(RunStatus.Stopped, progress.Last!.Status);
        var parts = progress.Last.Steps.Single(step => step.Name == "Parts");
        Assert.Equal((0, rows.Count, 4, 0), (parts.RowsIn, parts.RowsOut, parts.Waiting, parts.Failed));

        static async Task<List<int>> TakeAsync<T>(IAsyncEnumerable<T> stream, Func<T, int> number, int count)
        {
            var rows = new List<int>();
            await foreach (var row in stream)
            {
                rows.Add(number(row));
                if (rows.Count == count)
                {
                    break;
                }
            }

            return rows;
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 5)]
    [InlineData(3, 1_999)]
    [InlineData(8, 2_500)]
    public async Task What_an_expand_has_made_before_it_fails_goes_on(int concurrency, int at)
    {
        const int rows = 20;
        const int parts = 3_000;
        const int bad = 7;
        var one = await FailureOf(o => new PartsThatFail(rows, parts, bad, at).RunAsync(
            o with { Parameters = new PartsThatFail.Parameters { Parts = { Concurrency = concurrency } } }));
        Check(one, Assert.IsType<PartsThatFail.Result>(one.PartialResult).Named.Select(row => (row.Number, row.Part)));
        var two = await FailureOf(o => new PartsThatFailInTime(rows, parts, bad, at).RunAsync(
            o with { Parameters = new PartsThatFailInTime.Parameters { Parts = { Concurrency = concurrency } } }));
        Check(two, Assert.IsType<PartsThatFailInTime.Result>(two.PartialResult).Named.Select(row => (row.Number, row.Part)));

        static Task<PipelineFailedException> FailureOf<T>(Func<RunOptions, Task<T>> run) =>
            Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(run));

        void Check(PipelineFailedException failure, IEnumerable<(int, int)> made)
        {
            Assert.Equal(("Parts", $"All#{bad}"), (failure.StepName, $"{failure.RowId}"));
            Assert.IsType<InvalidDataException>(failure.InnerException);
            Assert.Equal(Enumerable.Range(0, (bad * parts) + at).Select(i => (i / parts, i % parts)), made);
            var steps = failure.PartialResult!.Steps.ToDictionary(step => step.Name, StringComparer.Ordinal);
            Assert.Equal(
                (bad + 1, (bad * parts) + at, rows - bad - 1, 1),
                (steps["Parts"].RowsIn, steps["Parts"].RowsOut, steps["Parts"].Waiting, steps["Parts"].Failed));
        }
    }

    [Theory]
    [InlineData(1, 1024)]
    [InlineData(2, 1)]
    [InlineData(5, 3)]
    [InlineData(8, 64)]
    public async Task Children_of_many_sizes_keep_order_and_numbers(int concurrency, int transport)
    {
        const int rows = 25;
        var options = new RunOptions
        {
            Engine = new() { TransportSize = transport },
            Parameters = new ManySizesMeet.Parameters { Parts = { Concurrency = concurrency } },
        };
        var result = await Run.WithLimit(o => new ManySizesMeet(rows).RunAsync(o), options);

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal(
            Parts().Where(part => part.Part % 2 == 0).Select(part => (part.Number, part.Part, part.Number, $"n{part.Number}")),
            result.Both.Select(row => (row.Number, row.Part, row.Sum, row.Text)));
        var parts = result.Steps.Single(step => step.Name == "Parts");
        Assert.Equal((rows, Parts().Count(), 0), (parts.RowsIn, parts.RowsOut, parts.Waiting));

        var unordered = await Run.WithLimit(o => new ManySizesInAnyOrder(rows).RunAsync(o), new RunOptions { Engine = new() { TransportSize = transport } });
        Assert.Equal(Parts(), unordered.Parts.Select(row => (row.Number, row.Part)).Order());
        Assert.All(unordered.Parts.GroupBy(row => row.Number), row => Assert.Equal(row.Select(part => part.Part).Order(), row.Select(part => part.Part)));

        static IEnumerable<(int Number, int Part)> Parts() =>
            Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, ManySizes.Count(row)).Select(part => (row, part)));
    }

    [Fact]
    public async Task The_time_ends_between_two_children()
    {
        await CheckAsync((o, hang) => new LateParts(hang).RunAsync(o), result => result.Parts.Select(row => (row.Number, row.Part)));
        await CheckAsync((o, hang) => new LatePartsBlocked(hang).RunAsync(o), result => result.Parts.Select(row => (row.Number, row.Part)));

        static async Task CheckAsync<T>(Func<RunOptions, Hang, Task<T>> start, Func<T, IEnumerable<(int, int)>> parts)
            where T : PipelineResult
        {
            var time = new WatchedTime();
            using var hang = new Hang(32, time);
            var run = Run.WithLimit(o => start(o, hang), new RunOptions { TimeProvider = time });
            await Run.WithLimit(hang.Entered);
            time.Advance(TimeSpan.FromSeconds(5));
            var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => run);

            Assert.IsType<TimeoutException>(failure.InnerException);
            Assert.Equal(("Parts", "All#3"), (failure.StepName, $"{failure.RowId}"));
            Assert.Equal(Enumerable.Range(0, 17).Select(i => (i / 5, i % 5)), parts(Assert.IsType<T>(failure.PartialResult)));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_time_stands_still_while_an_expand_waits_for_room(bool blocks)
    {
        var time = new LimitTime();
        var lead = new Lead();
        using var wedge = new Wedge(fails: false);
        var options = new RunOptions { TimeProvider = time, Engine = new() { TransportSize = 1 } };
        var run = Run.WithLimit(
            async o => blocks
                ? (await new TimedBlockedAboveStanding(lead, wedge).RunAsync(o)).Stood.Select(row => row.Part).ToList()
                : (await new TimedAboveStanding(lead, wedge).RunAsync(o)).Stood.Select(row => row.Part).ToList(),
            options);
        await Run.WithLimit(wedge.Entered);

        // Below stands the first child, and there is room for one more.
        await Run.WithLimit(Task.Run(async () =>
        {
            while (lead.Made < 2 || time.Limits > 0)
            {
                await Task.Yield();
            }
        }));
        time.Advance(TimeSpan.FromHours(1));
        wedge.Dispose();

        Assert.Equal(Enumerable.Range(0, 10).Select(part => (long)part), await run);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_expand_that_waits_for_room_is_not_left_behind(bool isTimed)
    {
        var lead = new Lead();
        using var wedge = new Wedge(fails: false);
        using var cancel = new CancellationTokenSource();
        var options = new RunOptions { AbandonAfter = TimeSpan.FromSeconds(2) };
        var run = Run.WithLimit(
            async o => isTimed
                ? (PipelineResult)await new EndlessTimedAboveWedge(lead, wedge).RunAsync(o, cancel.Token)
                : await new EndlessCallsAboveWedge(lead, wedge).RunAsync(o, cancel.Token),
            options);
        await Run.WithLimit(wedge.Entered);
        await cancel.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.Contains("'Wedged' on row All#0.0", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Parts", exception.Message, StringComparison.Ordinal);
        wedge.Dispose();
        await Run.WithLimit(wedge.Ended);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task An_expand_that_hangs_behind_its_children_is_left_behind(bool isTimed, bool closes)
    {
        using var wedge = new Wedge(fails: false);
        using var cancel = new CancellationTokenSource();
        var options = s_options with { AbandonAfter = TimeSpan.Zero };
        var rows = new List<int>();
        var reading = Run.WithLimit(ReadAsync());
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        Assert.Equal([0, 1, 2], rows);
        Assert.Contains("'Parts' on row All#0", exception.Message, StringComparison.Ordinal);
        wedge.Dispose();
        await Run.WithLimit(wedge.Ended);

        async Task<bool> ReadAsync()
        {
            var parts = isTimed
                ? Of(new WedgedTimedParts(wedge, closes).StreamAsync(options, cancel.Token), row => row.Part)
                : Of(new WedgedLaterParts(wedge, closes).StreamAsync(options, cancel.Token), row => row.Part);
            await foreach (var part in parts)
            {
                rows.Add(part);
                if (rows.Count == 3)
                {
                    await wedge.Entered;
                    await cancel.CancelAsync();
                }
            }

            return true;
        }

        static async IAsyncEnumerable<int> Of<T>(IAsyncEnumerable<T> rows, Func<T, int> part)
        {
            await foreach (var row in rows)
            {
                yield return part(row);
            }
        }
    }

    /// <summary>A clock that knows how many limits of five seconds run.</summary>
    private sealed class LimitTime : FakeTimeProvider
    {
        private int _limits;

        public int Limits => Volatile.Read(ref _limits);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime != TimeSpan.FromSeconds(5))
            {
                return timer;
            }

            Interlocked.Increment(ref _limits);
            return new Limit(this, timer);
        }

        private sealed class Limit(LimitTime time, ITimer timer) : ITimer
        {
            private int _hasEnded;

            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
                {
                    Interlocked.Decrement(ref time._limits);
                }

                timer.Dispose();
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }
}
