using Microsoft.Extensions.Time.Testing;

namespace Distil.Pipelines.Tests.Helpers;

/// <summary>A clock that stands still until a test moves it, and that says which timers wait for it.</summary>
public sealed class WatchedTime : FakeTimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _timers = [];
    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The longest first pause before a retry; it has a random part of up to a half.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromMilliseconds(200);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_lock)
        {
            _timers.Add(dueTime);
            _added.TrySetResult();
            _added = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return timer;
    }

    /// <summary>Waits until so many timers of this time have been started since the beginning.</summary>
    public Task WhenWaitedForAsync(double seconds, int count = 1) => WhenAsync(due => due == TimeSpan.FromSeconds(seconds), count);

    /// <summary>Waits until a call has waited for its second attempt.</summary>
    public Task WhenPausedAsync() => WhenAsync(due => due > Pause / 2 && due <= Pause, count: 1);

    /// <summary>Waits until so many calls have waited for their second attempt or a later one.</summary>
    /// <returns>How long the last of them waits.</returns>
    public async Task<TimeSpan> PauseAsync(int count)
    {
        await WhenAsync(IsPause, count);
        lock (_lock)
        {
            return _timers.FindAll(IsPause)[count - 1];
        }

        // The second pause is twice as long, the third four times.
        static bool IsPause(TimeSpan due) => due > Pause / 2 && due <= 4 * Pause;
    }

    private async Task WhenAsync(Predicate<TimeSpan> isThis, int count)
    {
        while (true)
        {
            Task added;
            lock (_lock)
            {
                if (_timers.FindAll(isThis).Count >= count)
                {
                    return;
                }

                added = _added.Task;
            }

            await Run.WithLimit(added);
        }
    }
}
