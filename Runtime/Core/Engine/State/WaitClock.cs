namespace Distil.Engine.State;

/// <summary>
/// How long a loop has waited: measured only where it really waits. One thread waits at a time; others may read the time meanwhile, the
/// wait that goes on included.
/// </summary>
internal sealed class WaitClock
{
    private long _ticks;
    private long _since;

    /// <summary>The time so far.</summary>
    public TimeSpan Elapsed(TimeProvider time)
    {
        var since = Volatile.Read(ref _since);
        var ticks = Volatile.Read(ref _ticks);
        return TimeSpan.FromTicks(ticks + (since == 0 ? 0 : Math.Max(0, time.GetElapsedTime(since).Ticks)));
    }

    /// <summary>A wait begins.</summary>
    public void Begin(TimeProvider time) => Volatile.Write(ref _since, Math.Max(1, time.GetTimestamp()));

    /// <summary>The wait ends.</summary>
    public void End(TimeProvider time)
    {
        var elapsed = time.GetElapsedTime(_since).Ticks;
        Volatile.Write(ref _since, 0);
        Interlocked.Add(ref _ticks, Math.Max(0, elapsed));
    }
}
