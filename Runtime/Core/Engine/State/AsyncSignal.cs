using System.Threading.Tasks.Sources;

namespace Distil.Engine.State;

/// <summary>
/// An event for one waiter that resets itself when waited for; waiting and setting allocate nothing. The waiter goes
/// on behind all work that the pool has already taken in: what wakes it often comes in flocks, and it meets them all at once.
/// </summary>
internal sealed class AsyncSignal : IValueTaskSource, IThreadPoolWorkItem
{
    private readonly Gate _lock = new();
    private Action<object?>? _continuation;
    private object? _state;
    private bool _isSet;

    public void Set()
    {
        lock (_lock)
        {
            if (_continuation is null)
            {
                _isSet = true;
                return;
            }

            if (_isSet)
            {
                // The waiter is on its way already; it looks at everything once it is there.
                return;
            }

            _isSet = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public ValueTask WaitAsync()
    {
        lock (_lock)
        {
            if (!_isSet)
            {
                return new(this, 0);
            }

            _isSet = false;
            return default;
        }
    }

    void IValueTaskSource.GetResult(short token)
    {
        // There is no result; being resumed says it all.
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => ValueTaskSourceStatus.Pending;

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        lock (_lock)
        {
            (_continuation, _state) = (continuation, state);
            if (!_isSet)
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        Action<object?>? continuation;
        object? state;
        lock (_lock)
        {
            (continuation, state) = (_continuation, _state);
            (_continuation, _state, _isSet) = (null, null, false);
        }

        continuation!(state);
    }
}
