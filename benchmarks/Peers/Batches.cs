using System.Buffers;

namespace Distil.Benchmarks.Peers;

/// <summary>Rows in arrays, for the peers that hand on more than one row at a time. The arrays come from the pool and go back to it.</summary>
public static class Batches
{
    public const int Size = 256;

    public static IEnumerable<ArraySegment<TRow>> Of<TItem, TRow>(IEnumerable<TItem> source, Func<TItem, TRow> row)
    {
        var rows = ArrayPool<TRow>.Shared.Rent(Size);
        var count = 0;
        foreach (var item in source)
        {
            rows[count++] = row(item);
            if (count == Size)
            {
                yield return new(rows, 0, count);
                rows = ArrayPool<TRow>.Shared.Rent(Size);
                count = 0;
            }
        }

        yield return new(rows, 0, count);
    }

    /// <summary>An empty batch with room for <see cref="Size"/> rows.</summary>
    public static ArraySegment<TRow> Rent<TRow>() => new(ArrayPool<TRow>.Shared.Rent(Size), 0, 0);

    public static ArraySegment<TRow> Copy<TRow>(ArraySegment<TRow> batch)
    {
        var rows = ArrayPool<TRow>.Shared.Rent(Size);
        batch.AsSpan().CopyTo(rows);
        return new(rows, 0, batch.Count);
    }

    public static void Return<TRow>(ArraySegment<TRow> batch) => ArrayPool<TRow>.Shared.Return(batch.Array!);
}
