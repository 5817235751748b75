using Distil;

namespace Tickets;

/// <summary>Who answers a ticket.</summary>
public enum Team
{
    /// <summary>Invoices and payments.</summary>
    Billing,

    /// <summary>What does not work.</summary>
    Technical,
}

/// <summary>A first answer.</summary>
/// <param name="Greeting">Its first line.</param>
/// <param name="Hours">In how many hours the customer can expect more.</param>
[Row]
public sealed record Reply(string Greeting, int Hours);

/// <summary>Drops what is no question.</summary>
[Filter]
public sealed class NotEmpty
{
    /// <summary>True where there is text.</summary>
    public bool Keep(string text) => !string.IsNullOrWhiteSpace(text);
}

/// <summary>Sends a ticket to one team.</summary>
[Router]
public sealed class ByTopic
{
    /// <summary>Billing, where money is named.</summary>
    public Team Route(string text, string[] tags) =>
        tags.Contains("invoice") || text.Contains("paid", StringComparison.OrdinalIgnoreCase) ? Team.Billing : Team.Technical;
}

/// <summary>Answers for one team.</summary>
/// <param name="team">The team.</param>
[Step(Version = "1")]
public sealed class Answer(Team team)
{
    /// <summary>Hours until a person answers a guest.</summary>
    [RuntimeParameter]
    public int Hours { get; set; } = 48;

    /// <summary>Greets, and says when there will be more.</summary>
    public async Task<(Team Team, Reply Reply)> ProcessAsync(int id, decimal? paid, CancellationToken ct)
    {
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        return (team, new Reply($"Thank you for #{id}.", paid is null ? Hours : Hours / 2));
    }
}

/// <summary>Measures how urgent tickets sound, a batch at once.</summary>
[Step(BatchSize = 4)]
public sealed class Urgency
{
    /// <summary>Exclamation marks and capital letters, in proportion to the text.</summary>
    public IReadOnlyList<double> ProcessBatch(IReadOnlyList<string> text) =>
        [.. text.Select(one => one.Count(c => c == '!' || char.IsUpper(c)) / (double)one.Length)];
}

/// <summary>Puts the most urgent first: a global step, which sees every row.</summary>
[Step]
public sealed class Rank
{
    /// <summary>1 for the most urgent.</summary>
    [return: Column("rank")]
    public IReadOnlyList<int> ProcessAll(IReadOnlyList<double> urgency) => [.. urgency.Select(own => 1 + urgency.Count(other => other > own))];
}
