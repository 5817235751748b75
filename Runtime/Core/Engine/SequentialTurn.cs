using System.Collections.Concurrent;

namespace Distil.Engine;

/// <summary>One call at a time, begun on one thread of its own, so that a debugger steps through the steps in order.</summary>
internal sealed class SequentialTurn : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly BlockingCollection<TaskCompletionSource> _begin = [];

    public SequentialTurn() => new Thread(Work) { IsBackground = true, Name = "Distil sequential run" }.Start();

    public async ValueTask EnterAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);

        // Completed on the thread, and so continued there.
        var begin = new TaskCompletionSource();
        _begin.Add(begin);
        await begin.Task.ConfigureAwait(false);
    }

    public void Leave() => _turn.Release();

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
