namespace App;

[Row] public sealed record Question(string Text, string? Hint);
[Flags] public enum Ways { None = 0, Short = 1, Long = 2 }
public enum Kind { Plain, Odd }

[Source] public sealed class Load { public IEnumerable<Question> Read(long offset) => []; }
[Router] public sealed class Choose { public Ways Route(string text) => Ways.Short | Ways.Long; }
[Router] public sealed class Sort { public Kind Route(string text) => Kind.Plain; }
[Step] public sealed class Answer { [return: Column("reply")] public Task<string> ProcessAsync(string text, StepContext context) => Task.FromResult(text); }
[Step] public sealed class Shout { [return: Column("loud")] public string Process(string text) => text.ToUpperInvariant(); }
[Step] public sealed class Count { [return: Column("length")] public int Process(string text) => text.Length; }
[Filter] public sealed class HasHint { public bool Keep([NotNullWhen(true)] string? hint) => hint is not null; }
[Step] public sealed class UseHint { [return: Column("used")] public int Process(string hint) => hint.Length; }
[Step] public sealed class Judge { [return: Column("best")] public string Process(IReadOnlyList<string> replies) => replies[0]; }
[Sink] public sealed class Log { public void Write(string text) { } }
[Expand] public sealed class Words { [return: Column("word")] public IEnumerable<string> Expand(string text) => text.Split(' '); }

[Pipeline]
public sealed partial class Branches
{
    Load All { get; } = new();

    [From(nameof(All))] Choose Ways { get; } = new();
    [From(nameof(Ways), When = App.Ways.Short)] Answer Short { get; } = new();
    [From(nameof(Ways), When = App.Ways.Long)] Answer Long { get; } = new();
    [From(nameof(Short), nameof(Long)), Gather("reply", into: "replies")] Judge Judged { get; } = new();

    [From(nameof(All))] Shout Loud { get; } = new();
    [From(nameof(All))] Count Length { get; } = new();
    [From(nameof(Loud), nameof(Length))] Pass Both { get; } = new();

    [From(nameof(All))] Sort Sorted { get; } = new();
    [From(nameof(Sorted), When = Kind.Plain)] Shout Plain { get; } = new();
    [From(nameof(Sorted), When = Kind.Odd)] Pass Odd { get; } = new();
    [Merge(nameof(Plain), nameof(Odd))] Log Logged { get; } = new();

    [From(nameof(All))] HasHint Hinted { get; } = new();
    [From(nameof(Hinted))] UseHint Used { get; } = new();
    [Merge(nameof(Used), nameof(Length))] Words Words { get; } = new();
}
