using System.Runtime.CompilerServices;
using Distil.Engine.State;

namespace Distil.Engine.Calls;

/// <summary>How the call of a batch or global method ended.</summary>
/// <param name="Results">
/// Where the results are. Other results than those that the call was given: an attempt at it failed, and may still write to what it was
/// given.
/// </param>
/// <param name="IsLeft">Whether the call is left to the next run.</param>
internal readonly record struct BatchOutcome<TResults>(TResults Results, bool IsLeft)
    where TResults : Results;

/// <summary>Calls a batch or global method.</summary>
internal sealed class BatchCaller<TIn, TResults>(PipelineRun run, BatchKernel<TIn, TResults> kernel)
    where TIn : RowBatch
    where TResults : Results
{
    private readonly StepInvoker _invoker = new(run, kernel.Step);
    private readonly bool _isSkipped = run.IsSkipped(kernel.Step);

    /// <summary>Whether a call has a time limit: then what it was given may be used by an attempt that goes on after its time.</summary>
    public bool HasTimeout => _invoker.HasTimeout;

    /// <summary>Calls the method with <paramref name="count"/> rows; their results go to the same indices.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="results">Where the results go.</param>
    /// <param name="position">Where the caller stands. Where the call is left behind, it has no outcome, whatever is returned.</param>
    /// <exception cref="StepException">The last attempt failed.</exception>
    public ValueTask<BatchOutcome<TResults>> CallAsync(TIn rows, int from, int count, TResults results, UserCodePosition position)
    {
        if (_isSkipped)
        {
            return new(new BatchOutcome<TResults>(results, IsLeft: false));
        }

        var call = new WholeCall(kernel, rows, from, count, results, _invoker.HasTimeout ? new() : null);
        if (run.IsSequential)
        {
            return CallInTurnAsync(call, position);
        }

        var invoked = _invoker.InvokeAsync<WholeCall, TResults>(call, position);
        if (!invoked.IsCompletedSuccessfully)
        {
            return ConcludeAsync(call, invoked);
        }

        var outcome = invoked.Result;
        return outcome.Failure is null ? new(call.Conclude(outcome)) : ConcludeAsync(call, new(outcome));
    }

    private async ValueTask<BatchOutcome<TResults>> CallInTurnAsync(WholeCall call, UserCodePosition position)
    {
        await run.EnterAsync().ConfigureAwait(false);
        try
        {
            return call.Conclude(await _invoker.InvokeAsync<WholeCall, TResults>(call, position).ConfigureAwait(false));
        }
        finally
        {
            run.Leave();
        }
    }

    private static async ValueTask<BatchOutcome<TResults>> ConcludeAsync(WholeCall call, ValueTask<CallOutcome> invoked) =>
        call.Conclude(await invoked.ConfigureAwait(false));

    /// <summary>The results of the attempt that counts.</summary>
    private sealed class Result
    {
        public TResults? Results { get; set; }
    }

    /// <param name="kernel">What is called.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="results">Where the results go.</param>
    /// <param name="result">
    /// Where attempts are limited in time: each further attempt has results of its own, since the last may still write.
    /// </param>
    private readonly struct WholeCall(BatchKernel<TIn, TResults> kernel, TIn rows, int from, int count, TResults results, Result? result)
        : IStepCall<TResults>
    {
        public RowId? First => count > 0 ? kernel.RowIdOf(rows, from) : null;

        public RowId Row => First ?? default;

        public ValueTask<TResults> TryAsync(CallAttempt attempt, UserCodePosition position, AttemptTimeout? limit)
        {
            var written = result is null || attempt.Attempt == 1 ? results : kernel.CreateResults(Math.Max(1, from + count));
            var call = kernel.CallAsync(rows, from, count, written, attempt);
            if (!call.IsCompletedSuccessfully)
            {
                return WaitAsync(call, written);
            }

            // A task that may be used again wants to be asked for its end, even where there is nothing to give.
            call.GetAwaiter().GetResult();
            return new(written);
        }

        public void Take(TResults written)
        {
            if (result is not null)
            {
                result.Results = written;
            }
        }

        public void Retain()
        {
            // The stage does not use again what it gave to a call that failed.
        }

        public void Release()
        {
            // As above.
        }

        /// <summary>Says where the results are.</summary>
        /// <exception cref="StepException">The call failed.</exception>
        public BatchOutcome<TResults> Conclude(CallOutcome outcome)
        {
            if (outcome.Failure is { } failure)
            {
                // A batch is at fault as a whole: its first row says where, unless one of its results is wrong.
                var known = failure as StepException;
                throw new StepException(
                    kernel.Step, 0, known?.RowId ?? First, known?.InnerException ?? failure) { Rows = count, Attempts = outcome.Attempts };
            }

            return new(result?.Results ?? results, outcome.IsLeft);
        }

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        private static async ValueTask<TResults> WaitAsync(ValueTask call, TResults written)
        {
            await call.ConfigureAwait(false);
            return written;
        }
    }
}
