namespace Distil.Runtime.Tests.Engine;

/// <summary>
/// The reorder buffer with threads of its own: random batches, windows, concurrencies and completion orders, beside what one call after the
/// other gives. Each case is given by its seed.
/// </summary>
public sealed class ReorderBufferThreadTests
{
    private const int Cases = 40;

    [Theory]
    [InlineData(1, true)]
    [InlineData(1_001, true)]
    [InlineData(2_001, false)]
    [InlineData(3_001, false)]
    public void Every_row_is_called_once_and_goes_on_as_one_call_after_the_other_would_have_it(int firstSeed, bool isOrdered) =>
        ForEachCase(firstSeed, random => new(random, isOrdered), threads =>
        {
            threads.Run();
            Assert.Equal(threads.Rows, threads.Begun.Order());
            Assert.Equal(threads.Rows, isOrdered ? threads.Emitted : threads.Emitted.Order());
        });

    [Theory]
    [InlineData(1)]
    [InlineData(1_001)]
    public void Rows_that_fail_go_their_way_in_order(int firstSeed) =>
        ForEachCase(firstSeed, random => new(random, isOrdered: true) { FailsEvery = random.Next(2, 60) }, threads =>
        {
            threads.Run();
            Assert.Equal(threads.Rows, threads.Emitted);
            Assert.Equal(threads.Rows.Where(threads.Fails), threads.Failed);
        });

    [Theory]
    [InlineData(1)]
    [InlineData(1_001)]
    public void Where_a_failure_stops_the_run_it_is_the_first_of_all_whatever_the_order_of_the_calls(int firstSeed) =>
        ForEachCase(
            firstSeed,
            random => new(random, isOrdered: true) { FailsEvery = random.Next(2, 200), StopsAtFailure = true },
            threads =>
            {
                threads.Run();
                var first = threads.Rows.Cast<long?>().FirstOrDefault(row => threads.Fails(row!.Value));
                Assert.Equal(threads.Rows.TakeWhile(row => !threads.Fails(row)), threads.Emitted.Where(row => !threads.Fails(row)));
                Assert.Equal(first is null ? [] : [first.Value], threads.Failed);
            });

    [Theory]
    [InlineData(1, true)]
    [InlineData(1_001, true)]
    [InlineData(2_001, false)]
    public void At_a_stop_every_call_that_has_begun_goes_on(int firstSeed, bool isOrdered) =>
        ForEachCase(
            firstSeed,
            random => new(random, isOrdered) { StopsAfter = random.Next(0, 300), FailsEvery = random.Next(2) == 0 ? 0 : 17 },
            threads =>
            {
                threads.Run();
                Assert.Equal(threads.Begun.Order(), threads.Emitted.Order());
                if (isOrdered)
                {
                    Assert.Equal(threads.Rows.Take(threads.Emitted.Count), threads.Emitted);
                }

                Assert.Equal(threads.Rows.Count - threads.Emitted.Count, threads.Waiting);
            });

    [Theory]
    [InlineData(1)]
    [InlineData(1_001)]
    public void Behind_a_call_that_is_left_to_the_next_run_nothing_goes_on(int firstSeed) =>
        ForEachCase(firstSeed, random => new(random, isOrdered: true) { LeavesEvery = random.Next(2, 200) }, threads =>
        {
            threads.Run();
            Assert.Equal(threads.Rows.TakeWhile(row => !threads.Leaves(row)), threads.Emitted);
            Assert.Equal(threads.Rows.Count - threads.Emitted.Count, threads.Waiting);
        });

    private static void ForEachCase(int firstSeed, Func<Random, ReorderBufferThreads> create, Action<ReorderBufferThreads> check)
    {
        for (var seed = firstSeed; seed < firstSeed + Cases; seed++)
        {
            var threads = create(new(seed));
            try
            {
                check(threads);
                Assert.True(threads.MostUnderWay <= threads.Window, $"{threads.MostUnderWay} rows were under way.");
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}: {threads}. {exception.Message}", exception);
            }
        }
    }
}
