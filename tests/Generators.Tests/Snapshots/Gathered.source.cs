// A router sends a row several ways; where they meet, what each made becomes one list.
namespace Gathers;

[Row] public sealed record Question(string Text);
[Flags] public enum Models { None = 0, Small = 1, Large = 2 }

[Source] public sealed class Questions { public IEnumerable<Question> Read() => []; }
[Router] public sealed class Choose { public Models Route(string text) => text.Length > 9 ? Models.Small | Models.Large : Models.Small; }
[Step] public sealed class Ask { [return: Column("answer")] public Task<string> ProcessAsync(string text) => Task.FromResult(text); }
[Step] public sealed class Judge { [return: Column("best")] public string Process(IReadOnlyList<string> answers) => answers[0]; }

[Pipeline]
public sealed partial class Gathered
{
    Questions All { get; } = new();
    [From(nameof(All))] Choose Chosen { get; } = new();
    [From(nameof(Chosen), When = Models.Small)] Ask Small { get; } = new();
    [From(nameof(Chosen), When = Models.Large)] Ask Large { get; } = new();
    [From(nameof(Small), nameof(Large)), Gather("answer", into: "answers")] Judge Judged { get; } = new();
}
