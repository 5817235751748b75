using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Distil.Engine.Kernels;
using Distil.Engine.State;
using Distil.Running;

namespace Distil.Engine.Stages;

/// <summary>
/// Handles several batches at a time with as many replicas of the loop, and sends what they wrote in the order
/// in which the batches came.
/// </summary>
internal sealed class ReplicatedStage<TIn> : Stage
    where TIn : RowBatch
{
    private readonly Edge<TIn> _input;
    private readonly int _reader;
    private readonly Replica[] _replicas;
    private readonly Stack<Replica> _idle = new();
    private readonly Queue<Replica> _atWork = new();

    /// <summary>A replica is done, there is something to read, or the input has ended.</summary>
    private readonly AsyncSignal _changed = new();

    /// <summary>All that there was to read is taken.</summary>
    private readonly AsyncSignal _taken = new();

    /// <summary>The replica whose rows go on first; null: none has any, or they are being sent.</summary>
    private volatile Replica? _oldest;

    private Task[] _workers = [];
    private Task _watch = Task.CompletedTask;
    private volatile bool _canRead;
    private volatile bool _hasEnded;
    private volatile bool _isOver;

    public ReplicatedStage(
        PipelineRun run, string name, int step, Edge<TIn> input, int reader, LoopKernel<TIn>[] kernels, ForkGate[] forks)
        : base(run, name, step, kernels[0], forks, isReplicated: true)
    {
        _input = input;
        _reader = reader;
        _replicas = new Replica[kernels.Length];
        for (var replica = 0; replica < kernels.Length; replica++)
        {
            var counts = Array.ConvertAll(run.Counters, static _ => new StepCounters());
            kernels[replica].HeldCounts = counts;
            _replicas[replica] = new(this, kernels[replica], counts, AddCall());
            kernels[replica].Pause = _replicas[replica];
            _idle.Push(_replicas[replica]);
        }
    }

    protected override async Task ExecuteAsync()
    {
        using var stopping = Run.WhenStopping(() => Array.ForEach(_replicas, static replica => replica.MaySend.Set()));
        _workers = Array.ConvertAll(_replicas, static replica => Task.Run(replica.WorkAsync));
        _watch = Task.Run(WatchAsync);
        await HandleAsync().ConfigureAwait(false);
    }

    public override IEnumerable<int> LeftSteps => HasLeftCall ? Body : [];

    public override void LeaveCalls() => _changed.Set();

    public override void AddLeft(List<string> left)
    {
        if (HasLeftCall)
        {
            left.Add($"'{Name}'");
        }
    }

    protected override async Task EndCallsAsync()
    {
        await EndOldestAsync().ConfigureAwait(false);
        Array.ForEach(_replicas, static replica => replica.Kernel.AskToPause(true));
        foreach (var replica in _atWork)
        {
            // The first failure in row order is the one that was reported.
            while (!replica.IsDone && !replica.Position.IsLeft)
            {
                await _changed.WaitAsync().ConfigureAwait(false);
            }

            Leave(replica);
        }

        Array.ForEach(_replicas, static replica => replica.End());
        await Task.WhenAll(_workers.Where((_, index) => !_replicas[index].Position.IsLeft)).ConfigureAwait(false);
    }

    protected override ValueTask DrainAsync()
    {
        _isOver = true;
        _taken.Set();
        return new(_watch);
    }

    /// <summary>
    /// The stage ends though replicas are at work, and rows of the oldest may have gone on: sends those of all that end, up to one that is
    /// left behind. Of that one goes on what its loop has finished.
    /// </summary>
    private async ValueTask EndOldestAsync()
    {
        while (_oldest is { } replica)
        {
            while (!replica.IsDone && !replica.Position.IsLeft)
            {
                await _changed.WaitAsync().ConfigureAwait(false);
            }

            if (replica.Position.IsLeft)
            {
                await Output.CloseInPlaceAsync().ConfigureAwait(false);
                replica.CountRows(Run.Counters);
                return;
            }

            try
            {
                await EmitAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Fail(exception);
                return;
            }
        }
    }

    /// <summary>Waits until a replica is done, or there is something to read.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAsync()
    {
        await _changed.WaitAsync().ConfigureAwait(false);
        if (Array.Exists(_replicas, static replica => replica.Position.IsLeft))
        {
            throw new OperationCanceledException();
        }
    }

    /// <summary>Says when there is something to read; once nothing more is handled, takes and counts it.</summary>
    private async Task WatchAsync()
    {
        var reader = _input.ReaderOf(_reader);
        while (await AwaitInputAsync(reader.WaitToReadAsync()).ConfigureAwait(false))
        {
            if (_isOver)
            {
                await DrainAsync(_input.Reader(_reader)).ConfigureAwait(false);
                return;
            }

            _canRead = true;
            _changed.Set();
            await _taken.WaitAsync().ConfigureAwait(false);
        }

        _hasEnded = true;
        _changed.Set();
    }

    private async Task HandleAsync()
    {
        var reader = _input.ReaderOf(_reader);
        while (true)
        {
            while (_canRead && _idle.Count > 0)
            {
                await PassForksAsync().ConfigureAwait(false);
                if (!reader.TryRead(out var rows))
                {
                    _canRead = false;
                    _taken.Set();
                    break;
                }

                var replica = _idle.Pop();
                _atWork.Enqueue(replica);
                replica.SetRows(rows);
                AttendOldest();
            }

            if (_atWork.TryPeek(out var oldest) && oldest.IsDone)
            {
                await EmitAsync().ConfigureAwait(false);
            }
            else if (_atWork.Count == 0 && _hasEnded)
            {
                return;
            }
            else
            {
                await WaitAsync().ConfigureAwait(false);
            }
        }
    }

    private void Process(LoopKernel<TIn> kernel, TIn rows)
    {
        var begun = Run.TimeProvider.GetTimestamp();
        var from = 0;
        do
        {
            from = kernel.Process(rows, from);
        }
        while (from < rows.Count);
        Output.AddTime(begun);
    }

    /// <summary>Sends what the oldest batch became.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EmitAsync()
    {
        Output.EndAttending();
        _oldest = null;
        var replica = _atWork.Dequeue();
        var (rows, kernel) = (replica.Rows, replica.Kernel);
        try
        {
            Output.Adopt(kernel);
            ExceptionDispatchInfo? failure = null;
            try
            {
                kernel.PassFailures();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }

            replica.CountRows(Run.Counters);
            failure ??= replica.Failure;
            if (failure is not null)
            {
                CountBehind(failure.SourceException, rows.Count, atHand: rows.Count);
                await Output.FlushFailedAsync().ConfigureAwait(false);
                failure.Throw();
            }

            // A replica keeps nothing back: what it collected comes before what the next one has.
            Output.Pass(rows, rows.Count);
            Output.Note(rows, rows.Count);
            await Output.FlushAsync(all: true).ConfigureAwait(false);
        }
        finally
        {
            rows.Release();
        }

        _idle.Push(replica);
        AttendOldest();
    }

    /// <summary>Nothing waits before the rows of the oldest replica any more: they may go on while its loop stands.</summary>
    private void AttendOldest()
    {
        if (_oldest is null && _atWork.TryPeek(out var replica))
        {
            // Opened first: the replica closes before it sends within a row, and opens again.
            Output.Attend(replica.Kernel, replica.Rows);
            Run.Reach(RacePoint.Replica);
            _oldest = replica;
            replica.MaySend.Set();
        }
    }

    /// <summary>A batch behind the one that failed: its rows wait, though the loop has handled them.</summary>
    private void Leave(Replica replica)
    {
        if (replica.Position.IsLeft)
        {
            // Loop and batch are no longer the stage's.
            Run.Counters[Step].AddWaiting(replica.Rows.Count - (replica == _oldest ? Output.RowsOfStanding : 0));
            return;
        }

        replica.CountRows(null);
        replica.Kernel.DiscardFailures();
        if (replica.Failure?.SourceException is StepException failure && !IsHardStop(failure) && !IsExpansionLeft(failure))
        {
            Run.FailBehind(failure.Step, failure.RowId, failure.InnerException!, failure.Attempts);
        }

        Run.Counters[Step].AddWaiting(replica.Rows.Count);
        replica.Rows.Release();
    }

    private async ValueTask PassForksAsync()
    {
        while (!Output.AreForksOpen)
        {
            if (!_atWork.TryPeek(out var oldest))
            {
                await Output.PassForksAsync().ConfigureAwait(false);
            }
            else if (oldest.IsDone)
            {
                await EmitAsync().ConfigureAwait(false);
            }
            else
            {
                await WaitAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>One of the loops, with the batch that it has.</summary>
    private sealed class Replica(
        ReplicatedStage<TIn> stage, LoopKernel<TIn> kernel, StepCounters[] counts, UserCodePosition position) : IRowPause
    {
        private readonly AsyncSignal _mayBegin = new();
        private volatile bool _isDone;
        private volatile bool _isEnded;

        public LoopKernel<TIn> Kernel => kernel;

        public UserCodePosition Position => position;

        public TIn Rows { get; private set; } = null!;

        /// <summary>Set when nothing waits before its rows, and at the stop.</summary>
        public AsyncSignal MaySend { get; } = new();

        /// <summary>What the loop threw, once it is done.</summary>
        public ExceptionDispatchInfo? Failure { get; private set; }

        public bool IsDone => _isDone;

        /// <summary>Counts the rows of the batch at hand as the run's, or not at all.</summary>
        public void CountRows(StepCounters[]? to)
        {
            for (var step = 0; step < counts.Length; step++)
            {
                counts[step].MoveRows(to?[step]);
            }
        }

        public void SetRows(TIn rows)
        {
            Rows = rows;
            _isDone = false;
            kernel.StartAt(0);
            _mayBegin.Set();
        }

        public void SendWithinRow()
        {
            if (stage._oldest != this)
            {
                Position.Leave();
                Position.ThrowIfLeft();
                WaitUntilOldest();
                Position.Enter();
            }

            stage.Output.SendWithinRow(Position);
        }

        public void End()
        {
            _isEnded = true;
            _mayBegin.Set();
        }

        private void WaitUntilOldest()
        {
            while (stage._oldest != this)
            {
                if (stage.Run.IsStopping)
                {
                    throw new ExpansionLeftException();
                }

                MaySend.WaitAsync().AsTask().GetAwaiter().GetResult();
            }
        }

        public async Task WorkAsync()
        {
            while (true)
            {
                await _mayBegin.WaitAsync().ConfigureAwait(false);
                if (_isEnded)
                {
                    return;
                }

                try
                {
                    if (!Position.TryEnter())
                    {
                        throw new OperationCanceledException();
                    }

                    stage.Run.Reach(RacePoint.Replica);
                    stage.Process(kernel, Rows);
                }
                catch (Exception exception)
                {
                    Failure = ExceptionDispatchInfo.Capture(exception);
                }

                Position.Leave();
                if (Position.IsLeft)
                {
                    return;
                }

                stage.Run.Reach(RacePoint.Replica);
                _isDone = true;
                stage._changed.Set();
            }
        }
    }
}
