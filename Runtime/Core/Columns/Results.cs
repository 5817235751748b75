using System.ComponentModel;

namespace Distil.Engine;

/// <summary>
/// The results of an awaited, batch or global method: an array a column, with the same indices as the rows that it was called with.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public class Results : ColumnSet
{
    /// <summary>Starts empty.</summary>
    /// <param name="capacity">Rows it holds before it grows.</param>
    public Results(int capacity)
        : base(capacity)
    {
    }

    /// <summary>The number of rows that a global step made anew (<c>NewRows</c>); otherwise unused.</summary>
    public int Count;

    /// <summary>Grows the arrays if they are too small.</summary>
    /// <param name="capacity">Rows that must fit.</param>
    public void EnsureCapacity(int capacity)
    {
        if (capacity > Capacity)
        {
            capacity = Math.Max(capacity, checked(Capacity * 2));
            ForColumns(ColumnWork.Resize(capacity));
            Capacity = capacity;
        }
    }

    internal void Clear(int count)
    {
        ForColumns(ColumnWork.Clear(Math.Max(count, Count)));
        Count = 0;
    }
}
