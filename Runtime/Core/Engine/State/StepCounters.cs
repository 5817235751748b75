namespace Distil.Engine.State;

/// <summary>What is counted for one step while a run goes on.</summary>
internal sealed class StepCounters
{
    private long _rowsIn;
    private long _rowsOut;
    private long _waiting;
    private long _failed;
    private long _ticks;
    private long _calls;
    private long _retries;
    private CallTimes? _times;

    public long RowsIn => Volatile.Read(ref _rowsIn);

    public long RowsOut => Volatile.Read(ref _rowsOut);

    public long Waiting => Volatile.Read(ref _waiting);

    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Whether the step's calls are made and counted by an invoker. Steps of loops have none.</summary>
    public bool IsInvoked { get; set; }

    /// <summary>Calls that were begun by an invoker, each counted once however often it was tried.</summary>
    public long Calls => Volatile.Read(ref _calls);

    /// <summary>Attempts at calls that followed the first.</summary>
    public long Retries => Volatile.Read(ref _retries);

    public TimeSpan Time => TimeSpan.FromTicks(Volatile.Read(ref _ticks));

    public void Add(long rowsIn, long rowsOut)
    {
        if (rowsIn != 0)
        {
            Interlocked.Add(ref _rowsIn, rowsIn);
        }

        if (rowsOut != 0)
        {
            Interlocked.Add(ref _rowsOut, rowsOut);
        }
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

    public void AddCalls(long calls) => Interlocked.Add(ref _calls, calls);

    public void AddRetry() => Interlocked.Increment(ref _retries);

    /// <summary>How long the step's own loop has waited for rows.</summary>
    public WaitClock InputWait { get; } = new();

    /// <summary>How long the step's own loop has waited until its rows were taken.</summary>
    public WaitClock OutputWait { get; } = new();

    /// <summary>How long its calls took; null: none was measured by itself.</summary>
    public CallDurations? Durations => Volatile.Read(ref _times)?.Durations;

    /// <summary>Adds the time of calls that ended, each of which took an equal part of it.</summary>
    public void AddCallTime(TimeSpan time, long calls)
    {
        AddTime(time);
        if (calls > 0)
        {
            var times = Volatile.Read(ref _times) ?? Interlocked.CompareExchange(ref _times, new(), null) ?? _times!;
            times.Add(time / calls, calls);
        }
    }

    public void AddTime(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
