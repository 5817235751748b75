namespace Distil.Engine;

/// <summary>Handles batches as they come, in one loop.</summary>
internal sealed class EdgeStage<TIn>(
    PipelineRun run, string name, int step, PortLink<TIn> input, int reader, EdgeKernel<TIn> kernel, ForkGate[] forks)
    : Stage(run, name, step, forks)
    where TIn : RowBatch
{
    private int _atHand;

    protected override IEnumerable<int> Body => kernel.BodySteps;

    protected override async Task ExecuteAsync()
    {
        var rows = input.ReaderOf(reader);
        long[]? head = null;
        while (await rows.WaitToReadAsync().ConfigureAwait(false))
        {
            while (rows.TryRead(out var batch))
            {
                try
                {
                    var from = 0;
                    do
                    {
                        MarksAt(batch, from, ref head);
                        await PassForksAsync(kernel, head).ConfigureAwait(false);
                        _atHand = batch.Count - from;
                        await EnterAsync().ConfigureAwait(false);
                        var begun = Run.TimeProvider.GetTimestamp();
                        try
                        {
                            from = kernel.Process(batch, from);
                        }
                        finally
                        {
                            AddTime(begun);
                            Leave();
                        }

                        MarksAt(batch, from, ref head);
                        await FlushAsync(kernel, head, all: rows.Count == 0).ConfigureAwait(false);
                    }
                    while (from < batch.Count);
                }
                catch (Exception failure)
                {
                    if (IsLeftBehind)
                    {
                        throw;
                    }

                    CountBehind(failure, batch.Count, _atHand);
                    await FlushFailedAsync(kernel).ConfigureAwait(false);
                    throw;
                }
                finally
                {
                    batch.Release();
                }
            }
        }
    }

    protected override void Complete() => Complete(kernel);

    protected override void CountAtHand() => Run.Counters[Step].AddWaiting(_atHand);

    protected override ValueTask DrainAsync() => DrainAsync(input.Reader(reader));
}
