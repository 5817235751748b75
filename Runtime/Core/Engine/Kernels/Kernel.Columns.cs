namespace Distil.Engine;

/// <content>The arrays of a batch, looked up once for a block of rows.</content>
public abstract partial class Kernel
{
    /// <summary>The keys of a batch that has two.</summary>
    /// <param name="batch">The batch; null: there is none, and no row of it is read.</param>
    /// <returns>The arrays, by level.</returns>
    protected static (long[] First, long[] Second) TwoKeys(RowBatch? batch) => batch is null ? default : (batch.Keys[0], batch.Keys[1]);

    /// <summary>The first three keys of a batch.</summary>
    /// <inheritdoc cref="TwoKeys" path="/param"/>
    /// <returns>The arrays, by level.</returns>
    protected static (long[] First, long[] Second, long[] Third) ThreeKeys(RowBatch? batch) =>
        batch is null ? default : (batch.Keys[0], batch.Keys[1], batch.Keys[2]);

    /// <summary>Copies the keys of rows to a batch whose keys are the same, or the first of them.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first.</param>
    /// <param name="batch">The batch that receives them, behind its last row.</param>
    /// <param name="count">How many.</param>
    protected static void CopyKeys(RowBatch rows, int from, RowBatch batch, int count)
    {
        for (var level = 0; level < batch.Keys.Length; level++)
        {
            Array.Copy(rows.Keys[level], from, batch.Keys[level], batch.Count, count);
        }
    }

    /// <summary>The columns of a batch.</summary>
    /// <param name="batch">The batch; null: there is none, and no row of it is read.</param>
    /// <returns>The arrays.</returns>
    protected static (T1[] Column1, T2[] Column2) ColumnsOf<T1, T2>(RowBatch<T1, T2>? batch) =>
        batch is null ? default : (batch.Column1, batch.Column2);

    /// <inheritdoc cref="ColumnsOf{T1, T2}"/>
    protected static (T1[] Column1, T2[] Column2, T3[] Column3) ColumnsOf<T1, T2, T3>(RowBatch<T1, T2, T3>? batch) =>
        batch is null ? default : (batch.Column1, batch.Column2, batch.Column3);

    /// <inheritdoc cref="ColumnsOf{T1, T2}"/>
    protected static (T1[] Column1, T2[] Column2, T3[] Column3, T4[] Column4) ColumnsOf<T1, T2, T3, T4>(RowBatch<T1, T2, T3, T4>? batch) =>
        batch is null ? default : (batch.Column1, batch.Column2, batch.Column3, batch.Column4);

    /// <inheritdoc cref="ColumnsOf{T1, T2}"/>
    protected static (T1[] Column1, T2[] Column2, T3[] Column3, T4[] Column4, T5[] Column5)
        ColumnsOf<T1, T2, T3, T4, T5>(RowBatch<T1, T2, T3, T4, T5>? batch) =>
        batch is null
            ? default
            : (batch.Column1, batch.Column2, batch.Column3, batch.Column4, batch.Column5);

    /// <inheritdoc cref="ColumnsOf{T1, T2}"/>
    protected static (T1[] Column1, T2[] Column2, T3[] Column3, T4[] Column4, T5[] Column5, T6[] Column6)
        ColumnsOf<T1, T2, T3, T4, T5, T6>(RowBatch<T1, T2, T3, T4, T5, T6>? batch) =>
        batch is null
            ? default
            : (batch.Column1, batch.Column2, batch.Column3, batch.Column4, batch.Column5, batch.Column6);

    /// <inheritdoc cref="ColumnsOf{T1, T2}"/>
    protected static (T1[] Column1, T2[] Column2, T3[] Column3, T4[] Column4, T5[] Column5, T6[] Column6, T7[] Column7)
        ColumnsOf<T1, T2, T3, T4, T5, T6, T7>(RowBatch<T1, T2, T3, T4, T5, T6, T7>? batch) =>
        batch is null
            ? default
            : (batch.Column1, batch.Column2, batch.Column3, batch.Column4, batch.Column5, batch.Column6, batch.Column7);

    /// <inheritdoc cref="ColumnsOf{T1, T2}"/>
    protected static (T1[] Column1, T2[] Column2, T3[] Column3, T4[] Column4, T5[] Column5, T6[] Column6, T7[] Column7, T8[] Column8)
        ColumnsOf<T1, T2, T3, T4, T5, T6, T7, T8>(RowBatch<T1, T2, T3, T4, T5, T6, T7, T8>? batch) =>
        batch is null
            ? default
            : (batch.Column1, batch.Column2, batch.Column3, batch.Column4, batch.Column5, batch.Column6, batch.Column7, batch.Column8);
}
