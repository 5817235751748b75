using System.Runtime.CompilerServices;
using Distil.Engine.Calls;
using Distil.Engine.State;
using Distil.Journal.Records;

namespace Distil.Engine.Stages;

/// <summary>
/// Cuts the rows into batches of exactly <c>BatchSize</c>, calls the method with one after the other, and sends what they become. A batch
/// that lies whole in the rows that came is called where it lies; only what is left over is copied.
/// </summary>
internal sealed partial class BatchStage<TIn, TResults> : Stage
    where TIn : RowBatch
    where TResults : Results
{
    private readonly Edge<TIn> _input;
    private readonly int _reader;
    private readonly BatchKernel<TIn, TResults> _kernel;
    private readonly BatchCaller<TIn, TResults> _caller;
    private readonly BatchCutter<TIn> _cutter;
    private readonly UserCodePosition _call;
    private readonly FailedRows<TIn, TResults> _failed;
    private TResults _results;

    /// <summary>The first of the rows at hand that no call has had and that is not held.</summary>
    private int _next;

    /// <summary>What the method was last called with.</summary>
    private (TIn Rows, int First) _called;

    /// <summary>The rows at hand.</summary>
    private TIn? _rows;

    /// <summary>While answered rows are sent: the first of the block at hand; otherwise -1.</summary>
    private int _emitting = -1;

    /// <summary>The rows that are held are counted as rows in.</summary>
    private bool _isHeldCounted;

    /// <summary>The last call has answered elsewhere than where it was to: an attempt at it may still write there.</summary>
    private bool _hasNewResults;

    /// <summary>Where the journal ended when the rows at hand came: none of them, and of those that are held, had been called.</summary>
    private JournalLocation _location;

    private bool _isStopped;

    public BatchStage(
        PipelineRun run, string name, Edge<TIn> input, int reader, BatchKernel<TIn, TResults> kernel, ForkGate[] forks, int[] closeLevels)
        : base(run, name, kernel.Step, kernel, forks)
    {
        var size = run.Settings(kernel.Step).BatchSize;
        _input = input;
        _reader = reader;
        _kernel = kernel;
        _caller = new(run, kernel, input.Create);
        _failed = new(run, kernel);
        _call = AddCall();
        _cutter = new(input, size, closeLevels);
        _results = kernel.CreateResults(size);
        Output.KeepsPoints = true;
    }

    protected override async Task ExecuteAsync()
    {
        var reader = _input.ReaderOf(_reader);
        try
        {
            while (await AwaitInputAsync(reader.WaitToReadAsync()).ConfigureAwait(false))
            {
                while (reader.TryRead(out var rows))
                {
                    try
                    {
                        await HandleAsync(rows).ConfigureAwait(false);
                        await Output.FlushAsync(all: reader.Count == 0).ConfigureAwait(false);
                    }
                    finally
                    {
                        rows.Release();
                    }
                }
            }
        }
        catch
        {
            await Output.FlushFailedAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            if (!IsLeftBehind)
            {
                Run.Counters[Step].AddWaiting(_cutter.Held.Count);
            }
        }
    }

    public override void AddLeft(List<string> left)
    {
        if (_call.IsStillInside)
        {
            left.Add($"'{Run.StepName(Step)}' on row {_kernel.RowIdOf(_called.Rows, _called.First)}");
        }
        else
        {
            base.AddLeft(left);
        }
    }

    protected override void CountAtHand()
    {
        var counter = Run.Counters[Step];
        var passed = _emitting >= 0 ? _emitting + Output.RowsOfStanding : 0;
        var held = _cutter.Held.Count - (_isHeldCounted ? passed : 0);
        counter.AddWaiting(held);
        counter.Add(_isHeldCounted ? -held : 0, 0);
        if (_rows is { } rows)
        {
            var unsent = _unsent < 0 ? _next : Math.Max(_unsent, passed);
            counter.Add(_unsent < 0 ? 0 : unsent - _unsent, 0);
            counter.AddWaiting(rows.Count - unsent);
        }
    }

    protected override ValueTask DrainAsync() => DrainAsync(_input.Reader(_reader));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask HandleAsync(TIn rows)
    {
        (_rows, _next) = (rows, 0);
        _location = Output.AnswerPosition;
        try
        {
            while (_next < rows.Count && !_isStopped)
            {
                var take = _cutter.Take(rows, _next, out var isWhole);
                if (isWhole && _cutter.Held.Count == 0 && !_caller.HasTimeout)
                {
                    await CallInPlaceAsync(rows, take).ConfigureAwait(false);
                    continue;
                }

                _cutter.Held.Append(rows, _next, take);
                _next += take;
                if (isWhole)
                {
                    await CallHeldAsync(rows).ConfigureAwait(false);
                }
            }

            if (!_isStopped && _cutter.EndsWith(rows))
            {
                await CallHeldAsync(rows).ConfigureAwait(false);
            }
        }
        finally
        {
            if (!IsLeftBehind)
            {
                _rows = null;
                Run.Counters[Step].AddWaiting(rows.Count - _next);
            }
        }

        if (!_isStopped)
        {
            // What the input accounts for, this stage does, up to the first row that is held.
            var held = _cutter.Held;
            var (following, next) = held.Count > 0 ? (held, 0) : (rows, rows.Count);
            Output.Pass(following, next);
            Output.Note(following, next, _failed.Passed, _location);
        }
    }

    /// <summary>Calls the method for the rows that were held.</summary>
    /// <param name="rows">The rows at hand, of which those from <see cref="_next"/> on follow.</param>
    private async ValueTask CallHeldAsync(TIn rows)
    {
        if (!MayCall())
        {
            return;
        }

        var held = _cutter.Held;
        Run.Counters[Step].Add(held.Count, 0);
        _isHeldCounted = true;
        _results.EnsureCapacity(held.Count);
        var begun = Run.TimeProvider.GetTimestamp();
        var mayBeUsed = _caller.HasTimeout;
        var isLeft = false;
        try
        {
            _called = (held, 0);
            AwaitCall(_call);
            var call = BeginCall(held, 0, held.Count);
            if (!call.IsCompleted && TryLeaveCall())
            {
                await Output.FlushAsync(all: true).ConfigureAwait(false);
            }

            isLeft = await IsCallLeftAsync(call, null).ConfigureAwait(false);
            Output.AddCallTime(begun);
            if (isLeft)
            {
                // They stay held, and are counted with what else is.
                LeaveRows();
                Run.Counters[Step].Add(-held.Count, 0);
                return;
            }

            mayBeUsed = _hasNewResults;
            try
            {
                await EmitAsync(held, 0, held.Count, rows, _next).ConfigureAwait(false);
                Output.Note(rows, _next, _failed.Passed, _location);
                _results.Clear(held.Count);
            }
            catch (Exception failure)
            {
                CountLeftBehind(failure, held.Count);
                throw;
            }
        }
        finally
        {
            _isHeldCounted &= IsLeftBehind;
            if (mayBeUsed)
            {
                // An attempt may still go on, after its time, with these rows.
                _cutter.Replace(isLeft ? held : null);
            }
            else if (!isLeft)
            {
                held.Clear();
            }
        }
    }

    /// <summary>Waits for a call, and takes its results.</summary>
    /// <param name="call">The call.</param>
    /// <param name="rows">What it was called with, where that is not held.</param>
    /// <returns>Whether the call is left to the next run.</returns>
    /// <exception cref="StepException">The call failed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> IsCallLeftAsync(ValueTask<BatchOutcome<TResults>> call, TIn? rows)
    {
        // A stage that is left behind holds what the call was given until it has ended.
        if (!call.IsCompleted && !IsLeftBehind)
        {
            try
            {
                AwaitCall(_call);
            }
            catch (OperationCanceledException)
            {
                // The call is left behind, and this stage is not: what the call was given stays its own.
                PipelineRun.Observe(call.AsTask());
                rows?.Retain();
                return true;
            }
        }

        try
        {
            return TakeResults(await call.ConfigureAwait(false));
        }
        finally
        {
            LeaveCall();
        }
    }

    /// <summary>A call has ended: keeps its results.</summary>
    /// <returns>Whether the call is left to the next run.</returns>
    private bool TakeResults(BatchOutcome<TResults> outcome)
    {
        LeaveCall();
        _hasNewResults = outcome.Results != _results;
        _results = outcome.Results;
        _failed.Add(outcome.Failures);
        return outcome.IsLeft;
    }

    /// <summary>No call begins after a stop: what is left is the next run's.</summary>
    private bool MayCall()
    {
        if (Run.IsStopping)
        {
            LeaveRows();
        }

        return !_isStopped;
    }

    /// <summary>No further call begins: the rows at hand, and those that follow, are left to the next run.</summary>
    private void LeaveRows()
    {
        _isStopped = true;
        Run.NoteIncomplete();
    }

    /// <summary>Runs the body for answered rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first.</param>
    /// <param name="to">Behind the last.</param>
    /// <param name="following">Where the rows that follow them are.</param>
    /// <param name="next">The first of those.</param>
    private async ValueTask EmitAsync(TIn rows, int from, int to, TIn following, int next)
    {
        var end = from;
        while (from < to)
        {
            if (from == end)
            {
                end = _failed.Next(rows, _results, ref from, to);
            }

            if (from == end)
            {
                // The row before was left out.
                Output.Pass(from < to ? rows : following, from < to ? from : next);
                continue;
            }

            Output.Pass(rows, from);
            _emitting = from;
            await Output.BeginAsync(BlockRows.Of(rows, from), isTimed: false).ConfigureAwait(false);
            from = ProcessAndEnd(rows, from, end);
            Output.Pass(from < to ? rows : following, from < to ? from : next);
            await Output.FlushAsync(all: false).ConfigureAwait(false);
        }

        _emitting = -1;
    }

    /// <summary>Runs the body in a block that has begun, and ends that.</summary>
    /// <returns>The first row not handled.</returns>
    private int ProcessAndEnd(TIn rows, int from, int to)
    {
        try
        {
            return _kernel.Process(rows, _results, from, to);
        }
        finally
        {
            Output.End();
        }
    }
}
