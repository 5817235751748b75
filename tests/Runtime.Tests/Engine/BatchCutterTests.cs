using Distil.Engine;
using Distil.Engine.Calls;

namespace Distil.Runtime.Tests.Engine;

public sealed class BatchCutterTests
{
    private const int Size = 3;
    private const long Period = 64 * Size;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Batches_have_exactly_their_size_whatever_sizes_the_rows_come_in(int seed)
    {
        var numbers = Enumerable.Range(0, 100).Select(number => (long)number).ToList();
        var batches = Cut(numbers, new Random(seed), closes: false);
        Assert.All(batches.SkipLast(1), batch => Assert.Equal(Size, batch.Count));
        Assert.Equal(numbers, batches.SelectMany(batch => batch));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Where_batches_close_by_position_they_depend_on_the_numbers_alone(int seed)
    {
        var random = new Random(seed);
        var numbers = Enumerable.Range(0, 2_000).Where(_ => random.Next(20) == 0).Select(number => (long)number).ToList();
        var batches = Cut(numbers, new Random(seed + 100), closes: true);
        Assert.Equal(numbers, batches.SelectMany(batch => batch));
        Assert.All(batches, batch => Assert.Single(batch.Select(number => number / Period).Distinct()));
        Assert.Equal(Cut(numbers, new Random(seed + 200), closes: true), batches);
    }

    [Fact]
    public void A_batch_does_not_wait_for_a_row_that_cannot_come()
    {
        var cutter = Create(closes: true);
        Take(cutter, NumberBatch.Of(5));

        Assert.False(cutter.EndsWith(NumberBatch.Of().UpTo(Period - 1)));
        Assert.True(cutter.EndsWith(NumberBatch.Of().UpTo(Period)));
        Assert.False(Create(closes: true).EndsWith(NumberBatch.Of().UpTo(Period)));
    }

    [Fact]
    public void Positions_are_counted_for_each_source_by_itself()
    {
        var cutter = Create(closes: true);
        var rows = NumberBatch.Of(RowNumber.Pack(0, 5), RowNumber.Pack(1, 5));
        Assert.Equal(1, cutter.Take(rows, 0, out var isWhole));
        Assert.True(isWhole);
    }

    [Fact]
    public void What_is_held_leaves_with_the_last_rows()
    {
        var cutter = Create(closes: false);
        Take(cutter, NumberBatch.Of(5));
        Assert.False(cutter.EndsWith(NumberBatch.Of().UpTo(1_000_000)));
        Assert.True(cutter.EndsWith(NumberBatch.Of().UpTo(long.MaxValue)));
        Assert.Equal([5], cutter.Replace(null).Values);
        Assert.False(cutter.EndsWith(NumberBatch.Of().UpTo(long.MaxValue)));
    }

    private static BatchCutter<NumberBatch> Create(bool closes) => new(
        new(capacity => new NumberBatch(1, capacity), 1, feedsFanIn: false, new()), Size, closes ? [0] : []);

    private static void Take(BatchCutter<NumberBatch> cutter, NumberBatch rows) =>
        cutter.Held.Append(rows, 0, cutter.Take(rows, 0, out _));

    /// <summary>Lets the rows come in pieces of any size, some of them empty, and cuts them as a stage does.</summary>
    private static List<List<long>> Cut(IReadOnlyList<long> numbers, Random random, bool closes)
    {
        var cutter = Create(closes);
        var batches = new List<List<long>>();
        for (var from = 0; from < numbers.Count;)
        {
            var piece = numbers.Skip(from).Take(random.Next(8)).ToArray();
            from += piece.Length;
            var rows = NumberBatch.Of(piece).UpTo(from < numbers.Count ? random.NextInt64(piece.LastOrDefault(-1) + 1, numbers[from] + 1) : long.MaxValue);
            for (var next = 0; next < rows.Count;)
            {
                var taken = cutter.Take(rows, next, out var isWhole);
                cutter.Held.Append(rows, next, taken);
                next += taken;
                if (isWhole)
                {
                    batches.Add([.. cutter.Replace(null).Values]);
                }
            }

            if (cutter.EndsWith(rows))
            {
                batches.Add([.. cutter.Replace(null).Values]);
            }
        }

        return batches;
    }
}
