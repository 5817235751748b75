namespace Distil.Engine.FanIn;

/// <summary>Where a fan-in stands in the rows of one of its branches.</summary>
internal sealed class BranchCursor(IRowReader reader, FanInBranch fanIn, bool byOrdinal)
{
    private long[]? _watermarks;
    private long[] _keys = [];
    private int _count;
    private long _reads;

    public IRowReader Reader => reader;

    public FanInBranch FanIn => fanIn;

    /// <summary>The batch at hand; kept while matches of it are not yet processed.</summary>
    public RowBatch? Rows { get; private set; }

    /// <summary>The next row in it.</summary>
    public int Next { get; private set; }

    public bool HasRow => Next < _count;

    /// <summary>Rows at hand that have not been matched.</summary>
    public int Left => _count - Next;

    /// <summary>The number of the next row; only where <see cref="HasRow"/>.</summary>
    public long Key { get; private set; }

    /// <summary>The keys, as they travel, of the rows at hand that have not been matched.</summary>
    public ReadOnlySpan<long> Keys => _keys.AsSpan(Next, _count - Next);

    /// <summary>The numbers of the rows at hand that have not been matched.</summary>
    public ReadOnlySpan<long> Numbers => Rows is null ? [] : Rows.Keys[0].AsSpan(Next, _count - Next);

    /// <summary>Behind the rows at hand: every row with a smaller number has come.</summary>
    public long Watermark => _watermarks is null ? 0 : Number(_watermarks[fanIn.ForkKey]);

    public bool IsComplete => _watermarks is not null && _watermarks[0] == long.MaxValue;

    /// <summary>Where the next row was sent; every bit is set where no router chose.</summary>
    public long Route => fanIn.RouteKey < 0 ? -1 : Rows!.Keys[fanIn.RouteKey][Next];

    public int Take()
    {
        var row = Next;
        MoveTo(row + 1);
        return row;
    }

    /// <summary>Takes a row, and those behind it up to a number.</summary>
    /// <param name="last">The last number that may be taken.</param>
    /// <param name="indices">Where the rows' indices in the batch go.</param>
    /// <returns>How many were taken: at most as many as there is room for.</returns>
    public int Take(long last, Span<int> indices)
    {
        var keys = Keys;
        var rows = 0;
        do
        {
            indices[rows] = Next + rows;
            rows++;
        }
        while (rows < indices.Length && rows < keys.Length && Number(keys[rows]) <= last);
        MoveTo(Next + rows);
        return rows;
    }

    /// <summary>Takes the next rows.</summary>
    /// <param name="indices">Where their indices in the batch go; as many are taken as there is room for.</param>
    public void Take(Span<int> indices)
    {
        for (var row = 0; row < indices.Length; row++)
        {
            indices[row] = Next + row;
        }

        MoveTo(Next + indices.Length);
    }

    /// <summary>What is known of a level: the next row's key, or how far the branch has come.</summary>
    public long WatermarkOf(int level) => HasRow ? Rows!.Keys[level][Next] : _watermarks is null ? 0 : _watermarks[level];

    /// <summary>
    /// Whether this branch has come less far than another, as far as the watermarks tell; where they tell nothing, whether it was read less
    /// often.
    /// </summary>
    public bool IsBehind(BranchCursor other)
    {
        var (mine, others) = (Watermark, other.Watermark);
        if (mine == others)
        {
            (mine, others) = (WatermarkOf(0), other.WatermarkOf(0));
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
                _keys = rows.Keys[fanIn.ForkKey];
                _count = rows.Count;
                MoveTo(0);
                _watermarks ??= new long[rows.Watermarks.Length];
                for (var level = 0; level < _watermarks.Length; level++)
                {
                    _watermarks[level] = Math.Max(_watermarks[level], rows.Watermarks[level]);
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
        _keys = [];
        _count = 0;
        Next = 0;
    }

    private void MoveTo(int row)
    {
        Next = row;
        if (row < _count)
        {
            Key = Number(_keys[row]);
        }
    }

    private long Number(long key) => byOrdinal && key != long.MaxValue ? RowNumber.OrdinalOf(key) : key;
}
