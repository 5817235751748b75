using System.Collections;
using System.ComponentModel;

namespace Distil.Engine;

/// <summary>
/// Values of a column as a step sees them. The array behind it belongs to the engine or is shared with other steps, so no cast leads to
/// anything that changes it.
/// </summary>
/// <typeparam name="T">The column's type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ColumnView<T> : IReadOnlyList<T>, IList<T>
{
    private readonly T[] _values;
    private readonly int _from;

    /// <summary>Shows a whole array.</summary>
    /// <param name="values">The array.</param>
    public ColumnView(T[] values)
        : this(values, 0, values?.Length ?? 0)
    {
    }

    /// <summary>Shows a part of an array.</summary>
    /// <param name="values">The array.</param>
    /// <param name="from">The index of the first value.</param>
    /// <param name="count">How many values.</param>
    public ColumnView(T[] values, int from, int count)
    {
        _values = values;
        _from = from;
        Count = count;
    }

    /// <inheritdoc cref="IReadOnlyCollection{T}.Count"/>
    public int Count { get; }

    /// <inheritdoc/>
    bool ICollection<T>.IsReadOnly => true;

    /// <inheritdoc/>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return _values[_from + index];
        }
    }

    /// <inheritdoc/>
    T IList<T>.this[int index]
    {
        get => this[index];
        set => throw ReadOnly();
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return _values[_from + index];
        }
    }

    /// <inheritdoc/>
    public bool Contains(T item) => IndexOf(item) >= 0;

    /// <inheritdoc/>
    public int IndexOf(T item)
    {
        var index = Array.IndexOf(_values, item, _from, Count);
        return index < 0 ? -1 : index - _from;
    }

    /// <inheritdoc/>
    public void CopyTo(T[] array, int arrayIndex) => Array.Copy(_values, _from, array, arrayIndex, Count);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void ICollection<T>.Add(T item) => throw ReadOnly();

    void ICollection<T>.Clear() => throw ReadOnly();

    bool ICollection<T>.Remove(T item) => throw ReadOnly();

    void IList<T>.Insert(int index, T item) => throw ReadOnly();

    void IList<T>.RemoveAt(int index) => throw ReadOnly();

    private static NotSupportedException ReadOnly() =>
        new("A column that a step is given cannot be changed: other steps see it, too. Copy it first, or return a new one.");
}
