using Distil.Checkpoints;
using Distil.Engine;
using Distil.Engine.Edges;
using Distil.Held;
using Distil.IO;
using Distil.Runtime.Tests.Engine;
using Distil.Runtime.Tests.IO;

namespace Distil.Runtime.Tests.Held;

public sealed class HeldChannelTests : IDisposable
{
    private const int Capacity = 3;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task However_far_the_reader_is_behind_only_a_few_batches_are_in_memory()
    {
        var (edge, file) = Create();
        using var held = file;
        var channel = new HeldChannel<NumberBatch>(edge, file, new NumberRows(), Capacity, Unexpected);
        var most = 0;
        for (var batch = 0; batch < 1_000; batch++)
        {
            Assert.True(channel.Writer.TryWrite(Owned(edge, batch * 10, batch * 10 + 5)));
            most = Math.Max(most, channel.InMemory);
        }

        Assert.Equal(Capacity, most);
        channel.Writer.Complete();
        var read = await ReadAsync(channel.Reader);
        Assert.Equal(Enumerable.Range(0, 1_000).SelectMany(batch => new long[] { batch * 10, (batch * 10) + 5 }), Values(read));
        Assert.Equal(0, channel.InMemory);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_reader_that_stumbles_gets_every_batch_in_order(int seed)
    {
        var (edge, file) = Create();
        using var held = file;
        edge.Hold(0, file, new NumberRows(), Unexpected);
        var random = new Random(seed);
        var expected = new List<long>();
        var reads = edge.ReaderOf(0);
        var reading = Task.Run(async () =>
        {
            var values = new List<long>();
            var pauses = new Random(seed);
            while (await reads.WaitToReadAsync())
            {
                while (reads.TryRead(out var batch))
                {
                    values.AddRange(batch.Values);
                    batch.Release();
                    if (pauses.Next(20) == 0)
                    {
                        await Task.Delay(1);
                    }
                }
            }

            return values;
        });
        for (var batch = 0; batch < 2_000; batch++)
        {
            var rows = edge.Rent();
            for (var row = random.Next(4); row > 0; row--)
            {
                expected.Add(expected.Count);
                rows.Add(expected.Count - 1);
            }

            await edge.SendAsync(rows.UpTo(expected.Count));
        }

        edge.Complete();
        Assert.Equal(expected, await reading.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_resumed_run_reads_what_is_held_and_then_the_rows_behind_it()
    {
        LeafPlace place;
        var (edge, file) = Create();
        using (file)
        {
            edge.Hold(0, file, new NumberRows(), Unexpected);
            await edge.SendAsync(NumberBatch.Of(1, 2, 2).UpTo(3));

            // Rows are sent ahead of the watermark: they are not committed.
            await edge.SendAsync(NumberBatch.Of(5, 6).UpTo(4));
            await edge.SendAsync(NumberBatch.Of(7).UpTo(5));
            place = file.Commit(long.MaxValue);
        }

        Assert.Equal((4, 3), (place.Below, place.Rows));
        await using (var cut = new FileStream(file.Path, FileMode.Open, FileAccess.Write))
        {
            cut.SetLength(place.Bytes);
        }

        var (again, resumed) = Create(place);
        using var held = resumed;
        again.Hold(0, resumed, new NumberRows(), Unexpected);
        await again.SendAsync(NumberBatch.Of(1, 2, 2, 5).UpTo(5));
        await again.SendAsync(NumberBatch.Of(5, 6, 7).UpTo(long.MaxValue));
        again.Complete();
        var read = await ReadAsync(again.ReaderOf(0));
        Assert.Equal([1, 2, 2, 5, 5, 6, 7], Values(read));
        Assert.Equal(new Position(2, 1), read[0].PositionAt(2));
        Assert.Equal(long.MaxValue, read[^1].Watermarks[0]);
        Assert.Equal(7, resumed.Commit(long.MaxValue).Rows);
    }

    [Fact]
    public async Task A_reader_that_needs_nothing_more_holds_nothing()
    {
        var (edge, file) = Create();
        using var held = file;
        edge.Hold(0, file, new NumberRows(), Unexpected);
        edge.StartAt(0, Position.End);
        for (var number = 0; number < 100; number++)
        {
            await edge.SendAsync(NumberBatch.Of(number).UpTo(number));
        }

        await edge.SendAsync(NumberBatch.Of().UpTo(long.MaxValue));
        edge.Complete();
        var read = await ReadAsync(edge.ReaderOf(0));
        Assert.Empty(Values(read));
        Assert.True(Assert.Single(read).IsComplete);
        Assert.False(File.Exists(file.Path));
    }

    [Fact]
    public async Task Of_a_file_that_was_deleted_nothing_is_read_and_the_last_batch_comes()
    {
        var (edge, file) = Create();
        using var held = file;
        edge.Hold(0, file, new NumberRows(), Unexpected);
        for (var number = 0; number < 100; number++)
        {
            await edge.SendAsync(NumberBatch.Of(number).UpTo(number));
        }

        file.Delete();
        var reads = edge.ReaderOf(0);
        var values = new List<long>();
        while (reads.TryRead(out var batch))
        {
            values.AddRange(batch.Values);
        }

        Assert.Equal([0, 1, 2], values);
        await edge.SendAsync(NumberBatch.Of(100).UpTo(100));
        await edge.SendAsync(NumberBatch.Of().UpTo(long.MaxValue));
        edge.Complete();
        Assert.True(Assert.Single(await ReadAsync(reads)).IsComplete);
        Assert.False(File.Exists(file.Path));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_fails_the_run_and_the_reader_gets_no_end()
    {
        var failures = new List<Exception>();
        var (edge, file) = Create(disk: FaultyDisk.At(4, FaultyDisk.Full));
        using var held = file;
        edge.Hold(0, file, new NumberRows(), failures.Add);
        var rows = 0;
        for (var number = 0; number < 20_000; number += 8)
        {
            await edge.SendAsync(NumberBatch.Of(number, number + 1, number + 2, number + 3).UpTo(number + 4));
            rows += failures.Count == 0 ? 4 : 0;
        }

        await edge.SendAsync(NumberBatch.Of().UpTo(long.MaxValue));
        edge.Complete();
        Assert.Equal(file.Path, Assert.IsType<RunDirectoryException>(Assert.Single(failures)).Path);
        Assert.DoesNotContain(await ReadAsync(edge.ReaderOf(0)), static batch => batch.IsComplete);
        Assert.Throws<RunDirectoryException>(() => file.Commit(long.MaxValue));
        Assert.InRange(rows, 1, 9_999);
    }

    [Fact]
    public async Task A_batch_that_is_long_is_held_in_several_records()
    {
        var (edge, file) = Create();
        using var held = file;
        edge.Hold(0, file, new NumberRows(), Unexpected);
        long[] numbers = [.. Enumerable.Range(0, 200_000)];
        for (var batch = 0; batch <= Capacity; batch++)
        {
            await edge.SendAsync(NumberBatch.Of([.. numbers.Select(number => number + (200_000 * batch))]).UpTo(200_000 * (batch + 1)));
        }

        edge.Complete();
        var read = await ReadAsync(edge.ReaderOf(0));
        Assert.True(read.Count > Capacity + 1);
        Assert.Equal(Enumerable.Range(0, 200_000 * (Capacity + 1)).Select(static number => (long)number), Values(read));
        Assert.Equal(read.Select(static batch => batch.Watermarks[0]).Order(), read.Select(static batch => batch.Watermarks[0]));
    }

    [Fact]
    public async Task Rows_that_are_left_on_disk_are_counted_and_not_read()
    {
        var (edge, file) = Create();
        using var held = file;
        edge.Hold(0, file, new NumberRows(), Unexpected);
        for (var number = 0; number < 100; number += 2)
        {
            await edge.SendAsync(NumberBatch.Of(number, number + 1).UpTo(number + 2));
        }

        var left = edge.Reader(0).LeaveHeld();
        await edge.SendAsync(NumberBatch.Of(100).UpTo(101));
        await edge.SendAsync(NumberBatch.Of(101).UpTo(102));
        edge.Complete();
        var read = await ReadAsync(edge.ReaderOf(0));
        left += edge.Reader(0).LeaveHeld();
        Assert.Equal(102, left + read.Sum(static batch => batch.Count));
        Assert.Equal(Capacity, read.Count);
        Assert.Equal(102, file.Commit(long.MaxValue).Rows);
    }

    private static void Unexpected(Exception exception) => Assert.Fail(exception.ToString());

    private static NumberBatch Owned(Edge<NumberBatch> edge, params ReadOnlySpan<long> numbers)
    {
        var rows = edge.RentOwned();
        foreach (var number in numbers)
        {
            rows.Add(number);
        }

        return rows.UpTo(numbers[^1] + 1);
    }

    private (Edge<NumberBatch> Edge, HeldFile File) Create(LeafPlace start = default, IDisk? disk = null) => (
        new(static capacity => new(1, capacity), readers: 1, feedsFanIn: true, new() { ChannelCapacity = Capacity, TransportSize = 8 }),
        new("rows/000001", Path.Combine(_folder.FullPath, "held", "000001.rows"), disk ?? RealDisk.Instance, static () => { }, start));

    private static IEnumerable<long> Values(IEnumerable<NumberBatch> batches) => batches.SelectMany(static batch => batch.Values.ToList());

    private static async Task<List<NumberBatch>> ReadAsync(System.Threading.Channels.ChannelReader<NumberBatch> reader)
    {
        var batches = new List<NumberBatch>();
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out var batch))
            {
                batches.Add(batch);
            }
        }

        return batches;
    }

    private sealed class NumberRows : HeldRows<NumberBatch>
    {
        protected override void ForColumns(NumberBatch rows, in HeldWork work) => work.Do(rows.Numbers, HeldValues.Of<long>());
    }
}
