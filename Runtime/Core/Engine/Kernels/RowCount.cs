using System.ComponentModel;

namespace Distil.Engine;

/// <summary>
/// How many rows came how far in a loop whose steps, one behind the other, let every row go on: one number for all of them. Only
/// where a step threw do those before it and those from it on differ, by the row at hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RowCount
{
    private readonly long _rows;
    private readonly int _first;
    private readonly int _failed;

    internal RowCount(long rows, int first, int failed)
    {
        _rows = rows;
        _first = first;
        _failed = failed;
    }

    /// <summary>Rows that left a step.</summary>
    /// <param name="position">The step's position among those of the body; the one before the first: rows that came to that one.</param>
    /// <returns>How many.</returns>
    public long Behind(int position) => _first <= _failed && _failed <= position ? _rows - 1 : _rows;
}
