using System.ComponentModel;
using Distil.Held;

namespace Distil.Engine;

/// <summary>
/// Columns on their way to disk, or back: generated code says only which columns there are and of what type. For generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HeldWork
{
    private readonly HeldWriter? _to;
    private readonly HeldReader? _from;
    private readonly int _start;
    private readonly int _count;

    private HeldWork(HeldWriter? to, HeldReader? from, int start, int count) => (_to, _from, _start, _count) = (to, from, start, count);

    /// <summary>Writes or reads one column.</summary>
    /// <typeparam name="T">The column's type.</typeparam>
    /// <param name="column">The column's array.</param>
    /// <param name="value">How its values are held.</param>
    public void Do<T>(T[] column, HeldValue<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (_to is not null)
        {
            value.WriteAll(_to, column.AsSpan(_start, _count));
        }
        else
        {
            value.ReadAll(_from!, column.AsSpan(_start, _count));
        }
    }

    /// <summary>Writes or reads one column of raw JSON.</summary>
    /// <param name="column">The column.</param>
    public void Do(RawJsonColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        for (var row = _start; row < _start + _count; row++)
        {
            if (_to is not null)
            {
                var json = column[row].Span;
                _to.WriteInt32(json.Length);
                _to.WriteBytes(json);
            }
            else
            {
                column.Set(row, _from!.ReadBytes(_from.ReadInt32()));
            }
        }
    }

    internal static HeldWork Write(HeldWriter to, int start, int count) => new(to, null, start, count);

    internal static HeldWork Read(HeldReader from, int start, int count) => new(null, from, start, count);
}
