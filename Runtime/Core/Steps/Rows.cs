namespace Distil;

/// <summary>Makes sources of rows that are in memory.</summary>
public static class Rows
{
    /// <summary>A source that gives these rows. It is enumerated anew in every run, and must give the same rows each time.</summary>
    /// <typeparam name="T">A <c>[Row]</c> type, whose properties become columns, or any other type, which becomes one column.</typeparam>
    /// <param name="rows">The rows.</param>
    public static Rows<T> From<T>(IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new Rows<T>(rows);
    }
}

/// <summary>A source of rows that are in memory; made by <see cref="Rows.From{T}"/>.</summary>
/// <typeparam name="T">The type of one row.</typeparam>
[Source]
public sealed class Rows<T>
{
    private readonly IEnumerable<T> _rows;

    internal Rows(IEnumerable<T> rows) => _rows = rows;

    /// <summary>The rows, where they can be read by index, and so more than once; otherwise null.</summary>
    internal IReadOnlyList<T>? List => _rows as IReadOnlyList<T>;

    /// <summary>Gives the rows from an index on.</summary>
    /// <param name="offset">The index of the first row to give, from 0.</param>
    public IEnumerable<T> Read(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return offset == 0 ? _rows : _rows is IReadOnlyList<T> list ? ReadList(list, offset) : Skip(_rows, offset);
    }

    private static IEnumerable<T> ReadList(IReadOnlyList<T> list, long offset)
    {
        for (var index = offset; index < list.Count; index++)
        {
            yield return list[(int)index];
        }
    }

    private static IEnumerable<T> Skip(IEnumerable<T> rows, long offset)
    {
        foreach (var row in rows)
        {
            if (offset > 0)
            {
                offset--;
                continue;
            }

            yield return row;
        }
    }
}
