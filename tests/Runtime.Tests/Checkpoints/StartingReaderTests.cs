using Distil.Checkpoints;
using Distil.Engine;
using Distil.Runtime.Tests.Engine;

namespace Distil.Runtime.Tests.Checkpoints;

public sealed class StartingReaderTests
{
    [Fact]
    public async Task A_reader_is_given_the_rows_from_its_place_on_and_others_are_given_all()
    {
        var edge = new Edge<NumberBatch>(static capacity => new(1, capacity), readers: 2, feedsFanIn: false, new());
        edge.StartAt(1, new(4, 2));
        await edge.SendAsync(NumberBatch.Of(1, 2, 4).UpTo(4));
        await edge.SendAsync(NumberBatch.Of(4).UpTo(4));
        await edge.SendAsync(NumberBatch.Of(4, 4, 5).UpTo(6));
        await edge.SendAsync(NumberBatch.Of(6).UpTo(long.MaxValue));
        edge.Complete();

        Assert.Equal([1, 2, 4, 4, 4, 4, 5, 6], (await ReadAsync(edge.Reader(0))).SelectMany(batch => batch.Values));
        var read = await ReadAsync(edge.Reader(1));
        Assert.Equal([4, 4, 5, 6], read.SelectMany(batch => batch.Values));

        // How far the edge has come is not dropped with the rows.
        Assert.Equal([4, 4, 6, long.MaxValue], read.Select(batch => batch.Watermarks[0]));
        Assert.Equal(new Position(4, 3), read[2].PositionAt(1));
        Assert.Equal(new Position(6, 0), read[2].PositionAt(3));
    }

    [Fact]
    public async Task Places_count_rows_of_a_number_across_batches()
    {
        var edge = new Edge<NumberBatch>(static capacity => new(1, capacity), readers: 1, feedsFanIn: false, new());
        await edge.SendAsync(NumberBatch.Of(1, 2, 2).UpTo(2));
        await edge.SendAsync(NumberBatch.Of().UpTo(2));
        await edge.SendAsync(NumberBatch.Of(2, 3).UpTo(3));

        // Rows that are ahead of what is accounted for.
        await edge.SendAsync(NumberBatch.Of(5, 6).UpTo(4));
        edge.Complete();
        var read = await ReadAsync(edge.Reader(0));

        Assert.Equal([new(1, 0), new(2, 0), new(2, 1), new(2, 2)], Enumerable.Range(0, 4).Select(read[0].PositionAt));
        Assert.Equal(new Position(2, 2), read[1].PositionAt(0));
        Assert.Equal([new(2, 2), new(3, 0), new(3, 1)], Enumerable.Range(0, 3).Select(read[2].PositionAt));
        Assert.Equal(new Position(6, 1), read[3].PositionAt(2));
    }

    private static async Task<List<NumberBatch>> ReadAsync(IRowReader reader)
    {
        var batches = new List<NumberBatch>();
        while (await reader.WaitAsync())
        {
            while (reader.TryRead(out var batch))
            {
                batches.Add((NumberBatch)batch);
            }
        }

        return batches;
    }
}
