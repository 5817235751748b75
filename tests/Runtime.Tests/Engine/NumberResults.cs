using Distil.Engine;

namespace Distil.Runtime.Tests.Engine;

/// <summary>Results of one column.</summary>
internal sealed class NumberResults(int capacity) : Results(capacity)
{
    private long[] _values = new long[capacity];

    public long this[int row]
    {
        get => _values[row];
        set => _values[row] = value;
    }

    protected override void ForColumns(in ColumnWork work) => work.Do(ref _values, (work.From as NumberResults)?._values);
}
