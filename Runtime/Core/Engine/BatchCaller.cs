namespace Distil.Engine;

/// <summary>Calls a batch or global method, as often as the step's settings say.</summary>
internal sealed class BatchCaller<TIn, TAnswers>(PipelineRun run, BatchKernel<TIn, TAnswers> kernel, StepSettings settings)
    where TIn : RowBatch
    where TAnswers : Answers
{
    private readonly CallPolicy _policy = new(run, settings);
    private readonly System.Collections.Concurrent.ConcurrentQueue<TAnswers> _spare = [];

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
        await run.EnterAsync().ConfigureAwait(false);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    if (_policy.Timeout is null)
                    {
                        await kernel.CallAsync(rows, answers, new(attempt, run.Token)).ConfigureAwait(false);
                    }
                    else
                    {
                        await _policy.TryAsync(attempt, one => kernel.CallAsync(rows, answers, one)).ConfigureAwait(false);
                    }

                    return;
                }
                catch (Exception exception) when (_policy.MayRetry(attempt))
                {
                    await _policy.BackOffAsync(attempt, run.StepName(kernel.Step), FirstRow(rows), exception).ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception) when (exception is not StepException)
        {
            // A batch is at fault as a whole: its first row says where.
            throw new StepException(kernel.Step, 0, rows.Count > 0 ? FirstRow(rows) : null, exception);
        }
        finally
        {
            run.Leave();
            run.Counters[kernel.Step].AddTime(run.TimeProvider.GetElapsedTime(started));
        }
    }

    private RowId FirstRow(TIn rows) => rows.Count > 0 ? kernel.RowIdOf(rows, 0) : default;

    public void Recycle(BatchCall<TIn, TAnswers> call)
    {
        call.Answers!.Clear(call.Rows!.Count);
        _spare.Enqueue(call.Answers);
    }
}
