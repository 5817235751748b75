using Distil.Engine;

namespace Distil.Leaves;

/// <summary>Counts the rows of a leaf that are streamed: whoever enumerates them has them.</summary>
internal sealed class StreamedLeaf<TRow>(string name) : LeafStore<TRow>(name)
{
    private long _count;

    public override long Count => _count;

    public override void Append<TIn>(LeafKernel<TIn, TRow> kernel, TIn rows, int from, int to) => _count += to - from;

    public override Dataset<TRow> ToDataset<TIn>(LeafKernel<TIn, TRow> kernel) => new(Name, []);

    public override void Complete()
    {
    }

    public override void Dispose()
    {
    }
}
