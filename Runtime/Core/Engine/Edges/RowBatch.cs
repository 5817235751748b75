using System.ComponentModel;
using System.Runtime.CompilerServices;
using Distil.Checkpoints;

namespace Distil.Engine;

/// <summary>
/// Rows on their way from one stage to the next, one array a column. Generated code derives a class for each edge.
/// </summary>
/// <remarks>
/// A batch also says how far its edge has come: <see cref="Watermarks"/> holds, per key, the number below which every
/// row has been sent. So a join knows what can still come, even where a filter left a batch without a row.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RowBatch : ColumnSet
{
    private Action<RowBatch>? _recycle;
    private int _readers;

    /// <summary>Allocates the keys of an empty batch.</summary>
    /// <param name="keys">How many keys travel with each row; at least one, the row's number.</param>
    /// <param name="capacity">Rows it holds before it grows; generated code leaves that to the edge.</param>
    protected RowBatch(int keys, int capacity = 0)
        : base(capacity)
    {
        Keys = new long[keys][];
        Watermarks = new long[keys];
        for (var level = 0; level < keys; level++)
        {
            Keys[level] = new long[capacity];
        }
    }

    /// <summary>Rows in the batch.</summary>
    public int Count;

    /// <summary>The keys, <c>[level][row]</c>; level 0 is the row's number.</summary>
    public readonly long[][] Keys;

    /// <summary>Per level: every row with a smaller key has been sent; <see cref="long.MaxValue"/>: the edge is complete.</summary>
    public readonly long[] Watermarks;

    /// <summary>Makes room for one more row.</summary>
    /// <returns>
    /// Its index. The caller fills keys and columns and then sets <see cref="Count"/>: what is counted is whole, and may be sent while the
    /// loop goes on.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next()
    {
        var row = Count;
        if (row == Capacity)
        {
            Reserve(row + 1);
        }

        return row;
    }

    /// <summary>Whether nothing can follow on this edge.</summary>
    internal bool IsComplete => Watermarks[0] == long.MaxValue;

    /// <summary>What is known to be sent once the rows before <paramref name="next"/> have been handled.</summary>
    internal long WatermarkAt(int level, int next) => next < Count ? Keys[level][next] : Watermarks[level];

    /// <summary>Rows of the first row's number that were sent on the edge before it.</summary>
    internal long FirstRepeat { get; set; }

    /// <summary>
    /// The place behind the last row. Not always that of the watermark: rows can be sent while those before them are not all accounted for.
    /// </summary>
    internal Position End { get; set; }

    /// <summary>The place before a row; before their number: behind the last.</summary>
    internal Position PositionAt(int next)
    {
        if (next == Count)
        {
            return End;
        }

        var numbers = Keys[0];
        var number = numbers[next];
        var first = next;
        while (first > 0 && numbers[first - 1] == number)
        {
            first--;
        }

        return new(number, next - first + (first == 0 ? FirstRepeat : 0));
    }

    internal void Reserve(int rows)
    {
        if (rows <= Capacity)
        {
            return;
        }

        var capacity = Math.Max(rows, checked(Capacity * 2));
        for (var level = 0; level < Keys.Length; level++)
        {
            Array.Resize(ref Keys[level], capacity);
        }

        ForColumns(ColumnWork.Resize(capacity));
        Capacity = capacity;
    }

    /// <summary>Makes the batch hold rows of which the caller sets the keys and some columns: the others are without values.</summary>
    internal void Fill(int rows)
    {
        Reserve(rows);
        ForColumns(ColumnWork.Empty(rows));
        Count = rows;
    }

    internal void Append(RowBatch from, int start, int count)
    {
        if (Count == 0 && count > 0)
        {
            FirstRepeat = from.PositionAt(start).Repeat;
        }

        Reserve(Count + count);
        for (var level = 0; level < Keys.Length; level++)
        {
            Array.Copy(from.Keys[level], start, Keys[level], Count, count);
        }

        ForColumns(ColumnWork.Copy(from, start, count, Count));
        Count += count;
    }

    /// <summary>Hands the batch to its readers; the last that releases it sends it back to where it came from.</summary>
    internal void Share(int readers, Action<RowBatch> recycle)
    {
        _recycle = recycle;
        Volatile.Write(ref _readers, readers);
    }

    /// <summary>Counts one more reader, who must release the batch, too.</summary>
    internal void Retain() => Interlocked.Increment(ref _readers);

    internal void Release()
    {
        if (Interlocked.Decrement(ref _readers) == 0)
        {
            Clear();
            _recycle!(this);
        }
    }

    internal void Clear()
    {
        ForColumns(ColumnWork.Clear(Count));
        Count = 0;
    }
}
