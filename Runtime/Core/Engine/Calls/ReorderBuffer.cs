using System.Diagnostics.CodeAnalysis;
using Distil.Engine.State;
using Distil.Journal.Records;

namespace Distil.Engine.Calls;

/// <summary>
/// The rows of an awaited step between the batch that they came in and the loop that they go on to: which have begun,
/// which are answered, which have gone. Bounded: a row begins only within so many rows of the first that has not gone on.
/// </summary>
/// <param name="size">Rows that are begun and not yet gone on, at most.</param>
/// <param name="isOrdered">Rows go on in the order in which they came.</param>
/// <param name="stopsAtFailure">No further call begins after one that failed.</param>
/// <param name="createResults">Makes the place for a batch's results.</param>
internal sealed partial class ReorderBuffer<TIn, TResults>(
    int size, bool isOrdered, bool stopsAtFailure, Func<TResults> createResults)
    where TIn : RowBatch
    where TResults : Results
{
    private readonly Gate _lock = new();
    private readonly List<ReorderBatch<TIn, TResults>> _pending = [];       // every batch not yet gone on whole
    private readonly Queue<ReorderBatch<TIn, TResults>> _unbegun = new();   // in order; the first may have begun in part
    private readonly Stack<ReorderBatch<TIn, TResults>> _spare = new();
    private readonly Stack<RowWorker<TIn, TResults>> _idle = new();        // workers that found no row to begin
    private long _enqueued;
    private long _begun;                                                   // begun, or in the run of a worker that will begin them
    private long _emitted;
    private long _left;                                                    // begun, and left to the next run
    private bool _inputEnded;
    private bool _halted;                                                  // no further call begins
    private bool _closed;                                                  // the workers go home

    /// <summary>Set when rows may go on, or nothing more will come.</summary>
    public AsyncSignal Answered { get; } = new();

    /// <summary>Set when there may be room for another batch.</summary>
    public AsyncSignal RoomAvailable { get; } = new();

    public bool HasRoom
    {
        get
        {
            lock (_lock)
            {
                return _halted || _enqueued - _emitted < size;
            }
        }
    }

    /// <summary>Takes a batch in.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="location">Of a durable step: where the journal ends.</param>
    /// <returns>False: no further call begins, the batch stays the caller's.</returns>
    public bool TryEnqueue(TIn batch, JournalLocation location = default)
    {
        lock (_lock)
        {
            if (_halted)
            {
                return false;
            }

            var pending = _spare.TryPop(out var spare) ? spare : new(createResults());
            pending.SetRows(batch);
            (pending.First, pending.Location) = (_enqueued, location);
            _pending.Add(pending);
            _unbegun.Enqueue(pending);
            _enqueued += batch.Count;
            WakeIdle();
        }

        if (batch.Count == 0)
        {
            Answered.Set();
        }

        return true;
    }

    public void EndInput()
    {
        lock (_lock)
        {
            _inputEnded = true;
        }

        Answered.Set();
    }

    /// <summary>
    /// No further call begins, but of rows that stand before one whose call has begun; those that have are still answered and go on.
    /// </summary>
    public void Halt()
    {
        lock (_lock)
        {
            HaltRuns();
            WakeIdle();
        }

        Answered.Set();
        RoomAvailable.Set();
    }

    /// <summary>Sends the workers home.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            while (_idle.TryPop(out var worker))
            {
                worker.MayBegin.Set();
            }
        }

        Stop();
    }

    /// <summary>Takes a worker's result and gives it its next row, in one go: most of what a row costs is to get here.</summary>
    /// <param name="worker">The worker; without a row at hand it waits, and asks again.</param>
    /// <param name="outcome">How the call of the row at hand ended, if there is one.</param>
    /// <returns>False: the worker goes home.</returns>
    public bool TryCompleteAndTakeNext(RowWorker<TIn, TResults> worker, CallOutcome outcome)
    {
        lock (_lock)
        {
            Arrive(worker);
            if (worker.HasRow)
            {
                Complete(worker.Batch, worker.Row, outcome);
                worker.EndRow();
            }

            EndRun(worker);
            if (_closed)
            {
                return false;
            }

            if (!TryTakeRun(worker))
            {
                _idle.Push(worker);
            }

            WakeIdle();
            return true;
        }
    }

    /// <summary>The next rows that are answered and may go on: the first ones, or where order does not matter anywhere.</summary>
    /// <param name="rows">Which rows; null where none may go on yet.</param>
    /// <returns>False: nothing will go on any more.</returns>
    public bool TryTake(out AnsweredRows<TIn, TResults>? rows)
    {
        lock (_lock)
        {
            _awaited = NoRow;
            if (TryTakeNext(out rows))
            {
                return true;
            }

            if (isOrdered && _pending.Count > 0 && _pending[0].IsLeft)
            {
                // What comes behind a row that is left to the next run is left with it.
                return false;
            }

            if ((_halted && _emitted + _left == _begun && _returned.Count == 0) || (_inputEnded && _pending.Count == 0))
            {
                return false;
            }

            // Workers answer rows without the lock: either this sees the answer, or the worker sees that it is waited for.
            _awaited = !isOrdered ? AnyRow : _pending.Count > 0 ? _pending[0].FirstUnemitted : _enqueued;
            Interlocked.MemoryBarrier();
            if (TryTakeNext(out rows))
            {
                _awaited = NoRow;
            }

            return true;
        }
    }

    /// <summary>Notes that rows have gone on: others may begin.</summary>
    public void Emitted(in AnsweredRows<TIn, TResults> rows)
    {
        lock (_lock)
        {
            _emitted += rows.To - rows.From;
            rows.Pending.Emit(rows.From, rows.To);
            _room?.Advance(rows.To - rows.From);
            if (!isOrdered && rows.Pending is { IsEmitted: true, Rows.Count: > 0 })
            {
                // Perhaps before a row that stands before it, and that may have no end.
                End(rows.Pending);
            }

            while (_pending.Count > 0 && _pending[0].IsEmitted)
            {
                End(_pending[0]);
            }

            WakeIdle();
        }

        RoomAvailable.Set();
    }

    /// <summary>
    /// The call that a worker makes is left behind: its row is left to the next run, and the batch stays the call's. No further call
    /// begins. Does nothing where this was said before.
    /// </summary>
    public void Abandon(RowWorker<TIn, TResults> worker)
    {
        lock (_lock)
        {
            if (worker.Batch.HasOutcome(worker.Row))
            {
                return;
            }

            worker.Batch.IsHeld = true;
            Complete(worker.Batch, worker.Row, CallOutcome.Left);
            LeaveReturned();
        }

        Halt();
    }

    /// <summary>After the last call: takes out a batch of which rows are left.</summary>
    public bool TryTakeLeft([NotNullWhen(true)] out ReorderBatch<TIn, TResults>? pending)
    {
        lock (_lock)
        {
            pending = _pending.Count > 0 ? _pending[0] : null;
            return pending is not null && _pending.Remove(pending);
        }
    }

    private bool TryTakeNext(out AnsweredRows<TIn, TResults>? rows) =>
        TryTakeFrom(_turn, out rows) || (_turn > 0 && TryTakeFrom(0, out rows));

    /// <summary>Finds the next rows, where order does not matter from a row on.</summary>
    /// <param name="start">The number of the row, counted as they came in.</param>
    /// <param name="rows">Which rows.</param>
    private bool TryTakeFrom(long start, out AnsweredRows<TIn, TResults>? rows)
    {
        rows = null;
        foreach (var pending in _pending)
        {
            var first = (int)Math.Clamp(start - pending.First, 0, pending.Rows.Count);
            if (pending.TryTake(isOrdered, first, out var from, out var to, out var hasPart, out var failure))
            {
                var next = failure is null ? to : to + 1;
                var hasMore = next < pending.Rows.Count && pending.IsAnswered(next);
                rows = new(pending, from, to, hasPart, failure, IsLast: !hasMore || _pending.Count == 1);
                NoteTurn(rows.Value);
                return true;
            }

            if (isOrdered)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Every row of a batch has gone on: it can be used again.</summary>
    private void End(ReorderBatch<TIn, TResults> batch)
    {
        _pending.Remove(batch);
        if (_unbegun.TryPeek(out var unbegun) && unbegun == batch)
        {
            _unbegun.Dequeue();
        }

        batch.End().Release();
        _spare.Push(batch);
    }

    private void Complete(ReorderBatch<TIn, TResults> batch, int row, CallOutcome outcome)
    {
        CloseChildren(batch, row);
        batch.SetOutcome(row, outcome);
        if (outcome is { Failure: null, IsLeft: false })
        {
            WakeEmitter(batch.First + row);
            return;
        }

        _left += outcome.IsLeft ? 1 : 0;
        if (outcome.IsLeft || stopsAtFailure)
        {
            HaltRuns();
        }

        Answered.Set();
    }
}

/// <summary>Rows of one batch that are answered and may go on.</summary>
/// <param name="Pending">The batch.</param>
/// <param name="From">The first row.</param>
/// <param name="To">Behind the last.</param>
/// <param name="HasPart">
/// Whether children of the row at <paramref name="To"/> go on, too, although that row has not gone on whole.
/// </param>
/// <param name="Failure">What the row at <paramref name="To"/> failed with.</param>
/// <param name="IsLast">No more is at hand: what the rows became is not held back.</param>
internal readonly record struct AnsweredRows<TIn, TResults>(
    ReorderBatch<TIn, TResults> Pending, int From, int To, bool HasPart, CallOutcome? Failure, bool IsLast)
    where TIn : RowBatch
    where TResults : Results
{
    /// <summary>Behind the last row that goes on, be it in part.</summary>
    public int End => HasPart ? To + 1 : To;
}
