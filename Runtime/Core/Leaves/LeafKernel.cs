using System.ComponentModel;
using System.Text.Json;

namespace Distil.Engine;

/// <summary>Turns the columns of a leaf into rows, and rows into lines of a file and back.</summary>
/// <typeparam name="TIn">The rows that come in.</typeparam>
/// <typeparam name="TRow">The row type of the data set.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class LeafKernel<TIn, TRow>
    where TIn : RowBatch
{
    private LeafDefinition? _leaf;
    private Func<string, int>? _stepOf;

    /// <summary>Makes a row object.</summary>
    /// <param name="rows">The batch.</param>
    /// <param name="row">The row's index.</param>
    /// <returns>The row.</returns>
    public abstract TRow Row(TIn rows, int row);

    /// <summary>Writes a row as one JSON object.</summary>
    /// <param name="line">Where to.</param>
    /// <param name="rows">The batch.</param>
    /// <param name="row">The row's index.</param>
    public abstract void Write(JsonRowWriter line, TIn rows, int row);

    /// <summary>Names a row.</summary>
    /// <param name="run">The run.</param>
    /// <param name="rows">The batch.</param>
    /// <param name="row">The row's index.</param>
    /// <returns>The number as users see it.</returns>
    public virtual RowId RowIdOf(PipelineRun run, TIn rows, int row)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(rows);
        return run.RowId(rows.Keys[0][row]);
    }

    /// <summary>Reports a value that could not be written: the failure of the step that made its column.</summary>
    /// <param name="member">The column's index in the data set.</param>
    /// <param name="row">The row's index.</param>
    /// <param name="exception">Why.</param>
    /// <returns>The exception to throw.</returns>
    protected StepException Unwritable(int member, int row, Exception exception)
    {
        var column = _leaf?.Columns.ElementAtOrDefault(member);
        return new(
            column is null ? 0 : _stepOf!(column.MadeBy),
            row,
            null,
            new InvalidOperationException(
                $"The column '{column?.Name}' cannot be written: {ExceptionText.MessageOf(exception)}", exception));
    }

    /// <summary>Tells the kernel which columns the data set has.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="stepOf">Gives the index of the step of a name.</param>
    internal void Describe(LeafDefinition leaf, Func<string, int> stepOf) => (_leaf, _stepOf) = (leaf, stepOf);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Stands on the object's start, and on its end afterwards.</param>
    /// <returns>The row.</returns>
    public abstract TRow Read(ref Utf8JsonReader reader);
}
