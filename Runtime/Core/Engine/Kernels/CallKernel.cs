using System.ComponentModel;

namespace Distil.Engine;

/// <summary>A method that is awaited row by row, and what is fused behind it.</summary>
/// <typeparam name="TIn">The rows that come in.</typeparam>
/// <typeparam name="TResults">Where its results are kept.</typeparam>
/// <typeparam name="TResult">What the method gives.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CallKernel<TIn, TResults, TResult> : CalledKernel<TIn, TResults>
    where TIn : RowBatch
    where TResults : Results
{
    /// <summary>Prepares the kernel.</summary>
    /// <param name="run">The run it belongs to.</param>
    /// <param name="forks">How many forks are counted here.</param>
    /// <param name="steps">The steps of the body.</param>
    /// <param name="step">The step that is called.</param>
    /// <param name="outlets">What it writes to.</param>
    protected CallKernel(PipelineRun run, int forks, int[] steps, int step, params Outlet[] outlets)
        : base(run, forks, steps, step, outlets)
    {
    }

    /// <summary>One attempt at one call.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="row">The row it is for.</param>
    /// <param name="call">Token and attempt.</param>
    /// <returns>The result.</returns>
    public abstract ValueTask<TResult> CallAsync(TIn rows, int row, CallAttempt call);

    /// <summary>Keeps a result; a result that breaks the method's promise fails like the call itself.</summary>
    /// <param name="results">Where it goes.</param>
    /// <param name="row">At the index of the row that it is for.</param>
    /// <param name="result">The result.</param>
    public abstract void Take(TResults results, int row, TResult result);
}
