namespace Distil.Engine;

/// <summary>What is counted for one step while a run goes on.</summary>
internal sealed class StepCounters
{
    private long _rowsIn;
    private long _rowsOut;
    private long _waiting;
    private long _failed;
    private long _ticks;

    public long RowsIn => Volatile.Read(ref _rowsIn);

    public long RowsOut => Volatile.Read(ref _rowsOut);

    public long Waiting => Volatile.Read(ref _waiting);

    public long Failed => Volatile.Read(ref _failed);

    public TimeSpan Time => TimeSpan.FromTicks(Volatile.Read(ref _ticks));

    public void Add(long rowsIn, long rowsOut)
    {
        Interlocked.Add(ref _rowsIn, rowsIn);
        Interlocked.Add(ref _rowsOut, rowsOut);
    }

    /// <summary>Moves the rows that were counted here, and starts anew.</summary>
    /// <param name="to">Where they are counted; null: nowhere.</param>
    public void MoveRows(StepCounters? to)
    {
        to?.Add(RowsIn, RowsOut);
        (_rowsIn, _rowsOut) = (0, 0);
    }

    public void AddWaiting(long rows) => Interlocked.Add(ref _waiting, rows);

    public void AddFailed(long rows) => Interlocked.Add(ref _failed, rows);

    public void AddTime(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
