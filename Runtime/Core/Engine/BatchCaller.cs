using System.Collections.Concurrent;

namespace Distil.Engine;

/// <summary>Calls a batch or global method, as often as the step's settings say.</summary>
internal sealed class BatchCaller<TIn, TAnswers>(PipelineRun run, BatchKernel<TIn, TAnswers> kernel)
    where TIn : RowBatch
    where TAnswers : Answers
{
    private readonly CallPolicy _policy = new(run, kernel.Step);
    private readonly ConcurrentQueue<TAnswers> _spare = [];

    public async Task CallAsync(BatchCall<TIn, TAnswers> call)
    {
        var rows = call.Rows!;
        var answers = _spare.TryDequeue(out var spare) ? spare : kernel.CreateAnswers(Math.Max(1, rows.Count));
        answers.EnsureCapacity(rows.Count);
        call.Answers = answers;
        if (run.IsSkipped(kernel.Step))
        {
            return;
        }

        var started = run.TimeProvider.GetTimestamp();
        var failure = await TryAsync(new(kernel, rows, answers)).ConfigureAwait(false);
        run.Counters[kernel.Step].AddTime(run.TimeProvider.GetElapsedTime(started));
        if (failure is not null)
        {
            // A batch is at fault as a whole: its first row says where.
            throw failure as StepException
                ?? new StepException(kernel.Step, 0, rows.Count > 0 ? kernel.RowIdOf(rows, 0) : null, failure);
        }
    }

    private async ValueTask<Exception?> TryAsync(WholeCall call)
    {
        await run.EnterAsync().ConfigureAwait(false);
        try
        {
            await _policy.TryAsync<WholeCall, NoAnswer>(call, attempt: 1).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            return await _policy.RetryAsync<WholeCall, NoAnswer>(call, exception).ConfigureAwait(false);
        }
        finally
        {
            run.Leave();
        }
    }

    public void Recycle(BatchCall<TIn, TAnswers> call)
    {
        call.Answers!.Clear(call.Rows!.Count);
        _spare.Enqueue(call.Answers);
    }

    private readonly struct WholeCall(BatchKernel<TIn, TAnswers> kernel, TIn rows, TAnswers answers) : IStepCall<NoAnswer>
    {
        public RowId Row => rows.Count > 0 ? kernel.RowIdOf(rows, 0) : default;

        public ValueTask<NoAnswer> TryAsync(StepCall attempt) => NoAnswer.Of(kernel.CallAsync(rows, answers, attempt));

        public void Take(NoAnswer answer)
        {
            // The kernel has put the answers in their place.
        }
    }
}
