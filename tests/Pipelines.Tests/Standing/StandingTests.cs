using System.Collections.Concurrent;

namespace Distil.Pipelines.Tests.Standing;

/// <summary>
/// A row goes on though the loop stands in user code behind it. No test looks at a clock: what stands waits until the row before it has
/// reached the reader, and would wait for ever if that row waited for company.
/// </summary>
public sealed class StandingTests
{
    private static readonly RunOptions s_options = new() { HandleSignals = false };

    /// <summary>The sources that stand, with the numbers that they give.</summary>
    private static readonly Dictionary<string, (int First, int Last, Func<Reached, RunOptions, IAsyncEnumerable<long>> Rows)> s_sources = new(StringComparer.Ordinal)
    {
        ["asynchronous"] = (1, 8, (reached, o) => Of(new StandingSourceLater(8, reached).StreamAsync(o), row => row.Number)),
        ["routed and merged"] = (1, 8, (reached, o) => Of(new StandingSourceRouted(8, reached).StreamAsync(o), row => row.Number)),
        ["joined"] = (1, 8, (reached, o) => Of(new StandingSourceJoined(8, reached).StreamAsync(o), row => row.Number)),
        ["sent several ways and joined"] = (1, 8, (reached, o) => Of(new StandingSourceFlags(8, reached).StreamAsync(o), row => row.Number)),
        ["first of many kept"] = (1, 1, (reached, o) => Of(new StandingSourceFiltered(5_000, 1, reached).StreamAsync(o), row => row.Number)),
        ["late of many kept"] = (4_900, 4_900, (reached, o) => Of(new StandingSourceFiltered(5_000, 4_900, reached).StreamAsync(o), row => row.Number)),
    };

    private static readonly Dictionary<string, Func<Reached, RunOptions, IAsyncEnumerable<long>>> s_steps = new(StringComparer.Ordinal)
    {
        ["fused to the source"] = (reached, o) => Of(new StandingStep(6, reached).StreamAsync(o), row => row.Number),
        ["in replicas"] = (reached, o) => Of(new StandingReplicas(6, reached).StreamAsync(o), row => row.Number),
        ["below a call"] = (reached, o) => Of(new StandingBelowCall(6, reached).StreamAsync(o), row => row.Number),
        ["below a batch"] = (reached, o) => Of(new StandingBelowBatch(6, reached).StreamAsync(o), row => row.Number),
        ["below a global step"] = (reached, o) => Of(new StandingBelowGlobal(6, reached).StreamAsync(o), row => row.Number),
        ["below a join and above one"] = (reached, o) => Of(new StandingBelowJoin(6, reached).StreamAsync(o), row => row.Number),
        ["below a merge"] = (reached, o) => Of(new StandingBelowMerge(6, reached).StreamAsync(o), row => row.Number),
        ["below a zip"] = (reached, o) => Of(new StandingBelowZip(6, reached).StreamAsync(o), row => row.Number),
        ["batch method"] = (reached, o) => Of(new StandingInBatch(6, reached).StreamAsync(o), row => row.Number),
        ["batch method, two side by side"] = (reached, o) => Of(new StandingInBatches(6, reached).StreamAsync(o), row => row.Number),
        ["batch method that answers later"] = (reached, o) => Of(new StandingInBatchLater(6, reached).StreamAsync(o), row => row.Number),
        ["below batches of one"] = (reached, o) => Of(new StandingBehindBatch(6, reached).StreamAsync(o), row => row.Number),
        ["of children"] = (reached, o) => Of(new StandingChildren(2, reached).StreamAsync(o), row => row.Part),
    };

    public static TheoryData<string> Sources => [.. s_sources.Keys];

    public static TheoryData<string> Steps => [.. s_steps.Keys];

