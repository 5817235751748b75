namespace Distil.Pipelines.Tests.Resuming;

/// <summary>A durable batch step that hands its numbers on, after the thread pool had a turn.</summary>
[Step(Version = "1", Concurrency = 1)]
public sealed class SeeLater(Calls seen, Action<int>? called = null)
{
    [return: Column("number")]
    public async Task<IReadOnlyList<int>> ProcessBatchAsync(IReadOnlyList<int> number)
    {
        seen.Add(number);
        called?.Invoke(seen.All.Count);
        await Task.Yield();
        return [.. number];
    }
}

/// <summary>Three durable batch steps, each with batches of another size.</summary>
[Pipeline]
public sealed partial class ThreeSizes(Calls a, Calls b, Calls c, Action<int>? called)
{
    [Source(BatchSize = 8)] Numbers All { get; } = new(48);
    [From(nameof(All)), Step(BatchSize = 4)] SeeLater A { get; } = new(a);
    [From(nameof(A)), Step(BatchSize = 10)] SeeLater B { get; } = new(b, called);
    [From(nameof(B)), Step(BatchSize = 12)] SeeLater C { get; } = new(c);
}

/// <summary>A run of durable batch steps that is stopped while batches wait to be filled.</summary>
public sealed class StoppedBatchesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Stopped_at_a_batch_no_row_is_lost_given_or_asked_for_twice(int batch)
    {
        using var directory = new TemporaryDirectory();
        using var stop = new CancellationTokenSource();
        Calls a = new(), b = new(), c = new();
        var options = new RunOptions
        {
            Directory = directory["run"],
            Engine = new EngineSettings { TransportSize = 8, ChannelCapacity = 1 },
        };

        var pipeline = new ThreeSizes(a, b, c, Called);
        var stopped = await Run.WithLimit(o => pipeline.RunAsync(o), options with { StopToken = stop.Token });
        Assert.Equal(RunStatus.Stopped, stopped.Status);
        Assert.InRange(a.Rows.Count, 1, 48);

        var result = await Run.WithLimit(o => new ThreeSizes(a, b, c, null).RunAsync(o), options);
        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal(Enumerable.Range(0, 48), result.C.Select(row => row.Number));
        Assert.All((Calls[])[a, b, c], calls => Assert.Equal(Enumerable.Range(0, 48), calls.Rows));

        void Called(int count)
        {
            if (count == batch)
            {
                stop.Cancel();
            }
        }
    }
}
