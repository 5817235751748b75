namespace Distil.Pipelines.Tests.Running;

/// <summary>A call that ends only when it is cancelled.</summary>
[Step(Concurrency = 3, Version = "1")]
public sealed class NeverAnswers(TaskCompletionSource called, Log<string> log) : IStepLifecycle
{
    public AtWork AtWork { get; } = new();

    [return: Column("text")]
    public async Task<string> ProcessAsync(int number, CancellationToken ct)
    {
        if (AtWork.Begin() == 3)
        {
            called.TrySetResult();
        }

        try
        {
            await Task.Delay(Timeout.Infinite, ct);
            return "";
        }
        finally
        {
            log.Add("returned");
            AtWork.End();
        }
    }

    public ValueTask LoadAsync(CancellationToken ct) => default;

    public ValueTask UnloadAsync(CancellationToken ct)
    {
        // What is unloaded must still have time to end well.
        Assert.False(ct.IsCancellationRequested);
        log.Add("unloaded");
        return default;
    }
}

[Pipeline]
public sealed partial class Stuck(TaskCompletionSource called, Log<string> log)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] NeverAnswers Asked { get; } = new(called, log);
    [From(nameof(Asked)), Step(BatchSize = 5)] See Seen { get; } = new(new Calls());

    public int AtWork => Asked.AtWork.Now;
}

public sealed class CancelTests
{
    [Fact]
    public async Task The_token_cancels_calls_waits_for_them_and_unloads()
    {
        using var cancel = new CancellationTokenSource();
        var called = new TaskCompletionSource();
        var log = new Log<string>();
        var pipeline = new Stuck(called, log);
        var run = pipeline.RunAsync(new RunOptions { HandleSignals = false }, cancel.Token);
        await Run.WithLimit(called.Task);
        await cancel.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run.WithLimit(run));

        Assert.Equal(cancel.Token, exception.CancellationToken);
        Assert.Equal(0, pipeline.AtWork);
        Assert.Equal(["returned", "returned", "returned", "unloaded"], log.All);
    }

    [Fact]
    public async Task A_token_that_has_fired_runs_nothing()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        var log = new Log<string>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Run.WithLimit(o => new Stuck(new TaskCompletionSource(), log).RunAsync(o, cancel.Token)));

        Assert.DoesNotContain("returned", log.All);
    }

    [Fact]
    public async Task A_stream_is_cancelled_too()
    {
        using var cancel = new CancellationTokenSource();
        var called = new TaskCompletionSource();
        var log = new Log<string>();
        var reading = ReadAsync();
        await Run.WithLimit(called.Task);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run.WithLimit(reading));
        Assert.Equal("unloaded", log.All[^1]);

        async Task ReadAsync()
        {
            await foreach (var row in new Stuck(called, log).StreamAsync(new RunOptions { HandleSignals = false }, cancel.Token))
            {
                Assert.Fail($"Row {row.Number} came.");
            }
        }
    }
}
