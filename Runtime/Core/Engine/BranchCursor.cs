namespace Distil.Engine;

/// <summary>Where a meeting stands in the rows of one of its branches.</summary>
internal sealed class BranchCursor(IRowReader reader, AlignedInput aligned, bool byPlace)
{
    private long[]? _marks;
    private long[] _keys = [];
    private int _count;
    private long _reads;

    public IRowReader Reader => reader;

    public AlignedInput Aligned => aligned;

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

    /// <summary>Behind the rows at hand: every row with a smaller number has come.</summary>
    public long Mark => _marks is null ? 0 : Number(_marks[aligned.ForkKey]);

    public bool IsComplete => _marks is not null && _marks[0] == long.MaxValue;

    /// <summary>Where the next row was sent; every bit is set where no router chose.</summary>
    public long Route => aligned.RouteKey < 0 ? -1 : Rows!.Keys[aligned.RouteKey][Next];

    public int Take()
    {
        var row = Next;
        MoveTo(row + 1);
        return row;
    }

    /// <summary>Takes a row, and those behind it up to a number.</summary>
    /// <param name="last">The last number that may be taken.</param>
    /// <param name="places">Where the rows' places in the batch go.</param>
    /// <returns>How many were taken: at most as many as there is room for.</returns>
    public int Take(long last, Span<int> places)
    {
        var keys = Keys;
        var rows = 0;
        do
        {
            places[rows] = Next + rows;
            rows++;
        }
        while (rows < places.Length && rows < keys.Length && Number(keys[rows]) <= last);
        MoveTo(Next + rows);
        return rows;
    }

    /// <summary>Takes the next rows.</summary>
    /// <param name="places">Where their places in the batch go; as many are taken as there is room for.</param>
    public void Take(Span<int> places)
    {
        for (var row = 0; row < places.Length; row++)
        {
            places[row] = Next + row;
        }

        MoveTo(Next + places.Length);
    }

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
                _keys = rows.Keys[aligned.ForkKey];
                _count = rows.Count;
                MoveTo(0);
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

    private long Number(long key) => byPlace && key != long.MaxValue ? PipelineRun.PlaceOf(key) : key;
}
