using Distil.Engine.Calls;
using Distil.Engine.State;

namespace Distil.Engine.Stages;

/// <summary>
/// Cuts the rows into batches of exactly <c>BatchSize</c>, calls the method with several side by side, and sends what they become in order.
/// </summary>
internal sealed partial class ConcurrentBatchStage<TIn, TResults> : Stage
    where TIn : RowBatch
    where TResults : Results
{
    private readonly Edge<TIn> _input;
    private readonly int _reader;
    private readonly BatchKernel<TIn, TResults> _kernel;
    private readonly BatchCutter<TIn> _cutter;
    private readonly BatchCaller<TIn, TResults> _caller;
    private readonly Queue<BatchCall<TIn, TResults>> _atWork = new();
    private readonly Stack<TIn> _spareRows = new();
    private readonly Stack<TResults> _spareResults = new();
    private readonly Stack<BatchCall<TIn, TResults>> _ended = new();
    private readonly List<(UserCodePosition Position, RowId Row)> _leftCalls = [];
    private readonly Stack<UserCodePosition> _spare = new();
    private readonly FailedRows<TIn, TResults> _failed;
    private readonly int _concurrency;
    private readonly bool _isOrdered;

    /// <summary>The last that only accounts for rows without a batch, while none was begun since.</summary>
    private BatchCall<TIn, TResults>? _lastAccount;

    /// <summary>Rows at hand that are not held yet.</summary>
    private int _rest;

    private bool _stopped;

    /// <summary>A call that had begun is left to the next run.</summary>
    private bool _hasLeft;

    public ConcurrentBatchStage(
        PipelineRun run,
        string name,
        Edge<TIn> input,
        int reader,
        BatchKernel<TIn, TResults> kernel,
        ForkGate[] forks,
        bool isOrdered,
        int[] closeLevels)
        : base(run, name, kernel.Step, kernel, forks)
    {
        var settings = run.Settings(kernel.Step);
        _input = input;
        _reader = reader;
        _kernel = kernel;
        _concurrency = settings.Concurrency;
        _isOrdered = isOrdered;
        for (var call = 0; call < _concurrency; call++)
        {
            _spare.Push(AddCall());
        }

        _caller = new(run, kernel, input.Create);
        _failed = new(run, kernel);
        _cutter = new(input, settings.BatchSize, closeLevels);
        Output.KeepsPoints = true;
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

            await Output.FlushAsync(all: true).ConfigureAwait(false);
        }
        finally
        {
            if (!IsLeftBehind)
            {
                CountHeld();
            }
        }
    }

    private IEnumerable<(UserCodePosition Position, RowId Row)> LeftCalls => _leftCalls.Where(static call => call.Position.IsStillInside);

    public override void AddLeft(List<string> left)
    {
        base.AddLeft(left);
        left.AddRange(LeftCalls.Select(call => $"'{Run.StepName(Step)}' on row {call.Row}"));
    }

    protected override void CountAtHand()
    {
        CountHeld();
        Run.Counters[Step].AddWaiting(_rest);

        // The oldest batch was counted as a whole.
        var passed = _emitted + Output.RowsOfStanding;
        Run.Counters[Step].Add(passed, 0);
        Run.Counters[Step].AddWaiting(-passed);
    }

    private void CountHeld() => Run.Counters[Step].AddWaiting(_cutter.Held.Count);

    /// <summary>The first failure in row order is the one that was reported.</summary>
    protected override async Task EndCallsAsync()
    {
        foreach (var call in _atWork)
        {
            await LeaveAsync(call).ConfigureAwait(false);
        }
    }

    protected override ValueTask DrainAsync() => DrainAsync(_input.Reader(_reader));

    private async Task CutAsync()
    {
        var reader = _input.ReaderOf(_reader);
        Task<bool>? more = null;
        while (true)
        {
            while (reader.TryRead(out var rows))
            {
                _rest = rows.Count;
                try
                {
                    while (_rest > 0)
                    {
                        var take = _cutter.Take(rows, rows.Count - _rest, out var isWhole);
                        _cutter.Held.Append(rows, rows.Count - _rest, take);
                        _rest -= take;
                        if (isWhole)
                        {
                            await BeginAsync(rows, rows.Count - _rest).ConfigureAwait(false);
                        }
                    }

                    await EndAsync(rows).ConfigureAwait(false);
                }
                finally
                {
                    // None, unless a call has failed.
                    Run.Counters[Step].AddWaiting(IsLeftBehind ? 0 : _rest);
                    rows.Release();
                }
            }

            more ??= reader.WaitToReadAsync().AsTask();
            if (!more.IsCompleted)
            {
                // Nothing is at hand: what was collected must not wait for company.
                await Output.FlushAsync(all: true).ConfigureAwait(false);
            }

            if (_atWork.Count > 0 && !more.IsCompleted)
            {
                await Task.WhenAny(more, _atWork.Peek().Work, Run.Abandonment.WhenDue).ConfigureAwait(false);
            }

            if (_atWork.Count == 0 || more.IsCompleted)
            {
                if (!await AwaitInputAsync(new(more)).ConfigureAwait(false))
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

    /// <summary>All of the rows at hand are taken: begins the call for what need not wait for more.</summary>
    private async ValueTask EndAsync(TIn rows)
    {
        if (_cutter.EndsWith(rows))
        {
            await BeginAsync(rows, rows.Count).ConfigureAwait(false);
        }
        else if (_cutter.Held.Count == 0)
        {
            Account(rows);
        }
    }

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
            Run.Counters[Step].AddWaiting(_cutter.Held.Count);
            _cutter.Held.Clear();
            return;
        }

        var call = _ended.TryPop(out var ended) ? ended : new(new long[rows.Watermarks.Length]);
        for (var level = 0; level < call.Watermarks.Length; level++)
        {
            call.Watermarks[level] = rows.WatermarkAt(level, next);
        }

        call.Behind = rows.PositionAt(next);
        _lastAccount = null;
        call.Rows = _cutter.Replace(_spareRows.TryPop(out var spare) ? spare : null);
        call.Results = _spareResults.TryPop(out var results) ? results : _kernel.CreateResults(call.Rows.Count);
        Run.Counters[Step].Add(call.Rows.Count, 0);
        var position = _spare.Pop();
        call.Position = position;
        call.Location = Output.AnswerPosition;
        call.Work = _caller.TakeOver(call.Rows, 0, call.Rows.Count) is { } failure
            ? Task.FromException(failure)
            : Task.Run(() => CallAsync(call, call.Rows, call.Results, position));
        _atWork.Enqueue(call);
    }

    private async Task CallAsync(BatchCall<TIn, TResults> call, TIn rows, TResults results, UserCodePosition position)
    {
        var begun = Run.TimeProvider.GetTimestamp();
        results.EnsureCapacity(rows.Count);
        var outcome = await _caller.CallAsync(rows, 0, rows.Count, results, position).ConfigureAwait(false);
        if (position.IsLeft)
        {
            return;
        }

        (call.Results, call.IsLeft, call.MayBeUsed, call.Failures) =
            (outcome.Results, outcome.IsLeft, outcome.Results != results, outcome.Failures);
        Output.AddCallTime(begun);
    }

    /// <summary>Leaves a call that has begun to the next run: it ends, and what it gave is discarded.</summary>
    private async ValueTask LeaveAsync(BatchCall<TIn, TResults> call)
    {
        var isLeftBehind = !await call.EndsAsync(Run.Abandonment).ConfigureAwait(false);
        if (call.Rows is not { } rows)
        {
            return;
        }

        Run.NoteIncomplete();
        Run.Counters[Step].Add(-rows.Count, 0);
        Run.Counters[Step].AddWaiting(rows.Count);
        if (isLeftBehind)
        {
            _leftCalls.Add((call.Position!, _kernel.RowIdOf(rows, 0)));
            PipelineRun.Observe(call.Work);
        }
        else if (call.Work.Exception?.InnerException is StepException { InnerException: { } failure } failed)
        {
            Run.FailBehind(Step, failed.RowId, failure, failed.Attempts);
        }
    }

    /// <summary>No row waits here: what the input accounts for, this stage does.</summary>
    private void Account(TIn rows)
    {
        if (_stopped)
        {
            return;
        }

        var call = _atWork.Count > 0 ? _lastAccount : null;
        if (call is null)
        {
            call = _ended.TryPop(out var ended) ? ended : new(new long[rows.Watermarks.Length]);
            call.Location = Output.AnswerPosition;
            _lastAccount = call;
            _atWork.Enqueue(call);
        }

        // One account of how far the input has come is enough, while nothing was begun since.
        rows.Watermarks.CopyTo(call.Watermarks, 0);
        call.Behind = rows.PositionAt(rows.Count);
    }
}
