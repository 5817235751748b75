namespace Distil.Engine;

/// <summary>
/// Handles several batches at a time with as many replicas of the loop, and sends what they wrote in the order
/// in which the batches came.
/// </summary>
internal sealed class ReplicatedStage<TIn> : Stage
    where TIn : RowBatch
{
    private readonly PortLink<TIn> _input;
    private readonly int _reader;
    private readonly ForkGate[] _forks;
    private readonly Stack<Replica> _idle = new();
    private readonly Queue<Replica> _atWork = new();
    private readonly EdgeKernel<TIn> _first;
    private readonly long[] _bases;
    private long[]? _head;

    public ReplicatedStage(
        PipelineRun run, string name, int step, PortLink<TIn> input, int reader, Func<EdgeKernel<TIn>> create, int replicas, ForkGate[] forks)
        : base(run, name, step, forks)
    {
        _input = input;
        _reader = reader;
        _forks = forks;
        for (var replica = 0; replica < replicas; replica++)
        {
            _idle.Push(new(this, create()));
        }

        _first = _idle.Peek().Kernel;
        _bases = new long[_first.Forks.Length];
    }

    protected override async Task ExecuteAsync()
    {
        try
        {
            await HandleAsync().ConfigureAwait(false);
        }
        catch
        {
            foreach (var replica in _atWork)
            {
                // Observed: the first failure in row order is the one that is reported.
                await replica.Work.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
                Run.Counters[Step].AddWaiting(replica.Rows.Count);
                replica.Rows.Release();
            }

            throw;
        }
    }

    protected override void Complete() => Complete(_first);

    protected override ValueTask DrainAsync() => DrainAsync(_input.Reader(_reader));

    private async Task HandleAsync()
    {
        var reader = _input.ReaderOf(_reader);
        Task<bool>? more = null;
        while (true)
        {
            while (_idle.Count > 0 && reader.TryRead(out var rows))
            {
                await PassForksAsync().ConfigureAwait(false);
                var replica = _idle.Pop();
                replica.Begin(rows);
                _atWork.Enqueue(replica);
            }

            if (_idle.Count > 0)
            {
                more ??= reader.WaitToReadAsync().AsTask();
                if (_atWork.Count > 0 && !more.IsCompleted && !_atWork.Peek().Work.IsCompleted)
                {
                    await Task.WhenAny(more, _atWork.Peek().Work).ConfigureAwait(false);
                }

                if (_atWork.Count == 0 || more.IsCompleted)
                {
                    if (await more.ConfigureAwait(false))
                    {
                        more = null;
                        if (_atWork.Count == 0 || !_atWork.Peek().Work.IsCompleted)
                        {
                            continue;
                        }
                    }
                    else if (_atWork.Count == 0)
                    {
                        return;
                    }
                }
            }

            await EmitAsync(reader.Count == 0).ConfigureAwait(false);
        }
    }

    private void Process(EdgeKernel<TIn> kernel, TIn rows)
    {
        var begun = Run.TimeProvider.GetTimestamp();
        var from = 0;
        do
        {
            from = kernel.Process(rows, from);
        }
        while (from < rows.Count);
        AddTime(begun);
    }

    /// <summary>Sends what the oldest batch became.</summary>
    private async ValueTask EmitAsync(bool all)
    {
        var replica = _atWork.Peek();
        var (rows, kernel) = (replica.Rows, replica.Kernel);
        try
        {
            await replica.Work.ConfigureAwait(false);
        }
        catch
        {
            _atWork.Dequeue();
            Rebase(kernel);
            await FlushFailedAsync(kernel).ConfigureAwait(false);
            rows.Release();
            throw;
        }

        _atWork.Dequeue();
        Rebase(kernel);
        MarksAt(rows, rows.Count, ref _head);
        _bases.CopyTo(kernel.Forks, 0);

        // A replica keeps nothing back: what it collected comes before what the next one has.
        await FlushAsync(kernel, _head, all: true).ConfigureAwait(false);
        kernel.Forks.AsSpan().Clear();
        rows.Release();
        _idle.Push(replica);
    }

    private void Rebase(Kernel kernel)
    {
        foreach (var port in kernel.Ports)
        {
            port.Rebase(_bases);
        }

        for (var fork = 0; fork < _bases.Length; fork++)
        {
            _bases[fork] += kernel.Forks[fork];
        }
    }

    private async ValueTask PassForksAsync()
    {
        for (var fork = 0; fork < _forks.Length; fork++)
        {
            while (!_forks[fork].IsOpen(_bases[fork]))
            {
                if (_atWork.Count > 0)
                {
                    await EmitAsync(all: true).ConfigureAwait(false);
                }
                else
                {
                    await _forks[fork].WaitAsync(_bases[fork]).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>One of the loops, with the batch that it has.</summary>
    private sealed class Replica
    {
        private readonly Action _process;

        public Replica(ReplicatedStage<TIn> stage, EdgeKernel<TIn> kernel)
        {
            Kernel = kernel;
            _process = () => stage.Process(Kernel, Rows);
        }

        public EdgeKernel<TIn> Kernel { get; }

        public TIn Rows { get; private set; } = null!;

        public Task Work { get; private set; } = Task.CompletedTask;

        public void Begin(TIn rows)
        {
            Rows = rows;
            Work = Task.Run(_process);
        }
    }
}
