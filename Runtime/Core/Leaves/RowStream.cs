using System.Threading.Channels;

namespace Distil.Leaves;

/// <summary>The rows of the one leaf on their way to who enumerates them.</summary>
internal sealed class RowStream<TRow>(int capacity)
{
    private readonly Channel<TRow> _rows = Channel.CreateBounded<TRow>(new BoundedChannelOptions(capacity)
    {
        SingleReader = true,
        SingleWriter = true,
    });

    public ChannelReader<TRow> Reader => _rows.Reader;

    public ValueTask WriteAsync(TRow row) => _rows.Writer.WriteAsync(row);

    /// <summary>Writes every row of a data set.</summary>
    public async Task WriteAllAsync(Dataset<TRow> rows)
    {
        await foreach (var row in rows.ReadAsync().ConfigureAwait(false))
        {
            await WriteAsync(row).ConfigureAwait(false);
        }
    }

    public void Complete() => _rows.Writer.TryComplete();

    /// <summary>The consumer has left: whatever still comes is let go.</summary>
    public async Task DiscardAsync()
    {
        while (await _rows.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_rows.Reader.TryRead(out _))
            {
                // Nobody wants it.
            }
        }
    }
}
