namespace Distil.Engine;

/// <summary>
/// Awaits a method row by row: several long-lived workers take rows in order, each answer goes to the row's index
/// beside its batch, and what is answered without a gap goes on in order. There is no barrier a batch.
/// </summary>
internal sealed class CallStage<TIn, TAnswers> : Stage
    where TIn : RowBatch
    where TAnswers : Answers
{
    private readonly PortLink<TIn> _input;
    private readonly int _reader;
    private readonly CallKernel<TIn, TAnswers> _kernel;
    private readonly CallPolicy _policy;
    private readonly bool _isOrdered;
    private readonly int _workers;
    private readonly int _window;

    private readonly Gate _lock = new();
    private readonly Queue<PendingRows<TIn, TAnswers>> _pending = new();   // every batch not yet emitted whole
    private readonly Stack<PendingRows<TIn, TAnswers>> _spare = new();
    private readonly SemaphoreSlim _permits = new(0);                      // one a row that may begin
    private readonly AsyncSignal _answered = new();
    private readonly AsyncSignal _roomy = new();
    private readonly Queue<PendingRows<TIn, TAnswers>> _unbegun = new();   // in order; the first may have begun in part
    private long _enqueued;
    private long _granted;
    private long _begun;
    private long _emitted;
    private bool _inputEnded;
    private bool _halted;                                                  // no further call begins
    private bool _closed;                                                  // the workers go home
    private bool _isComplete;
    private long[]? _head;

    public CallStage(
        PipelineRun run, string name, PortLink<TIn> input, int reader, CallKernel<TIn, TAnswers> kernel, ForkGate[] forks, bool isOrdered)
        : base(run, name, kernel.Step, forks)
    {
        var settings = run.Settings(kernel.Step);
        _input = input;
        _reader = reader;
        _kernel = kernel;
        _isOrdered = isOrdered;
        _policy = new(run, settings);
        _workers = run.IsSequential ? 1 : settings.Concurrency;
        _window = Math.Max(_workers, settings.Window > 0 ? settings.Window : DefaultWindow(_workers));
    }

    /// <summary>
    /// Ordered output needs a window of the concurrency times the ratio of the tail's latency to the mean: sixteen
    /// covers a tail of 5 % that is 14 times slower.
    /// </summary>
    internal static int DefaultWindow(int concurrency) => concurrency == 1 ? 1 : Math.Max(64, 16 * concurrency);

    protected override async Task ExecuteAsync()
    {
        using var stopping = Run.WhenStopping(Halt);
        var workers = new Task[_workers];
        for (var worker = 0; worker < workers.Length; worker++)
        {
            workers[worker] = Task.Run(WorkAsync);
        }

        var feeder = Task.Run(FeedAsync);
        try
        {
            await EmitAsync().ConfigureAwait(false);
        }
        finally
        {
            Halt();
            lock (_lock)
            {
                _closed = true;
            }

            _permits.Release(_workers);
            _roomy.Set();
            await Task.WhenAll(workers).ConfigureAwait(false);

            // Downstream ends without waiting for the source to notice that this stage has.
            Complete();
            await feeder.ConfigureAwait(false);
            CountWaiting();
        }
    }

    protected override void Complete()
    {
        if (!_isComplete)
        {
            _isComplete = true;
            Complete(_kernel);
        }
    }

    protected override ValueTask DrainAsync() => default;

    /// <summary>Takes batches from the input while the window has room; after a stop, takes and counts them.</summary>
    private async Task FeedAsync()
    {
        var rows = _input.ReaderOf(_reader);
        while (await rows.WaitToReadAsync().ConfigureAwait(false))
        {
            while (rows.TryRead(out var batch))
            {
                lock (_lock)
                {
                    if (!_halted)
                    {
                        Enqueue(batch);
                        batch = null;
                    }
                }

                if (batch is not null)
                {
                    Run.NoteIncomplete();
                    Run.Counters[Step].AddWaiting(batch.Count);
                    batch.Release();
                    continue;
                }

                while (!HasRoom())
                {
                    await _roomy.WaitAsync().ConfigureAwait(false);
                }
            }
        }

        lock (_lock)
        {
            _inputEnded = true;
        }

        _answered.Set();
    }

    private bool HasRoom()
    {
        lock (_lock)
        {
            return _halted || _enqueued - _emitted < _window;
        }
    }

    private void Enqueue(TIn batch)
    {
        if (!_spare.TryPop(out var pending))
        {
            pending = new(_kernel.CreateAnswers(Run.TransportSize));
        }

        pending.Begin(batch);
        _pending.Enqueue(pending);
        _unbegun.Enqueue(pending);
        _enqueued += batch.Count;
        Grant();
        if (batch.Count == 0)
        {
            _answered.Set();
        }
    }

    private void Grant()
    {
        var grant = (int)(Math.Min(_enqueued, _emitted + _window) - _granted);
        if (grant > 0 && !_halted)
        {
            _granted += grant;
            _permits.Release(grant);
        }
    }

    private void Halt()
    {
        lock (_lock)
        {
            _halted = true;
        }

        _answered.Set();
        _roomy.Set();
    }

    private async Task WorkAsync()
    {
        while (true)
        {
            await _permits.WaitAsync().ConfigureAwait(false);
            PendingRows<TIn, TAnswers> pending;
            int row;
            lock (_lock)
            {
                if (_closed)
                {
                    return;
                }

                if (_halted)
                {
                    continue;
                }

                while (_unbegun.Peek().Next == _unbegun.Peek().Rows.Count)
                {
                    _unbegun.Dequeue();
                }

                pending = _unbegun.Peek();
                row = pending.Next++;
                _begun++;
            }

            await CallAsync(pending, row).ConfigureAwait(false);
        }
    }

    private async ValueTask CallAsync(PendingRows<TIn, TAnswers> pending, int row)
    {
        Exception? failure = null;
        if (Run.IsSkipped(Step))
        {
            Answered(pending, row, null);
            return;
        }

        var started = Run.TimeProvider.GetTimestamp();
        await Run.EnterAsync().ConfigureAwait(false);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    if (_policy.Timeout is null)
                    {
                        await _kernel.CallAsync(pending.Rows, row, pending.Answers, new(attempt, Run.Token)).ConfigureAwait(false);
                    }
                    else
                    {
                        await _policy.TryAsync(attempt, call => _kernel.CallAsync(pending.Rows, row, pending.Answers, call)).ConfigureAwait(false);
                    }

                    break;
                }
                catch (Exception exception) when (_policy.MayRetry(attempt))
                {
                    await _policy.BackOffAsync(attempt, Run.StepName(Step), _kernel.RowIdOf(pending.Rows, row), exception).ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception)
        {
            failure = exception;
        }
        finally
        {
            Run.Leave();
        }

        Run.Counters[Step].AddTime(Run.TimeProvider.GetElapsedTime(started));
        Answered(pending, row, failure);
    }

    private void Answered(PendingRows<TIn, TAnswers> pending, int row, Exception? failure)
    {
        bool wake;
        lock (_lock)
        {
            wake = pending.Answer(row, failure, _isOrdered);
            _halted |= failure is not null;
        }

        if (wake)
        {
            _answered.Set();
        }
    }

    private async Task EmitAsync()
    {
        while (true)
        {
            PendingRows<TIn, TAnswers>? pending;
            int from, to;
            Exception? failure;
            bool isLast;
            lock (_lock)
            {
                if (!TryTake(out pending, out from, out to, out failure))
                {
                    if ((_halted && _emitted == _begun) || (_inputEnded && _pending.Count == 0))
                    {
                        return;
                    }
                }

                isLast = pending is not null && (!HasMore(pending, to) || _pending.Count == 1);
            }

            if (pending is null)
            {
                await _answered.WaitAsync().ConfigureAwait(false);
                continue;
            }

            await ProcessAsync(pending, from, to, isLast).ConfigureAwait(false);
            if (failure is not null)
            {
                await FlushAsync(_kernel, _head!, all: true).ConfigureAwait(false);
                throw new StepException(Step, to, _kernel.RowIdOf(pending.Rows, to), failure);
            }

            Emitted(pending, from, to);
        }
    }

    private bool HasMore(PendingRows<TIn, TAnswers> pending, int to) => to < pending.Rows.Count && pending.IsAnswered(to);

    /// <summary>The next rows that are answered and may go: at the front, or where order does not matter anywhere.</summary>
    private bool TryTake(out PendingRows<TIn, TAnswers>? taken, out int from, out int to, out Exception? failure)
    {
        foreach (var pending in _pending)
        {
            if (pending.TryTake(_isOrdered, out from, out to, out failure))
            {
                taken = pending;
                return true;
            }

            if (_isOrdered)
            {
                break;
            }
        }

        (taken, from, to, failure) = (null, 0, 0, null);
        return false;
    }

    private async ValueTask ProcessAsync(PendingRows<TIn, TAnswers> pending, int from, int to, bool isLast)
    {
        do
        {
            MarksAt(pending.Rows, from, ref _head);
            await PassForksAsync(_kernel, _head).ConfigureAwait(false);
            await Run.EnterAsync().ConfigureAwait(false);
            try
            {
                Run.Counters[Step].Add(to - from, 0);
                var next = _kernel.Process(pending.Rows, pending.Answers, from, to);
                Run.Counters[Step].Add(next - to, 0);
                from = next;
            }
            catch
            {
                await FlushFailedAsync(_kernel).ConfigureAwait(false);
                throw;
            }
            finally
            {
                Run.Leave();
            }

            MarksAt(pending.Rows, from, ref _head);
            await FlushAsync(_kernel, _head, all: isLast).ConfigureAwait(false);
        }
        while (from < to);
    }

    private void Emitted(PendingRows<TIn, TAnswers> pending, int from, int to)
    {
        lock (_lock)
        {
            _emitted += to - from;
            pending.Emit(from, to);
            while (_pending.TryPeek(out var first) && first.IsEmitted)
            {
                _pending.Dequeue();
                if (_unbegun.TryPeek(out var unbegun) && unbegun == first)
                {
                    _unbegun.Dequeue();
                }

                first.End().Release();
                _spare.Push(first);
            }

            Grant();
        }

        _roomy.Set();
    }

    /// <summary>After a stop or a failure: what had not begun is left to the next run.</summary>
    private void CountWaiting()
    {
        if (_pending.Count > 0)
        {
            Run.NoteIncomplete();
        }

        foreach (var pending in _pending)
        {
            Run.Counters[Step].AddWaiting(pending.Unemitted);
            pending.End().Release();
        }

        _pending.Clear();
    }
}
