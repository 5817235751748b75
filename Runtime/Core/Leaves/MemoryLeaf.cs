using Distil.Engine;

namespace Distil.Leaves;

/// <summary>Keeps the rows of a leaf in memory.</summary>
internal sealed class MemoryLeaf<TRow> : LeafStore<TRow>
{
    private readonly List<TRow> _rows = [];

    public MemoryLeaf(string name)
        : base(name)
    {
    }

    public override long Count => _rows.Count;

    public override void Append<TIn>(LeafKernel<TIn, TRow> kernel, TIn rows, int from, int to)
    {
        for (var row = from; row < to; row++)
        {
            _rows.Add(kernel.Row(rows, row));
        }
    }

    public override Dataset<TRow> ToDataset<TIn>(LeafKernel<TIn, TRow> kernel) => new(Name, _rows.AsReadOnly());

    public override void Complete()
    {
    }

    public override void Dispose()
    {
    }
}
