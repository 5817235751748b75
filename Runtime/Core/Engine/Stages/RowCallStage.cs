using System.Runtime.CompilerServices;
using Distil.Engine.Calls;
using Distil.Engine.State;
using Distil.Journal.Records;
using Distil.Running;

namespace Distil.Engine.Stages;

/// <summary>Awaits a method row by row. A call allocates nothing but what the method itself does.</summary>
internal sealed class RowCallStage<TIn, TResults, TResult> : CallStage<TIn, TResults>
    where TIn : RowBatch
    where TResults : Results
{
    /// <summary>Runs that take less become longer: what it costs to fetch one is small beside it.</summary>
    private static readonly TimeSpan s_short = TimeSpan.FromMicroseconds(10);

    /// <summary>Runs that take more become shorter: other workers share the rows more evenly.</summary>
    private static readonly TimeSpan s_long = TimeSpan.FromMicroseconds(40);

    private readonly CallKernel<TIn, TResults, TResult> _kernel;
    private readonly StepInvoker _invoker;

    public RowCallStage(
        PipelineRun run, string name, Edge<TIn> input, int reader, CallKernel<TIn, TResults, TResult> kernel, ForkGate[] forks,
        bool isOrdered)
        : base(run, name, input, reader, kernel, forks, isOrdered)
    {
        _kernel = kernel;
        _invoker = new(run, kernel.Step);
    }

    /// <inheritdoc/>
    protected override async Task WorkAsync(Caller caller)
    {
        var (row, position) = (caller.Rows, caller.Position);
        var isSkipped = Run.IsSkipped(Step);
        var keeper = Output.Answers is { } answers ? new AnswerKeeper<TIn, TResults>(answers, _kernel) : null;
        var started = Run.TimeProvider.GetTimestamp();
        CallOutcome outcome = default;
        while (Window.TryCompleteAndTakeNext(row, outcome))
        {
            if (!row.HasRow)
            {
                await row.MayBegin.WaitAsync().ConfigureAwait(false);
                started = Run.TimeProvider.GetTimestamp();
                continue;
            }

            outcome = default;
            if (isSkipped)
            {
                continue;
            }

            await Run.EnterAsync().ConfigureAwait(false);
            try
            {
                if (keeper is not null)
                {
                    outcome = await CallOnceAsync(keeper, caller).ConfigureAwait(false);
                }
                else if (_invoker.HasTimeout)
                {
                    caller.HasInvoked = true;
                    outcome = await _invoker.InvokeAsync<RowCall, TResult>(new(_kernel, row), position).ConfigureAwait(false);
                }
                else if (HasCallToAwait(caller, out var call))
                {
                    // Awaited here and not in the invoker: another method that waits would allocate for each call.
                    Window.ReturnRun(row);
                    var result = await call.ConfigureAwait(false);
                    Run.Reach(RacePoint.EndCall);
                    _kernel.Take(row.Batch.Results, row.Row, result);
                    position.Leave();
                }
                else if (row.HasRow)
                {
                    outcome = CallOutcome.Left;
                }
            }
            catch (Exception exception)
            {
                Window.ReturnRun(row);
                outcome = await _invoker.RetryAsync<RowCall, TResult>(new(_kernel, row), exception, position).ConfigureAwait(false);
            }
            finally
            {
                Run.Leave();
            }

            if (position.IsLeft)
            {
                // The row has had its outcome already, and its batch is no longer the window's.
                return;
            }

            // The end of one call is taken for the beginning of the next: between them only the row is fetched.
            var ended = Run.TimeProvider.GetTimestamp();
            NoteTime(caller, Run.TimeProvider.GetElapsedTime(started, ended));
            started = ended;
        }
    }

    /// <summary>Calls a row, if it has no answer, and keeps what it is answered.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CallOutcome> CallOnceAsync(AnswerKeeper<TIn, TResults> keeper, Caller caller)
    {
        var (worker, position) = (caller.Rows, caller.Position);
        var (batch, row) = (worker.Batch, worker.Row);
        AnswerId id;
        try
        {
            id = keeper.IdOf(batch.Rows, row);
        }
        catch (Exception exception)
        {
            return CallOutcome.Failed(exception, 1);
        }

        try
        {
            if (keeper.TryFind(id, batch.Results, row, out var found))
            {
                return found;
            }
        }
        catch (Exception exception) when (exception is not RunDirectoryException)
        {
            // Not tried again: the call was answered.
            Run.Fail(Step, new StepException(Step, row, _kernel.RowIdOf(batch.Rows, row), new InvalidOperationException(
                $"Its answer, which an earlier run has kept, cannot be read: {ExceptionText.MessageOf(exception)}", exception)));
            return CallOutcome.Left;
        }
        catch (RunDirectoryException exception)
        {
            return LeaveFor(exception);
        }

        caller.HasInvoked = true;
        var call = _invoker.InvokeAsync<RowCall, TResult>(new(_kernel, worker), position);
        if (!call.IsCompleted)
        {
            Window.ReturnRun(worker);
        }

        var outcome = await call.ConfigureAwait(false);
        try
        {
            return position.IsLeft ? outcome : keeper.Keep(id, batch.Results, row, outcome, PassesFailures);
        }
        catch (RunDirectoryException exception)
        {
            return LeaveFor(exception);
        }
    }

    /// <summary>The disk is at fault, and not the row: it is left to the next run.</summary>
    private CallOutcome LeaveFor(RunDirectoryException exception)
    {
        Run.Fail(Step, exception);
        return CallOutcome.Left;
    }

    /// <summary>Calls the rows of a run, as long as they are answered at once.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="call">The call of the row at hand, if it is not answered at once.</param>
    /// <returns>False: the run has ended, or there is a row at hand and no code of the user's may be called any longer.</returns>
    private bool HasCallToAwait(Caller caller, out ValueTask<TResult> call)
    {
        var (row, position, attempt) = (caller.Rows, caller.Position, _invoker.FirstAttempt);
        var (rows, results, reached) = (row.Batch.Rows, row.Batch.Results, Run.Engine.Reached);
        do
        {
            reached?.Invoke(RacePoint.BeginCall);
            if (!position.TryEnter())
            {
                call = default;
                return false;
            }

            caller.Calls++;
            call = _kernel.CallAsync(rows, row.Row, attempt);
            if (!call.IsCompletedSuccessfully)
            {
                return true;
            }

            var result = call.GetAwaiter().GetResult();
            reached?.Invoke(RacePoint.EndCall);
            _kernel.Take(results, row.Row, result);
            position.Leave();
        }
        while (!position.IsLeft && Window.TryAnswerAndBeginNext(row));
        return false;
    }

    private void NoteTime(Caller caller, TimeSpan elapsed)
    {
        var row = caller.Rows;
        var counters = Run.Counters[Step];
        if (caller.Calls > 0)
        {
            counters.AddCalls(caller.Calls);
        }

        counters.AddCallTime(elapsed, caller.Calls + (caller.HasInvoked ? 1 : 0));
        (caller.Calls, caller.HasInvoked) = (0, false);
        if (!row.HasRow && !Run.IsSequential)
        {
            row.Pace = elapsed < s_short ? 1 : elapsed > s_long ? -1 : 0;
        }
    }

    private readonly struct RowCall(CallKernel<TIn, TResults, TResult> kernel, RowWorker<TIn, TResults> worker) : IStepCall<TResult>
    {
        // Not asked of the worker later: an attempt that is late may begin when it has gone on.
        private readonly ReorderBatch<TIn, TResults> _batch = worker.Batch;
        private readonly TIn _rows = worker.Batch.Rows;
        private readonly int _row = worker.Row;

        public RowId Row => kernel.RowIdOf(_rows, _row);

        public ValueTask<TResult> TryAsync(CallAttempt attempt, UserCodePosition position, AttemptTimeout? limit) =>
            kernel.CallAsync(_rows, _row, attempt);

        public void Take(TResult result) => kernel.Take(_batch.Results, _row, result);

        public void Retain() => _rows.Retain();

        public void Release() => _rows.Release();
    }
}
