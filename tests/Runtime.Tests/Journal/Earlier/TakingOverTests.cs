namespace Distil.Runtime.Tests.Journal.Earlier;

public sealed class TakingOverTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(1000)]
    [InlineData(1500)]
    public void Rows_take_over_what_the_rule_says(int first)
    {
        var taken = 0;
        for (var seed = first; seed < first + 500; seed++)
        {
            using var folder = new JournalFolder();
            var history = new TakingHistory(seed, folder);
            try
            {
                history.Run(2 + (seed % 4));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"History {seed}: {exception.Message}", exception);
            }

            taken += history.Taken;
        }

        Assert.True(taken > 10_000, $"Only {taken} rows took something over.");
    }
}
