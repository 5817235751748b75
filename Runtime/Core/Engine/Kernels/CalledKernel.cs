using System.ComponentModel;
using System.Text.Json;

namespace Distil.Engine;

/// <summary>
/// A method that the stage calls, with a row or a batch of rows, and what is fused behind it. The head's watermarks are the levels of the
/// input.
/// </summary>
/// <typeparam name="TIn">The rows that come in.</typeparam>
/// <typeparam name="TResults">Where the method's results are kept.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CalledKernel<TIn, TResults> : Kernel
    where TIn : RowBatch
    where TResults : Results
{
    /// <summary>Prepares the kernel.</summary>
    /// <param name="run">The run it belongs to.</param>
    /// <param name="forks">How many forks are counted here.</param>
    /// <param name="steps">The steps of the body.</param>
    /// <param name="step">The step that is called.</param>
    /// <param name="outlets">What it writes to.</param>
    private protected CalledKernel(PipelineRun run, int forks, int[] steps, int step, Outlet[] outlets)
        : base(run, forks, steps, outlets) => Step = step;

    internal int Step { get; }

    internal string StepName => Run.StepName(Step);

    internal override bool CallsFirst => true;

    /// <summary>
    /// Whether a result that was written and read again may differ from the one that the method gave. Such a result goes on as it is read,
    /// so that a run that is resumed has the same rows.
    /// </summary>
    public virtual bool GoesOnAsRead => false;

    /// <summary>Makes room for results.</summary>
    /// <param name="capacity">For so many rows.</param>
    /// <returns>Empty results.</returns>
    public abstract TResults CreateResults(int capacity);

    /// <summary>The number of a row, for messages; of a child its own is part of it.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="row">Which one.</param>
    /// <returns>Its number.</returns>
    public virtual RowId RowIdOf(TIn rows, int row) => Run.RowId(rows.Keys[0][row]);

    /// <summary>Gives a row nulls in place of results: its call failed, and the step says <c>OnError.Null</c>.</summary>
    /// <param name="results">Where they go.</param>
    /// <param name="row">The row's index.</param>
    public virtual void SetNull(TResults results, int row) => throw new NotSupportedException();

    /// <summary>What the step is given for a row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="row">Which one.</param>
    /// <returns>The columns that files can hold; null: none.</returns>
    public virtual RowInputs? InputsOf(TIn rows, int row) => null;

    /// <summary>Of a durable step: writes what the method is given for a row, as the data of which the key of its answer is made.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="row">Which one.</param>
    /// <param name="key">Where it is written.</param>
    public virtual void WriteKey(TIn rows, int row, KeyWriter key) => throw new NotSupportedException();

    /// <summary>Of a durable step: writes the result of a row as one JSON value.</summary>
    /// <param name="results">Where the result is.</param>
    /// <param name="row">At the index of the row.</param>
    /// <param name="line">Where it is written.</param>
    /// <exception cref="ArgumentException">No file can hold a value of it.</exception>
    public virtual void WriteAnswer(TResults results, int row, JsonRowWriter line) => throw new NotSupportedException();

    /// <summary>Of a durable step: reads a result that <see cref="WriteAnswer"/> wrote.</summary>
    /// <param name="results">Where it goes.</param>
    /// <param name="row">At the index of the row.</param>
    /// <param name="reader">Stands before the value; afterwards on its end.</param>
    public virtual void ReadAnswer(TResults results, int row, ref Utf8JsonReader reader) => throw new NotSupportedException();

    /// <summary>Runs the body for rows whose results are there.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="results">Their results.</param>
    /// <param name="from">The first.</param>
    /// <param name="to">Behind the last.</param>
    /// <returns>The first row not handled.</returns>
    public abstract int Process(TIn rows, TResults results, int from, int to);
}
