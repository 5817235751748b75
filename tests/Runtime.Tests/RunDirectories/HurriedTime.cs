namespace Distil.Runtime.Tests.RunDirectories;

/// <summary>A clock by which nobody waits: when a timer is started, its time is over.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private long _ticks;

    /// <summary>How long was waited.</summary>
    public TimeSpan Waited => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Add(ref _ticks, dueTime.Ticks);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
