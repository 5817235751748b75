using System.Globalization;

namespace Distil.Runtime.Tests.Journal.Earlier;

/// <summary>Random histories of generations against lists. DISTIL_HISTORIES sets how many there are.</summary>
public sealed class TakingOverTests
{
    private const int Portions = 4;

    private static readonly int s_count =
        int.TryParse(Environment.GetEnvironmentVariable("DISTIL_HISTORIES"), CultureInfo.InvariantCulture, out var count) ? count : 200;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Rows_take_over_what_the_rule_says(int portion)
    {
        var taken = 0;
        for (var seed = portion; seed < s_count; seed += Portions)
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

        Assert.True(taken > s_count / Portions * 20, $"Only {taken} rows took something over.");
    }
}
