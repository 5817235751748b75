using Distil.Pipelines.Tests.Stopping;

namespace Distil.Pipelines.Tests.Standing;

/// <summary>The children of a row go on as they are made, in little memory, and an expansion need not have an end.</summary>
public sealed class ExpandTests
{
    private static readonly RunOptions s_options = new() { HandleSignals = false };

    [Fact]
    public async Task Children_come_as_they_are_made()
    {
        var parts = Enumerable.Range(0, 10).Select(part => (long)part).ToList();
        Assert.Equal(parts, await ReadAsync(reached => new StandingExpand(2, 5, reached).StreamAsync(s_options), row => row.Part));
        Assert.Equal(parts, await ReadAsync(reached => new StandingExpandOn(2, 5, reached).StreamAsync(s_options), row => row.Part));
    }

    [Fact]
    public async Task Children_that_may_be_made_again_come_when_all_are_made()
    {
        var result = await Run.WithLimit(o => new ExpandTriedAgain(3).RunAsync(o));

        Assert.Equal(Enumerable.Range(0, 15).Select(i => (i / 5, i % 5)), result.Parts.Select(row => (row.Number, row.Part)));
    }

    [Theory]
    [InlineData("fused", false)]
    [InlineData("fused", true)]
    [InlineData("replicated", false)]
    [InlineData("below a call", false)]
    [InlineData("below a call", true)]
    public async Task An_endless_expand_needs_little_memory_and_can_be_left(string form, bool isSequential)
    {
        // A call at a time takes its time; an expand that did not wait for room would be far ahead all the same.
        var rows = isSequential ? 2_000 : 40_000;
        var lead = new Lead();
        var options = s_options with { Sequential = isSequential };
        var parts = await Run.WithLimit(form switch
        {
            "replicated" => TakeAsync(new EndlessReplicas(3, lead).StreamAsync(options), row => row.Part),
            "below a call" => TakeAsync(new EndlessBelow(3, lead).StreamAsync(options), row => row.Part),
            _ => TakeAsync(new EndlessExpand(3, lead).StreamAsync(options), row => row.Part),
        });

        // Where several rows are expanded at a time, they share the numbers.
        Assert.Equal(rows, parts.Count);
        Assert.Equal(parts.Order(), parts);
        Assert.True(lead.Most < 25_000, $"{lead.Most} children were made and not read.");

        async Task<List<long>> TakeAsync<T>(IAsyncEnumerable<T> stream, Func<T, long> part)
        {
            var parts = new List<long>();
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

    [Fact]
    public async Task An_endless_expand_of_which_nothing_is_kept_ends_at_a_stop()
    {
        using var stop = new CancellationTokenSource();
        var lead = new Lead();
        var run = Run.WithLimit(o => new EndlessAndDropped(3, lead).RunAsync(o), new RunOptions { StopToken = stop.Token });
        while (lead.Make() < 10_000)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();
        var result = await run;

        Assert.Equal(RunStatus.Stopped, result.Status);
        Assert.Empty(result.None);
        Assert.Equal(0, result.Steps.Sum(step => step.Failed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_expand_that_waits_for_what_does_not_come_is_asked_to_end_at_a_stop(bool isReplicated)
    {
        var closed = new Log<int>();
        var progress = new LastProgress();
        var options = s_options with { Progress = progress };
        var parts = await Run.WithLimit(isReplicated
            ? TakeAsync(new QueueFeedsReplicated(1, 3, closed).StreamAsync(options), row => row.Part)
            : TakeAsync(new QueueFeeds(4, 3, closed).StreamAsync(options), row => row.Part));

        Assert.Equal([0, 1, 2], parts);
        Assert.Equal([0], closed.All);
        Assert.Equal(RunStatus.Stopped, progress.Last!.Status);
        Assert.Equal(0, progress.Last.Steps.Sum(step => step.Failed));

        static async Task<List<int>> TakeAsync<T>(IAsyncEnumerable<T> stream, Func<T, int> part)
        {
            var parts = new List<int>();
            await foreach (var row in stream)
            {
                parts.Add(part(row));
                if (parts.Count == 3)
                {
                    break;
                }
            }

            return parts;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Children_that_fill_many_batches_keep_order_and_numbers(int concurrency)
    {
        const int rows = 40;
        const int parts = 3_001;
        var options = new RunOptions
        {
            Parameters = new LargeExpand.Parameters { Same = { Concurrency = concurrency }, Parts = { Concurrency = concurrency }, Even = { Concurrency = concurrency } },
        };
        var result = await Run.WithLimit(o => new LargeExpand(rows, parts).RunAsync(o), options);

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal(
            Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, parts).Where(part => part % 2 == 0).Select(part => (row, part, row, $"n{row}"))),
            result.Both.Select(row => (row.Number, row.Part, row.Sum, row.Text)));
        var counts = result.Steps.ToDictionary(step => step.Name, step => (step.RowsIn, step.RowsOut, step.Waiting), StringComparer.Ordinal);
        Assert.Equal((rows, rows * parts, 0), counts["Parts"]);
        Assert.Equal((rows * parts, rows * (parts + 1) / 2, 0), counts["Even"]);
    }

    [Fact]
    public async Task An_expand_in_an_expand_is_interrupted_in_the_middle_of_a_child()
    {
        var result = await Run.WithLimit(o => new ExpandTwice(5, 2_000).RunAsync(o));

        Assert.Equal(
            Enumerable.Range(0, 5 * 3 * 2_000).Select(i => (i / 6_000, i / 2_000 % 3, i % 2_000)),
            result.Inner.Select(row => (row.Number, row.Part, row.Inner)));
    }

    [Fact]
    public async Task An_expand_that_waits_for_room_is_not_left_behind()
    {
        var lead = new Lead();
        using var wedge = new Wedge(fails: false);
        using var cancel = new CancellationTokenSource();
        var run = Run.WithLimit(o => new EndlessAboveWedge(lead, wedge).RunAsync(o, cancel.Token), new RunOptions { AbandonAfter = TimeSpan.FromSeconds(2) });
        await Run.WithLimit(wedge.Entered);
        await cancel.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.Contains("'Wedged' on row All#0.0", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("'All", exception.Message, StringComparison.Ordinal);
        wedge.Dispose();
        await Run.WithLimit(wedge.Ended);
    }

    private static async Task<List<long>> ReadAsync<T>(Func<Reached, IAsyncEnumerable<T>> stream, Func<T, long> row)
    {
        var reached = new Reached();
        return await Run.WithLimit(ReadAllAsync());

        async Task<List<long>> ReadAllAsync()
        {
            var rows = new List<long>();
            await foreach (var one in stream(reached))
            {
                rows.Add(row(one));
                reached.Add(rows[^1]);
            }

            return rows;
        }
    }
}
