namespace Distil.Engine.State;

/// <summary>Tasks that call code of the user's and are decided together.</summary>
internal interface IUserCodePositions
{
    /// <summary>Whether one of them is in user code just now.</summary>
    bool IsInside { get; }

    /// <summary>The time is over: decides which of them are left behind.</summary>
    void Decide();
}

/// <summary>
/// How long a run that was cancelled, or has failed, waits for code of the user's that does not end. When the time is over, each task that
/// stands in such code is left behind, and no other task enters any.
/// </summary>
/// <remarks>
/// Safe for several threads at once. Tasks say by plain writes where they stand (<see cref="UserCodePosition"/>), so that loops need no
/// interlocked operation. The side that is rare pays: a barrier across the process lies between <see cref="IsDue"/> and the look at
/// the positions. So a task was either seen in user code, or sees <see cref="IsDue"/> before it enters such code the next time.
/// </remarks>
internal sealed class Abandonment(TimeSpan after, TimeProvider time) : IDisposable
{
    // The last of them are sleeps of a millisecond.
    private const int Turns = 80;

    private static readonly TimeSpan s_leastAfterEnd = TimeSpan.FromSeconds(1);

    private readonly Gate _lock = new();
    private readonly TaskCompletionSource _due = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<UserCodePosition> _loads = [];
    private IReadOnlyList<IUserCodePositions> _stages = [];
    private ITimer? _timer;
    private bool _isDisposed;
    private volatile bool _isDue;

    /// <summary>Whether the time is over.</summary>
    public bool IsDue => _isDue;

    /// <summary>Completes when the time is over and it is known what is left behind.</summary>
    public Task WhenDue => _due.Task;

    /// <summary>How long is waited.</summary>
    public TimeSpan After => after;

    /// <summary>
    /// How long is waited for user code that begins only when the run ends: as long, but at least a second. Such code cannot have ended
    /// before the time begins to run, as calls and sources may.
    /// </summary>
    public TimeSpan AfterEnd => after == Timeout.InfiniteTimeSpan || after > s_leastAfterEnd ? after : s_leastAfterEnd;

    /// <summary>Sets the stages; they have not begun.</summary>
    public void Watch(IReadOnlyList<IUserCodePositions> stages)
    {
        lock (_lock)
        {
            _stages = stages;
        }
    }

    /// <summary>A position of a task that loads a step.</summary>
    public UserCodePosition WatchLoad()
    {
        var position = new UserCodePosition(this);
        lock (_lock)
        {
            if (!_isDue)
            {
                _loads.Add(position);
            }
        }

        return position;
    }

    /// <summary>From now on the time runs; only the first call counts.</summary>
    public void BeginWaiting()
    {
        lock (_lock)
        {
            if (_timer is null && !_isDisposed && after != Timeout.InfiniteTimeSpan)
            {
                _timer = time.CreateTimer(static state => ((Abandonment)state!).End(), this, after, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Once the time is over: waits until it is known what is left behind. The positions are being looked at just now.</summary>
    /// <returns>True.</returns>
    public bool WaitUntilDecided()
    {
        if (!_due.Task.IsCompleted)
        {
            SpinWait.SpinUntil(() => _due.Task.IsCompleted);
        }

        return true;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }
    }

    private void End()
    {
        lock (_lock)
        {
            _isDue = true;
            Interlocked.MemoryBarrierProcessWide();

            // What only passes through user code is let out of it: a look at one moment would take it for something that stands there.
            var spin = default(SpinWait);
            while (spin.Count < Turns && (_loads.Exists(static load => load.IsInside) || _stages.Any(static stage => stage.IsInside)))
            {
                spin.SpinOnce();
            }

            _loads.ForEach(static load => load.Decide());
            foreach (var stage in _stages)
            {
                stage.Decide();
            }
        }

        _due.TrySetResult();
    }
}
