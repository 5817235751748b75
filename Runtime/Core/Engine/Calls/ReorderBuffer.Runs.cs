namespace Distil.Engine.Calls;

/// <content>
/// Runs: where calls are answered at once, a worker takes several rows at a time, so that what it costs to come here is paid once a run.
/// The rows of a run that have not begun stay everybody's: a call that takes its time holds no row behind it up.
/// </content>
/// <remarks>
/// As long as there are rows that have not begun and workers that wait, at least one worker is on its way. It takes what it finds, whatever
/// the calls of the others do, and wakes the next one if there is more.
/// </remarks>
internal sealed partial class ReorderBuffer<TIn, TResults>
{
    private const long NoRow = -1;
    private const long AnyRow = -2;

    private readonly int _longest = Math.Clamp(size / 2, 1, 64);
    private readonly List<RowWorker<TIn, TResults>> _workers = [];
    private readonly List<RowRange> _returned = [];                        // taken, and given back before they began; in order
    private int _length = 1;                                               // of the runs that are taken
    private int _runs;                                                     // workers that have one
    private int _woken;                                                    // workers on their way here
    private long _taken;                                                   // rows taken from the batches, one behind the other

    /// <summary>What the emitter sleeps for: a row, counted as they came in, or one of the above.</summary>
    private long _awaited = NoRow;

    /// <summary>Adds a worker. Called before the first row comes.</summary>
    public RowWorker<TIn, TResults> AddWorker()
    {
        var worker = new RowWorker<TIn, TResults>();
        _workers.Add(worker);
        return worker;
    }

    /// <summary>The row at hand was answered at once: the worker goes on to the next row of its run, without the lock.</summary>
    /// <returns>False: the run has ended, and the worker has no row at hand.</returns>
    public bool TryAnswerAndBeginNext(RowWorker<TIn, TResults> worker)
    {
        // Read before: once all its rows are answered, the batch may be used again.
        var row = worker.Batch.First + worker.Row;
        worker.Batch.SetAnswered(worker.Row);
        var goesOn = worker.TryBeginNext();
        WakeEmitter(row);
        return goesOn;
    }

    /// <summary>The row at hand is not answered at once: the rows behind it are given back, and runs become shorter.</summary>
    public void ReturnRun(RowWorker<TIn, TResults> worker)
    {
        worker.Pace = -1;
        if (!worker.HasRun)
        {
            return;
        }

        lock (_lock)
        {
            EndRun(worker);
            WakeIdle();
        }
    }

    /// <summary>Wakes the emitter if it sleeps for a row that was answered: behind a full barrier, or under the lock.</summary>
    private void WakeEmitter(long row)
    {
        var awaited = Volatile.Read(ref _awaited);
        if ((awaited == row || awaited == AnyRow) && Interlocked.CompareExchange(ref _awaited, NoRow, awaited) == awaited)
        {
            Answered.Set();
        }
    }

    private void Arrive(RowWorker<TIn, TResults> worker)
    {
        _woken -= worker.IsWoken ? 1 : 0;
        worker.IsWoken = false;
    }

    private bool TryTakeRun(RowWorker<TIn, TResults> worker)
    {
        if (Beginnable() <= 0)
        {
            return _runs > 0 && TryTakeFromOther(worker);
        }

        var rows = _returned.Count > 0 ? TakeReturned() : TakeUntaken();
        _begun += rows.Count;
        BeginRun(worker, rows);
        BeginChildren(rows.Batch, rows.From);
        return true;
    }

    private RowRange TakeReturned()
    {
        var first = _returned[0];
        var rows = first with { Count = Math.Min(_length, first.Count) };
        _returned.RemoveAt(0);
        if (first.Count > rows.Count)
        {
            _returned.Insert(0, new(first.Batch, first.From + rows.Count, first.Count - rows.Count));
        }

        return rows;
    }

    private RowRange TakeUntaken()
    {
        var batch = _unbegun.Peek();
        while (batch.Next == batch.Rows.Count)
        {
            _unbegun.Dequeue();
            batch = _unbegun.Peek();
        }

        var rows = new RowRange(batch, batch.Next, (int)Math.Min(Math.Min(_length, Beginnable()), batch.Rows.Count - batch.Next));
        batch.Next += rows.Count;
        _taken += rows.Count;
        return rows;
    }

