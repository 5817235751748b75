using System.Runtime.CompilerServices;

namespace Distil.Engine;

/// <summary>How the call of a batch or global method ended.</summary>
/// <param name="Answers">
/// Where the answers are. Other answers than those that the call was given: an attempt at it failed, and may still write to what it was given.
/// </param>
/// <param name="IsLeft">Whether the call is left to the next run.</param>
internal readonly record struct BatchOutcome<TAnswers>(TAnswers Answers, bool IsLeft)
    where TAnswers : Answers;

/// <summary>Calls a batch or global method.</summary>
internal sealed class BatchCaller<TIn, TAnswers>(PipelineRun run, BatchKernel<TIn, TAnswers> kernel)
    where TIn : RowBatch
    where TAnswers : Answers
{
    private readonly StepInvoker _invoker = new(run, kernel.Step);
    private readonly bool _isSkipped = run.IsSkipped(kernel.Step);

    /// <summary>Whether a call has a time limit: then what it was given may be used by an attempt that goes on after its time.</summary>
    public bool HasTimeout => _invoker.HasTimeout;

    /// <summary>Calls the method with <paramref name="count"/> rows; their answers go to the same indices.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="answers">Where the answers go.</param>
    /// <param name="position">Where the caller stands. Where the call is left behind, it has no outcome, whatever is returned.</param>
    /// <exception cref="StepException">The last attempt failed.</exception>
    public ValueTask<BatchOutcome<TAnswers>> CallAsync(TIn rows, int from, int count, TAnswers answers, UserCodePosition position)
    {
        if (_isSkipped)
        {
            return new(new BatchOutcome<TAnswers>(answers, IsLeft: false));
        }

        var call = new WholeCall(kernel, rows, from, count, answers, _invoker.HasTimeout ? new() : null);
        if (run.IsSequential)
        {
            return CallInTurnAsync(call, position);
        }

        var invoked = _invoker.InvokeAsync<WholeCall, TAnswers>(call, position);
        if (!invoked.IsCompletedSuccessfully)
        {
            return ConcludeAsync(call, invoked);
        }

        var outcome = invoked.Result;
        return outcome.Failure is null ? new(call.Conclude(outcome)) : ConcludeAsync(call, new(outcome));
    }

    private async ValueTask<BatchOutcome<TAnswers>> CallInTurnAsync(WholeCall call, UserCodePosition position)
    {
        await run.EnterAsync().ConfigureAwait(false);
        try
        {
            return call.Conclude(await _invoker.InvokeAsync<WholeCall, TAnswers>(call, position).ConfigureAwait(false));
        }
        finally
        {
            run.Leave();
        }
    }

    private static async ValueTask<BatchOutcome<TAnswers>> ConcludeAsync(WholeCall call, ValueTask<CallOutcome> invoked) =>
        call.Conclude(await invoked.ConfigureAwait(false));

    /// <summary>The answers of the attempt that counts.</summary>
    private sealed class Result
    {
        public TAnswers? Answers { get; set; }
    }

    /// <param name="kernel">What is called.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="answers">Where the answers go.</param>
    /// <param name="result">Where attempts are limited in time: each further attempt has answers of its own, since the last may still write.</param>
    private readonly struct WholeCall(BatchKernel<TIn, TAnswers> kernel, TIn rows, int from, int count, TAnswers answers, Result? result)
        : IStepCall<TAnswers>
    {
        public RowId? First => count > 0 ? kernel.RowIdOf(rows, from) : null;

        public RowId Row => First ?? default;

        public ValueTask<TAnswers> TryAsync(StepCall attempt)
        {
            var written = result is null || attempt.Attempt == 1 ? answers : kernel.CreateAnswers(Math.Max(1, from + count));
            var call = kernel.CallAsync(rows, from, count, written, attempt);
            if (!call.IsCompletedSuccessfully)
            {
                return WaitAsync(call, written);
            }

            // A task that may be used again wants to be asked for its end, even where there is nothing to give.
            call.GetAwaiter().GetResult();
            return new(written);
        }

        public void Take(TAnswers written)
        {
            if (result is not null)
            {
                result.Answers = written;
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

        /// <summary>Says where the answers are.</summary>
        /// <exception cref="StepException">The call failed.</exception>
        public BatchOutcome<TAnswers> Conclude(CallOutcome outcome)
        {
            if (outcome.Failure is { } failure)
            {
                // A batch is at fault as a whole: its first row says where, unless one of its answers is wrong.
                var known = failure as StepException;
                throw new StepException(kernel.Step, 0, known?.RowId ?? First, known?.InnerException ?? failure) { Rows = count, Attempts = outcome.Attempts };
            }

            return new(result?.Answers ?? answers, outcome.IsLeft);
        }

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        private static async ValueTask<TAnswers> WaitAsync(ValueTask call, TAnswers written)
        {
            await call.ConfigureAwait(false);
            return written;
        }
    }
}
