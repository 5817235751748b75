using System.Globalization;

namespace Distil.Engine;

/// <summary>What is called: a row's method, or a batch's.</summary>
/// <typeparam name="TResult">What an attempt gives.</typeparam>
internal interface IStepCall<TResult>
{
    /// <summary>The row that messages name.</summary>
    RowId Row { get; }

    /// <summary>Makes one attempt.</summary>
    ValueTask<TResult> TryAsync(StepCall attempt);

    /// <summary>Keeps what an attempt gave; never called with the result of an attempt whose time was over.</summary>
    void Take(TResult result);

    /// <summary>Keeps what the call was given from being reused until <see cref="Release"/>.</summary>
    void Retain();

    /// <summary>Ends what <see cref="Retain"/> began.</summary>
    void Release();
}

/// <summary>How a call ended. The default value: it was answered.</summary>
/// <param name="Failure">What the last attempt failed with; null: the call did not fail.</param>
/// <param name="IsLeft">Whether the run stopped before the call had an outcome; it is left to the next run.</param>
internal readonly record struct CallOutcome(Exception? Failure, bool IsLeft)
{
    /// <summary>The call is left to the next run.</summary>
    public static CallOutcome Left => new(null, IsLeft: true);
}

/// <summary>
/// Calls a step: how often a call is tried, how long an attempt may take, what becomes of an attempt that goes on after its time.
/// </summary>
/// <remarks>
/// One a step; its methods may be called from several tasks at once. A step without a time limit is called where its caller stands, and its
/// first attempt allocates nothing. An attempt with a time limit runs on a task of its own: a method that blocks its thread must not keep
/// the caller from going on when the time is over.
/// </remarks>
internal sealed class StepInvoker(PipelineRun run, int step)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    private readonly int _retries = run.Settings(step).Retries;
    private readonly TimeSpan? _timeout = run.Settings(step).TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Whether an attempt has a time limit: such calls go through <see cref="InvokeAsync"/>.</summary>
    public bool HasTimeout => _timeout is not null;

    /// <summary>The first attempt of a step without a time limit.</summary>
    public StepCall FirstAttempt => new(1, run.Token);

    /// <summary>Makes the call, with as many attempts as the step's settings allow.</summary>
    /// <param name="call">The call.</param>
    /// <param name="position">Where its caller stands. Where the call is left behind, it has no outcome, whatever is returned.</param>
    public ValueTask<CallOutcome> InvokeAsync<TCall, TResult>(TCall call, UserCodePosition position)
        where TCall : struct, IStepCall<TResult> => AttemptAsync<TCall, TResult>(call, 1, null, position);

    /// <summary>After a first attempt that failed, tries again as often as the step's settings allow.</summary>
    /// <param name="call">The call.</param>
    /// <param name="failure">What the first attempt failed with.</param>
    /// <param name="position">Where its caller stands. Where the call is left behind, it has no outcome, whatever is returned.</param>
    public ValueTask<CallOutcome> RetryAsync<TCall, TResult>(TCall call, Exception failure, UserCodePosition position)
        where TCall : struct, IStepCall<TResult> => AttemptAsync<TCall, TResult>(call, 2, failure, position);

    private async ValueTask<CallOutcome> AttemptAsync<TCall, TResult>(TCall call, int attempt, Exception? failure, UserCodePosition position)
        where TCall : struct, IStepCall<TResult>
    {
        LateCall? late = null;
        for (; ; attempt++)
        {
            if (position.IsLeft)
            {
                return CallOutcome.Left;
            }

            if (failure is not null)
            {
                if (failure is OperationCanceledException && run.Token.IsCancellationRequested)
                {
                    return CallOutcome.Left;
                }

                if (attempt > 1 + _retries)
                {
                    return new(failure, IsLeft: false);
                }

                if (!await PauseAsync(attempt - 1, call.Row, failure, late).ConfigureAwait(false))
                {
                    run.Events.CallLeft(run.StepName(step), call.Row, attempt - 1, failure);
                    return CallOutcome.Left;
                }
            }

            try
            {
                if (_timeout is null)
                {
                    if (!position.TryEnter())
                    {
                        return CallOutcome.Left;
                    }

                    call.Take(await call.TryAsync(new(attempt, run.Token)).ConfigureAwait(false));
                    position.Leave();
                    return default;
                }

                late = await TryWithinAsync<TCall, TResult>(call, attempt, _timeout.Value, position).ConfigureAwait(false);
                if (late is null)
                {
                    return default;
                }

                failure = new TimeoutException(string.Create(
                    CultureInfo.InvariantCulture, $"The call took longer than its time limit of {_timeout.Value.TotalSeconds:0.###} s."));
            }
            catch (Exception exception)
            {
                position.Leave();
                (failure, late) = (exception, null);
            }
        }
    }

    /// <summary>One attempt on a task of its own.</summary>
    /// <returns>Null: it ended in time and what it gave is taken. Otherwise its time is over, and what it still gives is discarded.</returns>
    private async ValueTask<LateCall?> TryWithinAsync<TCall, TResult>(TCall call, int attempt, TimeSpan timeout, UserCodePosition position)
        where TCall : struct, IStepCall<TResult>
    {
        var limit = new AttemptTimeout(run, timeout);

        // A late attempt ends beside the next one: so each has a position of its own.
        var within = new UserCodePosition(run.Abandonment);
        position.Await(within);
        var work = Task.Run(() => TryAsync<TCall, TResult>(call, new(attempt, limit.Token), limit, within));
        await Task.WhenAny(work, limit.WhenOver).ConfigureAwait(false);
        position.Await(null);
        if (position.IsLeft)
        {
            await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            limit.Dispose();
            return null;
        }

        if (!limit.IsOver)
        {
            limit.Dispose();
            call.Take(await work.ConfigureAwait(false));
            return null;
        }

        // What it was given stays its own until it has ended.
        call.Retain();
        return run.LateCalls.Add(step, call.Row, work, () =>
        {
            limit.Dispose();
            call.Release();
        });
    }

    private static async Task<TResult> TryAsync<TCall, TResult>(TCall call, StepCall attempt, AttemptTimeout limit, UserCodePosition position)
        where TCall : struct, IStepCall<TResult>
    {
        if (!position.TryEnter())
        {
            throw new OperationCanceledException(attempt.Token);
        }

        try
        {
            return await call.TryAsync(attempt).ConfigureAwait(false);
        }
        finally
        {
            limit.NoteEnd();
            position.Leave();
        }
    }

    /// <summary>
    /// Waits before the next attempt: exponentially longer, with jitter, half of the pause at random, so that many rows that failed together do
    /// not return together; and at least as long as the last attempt keeps its place in the step's <c>Concurrency</c>.
    /// </summary>
    /// <returns>False: the run is stopping, and there is no next attempt.</returns>
    private async ValueTask<bool> PauseAsync(int attempt, RowId row, Exception failure, LateCall? late)
    {
        if (run.IsStopping)
        {
            return false;
        }

        var pause = Math.Min(s_longestPause.TotalMilliseconds, s_firstPause.TotalMilliseconds * Math.Pow(2, attempt - 1));
        var jittered = TimeSpan.FromMilliseconds(Math.Ceiling(pause * (1 - (Random.Shared.NextDouble() / 2))));
        run.Events.Retrying(run.StepName(step), row, attempt, jittered, failure);
        var place = late?.KeepPlaceAsync() ?? Task.CompletedTask;
        await Task.Delay(jittered, run.TimeProvider, run.StopToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await place.ConfigureAwait(false);
        return !run.IsStopping;
    }
}
