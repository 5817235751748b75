using System.Diagnostics;

namespace Distil.Guards;

/// <summary>
/// A clock of the user's that never throws: where it does, it stands still for timestamps, and the system's clock is asked for the rest.
/// </summary>
internal sealed class GuardedClock : TimeProvider
{
    private readonly TimeProvider _inner;
    private readonly Action<Exception> _failed;
    private readonly long _frequency;
    private long _last;

    private GuardedClock(TimeProvider inner, Action<Exception> failed)
    {
        (_inner, _failed) = (inner, failed);
        _frequency = Try(() => inner.TimestampFrequency, Stopwatch.Frequency);
    }

    public override long TimestampFrequency => _frequency;

    public override TimeZoneInfo LocalTimeZone => Try(() => _inner.LocalTimeZone, TimeZoneInfo.Utc);

    /// <summary>The same clock, guarded; the system's clock as it is.</summary>
    public static TimeProvider Of(TimeProvider clock, Action<Exception> failed) => clock == System ? clock
        : new GuardedClock(clock, failed);

    public override long GetTimestamp()
    {
        try
        {
            var now = _inner.GetTimestamp();
            Volatile.Write(ref _last, now);
            return now;
        }
        catch (Exception exception)
        {
            _failed(exception);
            return Volatile.Read(ref _last);
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        try
        {
            return _inner.GetUtcNow();
        }
        catch (Exception exception)
        {
            _failed(exception);
            return System.GetUtcNow();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        try
        {
            return new Timer(this, _inner.CreateTimer(callback, state, dueTime, period));
        }
        catch (Exception exception)
        {
            _failed(exception);
            return System.CreateTimer(callback, state, dueTime, period);
        }
    }

    private T Try<T>(Func<T> call, T otherwise)
    {
        try
        {
            return call();
        }
        catch (Exception exception)
        {
            _failed(exception);
            return otherwise;
        }
    }

    private sealed class Timer(GuardedClock clock, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => clock.Try(() => inner.Change(dueTime, period), false);

        public void Dispose() => clock.Try(
            () =>
            {
                inner.Dispose();
                return true;
            },
            false);

        public async ValueTask DisposeAsync()
        {
            try
            {
                await inner.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                clock._failed(exception);
            }
        }
    }
}
