using Distil.Engine;

namespace Distil.Runtime.Tests.Engine;

/// <summary>Rows of one column, which holds the row's number, and of as many keys as a test asks for.</summary>
internal sealed class NumberBatch(int keys, int capacity) : RowBatch(keys, capacity)
{
    private long[] _values = new long[capacity];

    public static NumberBatch Of(params ReadOnlySpan<long> numbers)
    {
        var rows = new NumberBatch(1, Math.Max(1, numbers.Length));
        foreach (var number in numbers)
        {
            rows.Add(number);
        }

        return rows;
    }

    /// <summary>The column, with room for more rows.</summary>
    public long[] Numbers => _values;

    /// <summary>The column of the rows that are counted.</summary>
    public IEnumerable<long> Values => _values.Take(Count);

    public void Add(params ReadOnlySpan<long> keys)
    {
        var row = Next();
        for (var level = 0; level < keys.Length; level++)
        {
            Keys[level][row] = keys[level];
        }

        _values[row] = keys[0];
        Count = row + 1;
    }

    /// <summary>Says how far the edge has come, in every key alike.</summary>
    public NumberBatch UpTo(long watermark)
    {
        Array.Fill(Watermarks, watermark);
        return this;
    }

    protected override void ForColumns(in ColumnWork work) => work.Do(ref _values, (work.From as NumberBatch)?._values);
}
