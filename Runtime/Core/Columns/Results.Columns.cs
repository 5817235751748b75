using System.ComponentModel;

namespace Distil.Engine;

// Results of up to eight columns, which generated code uses as they are.
#pragma warning disable CS1591 // The fields are the columns, in the order of the type parameters.

/// <summary>Results of one column.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Results<T1>(int capacity) : Results(capacity)
{
    public T1[] Column1 = new T1[capacity];

    /// <inheritdoc/>
    protected override void ForColumns(in ColumnWork work)
    {
        work.Do(ref Column1);
    }
}

/// <summary>Results of two columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Results<T1, T2>(int capacity) : Results(capacity)
{
    public T1[] Column1 = new T1[capacity];
    public T2[] Column2 = new T2[capacity];

    /// <inheritdoc/>
    protected override void ForColumns(in ColumnWork work)
    {
        work.Do(ref Column1);
        work.Do(ref Column2);
    }
}

/// <summary>Results of three columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Results<T1, T2, T3>(int capacity) : Results(capacity)
{
    public T1[] Column1 = new T1[capacity];
    public T2[] Column2 = new T2[capacity];
    public T3[] Column3 = new T3[capacity];

    /// <inheritdoc/>
    protected override void ForColumns(in ColumnWork work)
    {
        work.Do(ref Column1);
        work.Do(ref Column2);
        work.Do(ref Column3);
    }
}

/// <summary>Results of four columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Results<T1, T2, T3, T4>(int capacity) : Results(capacity)
{
    public T1[] Column1 = new T1[capacity];
    public T2[] Column2 = new T2[capacity];
    public T3[] Column3 = new T3[capacity];
    public T4[] Column4 = new T4[capacity];

    /// <inheritdoc/>
    protected override void ForColumns(in ColumnWork work)
    {
        work.Do(ref Column1);
        work.Do(ref Column2);
        work.Do(ref Column3);
        work.Do(ref Column4);
    }
}

/// <summary>Results of five columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Results<T1, T2, T3, T4, T5>(int capacity) : Results(capacity)
{
    public T1[] Column1 = new T1[capacity];
    public T2[] Column2 = new T2[capacity];
    public T3[] Column3 = new T3[capacity];
    public T4[] Column4 = new T4[capacity];
    public T5[] Column5 = new T5[capacity];

    /// <inheritdoc/>
    protected override void ForColumns(in ColumnWork work)
    {
        work.Do(ref Column1);
        work.Do(ref Column2);
        work.Do(ref Column3);
        work.Do(ref Column4);
        work.Do(ref Column5);
    }
}

/// <summary>Results of six columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Results<T1, T2, T3, T4, T5, T6>(int capacity) : Results(capacity)
{
    public T1[] Column1 = new T1[capacity];
    public T2[] Column2 = new T2[capacity];
    public T3[] Column3 = new T3[capacity];
    public T4[] Column4 = new T4[capacity];
    public T5[] Column5 = new T5[capacity];
    public T6[] Column6 = new T6[capacity];

    /// <inheritdoc/>
    protected override void ForColumns(in ColumnWork work)
    {
        work.Do(ref Column1);
        work.Do(ref Column2);
        work.Do(ref Column3);
        work.Do(ref Column4);
        work.Do(ref Column5);
        work.Do(ref Column6);
    }
}

/// <summary>Results of seven columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Results<T1, T2, T3, T4, T5, T6, T7>(int capacity) : Results(capacity)
{
    public T1[] Column1 = new T1[capacity];
    public T2[] Column2 = new T2[capacity];
    public T3[] Column3 = new T3[capacity];
    public T4[] Column4 = new T4[capacity];
    public T5[] Column5 = new T5[capacity];
    public T6[] Column6 = new T6[capacity];
    public T7[] Column7 = new T7[capacity];

    /// <inheritdoc/>
    protected override void ForColumns(in ColumnWork work)
    {
        work.Do(ref Column1);
        work.Do(ref Column2);
        work.Do(ref Column3);
        work.Do(ref Column4);
        work.Do(ref Column5);
        work.Do(ref Column6);
        work.Do(ref Column7);
    }
}

/// <summary>Results of eight columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Results<T1, T2, T3, T4, T5, T6, T7, T8>(int capacity) : Results(capacity)
{
    public T1[] Column1 = new T1[capacity];
    public T2[] Column2 = new T2[capacity];
    public T3[] Column3 = new T3[capacity];
    public T4[] Column4 = new T4[capacity];
    public T5[] Column5 = new T5[capacity];
    public T6[] Column6 = new T6[capacity];
    public T7[] Column7 = new T7[capacity];
    public T8[] Column8 = new T8[capacity];

    /// <inheritdoc/>
    protected override void ForColumns(in ColumnWork work)
    {
        work.Do(ref Column1);
        work.Do(ref Column2);
        work.Do(ref Column3);
        work.Do(ref Column4);
        work.Do(ref Column5);
        work.Do(ref Column6);
        work.Do(ref Column7);
        work.Do(ref Column8);
    }
}
