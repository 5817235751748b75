// Two leaves: one whose rows are of a type of the user's own, one whose row type is generated.
namespace Leafs;

[Row] public sealed record Review(int Stars, string? Text);
[Row] public sealed record Scored(double Score) { public string? Text { get; init; } }

[Source] public sealed class Reviews { public IEnumerable<Review> Read() => []; }
[Step] public sealed class Score { [return: Column("score")] public float Process(int stars) => stars / 5f; }

[Pipeline]
public sealed partial class Leaves
{
    Reviews All { get; } = new();
    [From(nameof(All)), Leaf(typeof(Scored))] Score Scored { get; } = new();
    [From(nameof(All)), Keep("text")] Pass Texts { get; } = new();
}
