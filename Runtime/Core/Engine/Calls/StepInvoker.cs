using System.Globalization;
using System.Runtime.CompilerServices;
using Distil.Engine.State;
using Distil.Running;
using Polly;

namespace Distil.Engine.Calls;

/// <summary>What is called: a row's method, or a batch's.</summary>
/// <typeparam name="TResult">What an attempt gives.</typeparam>
internal interface IStepCall<TResult>
{
    /// <summary>The row that messages name.</summary>
    RowId Row { get; }

    /// <summary>Makes one attempt.</summary>
    /// <param name="attempt">Token and attempt.</param>
    /// <param name="position">Where it stands.</param>
    /// <param name="limit">Its time limit; null: it has none.</param>
    ValueTask<TResult> TryAsync(CallAttempt attempt, UserCodePosition position, AttemptTimeout? limit);

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
/// <param name="Attempts">How many attempts were made, if the call failed.</param>
/// <param name="IsOutOfTime">Whether the last attempt failed because its time was over.</param>
internal readonly record struct CallOutcome(Exception? Failure, bool IsLeft, int Attempts, bool IsOutOfTime = false)
{
    /// <summary>The call is left to the next run.</summary>
    public static CallOutcome Left => new(null, IsLeft: true, 0);

    /// <summary>The time of the last attempt was over.</summary>
    /// <param name="failure">What says so.</param>
    /// <param name="attempts">How many were made.</param>
    public static CallOutcome OutOfTime(Exception failure, int attempts) => new(failure, IsLeft: false, attempts, IsOutOfTime: true);

    /// <summary>The call failed.</summary>
    /// <param name="failure">What its last attempt failed with.</param>
    /// <param name="attempts">How many were made.</param>
    public static CallOutcome Failed(Exception failure, int attempts) => new(failure, IsLeft: false, attempts);
}

/// <summary>
/// Calls a step: how often a call is tried, how long an attempt may take, what becomes of an attempt that goes on after its time.
/// </summary>
/// <remarks>
/// One a step; its methods may be called from several tasks at once. A step without a time limit is called where its caller stands, and its
/// first attempt allocates nothing. An attempt with a time limit runs on a task of its own: a method that blocks its thread must not keep
/// the caller from going on when the time is over.
/// </remarks>
/// <param name="run">The run.</param>
/// <param name="step">The step that is called.</param>
/// <param name="token">Fires when attempts are cancelled: at the hard stop, or as early as at the stop.</param>
internal sealed class StepInvoker(PipelineRun run, int step, CancellationToken token)
{
    private readonly RetryPolicy _policy = new(run, step);
    private readonly StepCounters _counters = Counters(run, step);
    private readonly TimeSpan? _timeout = run.Settings(step).TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
    private ResiliencePipeline<CallOutcome>? _retries;

    /// <summary>The invoker of a step whose calls are finished at a stop.</summary>
    /// <param name="run">The run.</param>
    /// <param name="step">The step that is called.</param>
    public StepInvoker(PipelineRun run, int step)
        : this(run, step, run.Token)
    {
    }

    private PipelineRun Run => run;

    private int Step => step;

    private CancellationToken Token => token;

    /// <summary>Whether an attempt has a time limit: such calls go through <see cref="InvokeAsync"/>.</summary>
    public bool HasTimeout => _timeout is not null;

    /// <summary>The first attempt of a step without a time limit.</summary>
    public CallAttempt FirstAttempt => new(1, token);

    /// <summary>Makes the call, with as many attempts as the step's settings allow. Never throws.</summary>
    /// <param name="call">The call.</param>
    /// <param name="position">Where its caller stands. Where the call is left behind, it has no outcome, whatever is returned.</param>
    public ValueTask<CallOutcome> InvokeAsync<TCall, TResult>(TCall call, UserCodePosition position)
        where TCall : struct, IStepCall<TResult>
    {
        if (_timeout is not null)
        {
            return new Attempts<TCall, TResult>(this, call, position).BeginAsync();
        }

        run.Reach(RacePoint.BeginCall);
        if (!position.TryEnter())
        {
            return new(CallOutcome.Left);
        }

        _counters.AddCalls(1);
        ValueTask<TResult> attempt;
        try
        {
            attempt = call.TryAsync(FirstAttempt, position, limit: null);
            if (attempt.IsCompletedSuccessfully)
            {
                run.Reach(RacePoint.EndCall);
                call.Take(attempt.GetAwaiter().GetResult());
                position.Leave();
                return default;
            }
        }
        catch (Exception exception)
        {
            // A method that does not await throws at once.
            return RetryAsync<TCall, TResult>(call, exception, position);
        }

        return AwaitAsync(call, attempt, position);
    }

    /// <summary>After a first attempt that failed, tries again as often as the step's settings allow. Never throws.</summary>
    /// <param name="call">The call.</param>
    /// <param name="failure">What the first attempt failed with.</param>
    /// <param name="position">Where its caller stands. Where the call is left behind, it has no outcome, whatever is returned.</param>
    public ValueTask<CallOutcome> RetryAsync<TCall, TResult>(TCall call, Exception failure, UserCodePosition position)
        where TCall : struct, IStepCall<TResult>
    {
        position.Leave();
        return new Attempts<TCall, TResult>(this, call, position).GoOnAsync(CallOutcome.Failed(failure, 1));
    }

