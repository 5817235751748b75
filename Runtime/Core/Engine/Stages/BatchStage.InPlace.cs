using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Distil.Engine.Calls;

namespace Distil.Engine.Stages;

/// <content>Batches that are called where they lie in the rows that came.</content>
internal sealed partial class BatchStage<TIn, TResults>
{
    /// <summary>While rows are called where they lie: the first of them that is neither sent nor counted; otherwise -1.</summary>
    private int _unsent = -1;

    /// <summary>
    /// Calls the method for batch after batch, as long as they lie whole in <paramref name="rows"/>. What a call has answered at once
    /// goes through the body before the next one, which may block its thread, and is collected in the outlets, from which it is sent
    /// even then; what was awaited is sent while the next call is.
    /// </summary>
    /// <param name="rows">The rows at hand.</param>
    /// <param name="take">Rows of the first batch.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask CallInPlaceAsync(TIn rows, int take)
    {
        // [_unsent, answered) is answered and not sent, [answered, _next) is being called.
        var answered = _unsent = _next;
        ExceptionDispatchInfo? failure = null;
        _results.EnsureCapacity(rows.Count);
        for (var isWhole = true; isWhole && MayCall();)
        {
            _next += take;
            _called = (rows, answered);
            var begun = Run.TimeProvider.GetTimestamp();
            AwaitCall(_call);
            var call = _unsent < answered ? BeginCallAside(rows, answered, take) : BeginCall(rows, answered, take);
            var isAwaited = !call.IsCompleted;
            if (isAwaited && TryLeaveCall())
            {
                // What is answered does not wait for a call.
                await EmitBeforeAsync(call, null, rows, answered).ConfigureAwait(false);
                await Output.FlushAsync(all: true).ConfigureAwait(false);
            }

            var isLeft = false;
            try
            {
                isLeft = call.IsCompletedSuccessfully
                    ? TakeResults(await call.ConfigureAwait(false))
                    : await IsCallLeftAsync(call, rows).ConfigureAwait(false);
            }
            catch (Exception exception) when (!IsLeftBehind)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }

            Output.AddCallTime(begun);
            if (isLeft)
            {
                LeaveRows();
                _next = answered;
            }

            if (isLeft || failure is not null)
            {
                break;
            }

            answered = _next;
            if (_next == rows.Count || Run.IsSequential)
            {
                break;
            }

            take = _cutter.Take(rows, _next, out isWhole);
            if (!isAwaited && !TryCollect(rows, answered, take))
            {
                await EmitBeforeAsync(null, null, rows, answered).ConfigureAwait(false);
            }
        }

        await EmitBeforeAsync(null, failure?.SourceException, rows, answered).ConfigureAwait(false);
        _unsent = -1;
        _results.Clear(answered);
        Run.Counters[Step].Add(_next - answered, 0);
        failure?.Throw();
    }

    /// <summary>
    /// Runs the body for the rows that a call has answered at once, and keeps what they become in the outlets, if each has its result and
    /// these have room for it, and for the rows of the next call.
    /// </summary>
    /// <param name="rows">The rows at hand.</param>
    /// <param name="answered">Behind the last that is answered.</param>
    /// <param name="next">Rows of the next call.</param>
    /// <returns>False: some must be sent.</returns>
    private bool TryCollect(TIn rows, int answered, int next)
    {
        if (!_failed.IsEmpty || !Output.CanBegin || !Output.CanCollect(answered - _unsent + next))
        {
            return false;
        }

        try
        {
            Output.Pass(rows, _unsent);
            _emitting = _unsent;
            Output.Begin(BlockRows.Of(rows, _unsent), isTimed: false);
            var handled = ProcessAndEnd(rows, _unsent, answered);
            _emitting = -1;
            Output.Pass(rows, handled);
            Run.Counters[Step].Add(handled - _unsent, 0);
            _failed.Pass(handled - _unsent);
            _unsent = handled;
            if (handled == answered)
            {
                Output.Note(rows, answered, _failed.Passed, _location);
            }
        }
        catch (Exception failure)
        {
            CountUnsent(failure);
            throw;
        }

        return _unsent == answered;
    }

    /// <summary>A step below failed on a row that was called where it lies: counts the rows.</summary>
    private void CountUnsent(Exception failure)
    {
        if (!IsLeftBehind)
        {
            Run.Counters[Step].Add(_next - _unsent, 0);
            CountLeftBehind(failure, _next);
        }
    }

    /// <summary>Begins a call on this thread. If it blocks its thread, the rows that were sent before are not held up.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    private ValueTask<BatchOutcome<TResults>> BeginCall(TIn rows, int from, int count)
    {
        Output.BeginCall();
        try
        {
            return _caller.TakeOverAndCallAsync(rows, from, count, _results, _call);
        }
        finally
        {
            Output.EndCall();
        }
    }

    /// <summary>Begins a call on a thread of its own: if it blocks that, this task can send what is answered.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    private ValueTask<BatchOutcome<TResults>> BeginCallAside(TIn rows, int from, int count) =>
        new(Task.Run(() => _caller.TakeOverAndCallAsync(rows, from, count, _results, _call).AsTask()));

    /// <summary>
    /// Sends what is answered before the rows of a call. Where a step below fails on it, the call ends first: it uses the rows.
    /// </summary>
    /// <param name="call">The call, if it has not ended.</param>
    /// <param name="failure">What it failed with, if it has.</param>
    /// <param name="rows">The rows at hand.</param>
    /// <param name="answered">Behind the last that is sent.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EmitBeforeAsync(ValueTask<BatchOutcome<TResults>>? call, Exception? failure, TIn rows, int answered)
    {
        try
        {
            await EmitAsync(rows, _unsent, answered, rows, answered).ConfigureAwait(false);
            Run.Counters[Step].Add(answered - _unsent, 0);
            _unsent = answered;
            Output.Note(rows, answered, _failed.Passed, _location);
        }
        catch (Exception earlier)
        {
            CountUnsent(earlier);
            if (call is { } running)
            {
                // Said before the call has ended, so that it is cancelled.
                Fail(earlier);
                try
                {
                    await IsCallLeftAsync(running, rows).ConfigureAwait(false);
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            }

            if (failure is StepException behind && !IsLeftBehind)
            {
                Run.FailBehind(behind.Step, behind.RowId, behind.InnerException!, behind.Attempts);
            }

            throw;
        }
    }
}
