namespace Distil.Benchmarks.Peers;

/// <summary>Awaited calls by hand: so many loops that share one source, each with one call at a time.</summary>
internal static class Workers
{
    /// <summary>Keeps every result until the end, by row: nothing in order could come sooner, but memory grows with the rows.</summary>
    public static async Task RunAsync<TItem, TResult>(
        int workers, IEnumerable<TItem> source, long rows, Func<TItem, ValueTask<TResult>> process, Action<long, TResult> emit)
    {
        var results = new TResult[rows];
        using var items = source.GetEnumerator();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                TItem item;
                int place;
                lock (results)
                {
                    if (!items.MoveNext())
                    {
                        return;
                    }

                    item = items.Current;
                    place = ++next;
                }

                results[place] = await process(item);
            }
        })));
        for (var row = 0; row < results.Length; row++)
        {
            emit(row, results[row]);
        }
    }
}
