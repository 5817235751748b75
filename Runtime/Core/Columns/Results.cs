using System.ComponentModel;

namespace Distil.Engine;

/// <summary>What an awaited, batch or global method gave, one array a column, beside the rows it was called with.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public class Results : ColumnSet
{
    /// <summary>Starts empty.</summary>
    /// <param name="capacity">Rows it holds before it grows.</param>
    public Results(int capacity)
        : base(capacity)
    {
    }

    /// <summary>Rows that a global step made anew (<c>NewRows</c>); unused otherwise.</summary>
    public int Count;

    /// <summary>Grows where needed.</summary>
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
