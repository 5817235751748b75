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
    private readonly Stack<EdgeKernel<TIn>> _idle = new();
    private readonly Queue<(TIn Rows, EdgeKernel<TIn> Kernel, Task Work)> _atWork = new();
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
            _idle.Push(create());
        }

        _first = _idle.Peek();
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
            foreach (var (rows, _, work) in _atWork)
            {
                // Observed: the first failure in row order is the one that is reported.
                await work.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
                Run.Counters[Step].AddWaiting(rows.Count);
                rows.Release();
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
                var kernel = _idle.Pop();
                _atWork.Enqueue((rows, kernel, Task.Run(() => Process(kernel, rows))));
            }

            if (_idle.Count > 0)
            {
                more ??= reader.WaitToReadAsync().AsTask();
                if (_atWork.Count > 0)
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
        var (rows, kernel, work) = _atWork.Peek();
        try
        {
            await work.ConfigureAwait(false);
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
        _idle.Push(kernel);
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
}
