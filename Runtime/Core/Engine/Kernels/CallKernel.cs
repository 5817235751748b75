using System.ComponentModel;

namespace Distil.Engine;

/// <summary>A method that is called row by row, and what is fused behind it. The head's watermarks are the levels of the input.</summary>
/// <typeparam name="TIn">The rows that come in.</typeparam>
/// <typeparam name="TResults">Where its results are kept.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CallKernel<TIn, TResults> : Kernel
    where TIn : RowBatch
    where TResults : Results
{
    /// <summary>Prepares the kernel.</summary>
    /// <param name="run">The run it belongs to.</param>
    /// <param name="forks">How many forks are counted here.</param>
    /// <param name="steps">The steps of the body.</param>
    /// <param name="step">The step that is called.</param>
    /// <param name="outlets">What it writes to.</param>
    private protected CallKernel(PipelineRun run, int forks, int[] steps, int step, Outlet[] outlets)
        : base(run, forks, steps, outlets) => Step = step;

    internal int Step { get; }

    private protected override bool CallsFirst => true;

    /// <summary>Makes room for results.</summary>
    /// <param name="capacity">For so many rows.</param>
    /// <returns>Empty results.</returns>
    public abstract TResults CreateResults(int capacity);

    /// <summary>The number of a row, for messages; of a child its own is part of it.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="row">Which one.</param>
    /// <returns>Its number.</returns>
    public virtual RowId RowIdOf(TIn rows, int row) => Run.RowId(rows.Keys[0][row]);

    /// <summary>Answers a row with nulls: its call failed, and the step says <c>OnError.Null</c>.</summary>
    /// <param name="results">Where they go.</param>
    /// <param name="row">The row's index.</param>
    public virtual void SetNull(TResults results, int row) => throw new NotSupportedException();

    /// <summary>What the step is given for a row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="row">Which one.</param>
    /// <returns>The columns that files can hold; null: none.</returns>
    public virtual RowInputs? InputsOf(TIn rows, int row) => null;

    /// <summary>Runs the body for rows whose results are there.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="results">Their results.</param>
    /// <param name="from">The first.</param>
    /// <param name="to">Behind the last.</param>
    /// <returns>The first row not handled.</returns>
    public abstract int Process(TIn rows, TResults results, int from, int to);
}

/// <summary>A method that is awaited row by row, and what is fused behind it.</summary>
/// <typeparam name="TIn">The rows that come in.</typeparam>
/// <typeparam name="TResults">Where its results are kept.</typeparam>
/// <typeparam name="TResult">What the method gives.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CallKernel<TIn, TResults, TResult> : CallKernel<TIn, TResults>
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
