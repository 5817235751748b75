namespace App.Wrong;

[Row] public sealed record Question(string Text);
[Source] public sealed class Load { public IEnumerable<Question> Read() => []; }
[Step] public sealed class Wants { [return: Column("found")] public int Process(string missing) => 0; }

[Pipeline]
public sealed partial class Broken
{
    Load All { get; } = new();
    [From(nameof(All))] Wants Wants { get; } = new();
}
