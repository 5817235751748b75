using Distil.Leaves;
using Distil.Running;

namespace Distil.Engine.Stages;

/// <summary>Writes the rows of a leaf to its data set, and hands them to who streams them.</summary>
internal sealed class LeafStage<TIn, TRow>(
    PipelineRun run, string name, int step, Edge<TIn> input, int reader, LeafKernel<TIn, TRow> kernel, LeafStore<TRow> store,
    RowStream<TRow>? stream)
    : Stage(run, name, step)
    where TIn : RowBatch
{
    /// <summary>The number of the last row that is kept.</summary>
    private long _lastNumber = -1;

    protected override async Task ExecuteAsync()
    {
        if (stream is not null && store.Count > 0)
        {
            // Those of an earlier run come first.
            await stream.WriteAllAsync(store.ToDataset(kernel)).ConfigureAwait(false);
        }

        var reads = input.ReaderOf(reader);
        while (await reads.WaitToReadAsync().ConfigureAwait(false))
        {
            while (reads.TryRead(out var rows))
            {
                try
                {
                    await KeepAsync(rows).ConfigureAwait(false);
                }
                catch (StepException failure)
                {
                    CountBehind(failure, rows.Count);
                    throw;
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

    private async ValueTask KeepAsync(TIn rows)
    {
        var kept = store.Count;
        Run.Reach(RacePoint.Keep);
        var streamed = -1;
        try
        {
            var committed = FirstFrom(rows, rows.Watermarks[0]);
            store.Append(kernel, rows, 0, committed);
            if (_lastNumber < rows.Watermarks[0])
            {
                // Rows can be sent ahead of the watermark: then those before the place are not all that have come.
                store.Note(rows.Watermarks[0]);
            }

            store.Append(kernel, rows, committed, rows.Count);
            _lastNumber = rows.Count > 0 ? rows.Keys[0][rows.Count - 1] : _lastNumber;
            if (stream is not null)
            {
                for (streamed = 0; streamed < rows.Count; streamed++)
                {
                    await stream.WriteAsync(kernel.Row(rows, streamed)).ConfigureAwait(false);
                }
            }
        }
        catch (StepException unwritable) when (unwritable.RowId is null)
        {
            throw FailureOf(rows, unwritable.Row, unwritable.Step, unwritable.InnerException!);
        }
        catch (Exception exception) when (exception is not (StepException or RunDirectoryException))
        {
            // A row type of the user's, which is made here, threw.
            throw FailureOf(rows, streamed < 0 ? (int)(store.Count - kept) : streamed, Step, exception);
        }
    }

    /// <summary>The first row with a number, or above: of it, more may come.</summary>
    private static int FirstFrom(TIn rows, long number)
    {
        var row = rows.Count;
        while (row > 0 && rows.Keys[0][row - 1] >= number)
        {
            row--;
        }

        return row;
    }

    private StepException FailureOf(TIn rows, int row, int step, Exception cause) =>
        new(step, row, kernel.RowIdOf(Run, rows, row), cause);
}
