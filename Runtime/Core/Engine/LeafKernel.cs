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
    /// <param name="writer">Where to.</param>
    /// <param name="rows">The batch.</param>
    /// <param name="row">The row's index.</param>
    public abstract void Write(Utf8JsonWriter writer, TIn rows, int row);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Stands on the object's start, and on its end afterwards.</param>
    /// <returns>The row.</returns>
    public abstract TRow Read(ref Utf8JsonReader reader);
}
