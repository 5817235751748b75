namespace Distil.Engine.Calls;

/// <summary>
/// The time limit of one attempt. It decides, once and for all, which came first: the end of the attempt or the end of its time.
/// </summary>
internal sealed class AttemptTimeout : IDisposable
{
    private const int Running = 0;
    private const int Ended = 1;
    private const int Over = 2;

    private readonly PipelineRun _run;
    private readonly CancellationTokenSource _source;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _timer;
    private int _state;

    public AttemptTimeout(PipelineRun run, TimeSpan time)
    {
        _run = run;
        _source = CancellationTokenSource.CreateLinkedTokenSource(run.Token);
        Token = _source.Token;
        _timer = run.TimeProvider.CreateTimer(static state => ((AttemptTimeout)state!).End(), this, time, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Fires when the time is over or the run is cancelled. A token of its own: one that was used again could end a later attempt.
    /// </summary>
    public CancellationToken Token { get; }

    /// <summary>Completes when the time is over before the attempt has ended.</summary>
    public Task WhenOver => _over.Task;

    /// <summary>Whether the time was over before the attempt had ended.</summary>
    public bool IsOver => Volatile.Read(ref _state) == Over;

    /// <summary>Notes that the attempt has ended, unless its time was over before.</summary>
    public void NoteEnd() => Interlocked.CompareExchange(ref _state, Ended, Running);

    /// <summary>Releases the timer and the token; the attempt has ended.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private void End()
    {
        if (Interlocked.CompareExchange(ref _state, Over, Running) == Running)
        {
            // Callbacks of the user's, which may throw or block, run elsewhere. Cancelled first: what ends then disposes of the source.
            _run.CancelUserCode(_source);
            _over.SetResult();
        }
    }
}
