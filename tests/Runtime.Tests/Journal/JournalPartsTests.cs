using Distil.IO;
using Distil.Journal;
using Distil.Journal.Records;

namespace Distil.Runtime.Tests.Journal;

public sealed class JournalPartsTests
{
    [Fact]
    public void The_checksum_is_that_of_the_standard()
    {
        Assert.Equal(0xE3069283, Crc32C.Of("123456789"u8));
        var state = Crc32C.Add(Crc32C.Add(Crc32C.Start, 0x3837363534333231), "9"u8);
        Assert.Equal(0xE3069283, Crc32C.End(state));
    }

    [Fact]
    public void The_checksum_of_many_bytes_is_that_of_one_after_the_other()
    {
        var random = new Random(3);
        var bytes = new byte[50_000];
        random.NextBytes(bytes);
        for (var round = 0; round < 200; round++)
        {
            var length = round < 20 ? 6_144 + round - 10 : random.Next(bytes.Length);
            var part = bytes.AsSpan(random.Next(bytes.Length - length + 1), length);
            var start = (uint)random.NextInt64(1L << 32);
            var state = start;
            foreach (var one in part)
            {
                state = System.Numerics.BitOperations.Crc32C(state, one);
            }

            Assert.Equal(state, Crc32C.Add(start, part));
            var split = random.Next(length + 1);
            Assert.Equal(state, Crc32C.Add(Crc32C.Add(start, part[..split]), part[split..]));
        }
    }

    [Fact]
    public void A_location_keeps_its_order_in_eight_bytes()
    {
        JournalLocation[] ordered = [default, new(1, 0), new(1, 1), new(1, (1L << 40) - 1), new(2, 0), new((1 << 23) - 1, (1L << 40) - 1)];
        foreach (var (one, left) in ordered.Index())
        {
            Assert.Equal(left, JournalLocation.FromPacked(left.Packed));
            foreach (var (other, right) in ordered.Index())
            {
                Assert.Equal(one.CompareTo(other), left.CompareTo(right));
                bool[] expected = [one < other, one > other, one <= other, one >= other];
                bool[] found = [left < right, left > right, left <= right, left >= right];
                Assert.Equal(expected, found);
            }
        }
    }

    [Fact]
    public void An_index_is_a_dictionary_of_at_most_forty_bytes_an_answer()
    {
        var random = new Random(1);
        var index = new AnswerIndex();
        var reference = new Dictionary<AnswerId, JournalLocation>();
        for (var answer = 0; answer < 300_000; answer++)
        {
            // One key with many tags, many keys, and numbers in a row; some again.
            var id = (answer % 3) switch
            {
                0 => new AnswerId(new(7, 0), (ulong)random.Next(200_000)),
                1 => new(new((ulong)random.NextInt64() << 1, 0), (ulong)random.NextInt64()),
                _ => new(new((ulong)answer, 0), (ulong)answer),
            };
            var location = new JournalLocation(1 + (answer >> 16), answer);
            index.Add(id, location);
            reference[id] = location;
            if (answer > 100_000)
            {
                Assert.InRange(index.Bytes / (double)index.Count, 0, 42);
            }
        }

        Assert.Equal(reference.Count, index.Count);
        Assert.InRange(index.Bytes, 0, index.Count * 40L);
        Assert.All(reference, entry =>
        {
            Assert.True(index.TryFind(entry.Key, out var location));
            Assert.Equal(entry.Value, location);
        });
        Assert.False(index.TryFind(new(new(7, 1), 1), out _));
        Assert.False(new AnswerIndex().TryFind(default, out _));
    }
}
