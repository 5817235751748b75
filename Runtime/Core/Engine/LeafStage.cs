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
