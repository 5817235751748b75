using System.ComponentModel;

namespace Distil.Engine;

// Rows of up to eight columns: generated code derives a class for each edge, which adds only a name. For more columns, and for those that
// travel as they stood in a file, it declares the columns itself.
#pragma warning disable CS1591 // The fields are the columns, in the order of the type parameters.

/// <summary>Rows of one column.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public class RowBatch<T1>(int keys) : RowBatch(keys)
{
    public T1[] Column1 = [];

    /// <inheritdoc/>
    protected override void ForColumns(in ColumnWork work)
    {
        var other = (RowBatch<T1>?)work.From;
        work.Do(ref Column1, other?.Column1);
    }
}

/// <summary>Rows of two columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public class RowBatch<T1, T2>(int keys) : RowBatch(keys)
{
    public T1[] Column1 = [];
    public T2[] Column2 = [];

    /// <inheritdoc/>
    protected override void ForColumns(in ColumnWork work)
    {
        var other = (RowBatch<T1, T2>?)work.From;
        work.Do(ref Column1, other?.Column1);
        work.Do(ref Column2, other?.Column2);
    }
}

/// <summary>Rows of three columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public class RowBatch<T1, T2, T3>(int keys) : RowBatch(keys)
{
    public T1[] Column1 = [];
    public T2[] Column2 = [];
    public T3[] Column3 = [];

    /// <inheritdoc/>
    protected override void ForColumns(in ColumnWork work)
    {
        var other = (RowBatch<T1, T2, T3>?)work.From;
        work.Do(ref Column1, other?.Column1);
        work.Do(ref Column2, other?.Column2);
        work.Do(ref Column3, other?.Column3);
    }
}

/// <summary>Rows of four columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public class RowBatch<T1, T2, T3, T4>(int keys) : RowBatch(keys)
{
    public T1[] Column1 = [];
    public T2[] Column2 = [];
    public T3[] Column3 = [];
    public T4[] Column4 = [];

    /// <inheritdoc/>
    protected override void ForColumns(in ColumnWork work)
    {
        var other = (RowBatch<T1, T2, T3, T4>?)work.From;
        work.Do(ref Column1, other?.Column1);
        work.Do(ref Column2, other?.Column2);
        work.Do(ref Column3, other?.Column3);
        work.Do(ref Column4, other?.Column4);
    }
}

/// <summary>Rows of five columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public class RowBatch<T1, T2, T3, T4, T5>(int keys) : RowBatch(keys)
{
    public T1[] Column1 = [];
    public T2[] Column2 = [];
    public T3[] Column3 = [];
    public T4[] Column4 = [];
    public T5[] Column5 = [];

    /// <inheritdoc/>
    protected override void ForColumns(in ColumnWork work)
    {
        var other = (RowBatch<T1, T2, T3, T4, T5>?)work.From;
        work.Do(ref Column1, other?.Column1);
        work.Do(ref Column2, other?.Column2);
        work.Do(ref Column3, other?.Column3);
        work.Do(ref Column4, other?.Column4);
        work.Do(ref Column5, other?.Column5);
    }
}

/// <summary>Rows of six columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public class RowBatch<T1, T2, T3, T4, T5, T6>(int keys) : RowBatch(keys)
{
    public T1[] Column1 = [];
    public T2[] Column2 = [];
    public T3[] Column3 = [];
    public T4[] Column4 = [];
    public T5[] Column5 = [];
    public T6[] Column6 = [];

    /// <inheritdoc/>
    protected override void ForColumns(in ColumnWork work)
    {
        var other = (RowBatch<T1, T2, T3, T4, T5, T6>?)work.From;
        work.Do(ref Column1, other?.Column1);
        work.Do(ref Column2, other?.Column2);
        work.Do(ref Column3, other?.Column3);
        work.Do(ref Column4, other?.Column4);
        work.Do(ref Column5, other?.Column5);
        work.Do(ref Column6, other?.Column6);
    }
}

/// <summary>Rows of seven columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public class RowBatch<T1, T2, T3, T4, T5, T6, T7>(int keys) : RowBatch(keys)
{
    public T1[] Column1 = [];
    public T2[] Column2 = [];
    public T3[] Column3 = [];
    public T4[] Column4 = [];
    public T5[] Column5 = [];
    public T6[] Column6 = [];
    public T7[] Column7 = [];

    /// <inheritdoc/>
    protected override void ForColumns(in ColumnWork work)
    {
        var other = (RowBatch<T1, T2, T3, T4, T5, T6, T7>?)work.From;
        work.Do(ref Column1, other?.Column1);
        work.Do(ref Column2, other?.Column2);
        work.Do(ref Column3, other?.Column3);
        work.Do(ref Column4, other?.Column4);
        work.Do(ref Column5, other?.Column5);
        work.Do(ref Column6, other?.Column6);
        work.Do(ref Column7, other?.Column7);
    }
}

/// <summary>Rows of eight columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public class RowBatch<T1, T2, T3, T4, T5, T6, T7, T8>(int keys) : RowBatch(keys)
{
    public T1[] Column1 = [];
    public T2[] Column2 = [];
    public T3[] Column3 = [];
    public T4[] Column4 = [];
    public T5[] Column5 = [];
    public T6[] Column6 = [];
    public T7[] Column7 = [];
    public T8[] Column8 = [];

    /// <inheritdoc/>
    protected override void ForColumns(in ColumnWork work)
    {
        var other = (RowBatch<T1, T2, T3, T4, T5, T6, T7, T8>?)work.From;
        work.Do(ref Column1, other?.Column1);
        work.Do(ref Column2, other?.Column2);
        work.Do(ref Column3, other?.Column3);
        work.Do(ref Column4, other?.Column4);
        work.Do(ref Column5, other?.Column5);
        work.Do(ref Column6, other?.Column6);
        work.Do(ref Column7, other?.Column7);
        work.Do(ref Column8, other?.Column8);
    }
}
