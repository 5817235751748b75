namespace Distil.Engine;

/// <summary>How often a call is tried, how long it may take.</summary>
internal sealed class CallPolicy(PipelineRun run, StepSettings settings)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    public TimeSpan? Timeout { get; } = settings.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public bool MayRetry(int attempt) => attempt <= settings.Retries && !run.Token.IsCancellationRequested;

    /// <summary>Exponential, with full jitter: half of the pause at random, so that many rows that failed together do not return together.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="step">The step's name, for the log.</param>
    /// <param name="row">The row, for the log.</param>
    /// <param name="exception">What it failed with.</param>
    public Task BackOffAsync(int attempt, string step, RowId row, Exception exception)
    {
        var pause = Math.Min(LongestPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, attempt - 1));
#pragma warning disable CA5394 // Jitter needs no secure randomness.
        var jittered = TimeSpan.FromMilliseconds(pause * (0.5 + (Random.Shared.NextDouble() / 2)));
#pragma warning restore CA5394
        run.Events.Retrying(step, row, attempt, jittered, exception);
        return Task.Delay(jittered, run.TimeProvider, run.Token);
    }

    /// <summary>One attempt, within the time that a call may take.</summary>
    /// <exception cref="TimeoutException">The time was over.</exception>
    public async ValueTask TryAsync(int attempt, Func<StepCall, ValueTask> call)
    {
        using var limit = new CallLimit(run, Timeout!.Value);
        try
        {
            await call(new(attempt, limit.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (limit.IsOver && !run.Token.IsCancellationRequested)
        {
            throw new TimeoutException($"The call took longer than its time limit of {Timeout.Value.TotalSeconds:0.###} s.", exception);
        }
    }
}
