namespace Distil.Engine;

/// <summary>Collects every row, calls a global step once, and sends what it gave. A stop before that leaves the rows to the next run.</summary>
internal sealed class GlobalStage<TIn, TAnswers>(
    PipelineRun run, string name, PortLink<TIn> input, int reader, BatchKernel<TIn, TAnswers> kernel, ForkGate[] forks)
    : Stage(run, name, kernel.Step, forks)
    where TIn : RowBatch
    where TAnswers : Answers
{
    protected override async Task ExecuteAsync()
    {
        var all = input.Create(Run.TransportSize);
        var isWhole = false;
        var reads = input.ReaderOf(reader);
        while (await reads.WaitToReadAsync().ConfigureAwait(false))
        {
            while (reads.TryRead(out var rows))
            {
                all.Append(rows, 0, rows.Count);
                isWhole = rows.IsComplete;
                rows.Release();
            }
        }

        if (!isWhole || Run.IsStopping)
        {
            Run.NoteIncomplete();
            Run.Counters[Step].AddWaiting(all.Count);
            return;
        }

        var settings = Run.Settings(kernel.Step);
        Run.Counters[Step].Add(all.Count, 0);
        var call = new BatchCall<TIn, TAnswers>(all, []);
        await new BatchCaller<TIn, TAnswers>(Run, kernel, settings).CallAsync(call).ConfigureAwait(false);
        await EmitAsync(all, call.Answers!, settings.NewRows).ConfigureAwait(false);
    }

    protected override void Complete() => Complete(kernel);

    protected override ValueTask DrainAsync() => DrainAsync(input.Reader(reader));

    private async ValueTask EmitAsync(TIn all, TAnswers answers, bool areNew)
    {
        var head = new long[all.Marks.Length];
        var to = areNew ? answers.Count : all.Count;
        var from = 0;
        do
        {
            // New rows begin new numbers, by which nothing above is aligned: their marks come at the end.
            if (!areNew && from < to)
            {
                for (var level = 0; level < head.Length; level++)
                {
                    head[level] = all.Keys[level][from];
                }
            }

            await PassForksAsync(kernel, head).ConfigureAwait(false);
            await Run.EnterAsync().ConfigureAwait(false);
            try
            {
                from = kernel.Process(all, answers, from, Math.Min(to, from + Run.TransportSize));
            }
            catch
            {
                await FlushFailedAsync(kernel).ConfigureAwait(false);
                throw;
            }
            finally
            {
                Run.Leave();
            }

            if (from >= to)
            {
                Array.Fill(head, long.MaxValue);
            }
            else if (!areNew)
            {
                for (var level = 0; level < head.Length; level++)
                {
                    head[level] = all.Keys[level][from];
                }
            }

            await FlushAsync(kernel, head, all: true).ConfigureAwait(false);
        }
        while (from < to);
    }
}
