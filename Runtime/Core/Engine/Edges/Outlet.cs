using System.ComponentModel;

namespace Distil.Engine;

/// <summary>A kernel's writing end of an edge.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class Outlet
{
    /// <summary>A level that carries no watermark (a child's number, a route).</summary>
    internal const int NoWatermark = int.MinValue;

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

    /// <summary>Rows at the beginning of the batch being collected of which copies have been sent.</summary>
    internal int Sent { get; private protected set; }

    /// <summary>Rows being collected that have not been sent.</summary>
    internal int Unsent => Rows.Count - Sent;

    /// <summary>Sets the watermarks of the batch being collected from those of the head and the counts of the forks.</summary>
    /// <returns>Whether any of them has advanced since the last batch was sent.</returns>
    internal bool SetWatermarks(ReadOnlySpan<long> head, ReadOnlySpan<long> forks) => SetWatermarks(Rows, head, forks);

    /// <summary>Whether the row number that was last sent is so many behind that of the head, at least.</summary>
    internal bool IsBehind(ReadOnlySpan<long> head, long numbers) => head[_watermarks[0]] - _sent[0] >= numbers;

    /// <summary>Sends a copy of rows that have not been sent, while further rows are collected behind them.</summary>
    /// <param name="to">Behind the last row.</param>
    /// <param name="bases">What is added to fork numbers that a replica counted from zero; empty: nothing.</param>
    /// <param name="head">The head's watermarks; empty: the watermarks stay at what was last sent.</param>
    /// <param name="forks">The counts of the forks.</param>
    internal abstract ValueTask SendCopyAsync(int to, ReadOnlySpan<long> bases, ReadOnlySpan<long> head, ReadOnlySpan<long> forks);

    /// <summary>Forgets the rows being collected if copies of all of them have been sent.</summary>
    internal void ForgetSent()
    {
        if (Sent > 0 && Unsent == 0)
        {
            Rows.Clear();
            Sent = 0;
        }
    }

    private protected bool SetWatermarks(RowBatch rows, ReadOnlySpan<long> head, ReadOnlySpan<long> forks)
    {
        var advanced = false;
        for (var level = 0; level < _watermarks.Length; level++)
        {
            var source = _watermarks[level];
            if (source == NoWatermark)
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
    internal void Freeze() => Freeze(Rows);

    private protected void Freeze(RowBatch rows) => _sent.CopyTo(rows.Watermarks, 0);

    /// <summary>Adds to fork numbers that a replica counted from zero.</summary>
    internal void Rebase(ReadOnlySpan<long> bases) => Rebase(Rows, bases);

    private protected void Rebase(RowBatch rows, ReadOnlySpan<long> bases)
    {
        for (var level = 0; level < _watermarks.Length; level++)
        {
            var source = _watermarks[level];
            if (source >= 0 || source == NoWatermark || bases[-1 - source] == 0)
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
        NoteSent(Rows);
        return SendRowsAsync();
    }

    private protected void NoteSent(RowBatch rows) => rows.Watermarks.CopyTo(_sent, 0);

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

    internal override ValueTask SendCopyAsync(int to, ReadOnlySpan<long> bases, ReadOnlySpan<long> head, ReadOnlySpan<long> forks)
    {
        if (to == Sent && (head.IsEmpty || !Edge.FeedsFanIn))
        {
            return default;
        }

        var rows = _edge.Rent();
        rows.Append(Batch, Sent, to - Sent);
        Freeze(rows);
        if (!head.IsEmpty && !SetWatermarks(rows, head, forks) && rows.Count == 0)
        {
            _edge.Return(rows);
            return default;
        }

        if (!bases.IsEmpty)
        {
            Rebase(rows, bases);
        }

        Sent = to;
        NoteSent(rows);
        return _edge.SendAsync(rows);
    }

    private protected override ValueTask SendRowsAsync()
    {
        var batch = Batch;
        if (Sent == 0)
        {
            Batch = _edge.Rent();
            return _edge.SendAsync(batch);
        }

        var rest = _edge.Rent();
        rest.Append(batch, Sent, Unsent);
        batch.Watermarks.CopyTo(rest.Watermarks, 0);
        batch.Clear();
        Sent = 0;
        return _edge.SendAsync(rest);
    }
}
