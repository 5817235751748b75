namespace Distil.Engine;

/// <summary>Calls a batch or global method, as often as the step's settings say.</summary>
internal sealed class BatchCaller<TIn, TAnswers>(PipelineRun run, BatchKernel<TIn, TAnswers> kernel)
    where TIn : RowBatch
    where TAnswers : Answers
{
    private readonly CallPolicy _policy = new(run, kernel.Step);
    private readonly bool _isSkipped = run.IsSkipped(kernel.Step);

    /// <summary>Calls the method with <paramref name="count"/> rows; their answers go to the same indices.</summary>
    /// <exception cref="StepException">The last attempt failed.</exception>
    public ValueTask CallAsync(TIn rows, int from, int count, TAnswers answers)
    {
        if (_isSkipped)
        {
            return default;
        }

        var call = new WholeCall(kernel, rows, from, count, answers);
        if (run.IsSequential)
        {
            return CallInTurnAsync(call);
        }

        var attempt = TryAsync(call);
        if (!attempt.IsCompletedSuccessfully)
        {
            return RetryAsync(call, attempt);
        }

        attempt.GetAwaiter().GetResult();
        return default;
    }

    private async ValueTask CallInTurnAsync(WholeCall call)
    {
        await run.EnterAsync().ConfigureAwait(false);
        try
        {
            await RetryAsync(call, TryAsync(call)).ConfigureAwait(false);
        }
        finally
        {
            run.Leave();
        }
    }

    private ValueTask<NoAnswer> TryAsync(WholeCall call)
    {
        try
        {
            return _policy.TryAsync<WholeCall, NoAnswer>(call, attempt: 1);
        }
        catch (Exception exception)
        {
            // A method that does not await throws at once.
            return ValueTask.FromException<NoAnswer>(exception);
        }
    }

    private async ValueTask RetryAsync(WholeCall call, ValueTask<NoAnswer> attempt)
    {
        Exception? failure;
        try
        {
            await attempt.ConfigureAwait(false);
            return;
        }
        catch (Exception exception)
        {
            failure = await _policy.RetryAsync<WholeCall, NoAnswer>(call, exception).ConfigureAwait(false);
        }

        if (failure is not null)
        {
            // A batch is at fault as a whole: its first row says where.
            throw failure as StepException ?? new StepException(kernel.Step, 0, call.First, failure);
        }
    }

    private readonly struct WholeCall(BatchKernel<TIn, TAnswers> kernel, TIn rows, int from, int count, TAnswers answers) : IStepCall<NoAnswer>
    {
        public RowId? First => count > 0 ? kernel.RowIdOf(rows, from) : null;

        public RowId Row => First ?? default;

        public ValueTask<NoAnswer> TryAsync(StepCall attempt) => NoAnswer.Of(kernel.CallAsync(rows, from, count, answers, attempt));

        public void Take(NoAnswer answer)
        {
            // The kernel has put the answers in their place.
        }
    }
}