    /// <summary>In a sequential run a loop that stands has the turn, and no other step runs: so rows reach a reader of the same loop.</summary>
    public static TheoryData<string> SequentialSteps =>
    [
        "fused to the source", "in replicas", "below a call", "below a batch", "below a global step", "below a merge", "below a zip", "batch method",
        "batch method, two side by side", "batch method that answers later", "below batches of one", "of children",
    ];

    [Fact]
    public async Task Rows_of_a_queue_come_one_by_one()
    {
        using var queue = new BlockingCollection<int> { 0 };
        Assert.Equal(Enumerable.Range(0, 12), await Run.WithLimit(FeedAsync(new QueueRead(queue).StreamAsync(s_options), row => row.Number, queue)));

        using var second = new BlockingCollection<int> { 0 };
        Assert.Equal(Enumerable.Range(0, 12), await Run.WithLimit(FeedAsync(new QueueReadOn(second).StreamAsync(s_options), row => row.Sum, second)));

        static async Task<List<int>> FeedAsync<T>(IAsyncEnumerable<T> stream, Func<T, int> number, BlockingCollection<int> queue)
        {
            var rows = new List<int>();
            await foreach (var row in stream)
            {
                rows.Add(number(row));
                if (rows.Count == 12)
                {
                    queue.CompleteAdding();
                }
                else
                {
                    queue.Add(rows.Count);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_source_stands(string kind)
    {
        var (first, last, rows) = s_sources[kind];
        Assert.Equal(Enumerable.Range(first, last - first + 1).Select(row => (long)row), await ReadAsync(rows, s_options));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_step_stands(string kind) =>
        Assert.Equal(Enumerable.Range(0, 6).Select(row => (long)row), await ReadAsync(s_steps[kind], s_options));

    [Theory]
    [MemberData(nameof(SequentialSteps))]
    public async Task A_step_stands_in_a_sequential_run(string kind) =>
        Assert.Equal(Enumerable.Range(0, 6).Select(row => (long)row), await ReadAsync(s_steps[kind], s_options with { Sequential = true }));

    [Fact]
    public async Task A_step_stands_behind_a_filter() => Assert.Equal(
        [0, 3, 6, 9, 12], await ReadAsync((reached, o) => Of(new StandingBehindFilter(14, reached).StreamAsync(o), row => row.Number), s_options));

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task A_step_that_fails_where_it_stood_gives_every_row_before_once(int transport)
    {
        const int at = 40;
        var options = s_options with { Engine = new() { TransportSize = 64 * transport } };
        await CheckAsync((reached, o) => Of(new FailsWhereItStood(100, at, reached).StreamAsync(o), row => row.Number));
        await CheckAsync((reached, o) => Of(new FailsInReplica(100, at, reached).StreamAsync(o), row => row.Number));

        async Task CheckAsync(Func<Reached, RunOptions, IAsyncEnumerable<long>> stream)
        {
            var rows = new List<long>();
            var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => ReadAsync(stream, options, rows));

            Assert.Equal(Enumerable.Range(0, at).Select(row => (long)row), rows);
            Assert.Equal($"All#{at}", $"{failure.RowId}");
            var steps = failure.PartialResult!.Steps.ToDictionary(step => step.Name, StringComparer.Ordinal);
            Assert.Equal((at + 1, at, 1), (steps["Stood"].RowsIn, steps["Stood"].RowsOut, steps["Stood"].Failed));
        }
    }

    private static async IAsyncEnumerable<long> Of<T>(IAsyncEnumerable<T> rows, Func<T, long> number)
    {
        await foreach (var row in rows)
        {
            yield return number(row);
        }
    }

    private static Task<List<long>> ReadAsync(Func<Reached, RunOptions, IAsyncEnumerable<long>> stream, RunOptions options, List<long>? rows = null)
    {
        rows ??= [];
        return Run.WithLimit(ReadAllAsync());

        async Task<List<long>> ReadAllAsync()
        {
            var reached = new Reached();
            await foreach (var row in stream(reached, options))
            {
                rows.Add(row);
                reached.Add(row);
            }

            return rows;
        }
    }
}
