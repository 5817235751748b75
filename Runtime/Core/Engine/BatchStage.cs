namespace Distil.Engine;

/// <summary>
/// Cuts the rows into batches of exactly <c>BatchSize</c>, whatever the sizes they come in, calls the method with
/// each (several side by side where the step allows it) and sends what they become in order.
/// </summary>
internal sealed class BatchStage<TIn, TAnswers> : Stage
    where TIn : RowBatch
    where TAnswers : Answers
{
    private readonly PortLink<TIn> _input;
    private readonly int _reader;
    private readonly BatchKernel<TIn, TAnswers> _kernel;
    private readonly int[] _closeLevels;
    private readonly int _size;
    private readonly long _period;
    private readonly BatchCaller<TIn, TAnswers> _caller;
    private readonly Queue<BatchCall<TIn, TAnswers>> _atWork = new();
    private readonly Stack<TIn> _spare = new();
    private readonly Stack<BatchCall<TIn, TAnswers>> _ended = new();
    private readonly int _concurrency;
    private readonly bool _isOrdered;
    private TIn _slice;
    private long[]? _lastMarks;
    private bool _stopped;
    private long[]? _head;
    private long _sent;

    public BatchStage(
        PipelineRun run,
        string name,
        PortLink<TIn> input,
        int reader,
        BatchKernel<TIn, TAnswers> kernel,
        ForkGate[] forks,
        bool isOrdered,
        int[] closeLevels)
        : base(run, name, kernel.Step, forks)
    {
        var settings = run.Settings(kernel.Step);
        _input = input;
        _reader = reader;
        _kernel = kernel;
        _closeLevels = closeLevels;
        _size = settings.BatchSize;
        _period = 64L * _size;
        _concurrency = run.IsSequential ? 1 : settings.Concurrency;
        _isOrdered = isOrdered;
        _caller = new(run, kernel);
        _slice = input.Create(_size);
    }

    protected override async Task ExecuteAsync()
    {
        try
        {
            await CutAsync().ConfigureAwait(false);
            while (_atWork.Count > 0)
            {
                await EmitAsync().ConfigureAwait(false);
            }

            await FlushAllAsync().ConfigureAwait(false);
        }
        catch
        {
            // Calls that have begun are finished; the first failure in row order is the one that is reported.
            foreach (var call in _atWork)
            {
                await call.Work.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
                Run.Counters[Step].AddWaiting(call.Rows?.Count ?? 0);
            }

            throw;
        }
        finally
        {
            Run.Counters[Step].AddWaiting(_slice.Count);
        }
    }

    protected override void Complete() => Complete(_kernel);

    protected override ValueTask DrainAsync() => DrainAsync(_input.Reader(_reader));

    private async Task CutAsync()
    {
        var reader = _input.ReaderOf(_reader);
        Task<bool>? more = null;
        while (true)
        {
            while (reader.TryRead(out var rows))
            {
                try
                {
                    await CutAsync(rows).ConfigureAwait(false);
                }
                finally
                {
                    rows.Release();
                }
            }

            more ??= reader.WaitToReadAsync().AsTask();
            if (!more.IsCompleted)
            {
                // Nothing is at hand: what was collected must not wait for company.
                await FlushAllAsync().ConfigureAwait(false);
            }

            if (_atWork.Count > 0 && !more.IsCompleted)
            {
                await Task.WhenAny(more, _atWork.Peek().Work).ConfigureAwait(false);
            }

            if (_atWork.Count == 0 || more.IsCompleted)
            {
                if (!await more.ConfigureAwait(false))
                {
                    return;
                }

                more = null;
            }
            else
            {
                await EmitAsync().ConfigureAwait(false);
            }
        }
    }

    private ValueTask FlushAllAsync() => _head is null ? default : FlushAsync(_kernel, _head, all: true);

    /// <summary>
    /// Whether small batches are called so quickly, one behind the other, that their rows can wait for company: until so many are
    /// collected, a moment is over, or no more rows are at hand.
    /// </summary>
    private bool IsFollowedSoon(BatchCall<TIn, TAnswers> call)
    {
        if (!call.IsAnsweredAtOnce || Run.TimeProvider.GetElapsedTime(_sent) > Moment)
        {
            _sent = Run.TimeProvider.GetTimestamp();
            return false;
        }

        return true;
    }

    private async ValueTask CutAsync(TIn rows)
    {
        var next = 0;
        while (next < rows.Count)
        {
            var take = Math.Min(_size - _slice.Count, rows.Count - next);
            var closes = ClosesWithin(rows, next, ref take);
            _slice.Append(rows, next, take);
            next += take;
            if (_slice.Count == _size || closes)
            {
                await BeginAsync(rows, next).ConfigureAwait(false);
            }
        }

        if (_slice.Count > 0 && (rows.IsComplete || MarkCloses(rows)))
        {
            await BeginAsync(rows, next).ConfigureAwait(false);
        }
        else if (_slice.Count == 0)
        {
            Account(rows);
        }
    }

    /// <summary>
    /// Shortens <paramref name="take"/> to the rows before the next position divisible by 64 × <c>BatchSize</c> at
    /// any fork whose branches wait for these rows.
    /// </summary>
    private bool ClosesWithin(TIn rows, int next, ref int take)
    {
        var closes = false;
        foreach (var level in _closeLevels)
        {
            var keys = rows.Keys[level];
            var first = _slice.Count > 0 ? _slice.Keys[level][0] : keys[next];
            for (var row = 0; row < take; row++)
            {
                if (!IsSamePeriod(level, first, keys[next + row]))
                {
                    take = row;
                    closes = true;
                    break;
                }
            }
        }

        return closes;
    }

    private bool MarkCloses(TIn rows)
    {
        foreach (var level in _closeLevels)
        {
            var first = _slice.Keys[level][0];
            if (rows.Marks[level] > first && !IsSamePeriod(level, first, rows.Marks[level]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether no multiple of 64 × <c>BatchSize</c> lies between two numbers; a row's number counts the places of its own source.</summary>
    private bool IsSamePeriod(int level, long one, long other) => level > 0
        ? one / _period == other / _period
        : PipelineRun.SourceOf(one) == PipelineRun.SourceOf(other) && PipelineRun.PlaceOf(one) / _period == PipelineRun.PlaceOf(other) / _period;

    /// <summary>Begins the call for the collected rows.</summary>
    /// <param name="rows">The input that follows them.</param>
    /// <param name="next">Where it goes on: what comes before is accounted for once the call is emitted.</param>
    private async ValueTask BeginAsync(TIn rows, int next)
    {
        while (_atWork.Count >= _concurrency)
        {
            await EmitAsync().ConfigureAwait(false);
        }

        _stopped |= Run.IsStopping;
        if (_stopped)
        {
            // Left to the next run: no call begins after a stop.
            Run.NoteIncomplete();
            Run.Counters[Step].AddWaiting(_slice.Count);
            _slice.Clear();
            return;
        }

        var call = _ended.TryPop(out var ended) ? ended : new(new long[rows.Marks.Length]);
        for (var level = 0; level < call.Marks.Length; level++)
        {
            call.Marks[level] = rows.MarkAt(level, next);
        }

        _lastMarks = null;
        var slice = _slice;
        _slice = _spare.TryPop(out var spare) ? spare : _input.Create(_size);
        Run.Counters[Step].Add(slice.Count, 0);
        call.Rows = slice;
        call.Work = _concurrency > 1 ? Task.Run(() => _caller.CallAsync(call)) : _caller.CallAsync(call);
        call.IsAnsweredAtOnce = call.Work.IsCompleted && _concurrency == 1;
        _atWork.Enqueue(call);
        if (call.IsAnsweredAtOnce)
        {
            await EmitAsync().ConfigureAwait(false);
        }
    }

    /// <summary>No row waits here: what the input accounts for, this stage does.</summary>
    private void Account(TIn rows)
    {
        if (_stopped)
        {
            return;
        }

        if (_atWork.Count > 0 && _lastMarks is not null)
        {
            // Nothing was begun since: one account of how far the input has come is enough.
            rows.Marks.CopyTo(_lastMarks, 0);
            return;
        }

        var call = _ended.TryPop(out var ended) ? ended : new(new long[rows.Marks.Length]);
        rows.Marks.CopyTo(call.Marks, 0);
        _lastMarks = call.Marks;
        _atWork.Enqueue(call);
    }

    /// <summary>Sends what the oldest batch became; where order does not matter below, the first that is done.</summary>
    private async ValueTask EmitAsync()
    {
        if (!_isOrdered)
        {
            BringDoneForward();
        }

        var call = _atWork.Peek();
        if (call.Rows is null)
        {
            _lastMarks = null;
        }

        try
        {
            await call.Work.ConfigureAwait(false);
            _head ??= new long[call.Marks.Length];
            await ProcessAsync(call).ConfigureAwait(false);
        }
        catch
        {
            _atWork.Dequeue();
            await FlushFailedAsync(_kernel).ConfigureAwait(false);
            throw;
        }

        _atWork.Dequeue();
        (call.Rows, call.Answers, call.Work, call.IsAnsweredAtOnce) = (null, null, Task.CompletedTask, false);
        _ended.Push(call);
    }

    private void BringDoneForward()
    {
        for (var turn = 0; turn < _atWork.Count && !_atWork.Peek().Work.IsCompleted; turn++)
        {
            _atWork.Enqueue(_atWork.Dequeue());
        }
    }

    private async ValueTask ProcessAsync(BatchCall<TIn, TAnswers> call)
    {
        var from = 0;
        var to = call.Rows?.Count ?? 0;
        do
        {
            await PassForksAsync(_kernel, _head!).ConfigureAwait(false);
            if (call.Rows is not null)
            {
                await Run.EnterAsync().ConfigureAwait(false);
                try
                {
                    from = _kernel.Process(call.Rows, call.Answers!, from, to);
                }
                finally
                {
                    Run.Leave();
                }
            }

            for (var level = 0; level < _head!.Length; level++)
            {
                _head[level] = from < to ? call.Rows!.Keys[level][from] : call.Marks[level];
            }

            await FlushAsync(_kernel, _head, all: _atWork.Count == 1 && !IsFollowedSoon(call)).ConfigureAwait(false);
        }
        while (from < to);

        if (call.Rows is { } rows)
        {
            _caller.Recycle(call);
            rows.Clear();
            _spare.Push(rows);
        }
    }

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
}