    /// <summary>Takes rows from the run of another worker, half of them at most: its call may not come back soon.</summary>
    private bool TryTakeFromOther(RowWorker<TIn, TResults> worker)
    {
        while (FirstWithRest() is { } other)
        {
            var count = other.TakeRest(Math.Min(_length, (other.Unbegun + 1) / 2), out var from);
            if (count > 0)
            {
                BeginRun(worker, new(other.Batch, from, count));
                return true;
            }
        }

        return false;
    }

    private RowWorker<TIn, TResults>? FirstWithRest()
    {
        RowWorker<TIn, TResults>? first = null;
        foreach (var worker in _workers)
        {
            if (worker is { HasRun: true, Unbegun: > 0 } && (first is null || worker.FirstUnbegun < first.FirstUnbegun))
            {
                first = worker;
            }
        }

        return first;
    }

    private void BeginRun(RowWorker<TIn, TResults> worker, RowRange rows)
    {
        worker.BeginRun(rows.Batch, rows.From, rows.Count);
        _runs += worker.HasRun ? 1 : 0;
    }

    /// <summary>The run of a worker has ended; what it has not begun is given back.</summary>
    private void EndRun(RowWorker<TIn, TResults> worker)
    {
        _length = worker.Pace switch
        {
            > 0 => Math.Min(_longest, _length * 2),
            < 0 => Math.Max(1, _length / 2),
            _ => _length,
        };
        if (worker.HasRun)
        {
            _runs--;
            Return(worker);
        }

        worker.EndRun();
    }

    private void Return(RowWorker<TIn, TResults> worker)
    {
        var count = worker.TakeRest(int.MaxValue, out var from);
        if (count == 0)
        {
            return;
        }

        _begun -= count;
        var rows = new RowRange(worker.Batch, from, count);
        var index = _returned.Count;
        while (index > 0 && _returned[index - 1].Number > rows.Number)
        {
            index--;
        }

        _returned.Insert(index, rows);
    }

    /// <summary>
    /// No further row begins, but those that stand before one that has: without their outcome it could not go on, though its call was made.
    /// </summary>
    private void HaltRuns()
    {
        _halted = true;
        if (_runs > 0)
        {
            foreach (var worker in _workers)
            {
                Return(worker);
            }
        }

        while (_returned.Count > 0 && (!isOrdered || _returned[^1] is var last && last.Number + last.Count == _taken))
        {
            _taken -= _returned[^1].Count;
            _returned.RemoveAt(_returned.Count - 1);
        }
    }

    /// <summary>The run does not wait for calls any longer: rows that would still begin are left to the next one.</summary>
    private void LeaveReturned()
    {
        HaltRuns();
        foreach (var rows in _returned)
        {
            for (var row = rows.From; row < rows.From + rows.Count; row++)
            {
                rows.Batch.SetOutcome(row, CallOutcome.Left);
            }

            _begun += rows.Count;
            _left += rows.Count;
        }

        _returned.Clear();
    }

    private long Beginnable() => !_halted ? Math.Min(_enqueued, _emitted + size) - _begun : _returned.Count > 0 ? _returned[0].Count : 0;

    private void WakeIdle()
    {
        if (_idle.Count == 0)
        {
            return;
        }

        // A worker for each row; where runs are taken, each wakes the next one.
        var rows = Beginnable();
        var needed = rows > 0 ? (_length == 1 ? rows : 1) : _runs > 0 && _woken == 0 && FirstWithRest() is not null ? 1 : 0;
        while (_woken < needed && _idle.TryPop(out var worker))
        {
            worker.IsWoken = true;
            _woken++;
            worker.MayBegin.Set();
        }
    }

    /// <summary>Rows of a batch that are taken together.</summary>
    private readonly record struct RowRange(ReorderBatch<TIn, TResults> Batch, int From, int Count)
    {
        /// <summary>The first, counted as the rows came in.</summary>
        public long Number => Batch.First + From;
    }
}
