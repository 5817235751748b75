using Distil.Engine.Calls;
using Distil.Engine.State;

namespace Distil.Engine.Stages;

/// <summary>Awaits a method row by row. A call allocates nothing but what the method itself does.</summary>
internal sealed class RowCallStage<TIn, TResults, TResult> : CallStage<TIn, TResults>
    where TIn : RowBatch
    where TResults : Results
{
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
        var mayBegin = new AsyncSignal();
        var position = caller.Position;
        var isSkipped = Run.IsSkipped(Step);
        var started = Run.TimeProvider.GetTimestamp();
        ReorderSlot<TIn, TResults> row = default;
        CallOutcome outcome = default;
        while (Window.TryCompleteAndTakeNext(mayBegin, ref row, outcome))
        {
            if (row.Batch is null)
            {
                await mayBegin.WaitAsync().ConfigureAwait(false);
                started = Run.TimeProvider.GetTimestamp();
                continue;
            }

            if (isSkipped)
            {
                continue;
            }

            (caller.Row, outcome) = (row, default);
            await Run.EnterAsync().ConfigureAwait(false);
            try
            {
                if (_invoker.HasTimeout)
                {
                    outcome = await _invoker.InvokeAsync<RowCall, TResult>(new(_kernel, row), position).ConfigureAwait(false);
                }
                else if (!position.TryEnter())
                {
                    outcome = CallOutcome.Left;
                }
                else
                {
                    // Awaited here and not in the invoker: another method that waits would allocate for each call.
                    caller.Calls++;
                    var result = await _kernel.CallAsync(row.Batch.Rows, row.Index, _invoker.FirstAttempt).ConfigureAwait(false);
                    _kernel.Take(row.Batch.Results, row.Index, result);
                    position.Leave();
                }
            }
            catch (Exception exception)
            {
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
            Run.Counters[Step].AddTime(Run.TimeProvider.GetElapsedTime(started, ended));
            started = ended;
        }
    }

    private readonly struct RowCall(CallKernel<TIn, TResults, TResult> kernel, ReorderSlot<TIn, TResults> row) : IStepCall<TResult>
    {
        // Not asked of the pending rows later: an attempt that is late may begin when they have gone on.
        private readonly TIn _rows = row.Batch!.Rows;

        public RowId Row => kernel.RowIdOf(_rows, row.Index);

        public ValueTask<TResult> TryAsync(CallAttempt attempt, UserCodePosition position, AttemptTimeout? limit) =>
            kernel.CallAsync(_rows, row.Index, attempt);

        public void Take(TResult result) => kernel.Take(row.Batch!.Results, row.Index, result);

        public void Retain() => _rows.Retain();

        public void Release() => _rows.Release();
    }
}
