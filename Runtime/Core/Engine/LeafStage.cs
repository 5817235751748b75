namespace Distil.Engine;

/// <summary>Writes the rows of a leaf to its data set, and hands them to who streams them.</summary>
internal sealed class LeafStage<TIn, TRow>(
    PipelineRun run, string name, int step, PortLink<TIn> input, int reader, LeafKernel<TIn, TRow> kernel, LeafStore<TRow> store, RowStream<TRow>? stream)
    : Stage(run, name, step, [])
    where TIn : RowBatch
{
    protected override async Task ExecuteAsync()
    {
        var reads = input.ReaderOf(reader);
        while (await reads.WaitToReadAsync().ConfigureAwait(false))
        {
            while (reads.TryRead(out var rows))
            {
                try
                {
                    store.Append(kernel, rows, 0, rows.Count);
                    if (stream is not null)
                    {
                        for (var row = 0; row < rows.Count; row++)
                        {
                            await stream.WriteAsync(kernel.Row(rows, row)).ConfigureAwait(false);
                        }
                    }
                }
                catch (StepException unwritable) when (unwritable.RowId is null)
                {
                    // Below a leaf no number but the row's own and its children's is counted.
                    var children = rows.Keys.Skip(1).Select(keys => keys[unwritable.Row]).ToArray();
                    throw new StepException(
                        unwritable.Step, unwritable.Row, Run.RowId(rows.Keys[0][unwritable.Row], children), unwritable.InnerException!);
                }
                finally
                {
                    rows.Release();
                }
            }
        }
    }

    protected override void Complete() => stream?.Complete();

    protected override ValueTask DrainAsync() => DrainAsync(input.Reader(reader));
}
