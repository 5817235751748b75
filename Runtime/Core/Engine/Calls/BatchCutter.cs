namespace Distil.Engine.Calls;

/// <summary>
/// Says where the batches of a batch step end: at exactly <c>BatchSize</c> rows, whatever the sizes they come in; and where branches meet
/// below, also at positions that keep a branch from waiting for rows that may never come.
/// </summary>
internal sealed class BatchCutter<TIn>(Edge<TIn> input, int size, int[] closeLevels)
    where TIn : RowBatch
{
    private readonly long _period = 64L * size;

    /// <summary>Rows of a batch that is not whole yet.</summary>
    public TIn Held { get; private set; } = input.Create(size);

    /// <summary>How many rows, from <paramref name="next"/> on, belong to the same batch as those that are held.</summary>
    /// <param name="rows">The rows at hand.</param>
    /// <param name="next">The first that no batch has yet.</param>
    /// <param name="isWhole">Whether the batch ends with them.</param>
    public int Take(TIn rows, int next, out bool isWhole)
    {
        var room = size - Held.Count;
        var take = Math.Min(room, rows.Count - next);
        isWhole = take == room;
        foreach (var level in closeLevels)
        {
            var keys = rows.Keys[level];
            var first = Held.Count > 0 ? Held.Keys[level][0] : keys[next];
            for (var row = 0; row < take; row++)
            {
                if (!IsSamePeriod(level, first, keys[next + row]))
                {
                    take = row;
                    isWhole = true;
                }
            }
        }

        return take;
    }

    /// <summary>Whether what is held must not wait for more, now that all of <paramref name="rows"/> are taken.</summary>
    public bool EndsWith(TIn rows)
    {
        if (Held.Count == 0 || rows.IsComplete)
        {
            return Held.Count > 0;
        }

        foreach (var level in closeLevels)
        {
            var first = Held.Keys[level][0];
            if (rows.Watermarks[level] > first && !IsSamePeriod(level, first, rows.Watermarks[level]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives what is held away, and goes on with an empty batch.</summary>
    public TIn Replace(TIn? empty)
    {
        var held = Held;
        Held = empty ?? input.Create(size);
        return held;
    }

    /// <summary>
    /// Whether no multiple of 64 × <c>BatchSize</c> lies between two numbers; a row's number counts the places of its own source.
    /// </summary>
    private bool IsSamePeriod(int level, long one, long other) => level > 0
        ? one / _period == other / _period
        : RowNumber.SourceOf(one) == RowNumber.SourceOf(other)
            && RowNumber.OrdinalOf(one) / _period == RowNumber.OrdinalOf(other) / _period;
}
