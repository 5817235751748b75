using System.Collections.Concurrent;

namespace Distil.Engine.State;

/// <summary>One call at a time, begun on one thread of its own, so that a debugger steps through the steps in order.</summary>
/// <remarks>
/// A loop that waits in the middle of a row keeps its thread and gives the turn away. Another thread begins what comes meanwhile: still one
/// call at a time.
/// </remarks>
internal sealed class SequentialTurn : IDisposable
{
    // More than there can be tasks that wait.
    private const int MaxWaiting = 1 << 24;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly BlockingCollection<TaskCompletionSource> _begin = [];
    private int _threads;
    private int _waiting;
    private volatile bool _hasEnded;

    public SequentialTurn() => AddThread();

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

    /// <summary>On the thread that has the turn: waits without it, and takes it again.</summary>
    public void Wait(Task task)
    {
        if (Interlocked.Increment(ref _waiting) >= Volatile.Read(ref _threads))
        {
            AddThread();
        }

        Leave();
        try
        {
            task.GetAwaiter().GetResult();
        }
        finally
        {
            _turn.Wait();
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>
    /// Lets go all who wait for their turn: it is with code of the user's that does not end. They find that they may call none.
    /// </summary>
    public void End()
    {
        _hasEnded = true;
        _turn.Release(MaxWaiting);
    }

    public void Dispose() => _begin.CompleteAdding();

    private void AddThread()
    {
        Interlocked.Increment(ref _threads);
        new Thread(Work) { IsBackground = true, Name = "Distil sequential run" }.Start();
    }

    private void Work()
    {
        foreach (var begin in _begin.GetConsumingEnumerable())
        {
            begin.SetResult();
        }

        if (Interlocked.Decrement(ref _threads) == 0)
        {
            _begin.Dispose();
            _turn.Dispose();
        }
    }
}
