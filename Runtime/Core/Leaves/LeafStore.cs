using Distil.Engine;

namespace Distil.Leaves;

/// <summary>Takes the rows of one leaf and keeps them. Used by one stage; not safe for several threads at once.</summary>
internal abstract class LeafStore : IDisposable
{
    protected LeafStore(string name) => Name = name;

    /// <summary>The leaf's name.</summary>
    public string Name { get; }

    /// <summary>How many rows are kept.</summary>
    public abstract long Count { get; }

    /// <summary>Every row with a smaller number is kept: the last that was noted.</summary>
    public virtual long Below => 0;

    /// <summary>Notes that every row with a smaller number is kept, and none with this number or above.</summary>
    public virtual void Note(long below)
    {
    }

    /// <summary>Writes what is still buffered and closes the store; nothing can be appended afterwards.</summary>
    public abstract void Complete();

    /// <summary>Closes the store; what is still buffered is written where it can be.</summary>
    public abstract void Dispose();
}

/// <summary>Takes the rows of one leaf and keeps them.</summary>
/// <typeparam name="TRow">The type of a row.</typeparam>
internal abstract class LeafStore<TRow> : LeafStore
{
    protected LeafStore(string name)
        : base(name)
    {
    }

    /// <summary>Appends the rows of a batch from <paramref name="from"/> to before <paramref name="to"/>.</summary>
    public abstract void Append<TIn>(LeafKernel<TIn, TRow> kernel, TIn rows, int from, int to)
        where TIn : RowBatch;

    /// <summary>The rows that were appended, once the store is complete.</summary>
    public abstract Dataset<TRow> ToDataset<TIn>(LeafKernel<TIn, TRow> kernel)
        where TIn : RowBatch;
}
