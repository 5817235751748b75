namespace Distil.Engine;

/// <summary>What is called: a row's method, or a batch's.</summary>
/// <typeparam name="TAnswer">What an attempt gives.</typeparam>
internal interface IStepCall<TAnswer>
{
    /// <summary>The row that messages name.</summary>
    RowId Row { get; }

    /// <summary>One attempt.</summary>
    ValueTask<TAnswer> TryAsync(StepCall attempt);

    /// <summary>Keeps what the attempt gave.</summary>
    void Take(TAnswer answer);
}

/// <summary>How often a call is tried, how long it may take.</summary>
internal sealed class CallPolicy(PipelineRun run, int step)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly int _retries = run.Settings(step).Retries;
    private readonly TimeSpan? _timeout = run.Settings(step).TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>One attempt, within the time that a call may take.</summary>
    /// <exception cref="TimeoutException">The time was over.</exception>
    public ValueTask<TAnswer> TryAsync<TCall, TAnswer>(TCall call, int attempt)
        where TCall : struct, IStepCall<TAnswer> =>
        _timeout is null ? call.TryAsync(new(attempt, run.Token)) : TryWithinAsync<TCall, TAnswer>(call, attempt, _timeout.Value);

    /// <summary>After a first attempt that failed, tries again as often as the step's settings allow.</summary>
    /// <returns>Null, or what the last attempt failed with.</returns>
    public async ValueTask<Exception?> RetryAsync<TCall, TAnswer>(TCall call, Exception failure)
        where TCall : struct, IStepCall<TAnswer>
    {
        for (var attempt = 1; attempt <= _retries && !run.Token.IsCancellationRequested; attempt++)
        {
            try
            {
                await BackOffAsync(attempt, call.Row, failure).ConfigureAwait(false);
                call.Take(await TryAsync<TCall, TAnswer>(call, attempt + 1).ConfigureAwait(false));
                return null;
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }

        return failure;
    }

    /// <summary>Exponential, with full jitter: half of the pause at random, so that many rows that failed together do not return together.</summary>
    private Task BackOffAsync(int attempt, RowId row, Exception exception)
    {
        var pause = Math.Min(LongestPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, attempt - 1));
        var jittered = TimeSpan.FromMilliseconds(pause * (0.5 + (Random.Shared.NextDouble() / 2)));
        run.Events.Retrying(run.StepName(step), row, attempt, jittered, exception);
        return Task.Delay(jittered, run.TimeProvider, run.Token);
    }

    /// <summary>It has a token of its own: one that was used again could end a later call.</summary>
    private async ValueTask<TAnswer> TryWithinAsync<TCall, TAnswer>(TCall call, int attempt, TimeSpan timeout)
        where TCall : struct, IStepCall<TAnswer>
    {
        using var limit = new CallLimit(run, timeout);
        try
        {
            return await call.TryAsync(new(attempt, limit.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (limit.IsOver && !run.Token.IsCancellationRequested)
        {
            throw new TimeoutException($"The call took longer than its time limit of {timeout.TotalSeconds:0.###} s.", exception);
        }
    }
}
