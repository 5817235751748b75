using Distil.Engine.State;

namespace Distil.Engine.Kernels;

/// <summary>
/// How many children of rows are made and not taken, at most: of each row, and in order besides of all rows behind the first.
/// </summary>
/// <remarks>
/// The first row always has room again once its children are taken, so nothing that waits for room can wait for itself. Lock order: the
/// reorder buffer's, then this one's; no signal is waited for under it.
/// </remarks>
/// <param name="ofRow">Of one row.</param>
/// <param name="behindFirst">Of all rows behind the first, if rows go on in order.</param>
/// <param name="isOrdered">Whether rows go on in the order in which they came; otherwise each is treated as the first.</param>
/// <param name="made">Set when there is a first child to take.</param>
internal sealed class ChildRoom(int ofRow, int behindFirst, bool isOrdered, AsyncSignal made)
{
    /// <summary>In order: the rows that have begun and not gone on whole, as they came.</summary>
    private readonly Queue<ChildBuffer> _rows = new();
    private readonly List<ChildBuffer> _waiting = [];
    private int _behindFirst;
    private bool _isStopped;

    /// <summary>Guards the counts of all buffers.</summary>
    public Gate Lock { get; } = new();

    /// <summary>Set when a row that may go on has children to take, and had none before.</summary>
    public AsyncSignal Made => made;

    /// <summary>The call of a row begins: in the order of the rows.</summary>
    public void Begin(ChildBuffer row)
    {
        lock (Lock)
        {
            row.Room = this;
            row.IsFirst = !isOrdered || _rows.Count == 0;
            if (isOrdered)
            {
                _rows.Enqueue(row);
            }

            row.HasRoom = HasRoomFor(row);
        }
    }

    /// <summary>Rows have gone on whole: in order, the first ones.</summary>
    public void Advance(int rows)
    {
        if (!isOrdered || rows == 0)
        {
            return;
        }

        lock (Lock)
        {
            for (; rows > 0; rows--)
            {
                _rows.Dequeue();
            }

            if (_rows.TryPeek(out var first))
            {
                first.IsFirst = true;
                _behindFirst -= first.Count;
                WakeWaiting();
            }
        }
    }

    /// <summary>The call of a row has its outcome: nothing more that an attempt makes is taken.</summary>
    public void Close(ChildBuffer row)
    {
        lock (Lock)
        {
            row.IsClosed = true;
            WakeWaiting();
        }
    }

    /// <summary>The run, or the stage, comes to its end: nobody waits for room any longer.</summary>
    public void Stop()
    {
        lock (Lock)
        {
            _isStopped = true;
            WakeWaiting();
        }
    }

    /// <summary>Waits until the row has room for another child.</summary>
    /// <returns>False: it will have none, since the run stops.</returns>
    public async ValueTask<bool> WaitAsync(ChildBuffer row)
    {
        while (MustWait(row))
        {
            await row.MayAdd.WaitAsync().ConfigureAwait(false);
        }

        return !_isStopped;
    }

    /// <summary>Under the lock: whether another child of the row may be made.</summary>
    public bool HasRoomFor(ChildBuffer row) =>
        !_isStopped && !row.IsClosed && row.Count < ofRow && (row.IsFirst || _behindFirst < behindFirst);

    /// <summary>Under the lock: a child of the row was made.</summary>
    /// <returns>Whether it is the first that can be taken.</returns>
    public bool NoteMade(ChildBuffer row)
    {
        _behindFirst += row.IsFirst ? 0 : 1;
        return row.IsFirst && row.Count == 1;
    }

    /// <summary>Under the lock: children of the row were taken.</summary>
    public void NoteTaken(ChildBuffer row, int count)
    {
        _behindFirst -= row.IsFirst ? 0 : count;
        WakeWaiting();
    }

    private bool MustWait(ChildBuffer row)
    {
        lock (Lock)
        {
            if (IsDecided(row))
            {
                return false;
            }

            _waiting.Add(row);
            return true;
        }
    }

    private bool IsDecided(ChildBuffer row) => _isStopped || row.IsClosed || HasRoomFor(row);

    private void WakeWaiting()
    {
        for (var index = _waiting.Count - 1; index >= 0; index--)
        {
            var row = _waiting[index];
            if (IsDecided(row))
            {
                _waiting.RemoveAt(index);
                row.MayAdd.Set();
            }
        }
    }
}
