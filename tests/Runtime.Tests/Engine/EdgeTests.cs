using Distil.Engine;

namespace Distil.Runtime.Tests.Engine;

public sealed class EdgeTests
{
    [Fact]
    public async Task Every_reader_gets_every_batch_in_order()
    {
        var edge = Create(readers: 2);
        NumberBatch[] sent = [NumberBatch.Of(1, 2), NumberBatch.Of(), NumberBatch.Of(3)];
        foreach (var batch in sent)
        {
            await edge.SendAsync(batch);
        }

        edge.Complete();
        for (var reader = 0; reader < 2; reader++)
        {
            Assert.Equal(sent, await ReadAsync(edge.Reader(reader)));
        }
    }

    [Fact]
    public async Task A_batch_is_used_again_when_its_last_reader_has_let_go()
    {
        var edge = Create(readers: 2);
        var batch = edge.Rent();
        batch.Add(7);
        await edge.SendAsync(batch);

        batch.Release();
        Assert.NotSame(batch, edge.Rent());
        Assert.Equal([7], batch.Values);

        batch.Release();
        Assert.Same(batch, edge.Rent());
        Assert.Equal(0, batch.Count);
    }

    [Fact]
    public async Task A_reader_that_is_counted_later_must_let_go_too()
    {
        var edge = Create(readers: 1);
        var batch = edge.Rent();
        await edge.SendAsync(batch);
        batch.Retain();
        batch.Release();
        Assert.NotSame(batch, edge.Rent());
        batch.Release();
        Assert.Same(batch, edge.Rent());
    }

    [Fact]
    public void A_batch_that_grew_far_beyond_the_usual_is_not_kept()
    {
        var edge = Create(readers: 1);
        var batch = edge.Rent();
        for (var number = 0; number <= 4 * Transport; number++)
        {
            batch.Add(number);
        }

        edge.Return(batch);
        Assert.NotSame(batch, edge.Rent());
    }

    [Fact]
    public async Task A_full_channel_holds_the_writer_back_until_it_is_read()
    {
        var edge = Create(readers: 2);
        for (var batch = 0; batch < Capacity; batch++)
        {
            Assert.True(edge.HasRoom);
            await edge.SendAsync(NumberBatch.Of(batch));
        }

        Assert.False(edge.HasRoom);
        var waiting = edge.SendAsync(NumberBatch.Of(Capacity)).AsTask();
        Assert.True(edge.Reader(0).TryRead(out _));
        Assert.False(edge.HasRoom);
        Assert.False(waiting.IsCompleted);

        Assert.True(edge.Reader(1).TryRead(out _));
        await waiting.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_channel_into_a_fan_in_holds_any_number_of_batches()
    {
        var edge = Create(readers: 1);
        edge.Unbound(0);
        for (var batch = 0; batch < 10 * Capacity; batch++)
        {
            Assert.True(edge.HasRoom);
            Assert.True(edge.SendAsync(NumberBatch.Of(batch)).AsTask().IsCompletedSuccessfully);
        }

        edge.Complete();
        Assert.Equal(10 * Capacity, (await ReadAsync(edge.Reader(0))).Count);
    }

    private const int Transport = 8;
    private const int Capacity = 3;

    private static Edge<NumberBatch> Create(int readers) => new(
        capacity => new NumberBatch(1, capacity), readers, feedsFanIn: false, new() { ChannelCapacity = Capacity, TransportSize = Transport });

    private static async Task<List<RowBatch>> ReadAsync(IRowReader reader)
    {
        var batches = new List<RowBatch>();
        while (await reader.WaitAsync())
        {
            while (reader.TryRead(out var batch))
            {
                batches.Add(batch);
            }
        }

        return batches;
    }
}
