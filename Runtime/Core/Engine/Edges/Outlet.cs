using System.ComponentModel;

namespace Distil.Engine;

/// <summary>A kernel's writing end of an edge.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class Outlet
{
    private readonly int[] _watermarks;
    private readonly long[] _sent;

    private protected Outlet(Edge edge, int[] watermarks)
    {
        Edge = edge;
        _watermarks = watermarks;
        _sent = new long[watermarks.Length];
    }

    internal Edge Edge { get; }

    internal abstract RowBatch Rows { get; }

    /// <summary>Sets the watermarks of the batch being collected from those of the head and the counts of the forks.</summary>
    /// <returns>Whether any of them has advanced since the last batch was sent.</returns>
    internal bool SetWatermarks(ReadOnlySpan<long> head, ReadOnlySpan<long> forks)
    {
        var advanced = false;
        var rows = Rows;
        for (var level = 0; level < _watermarks.Length; level++)
        {
            var source = _watermarks[level];
            if (source == Kernel.NoWatermark)
            {
                continue;
            }

            var watermark = source >= 0 ? head[source]
                : head[0] == long.MaxValue ? long.MaxValue
                : forks[-1 - source];
            rows.Watermarks[level] = watermark;
            advanced |= watermark != _sent[level];
        }

        return advanced;
    }

    /// <summary>Keeps the watermarks at what was last sent: a stage that failed accounts for nothing more.</summary>
    internal void Freeze() => _sent.CopyTo(Rows.Watermarks, 0);

    /// <summary>Adds to fork numbers that a replica counted from zero.</summary>
    internal void Rebase(ReadOnlySpan<long> bases)
    {
        var rows = Rows;
        for (var level = 0; level < _watermarks.Length; level++)
        {
            var source = _watermarks[level];
            if (source >= 0 || source == Kernel.NoWatermark || bases[-1 - source] == 0)
            {
                continue;
            }

            var add = bases[-1 - source];
            var keys = rows.Keys[level].AsSpan(0, rows.Count);
            for (var row = 0; row < keys.Length; row++)
            {
                keys[row] += add;
            }
        }
    }

    internal ValueTask SendAsync()
    {
        Rows.Watermarks.CopyTo(_sent, 0);
        return SendRowsAsync();
    }

    private protected abstract ValueTask SendRowsAsync();
}

/// <summary>A kernel's writing end of an edge.</summary>
/// <typeparam name="TBatch">The rows that it carries.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Outlet<TBatch> : Outlet
    where TBatch : RowBatch
{
    private readonly Edge<TBatch> _edge;

    internal Outlet(Edge<TBatch> edge, int[] watermarks)
        : base(edge, watermarks)
    {
        _edge = edge;
        Batch = edge.Rent();
    }

    /// <summary>The rows being collected.</summary>
    public TBatch Batch { get; private set; }

    internal override RowBatch Rows => Batch;

    /// <summary>The rows being collected, with room for more.</summary>
    /// <param name="rows">How many can come at most.</param>
    /// <returns>The batch; its arrays stay the same while so many rows are added.</returns>
    public TBatch Room(int rows)
    {
        Batch.Reserve(Batch.Count + rows);
        return Batch;
    }

    private protected override ValueTask SendRowsAsync()
    {
        var batch = Batch;
        Batch = _edge.Rent();
        return _edge.SendAsync(batch);
    }
}
