namespace Distil.Generators.Tests.Parsing;

/// <summary>The sample of the contract's second section, with what its test supplies.</summary>
internal static class GoldenSample
{
    public const string Source = """
        public interface IModel { string Name { get; } Task<Answer> AskAsync(string instruction, double temperature, CancellationToken ct); }
        public static class Rubric { public static (double, string) Apply(string instruction, string text) => (1, text); }
        public static class Ranking { public static IReadOnlyList<int> Of(IReadOnlyList<double> score) => score.Select((_, i) => i).ToList(); }

        [Row] public sealed record Prompt(string Instruction);
        [Row] public readonly record struct Answer(string Text, int Tokens);
        public enum Difficulty { Easy, Hard }

        [Source] public sealed class LoadPrompts(string path)
        {
            public async IAsyncEnumerable<Prompt> ReadAsync([EnumeratorCancellation] CancellationToken ct)
            {
                await foreach (var line in File.ReadLinesAsync(path, ct)) yield return new(line);
            }
        }

        [Router] public sealed class ByLength
        {
            public Difficulty Route(string instruction) => instruction.Length > 40 ? Difficulty.Hard : Difficulty.Easy;
        }

        [Step(Concurrency = 16)] public sealed class Generate(IModel model) : IFingerprint
        {
            [RuntimeParameter] public double Temperature { get; set; } = 0.7;
            public string Fingerprint => model.Name;
            public async ValueTask<Answer> ProcessAsync(string instruction, CancellationToken ct) => await model.AskAsync(instruction, Temperature, ct);
        }

        [Step] public sealed class Judge
        {
            public (double Score, string Rationale) Process(string instruction, string text) => Rubric.Apply(instruction, text);
        }

        [Filter] public sealed class GoodEnough { public bool Keep(double score) => score >= 0.5; }

        [Step] public sealed class Rank                      // sees all rows at once: a global step
        {
            [return: Column("rank")] public IReadOnlyList<int> ProcessAll(IReadOnlyList<double> score) => Ranking.Of(score);
        }

        [Pipeline]
        public sealed partial class Preferences(string path, IModel small, IModel large)
        {
            LoadPrompts Prompts { get; } = new(path);
            [From(nameof(Prompts))]                           ByLength   Route   { get; } = new();
            [From(nameof(Route), When = Difficulty.Easy)]     Generate   Small   { get; } = new(small);
            [From(nameof(Route), When = Difficulty.Hard), Step(Concurrency = 4)] Generate Large { get; } = new(large);
            [Merge(nameof(Small), nameof(Large))]             Judge      Verdict { get; } = new();
            [From(nameof(Verdict))]                           GoodEnough Kept    { get; } = new();
            [From(nameof(Kept))]                              Rank       Ranked  { get; } = new();
        }
        """;
}
