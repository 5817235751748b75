using System.Collections.Concurrent;

namespace Distil.Engine.Run;

/// <summary>One call at a time, begun on one thread of its own, so that a debugger steps through the steps in order.</summary>
internal sealed class SequentialTurn : IDisposable
{
    // More than there can be tasks that wait.
    private const int MaxWaiting = 1 << 24;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly BlockingCollection<TaskCompletionSource> _begin = [];
    private volatile bool _hasEnded;

    public SequentialTurn() => new Thread(Work) { IsBackground = true, Name = "Distil sequential run" }.Start();

    public async ValueTask EnterAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        if (_hasEnded)
        {
            return;
        }

        // Completed on the thread, and so continued there.
        var begin = new TaskCompletionSource();
        _begin.Add(begin);
        await begin.Task.ConfigureAwait(false);
    }

    public void Leave()
    {
        if (!_hasEnded)
        {
            _turn.Release();
        }
    }

    /// <summary>Lets go all who wait for their turn: it is with code of the user's that does not end. They find that they may call none.</summary>
    public void End()
    {
        _hasEnded = true;
        _turn.Release(MaxWaiting);
    }

    public void Dispose() => _begin.CompleteAdding();

    private void Work()
    {
        foreach (var begin in _begin.GetConsumingEnumerable())
        {
            begin.SetResult();
        }

        _begin.Dispose();
        _turn.Dispose();
    }
}
