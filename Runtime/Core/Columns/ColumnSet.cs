using System.ComponentModel;

namespace Distil.Engine;

/// <summary>Typed columns, one array each. Generated code derives the classes and says only which columns there are.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ColumnSet
{
    /// <summary>Prepares columns.</summary>
    /// <param name="capacity">Rows that they hold before they grow.</param>
    private protected ColumnSet(int capacity) => Capacity = capacity;

    /// <summary>Rows that they hold before they grow.</summary>
    public int Capacity { get; private protected set; }

    /// <summary>Does a piece of work for each column.</summary>
    /// <param name="work">What is to be done.</param>
    protected virtual void ForColumns(in ColumnWork work)
    {
    }
}
