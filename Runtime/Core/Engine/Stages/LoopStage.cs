namespace Distil.Engine.Stages;

/// <summary>Handles batches as they come, in one loop.</summary>
internal sealed class LoopStage<TIn>(
    PipelineRun run, string name, int step, Edge<TIn> input, int reader, LoopKernel<TIn> kernel, ForkGate[] forks)
    : Stage(run, name, step, kernel, forks)
    where TIn : RowBatch
{
    private int _atHand;

    protected override async Task ExecuteAsync()
    {
        var rows = input.ReaderOf(reader);
        while (await AwaitInputAsync(rows.WaitToReadAsync()).ConfigureAwait(false))
        {
            while (rows.TryRead(out var batch))
            {
                try
                {
                    var from = 0;
                    do
                    {
                        Output.Pass(batch, from);
                        _atHand = batch.Count - from;
                        await Output.BeginAsync(BlockRows.Of(batch, from), isTimed: true).ConfigureAwait(false);
                        try
                        {
                            from = kernel.Process(batch, from);
                        }
                        finally
                        {
                            Output.End();
                        }

                        Output.Pass(batch, from);
                        Output.Note(batch, from);
                        await Output.FlushAsync(all: rows.Count == 0).ConfigureAwait(false);
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
                    await Output.FlushFailedAsync().ConfigureAwait(false);
                    throw;
                }
                finally
                {
                    batch.Release();
                }
            }
        }
    }

    protected override void CountAtHand() => Run.Counters[Step].AddWaiting(_atHand - Output.RowsOfStanding);

    protected override ValueTask DrainAsync() => DrainAsync(input.Reader(reader));
}
