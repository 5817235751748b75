using Distil.Engine.Kernels;
using Distil.Engine.State;
using Polly;
using Polly.Retry;

namespace Distil.Engine.Calls;

/// <summary>
/// A call whose first attempt was made: a retry strategy of Polly makes the further attempts and waits between them, by the run's clock and
/// until the run stops.
/// </summary>
/// <remarks>
/// The strategy is entered with the outcome of the first attempt, which is made outside of it, and only if another one follows. What an
/// attempt throws never reaches it: attempts give outcomes. The only exception that it sees is its own, when the run stops during a pause.
/// </remarks>
/// <param name="run">The run.</param>
/// <param name="step">The step that is called.</param>
/// <param name="policy">Which attempts follow which.</param>
/// <param name="position">Where the caller stands.</param>
/// <param name="token">The token that the attempts have: an attempt that it ended is left to the next run.</param>
internal abstract class RetriedCall(PipelineRun run, int step, RetryPolicy policy, UserCodePosition position, CancellationToken token)
{
    private static readonly ResiliencePropertyKey<RetriedCall> s_key = new("Distil.RetriedCall");

    private CallOutcome _last;
    private Task _slot = Task.CompletedTask;
    private TimeSpan _shortest;
    private bool _isEntered;
    private bool _mayRetry;

    /// <summary>The row that messages name.</summary>
    protected abstract RowId Row { get; }

    /// <summary>Where the caller stands.</summary>
    protected UserCodePosition Position => position;

    /// <summary>The last attempt, if it goes on although its time is over.</summary>
    protected LateCall? Late { get; set; }

    /// <summary>Makes the retry strategy for the calls of a step.</summary>
    /// <param name="run">The run.</param>
    /// <param name="retries">How many attempts may follow the first; at least 1.</param>
    public static ResiliencePipeline<CallOutcome> CreatePipeline(PipelineRun run, int retries) =>
        new ResiliencePipelineBuilder<CallOutcome> { TimeProvider = run.TimeProvider }
            .AddRetry(new RetryStrategyOptions<CallOutcome>
            {
                MaxRetryAttempts = retries,
                ShouldHandle = static attempt => new(attempt.Outcome.Exception is null && Of(attempt.Context)._mayRetry),
                DelayGenerator = static attempt => new(Of(attempt.Context).BeginPause()),
            })
            .Build();

    /// <summary>Makes the attempts that follow the first.</summary>
    /// <param name="pipeline">Gives the retry strategy of the step.</param>
    /// <param name="first">The outcome of the first attempt.</param>
    public async ValueTask<CallOutcome> RetryAsync(Func<ResiliencePipeline<CallOutcome>> pipeline, CallOutcome first)
    {
        _last = Decide(first);
        if (!_mayRetry)
        {
            return _last;
        }

        var context = ResilienceContextPool.Shared.Get(run.StopToken);
        try
        {
            context.Properties.Set(s_key, this);
            var outcome = await pipeline().ExecuteOutcomeAsync(static (_, call) => call.NextAsync(), context, this).ConfigureAwait(false);
            return outcome.Exception is null ? outcome.Result : Leave(_last);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Makes one attempt; never throws.</summary>
    /// <param name="attempt">Which one; the first is 1.</param>
    protected abstract ValueTask<CallOutcome> AttemptAsync(int attempt);

    private static RetriedCall Of(ResilienceContext context) => context.Properties.GetValue(s_key, null!);

    private async ValueTask<Outcome<CallOutcome>> NextAsync()
    {
        if (!_isEntered)
        {
            _isEntered = true;
            return Outcome.FromResult(_last);
        }

        await _slot.ConfigureAwait(false);
        if (run.IsStopping)
        {
            _last = Leave(_last);
        }
        else
        {
            run.Counters[step].AddRetry();
            _last = Decide(await AttemptAsync(_last.Attempts + 1).ConfigureAwait(false));
        }

        return Outcome.FromResult(_last);
    }

    /// <summary>Decides whether another attempt follows, and gives the outcome of the call if none does.</summary>
    private CallOutcome Decide(CallOutcome outcome)
    {
        _mayRetry = false;
        if (outcome.Failure is not { } failure)
        {
            return outcome;
        }

        if (position.IsLeft
            || failure is ExpansionLeftException
            || (failure is OperationCanceledException && token.IsCancellationRequested))
        {
            return CallOutcome.Left;
        }

        if (!policy.MayRetry(failure, outcome.Attempts, position, out _shortest))
        {
            return outcome;
        }

        if (run.IsStopping)
        {
            return Leave(outcome);
        }

        _mayRetry = true;
        return outcome;
    }

    /// <summary>
    /// Begins the pause before the next attempt: at least as long as an attempt whose time is over keeps its place in the step's
    /// <c>Concurrency</c>.
    /// </summary>
    /// <returns>How long it is.</returns>
    private TimeSpan? BeginPause()
    {
        var pause = policy.PauseAfter(_last.Attempts, _shortest);
        run.Events.Retrying(run.StepName(step), Row, _last.Attempts, pause, _last.Failure!);
        _slot = Late?.KeepSlotAsync() ?? Task.CompletedTask;
        return pause;
    }

    /// <summary>The run is stopping: the next attempt is left to the next run.</summary>
    private CallOutcome Leave(CallOutcome failed)
    {
        _mayRetry = false;
        run.Events.CallLeft(run.StepName(step), Row, failed.Attempts, failed.Failure!);
        return CallOutcome.Left;
    }
}
