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

    /// <summary>The step that made a member's column: a value that no file can hold is its failure.</summary>
    /// <param name="member">The member's index.</param>
    /// <returns>The step's index.</returns>
    public abstract int MakerOf(int member);

    /// <summary>A member's column, for messages.</summary>
    /// <param name="member">The member's index.</param>
    /// <returns>Its name.</returns>
    public abstract string ColumnOf(int member);

    /// <summary>A value could not be written.</summary>
    /// <param name="member">The member's index.</param>
    /// <param name="row">The row's index.</param>
    /// <param name="exception">Why.</param>
    /// <returns>The exception to throw.</returns>
    protected StepException Unwritable(int member, int row, Exception exception) => new(
        MakerOf(member), row, null, new InvalidOperationException($"The column '{ColumnOf(member)}' cannot be written: {exception.Message}", exception));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Stands on the object's start, and on its end afterwards.</param>
    /// <returns>The row.</returns>
    public abstract TRow Read(ref Utf8JsonReader reader);
}
