using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Distil.Engine;

/// <summary>
/// Something to be done with every column of a batch or of results: to grow it, to copy rows into it, to let go of what it refers to.
/// Generated code says only which columns there are.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ColumnWork
{
    private readonly Kind _kind;
    private readonly int _start;
    private readonly int _count;
    private readonly int _at;

    private ColumnWork(Kind kind, int count, ColumnSet? from = null, int start = 0, int at = 0)
    {
        _kind = kind;
        _count = count;
        From = from;
        _start = start;
        _at = at;
    }

    private enum Kind
    {
        Resize,
        Copy,
        Clear,
        Empty,
    }

    /// <summary>The batch, of the same class, whose rows are copied; null where nothing is.</summary>
    public ColumnSet? From { get; }

    /// <summary>Does the work for one column.</summary>
    /// <typeparam name="T">The column's type.</typeparam>
    /// <param name="column">The column's array.</param>
    /// <param name="from">The array of the same column in <see cref="From"/>.</param>
    public void Do<T>(ref T[] column, T[]? from = null)
    {
        switch (_kind)
        {
            case Kind.Resize:
                Array.Resize(ref column, _count);
                break;
            case Kind.Copy:
                Array.Copy(from!, _start, column, _at, _count);
                break;
            case Kind.Clear or Kind.Empty when RuntimeHelpers.IsReferenceOrContainsReferences<T>():
                Array.Clear(column, 0, _count);
                break;
        }
    }

    /// <summary>Does the work for one column of raw JSON.</summary>
    /// <param name="column">The column.</param>
    /// <param name="from">The same column in <see cref="From"/>.</param>
    public void Do(ref RawJsonColumn column, RawJsonColumn? from = null)
    {
        ArgumentNullException.ThrowIfNull(column);
        switch (_kind)
        {
            case Kind.Resize:
                column.Resize(_count);
                break;
            case Kind.Copy:
                column.Copy(from!, _start, _at, _count);
                break;
            case Kind.Clear:
                column.Clear();
                break;
            case Kind.Empty:
                column.Empty(_count);
                break;
        }
    }

    internal static ColumnWork Resize(int capacity) => new(Kind.Resize, capacity);

    internal static ColumnWork Copy(ColumnSet from, int start, int count, int at) => new(Kind.Copy, count, from, start, at);

    internal static ColumnWork Empty(int count) => new(Kind.Empty, count);

    internal static ColumnWork Clear(int count) => new(Kind.Clear, count);
}
