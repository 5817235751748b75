// What a run or a host can set: parameters of the steps, their concurrency, their batches.
namespace Hosts;

[Row] public sealed record Ticket(string Text);

[Source] public sealed class Tickets
{
    /// <summary>The oldest ticket that is read.</summary>
    [RuntimeParameter(Required = true)] public DateOnly Since { get; set; }
    public IEnumerable<Ticket> Read() => [];
}
[Step(Concurrency = 8)] public sealed class Classify
{
    /// <summary>How freely the model answers, from 0 to 2.</summary>
    [RuntimeParameter] public double Temperature { get; set; } = 0.7;
    [RuntimeParameter] public string? Prompt { get; set; }
    [return: Column("topic")] public ValueTask<string> ProcessAsync(string text, StepContext context) => new(text);
}
[Step(BatchSize = 10)] public sealed class Translate { [return: Column("english")] public IReadOnlyList<string> ProcessBatch(IReadOnlyList<string> text) => text; }

/// <summary>Sorts what customers write.</summary>
/// <param name="language">The language that is
/// translated to.</param>
/// <param name="clock">The clock.</param>
[Pipeline]
public sealed partial class Hosted(string language = "en", System.TimeProvider? clock = null)
{
    private readonly string _told = language + clock;

    Tickets Tickets { get; } = new();
    [From(nameof(Tickets))] Classify Topics { get; } = new();
    [From(nameof(Topics))] Translate Translated { get; } = new();
}
