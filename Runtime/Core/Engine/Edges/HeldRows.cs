using System.ComponentModel;
using Distil.Held;

namespace Distil.Engine;

/// <summary>
/// Writes rows of an edge to disk and reads them back: their numbers and the columns that one of its readers needs. Generated code derives
/// a class for each reader whose rows a run holds.
/// </summary>
/// <remarks>
/// A record is its length and checksum, then: how many rows, how many of the first one's number came before, the place behind the last, the
/// watermarks, the keys level by level, the columns.
/// </remarks>
/// <typeparam name="TBatch">The rows.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class HeldRows<TBatch>
    where TBatch : RowBatch
{
    /// <summary>Writes or reads each column.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="work">What is done with a column.</param>
    protected abstract void ForColumns(TBatch rows, in HeldWork work);

    /// <summary>Writes a record.</summary>
    /// <param name="to">Where to; what it holds is replaced.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first.</param>
    /// <param name="end">Behind the last; others of the batch may follow in a record of their own.</param>
    internal void Write(HeldWriter to, TBatch rows, int from, int end)
    {
        var count = end - from;
        to.Clear();
        to.WriteInt64(0); // The header.
        to.WriteInt32(count);
        to.WriteInt64(count > 0 ? rows.PositionAt(from).Repeat : 0);
        var behind = rows.PositionAt(end);
        to.WriteInt64(behind.Number);
        to.WriteInt64(behind.Repeat);
        for (var level = 0; level < rows.Watermarks.Length; level++)
        {
            to.WriteInt64(Math.Min(rows.WatermarkAt(level, end), rows.Watermarks[level]));
        }

        foreach (var keys in rows.Keys)
        {
            to.WriteNumbers<long>(keys.AsSpan(from, count));
        }

        ForColumns(rows, HeldWork.Write(to, from, count));
        HeldFileReader.SetHeader(to);
    }

    /// <summary>Reads a record into an empty batch.</summary>
    internal void Read(HeldReader from, TBatch rows)
    {
        var count = from.ReadInt32();
        rows.Fill(count);
        rows.FirstRepeat = from.ReadInt64();
        rows.End = new(from.ReadInt64(), from.ReadInt64());
        from.ReadNumbers(rows.Watermarks.AsSpan());
        foreach (var keys in rows.Keys)
        {
            from.ReadNumbers(keys.AsSpan(0, count));
        }

        ForColumns(rows, HeldWork.Read(from, 0, count));
    }
}
