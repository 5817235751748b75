using Distil.Engine.Calls;
using Distil.Engine.Kernels;
using Distil.Engine.State;

namespace Distil.Engine.Stages;

/// <summary>
/// Calls an expand row by row, and sends the children of the first row that has not gone on whole as they are made; where order does not
/// matter, of every row. Calls of rows behind it make children ahead, and then wait for room.
/// </summary>
/// <remarks>
/// An expansion may have no end: at a stop it is left in the middle, and its token fires, as that of a source does.
/// </remarks>
internal sealed class ExpandStage<TIn, TResults, T> : CallStage<TIn, TResults>
    where TIn : RowBatch
    where TResults : Results
{
    /// <summary>Children that rows behind the first have made ahead, at most, in batches.</summary>
    private const int BatchesAhead = 4;

    private readonly ExpandKernel<TIn, TResults, T> _kernel;
    private readonly StepInvoker _invoker;

    public ExpandStage(
        PipelineRun run, string name, Edge<TIn> input, int reader, ExpandKernel<TIn, TResults, T> kernel, ForkGate[] forks, bool isOrdered)
        : base(run, name, input, reader, kernel, forks, isOrdered)
    {
        _kernel = kernel;
        _invoker = new(run, kernel.Step, run.SourceToken);

        // In a sequential run a child goes on before the next one is made.
        var ofRow = run.IsSequential ? 1 : isOrdered ? run.TransportSize : Math.Max(1, run.TransportSize / Callers);
        Window.StreamChildren(new ChildRoom(ofRow, BatchesAhead * run.TransportSize, isOrdered, Window.Answered), kernel.CreateChildren);
    }

    /// <inheritdoc/>
    protected override async Task WorkAsync(Caller caller)
    {
        var row = caller.Rows;
        CallOutcome outcome = default;
        while (Window.TryCompleteAndTakeNext(row, outcome))
        {
            if (!row.HasRow)
            {
                await row.MayBegin.WaitAsync().ConfigureAwait(false);
                continue;
            }

            var children = (ChildBuffer<T>)row.Batch.ChildrenOf(row.Row)!;
            await Run.EnterAsync().ConfigureAwait(false);
            var started = Run.TimeProvider.GetTimestamp();
            var call = new ExpandCall(Run, _kernel, row.Batch.Rows, row.Row, children);
            outcome = await _invoker.InvokeAsync<ExpandCall, NoResult>(call, caller.Position).ConfigureAwait(false);
            Run.Leave();
            if (caller.Position.IsLeft)
            {
                // The row has had its outcome already, and its batch is no longer the window's.
                return;
            }

            Run.Counters[Step].AddCallTime(Run.TimeProvider.GetElapsedTime(started) - children.Waited, 1);
        }
    }

    private readonly struct ExpandCall(
        PipelineRun run, ExpandKernel<TIn, TResults, T> kernel, TIn rows, int row, ChildBuffer<T> children) : IStepCall<NoResult>
    {
        public RowId Row => kernel.RowIdOf(rows, row);

        public ValueTask<NoResult> TryAsync(CallAttempt attempt, UserCodePosition position, AttemptTimeout? limit)
        {
            children.Pause = new ExpandAttempt(run, position, limit);
            return NoResult.Of(kernel.ExpandAsync(rows, row, children, attempt));
        }

        public void Take(NoResult result)
        {
            // Its children have gone on, or stand in the buffer.
        }

        public void Retain() => rows.Retain();

        public void Release() => rows.Release();
    }
}
