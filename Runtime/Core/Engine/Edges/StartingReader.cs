using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Distil.Checkpoints;

namespace Distil.Engine.Edges;

/// <summary>
/// Reads an edge from a place on: rows before it are dropped, and what the batches say of how far the edge has come is not.
/// </summary>
/// <typeparam name="TBatch">The rows that travel.</typeparam>
internal sealed class StartingReader<TBatch>(Edge<TBatch> edge, ChannelReader<TBatch> reader, Position start) : ChannelReader<TBatch>
    where TBatch : RowBatch
{
    private bool _hasStarted;

    public override bool CanCount => true;

    public override int Count => reader.Count;

    public override Task Completion => reader.Completion;

    public override bool TryRead([MaybeNullWhen(false)] out TBatch item)
    {
        if (!reader.TryRead(out item))
        {
            return false;
        }

        if (!_hasStarted)
        {
            item = Start(item);
        }

        return true;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
        reader.WaitToReadAsync(cancellationToken);

    private TBatch Start(TBatch batch)
    {
        var dropped = 0;
        while (dropped < batch.Count && batch.PositionAt(dropped).IsBefore(start))
        {
            dropped++;
        }

        _hasStarted = dropped < batch.Count;
        if (dropped == 0)
        {
            return batch;
        }

        return edge.Skip(batch, dropped);
    }
}
