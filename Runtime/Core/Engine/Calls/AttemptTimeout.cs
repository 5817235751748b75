namespace Distil.Engine.Calls;

/// <summary>
/// The time limit of one attempt. It decides, once and for all, which came first: the end of the attempt or the end of its time. The time
/// can be made to stand still while the attempt waits for the engine.
/// </summary>
/// <remarks>
/// The attempt itself calls <see cref="TryPause"/>, <see cref="Resume"/> and <see cref="NoteEnd"/>; its caller, and the timer, run beside
/// it.
/// </remarks>
internal sealed class AttemptTimeout : IDisposable
{
    private readonly PipelineRun _run;
    private readonly CancellationTokenSource _source;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Gate _lock = new();
    private readonly TimeSpan _time;
    private ITimer _timer;
    private TimeSpan _spent;
    private long _since;
    private int _pauses;
    private volatile State _state;

    /// <summary>The time begins to run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="time">How long it is.</param>
    /// <param name="token">Fires when attempts are cancelled.</param>
    public AttemptTimeout(PipelineRun run, TimeSpan time, CancellationToken token)
    {
        _run = run;
        _time = time;
        _source = CancellationTokenSource.CreateLinkedTokenSource(token);
        Token = _source.Token;
        _since = run.TimeProvider.GetTimestamp();
        _timer = CreateTimer(time, pauses: 0);
    }

    private enum State
    {
        Running,
        Paused,
        Ended,
        Over,
    }

    /// <summary>
    /// Fires when the time is over or the run is cancelled. A token of its own: one that was used again could end a later attempt.
    /// </summary>
    public CancellationToken Token { get; }

    /// <summary>Completes when the time is over before the attempt has ended.</summary>
    public Task WhenOver => _over.Task;

    /// <summary>Whether the time was over before the attempt had ended.</summary>
    public bool IsOver => _state == State.Over;

    /// <summary>From here on, until <see cref="Resume"/>, the attempt waits for the engine.</summary>
    /// <returns>False: the time is over.</returns>
    public bool TryPause()
    {
        lock (_lock)
        {
            if (_state != State.Running)
            {
                return false;
            }

            _state = State.Paused;
            _pauses++;
        }

        _spent += _run.TimeProvider.GetElapsedTime(_since);
        _timer.Dispose();
        return true;
    }

    /// <summary>The time goes on.</summary>
    public void Resume()
    {
        _since = _run.TimeProvider.GetTimestamp();
        _state = State.Running;
        _timer = CreateTimer(_spent < _time ? _time - _spent : TimeSpan.Zero, _pauses);
    }

    /// <summary>Notes that the attempt has ended, unless its time was over before.</summary>
    public void NoteEnd()
    {
        lock (_lock)
        {
            _state = _state == State.Over ? State.Over : State.Ended;
        }
    }

    /// <summary>Releases the timer and the token; the attempt has ended.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private ITimer CreateTimer(TimeSpan time, int pauses) =>
        _run.TimeProvider.CreateTimer(_ => End(pauses), null, time, Timeout.InfiniteTimeSpan);

    /// <param name="pauses">The pauses before the timer was set: one that comes late, after a further pause, ends nothing.</param>
    private void End(int pauses)
    {
        lock (_lock)
        {
            if (_state != State.Running || pauses != _pauses)
            {
                return;
            }

            _state = State.Over;
        }

        // Callbacks of the user's, which may throw or block, run elsewhere. Cancelled first: what ends then disposes of the source.
        _run.CancelUserCode(_source);
        _over.SetResult();
    }
}
