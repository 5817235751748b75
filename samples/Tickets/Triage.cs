using Distil;

namespace Tickets;

/// <summary>From tickets to a ranked data set of first answers: JSON Lines in, JSON Lines out.</summary>
[Pipeline]
public sealed partial class Triage(string path)
{
    ReadTickets All { get; } = new(path);
    [From(nameof(All))] NotEmpty Kept { get; } = new();
    [From(nameof(Kept))] ByTopic Topic { get; } = new();
    [From(nameof(Topic), When = Team.Billing)] Answer Billing { get; } = new(Team.Billing);
    [From(nameof(Topic), When = Team.Technical)] Answer Technical { get; } = new(Team.Technical);
    [Merge(nameof(Billing), nameof(Technical))] Urgency Urgent { get; } = new();
    [From(nameof(Urgent))] Rank Ranked { get; } = new();
}
