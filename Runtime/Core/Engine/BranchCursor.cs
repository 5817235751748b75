namespace Distil.Engine;

/// <summary>Where a meeting stands in the rows of one of its branches.</summary>
internal sealed class BranchCursor(IRowReader reader, AlignedInput aligned, bool byPlace)
{
    private long[]? _marks;
    private long _reads;

    public IRowReader Reader => reader;

    public AlignedInput Aligned => aligned;

    /// <summary>The batch at hand; kept while matches of it are not yet processed.</summary>
    public RowBatch? Rows { get; private set; }

    /// <summary>The next row in it.</summary>
    public int Next { get; private set; }

    public bool HasRow => Rows is not null && Next < Rows.Count;

    /// <summary>Rows at hand that have not been matched.</summary>
    public int Left => Rows is null ? 0 : Rows.Count - Next;

    /// <summary>The number of the next row; only where <see cref="HasRow"/>.</summary>
    public long Key => Number(Rows!.Keys[aligned.ForkKey][Next]);

    /// <summary>Behind the rows at hand: every row with a smaller number has come.</summary>
    public long Mark => _marks is null ? 0 : Number(_marks[aligned.ForkKey]);

    public bool IsComplete => _marks is not null && _marks[0] == long.MaxValue;

    /// <summary>Where the next row was sent; every bit is set where no router chose.</summary>
    public long Route => aligned.RouteKey < 0 ? -1 : Rows!.Keys[aligned.RouteKey][Next];

    public int Take() => Next++;

    /// <summary>What is known of a level: the next row's key, or how far the branch has come.</summary>
    public long MarkOf(int level) => HasRow ? Rows!.Keys[level][Next] : _marks is null ? 0 : _marks[level];

    /// <summary>Whether this branch has come less far than another, as far as the marks tell; where they tell nothing, whether it was read less often.</summary>
    public bool IsBehind(BranchCursor other)
    {
        var (mine, others) = (Mark, other.Mark);
        if (mine == others)
        {
            (mine, others) = (MarkOf(0), other.MarkOf(0));
        }

        return mine == others ? _reads < other._reads : mine < others;
    }

    public async ValueTask<bool> ReadAsync()
    {
        _reads++;
        while (await reader.WaitAsync().ConfigureAwait(false))
        {
            if (reader.TryRead(out var rows))
            {
                Rows = rows;
                Next = 0;
                _marks ??= new long[rows.Marks.Length];
                for (var level = 0; level < _marks.Length; level++)
                {
                    _marks[level] = Math.Max(_marks[level], rows.Marks[level]);
                }

                return true;
            }
        }

        return false;
    }

    public void ReleaseRows()
    {
        Rows?.Release();
        Rows = null;
        Next = 0;
    }

    private long Number(long key) => byPlace && key != long.MaxValue ? PipelineRun.PlaceOf(key) : key;
}
