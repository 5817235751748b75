namespace Distil.Engine;

/// <summary>The time limit of one attempt.</summary>
internal sealed class CallLimit : IDisposable
{
    private readonly CancellationTokenSource _time;
    private readonly CancellationTokenSource _linked;

    public CallLimit(PipelineRun run, TimeSpan time)
    {
        _time = new(time, run.TimeProvider);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(run.Token, _time.Token);
    }

    public CancellationToken Token => _linked.Token;

    public bool IsOver => _time.IsCancellationRequested;

    public void Dispose()
    {
        _linked.Dispose();
        _time.Dispose();
    }
}