    /// <summary>Makes one further attempt, and no more. Never throws.</summary>
    /// <param name="call">The call.</param>
    /// <param name="attempt">Which attempt it is.</param>
    /// <param name="position">Where its caller stands.</param>
    public ValueTask<CallOutcome> TryOnceAsync<TCall, TResult>(TCall call, int attempt, UserCodePosition position)
        where TCall : struct, IStepCall<TResult>
    {
        _counters.AddRetry();
        return new Attempts<TCall, TResult>(this, call, position).OnceAsync(attempt);
    }

    private static StepCounters Counters(PipelineRun run, int step)
    {
        run.Counters[step].IsInvoked = true;
        return run.Counters[step];
    }

    private ResiliencePipeline<CallOutcome> CreateRetries() => _retries ??= RetriedCall.CreatePipeline(run, _policy.Retries);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CallOutcome> AwaitAsync<TCall, TResult>(TCall call, ValueTask<TResult> attempt, UserCodePosition position)
        where TCall : struct, IStepCall<TResult>
    {
        try
        {
            var result = await attempt.ConfigureAwait(false);
            run.Reach(RacePoint.EndCall);
            call.Take(result);
            position.Leave();
            return default;
        }
        catch (Exception exception)
        {
            return await RetryAsync<TCall, TResult>(call, exception, position).ConfigureAwait(false);
        }
    }

    /// <summary>The attempts at one call.</summary>
    private sealed class Attempts<TCall, TResult>(StepInvoker invoker, TCall call, UserCodePosition position)
        : RetriedCall(invoker.Run, invoker.Step, invoker._policy, position, invoker.Token)
        where TCall : struct, IStepCall<TResult>
    {
        private readonly PipelineRun _run = invoker.Run;

        protected override RowId Row => call.Row;

        /// <summary>Makes the first attempt, and those that follow it.</summary>
        public async ValueTask<CallOutcome> BeginAsync() =>
            await GoOnAsync(await AttemptAsync(1).ConfigureAwait(false)).ConfigureAwait(false);

        /// <summary>Makes the attempts that follow the first.</summary>
        public ValueTask<CallOutcome> GoOnAsync(CallOutcome first) => RetryAsync(invoker.CreateRetries, first);

        /// <summary>Makes one attempt, and none that follows it.</summary>
        public async ValueTask<CallOutcome> OnceAsync(int attempt)
        {
            var outcome = await AttemptAsync(attempt).ConfigureAwait(false);
            var isCancelled = outcome.Failure is OperationCanceledException && _run.Token.IsCancellationRequested;
            return Position.IsLeft || isCancelled ? CallOutcome.Left : outcome;
        }

        protected override async ValueTask<CallOutcome> AttemptAsync(int attempt)
        {
            if (Position.IsLeft)
            {
                return CallOutcome.Left;
            }

            Late = null;
            try
            {
                if (invoker._timeout is { } timeout)
                {
                    return await TryWithinAsync(attempt, timeout).ConfigureAwait(false);
                }

                if (!Position.TryEnter())
                {
                    return CallOutcome.Left;
                }

                call.Take(await call.TryAsync(new(attempt, invoker.Token), Position, limit: null).ConfigureAwait(false));
                Position.Leave();
                return default;
            }
            catch (Exception exception)
            {
                Position.Leave();
                return CallOutcome.Failed(exception, attempt);
            }
        }

        /// <summary>One attempt on a task of its own. If its time is over before it ends, what it still gives is discarded.</summary>
        private async ValueTask<CallOutcome> TryWithinAsync(int attempt, TimeSpan timeout)
        {
            var limit = new AttemptTimeout(_run, timeout, invoker.Token);

            // A late attempt ends beside the next one: so each has a position of its own.
            var within = new UserCodePosition(_run.Abandonment);
            Position.Await(within);
            var work = Task.Run(() => TryAsync(new(attempt, limit.Token), limit, within));
            await Task.WhenAny(work, limit.WhenOver).ConfigureAwait(false);
            Position.Await(null);
            if (Position.IsLeft)
            {
                await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                limit.Dispose();
                return default;
            }

            if (!limit.IsOver)
            {
                limit.Dispose();
                call.Take(await work.ConfigureAwait(false));
                return default;
            }

            // What it was given stays its own until it has ended.
            call.Retain();
            Late = _run.LateCalls.Add(invoker.Step, call.Row, work, () =>
            {
                limit.Dispose();
                call.Release();
            });
            return CallOutcome.OutOfTime(
                new TimeoutException(string.Create(
                    CultureInfo.InvariantCulture, $"The call took longer than its time limit of {timeout.TotalSeconds:0.###} s.")),
                attempt);
        }

        private async Task<TResult> TryAsync(CallAttempt attempt, AttemptTimeout limit, UserCodePosition within)
        {
            if (!within.TryEnter())
            {
                throw new OperationCanceledException(attempt.Token);
            }

            invoker._counters.AddCalls(attempt.Attempt == 1 ? 1 : 0);
            try
            {
                return await call.TryAsync(attempt, within, limit).ConfigureAwait(false);
            }
            finally
            {
                limit.NoteEnd();
                within.Leave();
            }
        }
    }
}
