using System.Runtime.CompilerServices;

namespace Distil.Pipelines.Tests.Running;

/// <summary>Gives the next row when the last one has been taken.</summary>
[Source(Version = "1")]
public sealed class OneByOne(int count, SemaphoreSlim next)
{
    [return: Column("number")]
    public async IAsyncEnumerable<int> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        for (var i = 0; i < count; i++)
        {
            await next.WaitAsync(ct);
            yield return i;
        }
    }
}

[Pipeline]
public sealed partial class Streamed(int count, SemaphoreSlim next, Log<string> log)
{
    OneByOne All { get; } = new(count, next);
    [From(nameof(All))] NameLater Named { get; } = new("n", 0);
    [From(nameof(Named))] Living Last { get; } = new("last", log);
}

public sealed class StreamTests
{
    private static readonly RunOptions s_options = new() { HandleSignals = false };

    [Fact]
    public async Task Rows_come_as_they_are_made()
    {
        using var next = new SemaphoreSlim(1);
        var rows = await Run.WithLimit(ReadAsync());

        Assert.Equal(Enumerable.Range(0, 50).Select(i => (i, $"n{i}")), rows);

        async Task<List<(int, string)>> ReadAsync()
        {
            var rows = new List<(int, string)>();
            await foreach (var row in new Streamed(50, next, new Log<string>()).StreamAsync(s_options))
            {
                rows.Add((row.Number, row.Text));

                // The source gives nothing more before this row is here.
                next.Release();
            }

            return rows;
        }
    }

    [Fact]
    public async Task Leaving_the_loop_stops_the_run_and_unloads_it()
    {
        using var next = new SemaphoreSlim(1);
        var log = new Log<string>();
        var pipeline = new Streamed(1_000, next, log);
        await Run.WithLimit(ReadAsync());

        Assert.Equal("last unloaded", log.All[^1]);
        Assert.True(log.Count < 10);

        // The instance is free again.
        next.Release(1_000);
        Assert.Equal(1_000, (await Run.WithLimit(o => pipeline.RunAsync(o))).Last.Count);

        async Task ReadAsync()
        {
            await foreach (var row in pipeline.StreamAsync(s_options))
            {
                if (row.Number == 2)
                {
                    // The source waits for its next row: it is told to stop by its token.
                    break;
                }

                next.Release();
            }
        }
    }

    [Fact]
    public async Task A_failure_comes_out_of_the_loop()
    {
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(ReadAsync()));

        Assert.Equal("Parts", failure.StepName);
        Assert.Equal("No third part.", failure.InnerException!.Message);

        static async Task<int> ReadAsync()
        {
            var rows = 0;
            await foreach (var row in new HalfExpanded(10, bad: 6).StreamAsync(s_options))
            {
                rows++;
            }

            return rows;
        }
    }

    [Fact]
    public async Task A_stream_of_no_rows_ends()
    {
        using var next = new SemaphoreSlim(0);
        Assert.Equal(0, await Run.WithLimit(CountAsync()));

        async Task<int> CountAsync()
        {
            var rows = 0;
            await foreach (var row in new Streamed(0, next, new Log<string>()).StreamAsync(s_options))
            {
                rows++;
            }

            return rows;
        }
    }
}
