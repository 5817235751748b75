using System.ComponentModel;

namespace Distil.Engine;

/// <summary>A method that is awaited row by row, and what is fused behind it. The head's marks are the levels of the input.</summary>
/// <typeparam name="TIn">The rows that come in.</typeparam>
/// <typeparam name="TAnswers">Where its answers are kept.</typeparam>
/// <typeparam name="TAnswer">What the method gives.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CallKernel<TIn, TAnswers, TAnswer> : Kernel
    where TIn : RowBatch
    where TAnswers : Answers
{
    /// <summary>Prepares the kernel.</summary>
    /// <param name="run">The run it belongs to.</param>
    /// <param name="forks">How many forks are counted here.</param>
    /// <param name="step">The step that is called.</param>
    protected CallKernel(PipelineRun run, int forks, int step)
        : base(run, forks) => Step = step;

    internal int Step { get; }

    /// <summary>Makes room for answers.</summary>
    /// <param name="capacity">For so many rows.</param>
    /// <returns>Empty answers.</returns>
    public abstract TAnswers CreateAnswers(int capacity);

    /// <summary>One attempt at one call.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="row">The row it is for.</param>
    /// <param name="call">Token and attempt.</param>
    /// <returns>The answer.</returns>
    public abstract ValueTask<TAnswer> CallAsync(TIn rows, int row, StepCall call);

    /// <summary>Keeps an answer; an answer that breaks the method's promise fails like the call itself.</summary>
    /// <param name="answers">Where it goes.</param>
    /// <param name="row">At the index of the row that it is for.</param>
    /// <param name="answer">The answer.</param>
    public abstract void Take(TAnswers answers, int row, TAnswer answer);

    /// <summary>The number of a row, for messages.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="row">Which one.</param>
    /// <returns>Its number.</returns>
    public abstract RowId RowIdOf(TIn rows, int row);

    /// <summary>Runs the body for rows whose answers are there.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="answers">Their answers.</param>
    /// <param name="from">The first.</param>
    /// <param name="to">Behind the last.</param>
    /// <returns>The first row not handled.</returns>
    public abstract int Process(TIn rows, TAnswers answers, int from, int to);
}
