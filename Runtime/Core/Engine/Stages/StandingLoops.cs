namespace Distil.Engine.Stages;

/// <summary>Looks at intervals for loops of a run that stand in user code, and has the rows sent that they have finished.</summary>
/// <remarks>
/// The timer's callback only completes a task; the work is done on the pool, and the next interval begins when it is done. So looks never
/// overlap, and a clock that jumps far ahead causes one. <see cref="Dispose"/> ends the waiting; a look that is under way ends by itself,
/// and finds outputs that are complete.
/// </remarks>
internal sealed class StandingLoops : IDisposable
{
    /// <summary>A row waits at most two of them.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly IReadOnlyList<Stage> _stages;
    private readonly Gate _lock = new();
    private readonly ITimer _timer;
    private TaskCompletionSource<bool> _next = NewWait();
    private bool _hasEnded;

    public StandingLoops(IReadOnlyList<Stage> stages, TimeProvider time)
    {
        _stages = stages;
        _timer = time.CreateTimer(static state => ((StandingLoops)state!).Awake(true), this, Interval, Timeout.InfiniteTimeSpan);
        _ = LookAsync();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _hasEnded = true;
        }

        _timer.Dispose();
        Awake(false);
    }

    private static TaskCompletionSource<bool> NewWait() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task LookAsync()
    {
        while (await _next.Task.ConfigureAwait(false))
        {
            foreach (var stage in _stages)
            {
                stage.SendStanding();
            }

            lock (_lock)
            {
                if (_hasEnded)
                {
                    return;
                }

                _next = NewWait();
                _timer.Change(Interval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Awake(bool mayLook)
    {
        lock (_lock)
        {
            _next.TrySetResult(mayLook);
        }
    }
}
