using System.ComponentModel;

namespace Distil.Engine;

/// <summary>A batch or global method, and what is fused behind it. The head's watermarks are the levels of the input.</summary>
/// <typeparam name="TIn">The rows that come in.</typeparam>
/// <typeparam name="TResults">What the method gives.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class BatchKernel<TIn, TResults> : CalledKernel<TIn, TResults>
    where TIn : RowBatch
    where TResults : Results
{
    /// <summary>Prepares the kernel.</summary>
    /// <param name="run">The run it belongs to.</param>
    /// <param name="forks">How many forks are counted here.</param>
    /// <param name="steps">The steps of the body.</param>
    /// <param name="step">The step that is called.</param>
    /// <param name="outlets">What it writes to.</param>
    protected BatchKernel(PipelineRun run, int forks, int[] steps, int step, params Outlet[] outlets)
        : base(run, forks, steps, step, outlets)
    {
    }

    /// <summary>One attempt at one call.</summary>
    /// <param name="rows">The rows, of which some are for this call.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="results">Where the results go, at the same indices.</param>
    /// <param name="call">Token and attempt.</param>
    /// <returns>When the results are there.</returns>
    public abstract ValueTask CallAsync(TIn rows, int from, int count, TResults results, CallAttempt call);

    /// <summary>One result of a call is at fault, and not the call as a whole.</summary>
    /// <param name="id">The number of the row that it is for.</param>
    /// <param name="row">The row's index.</param>
    /// <param name="exception">What is wrong with it.</param>
    /// <returns>The exception to throw.</returns>
    protected StepException WrongResult(RowId id, int row, Exception exception) => new(Step, row, id, exception);
}
