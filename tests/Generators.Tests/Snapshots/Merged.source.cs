// Two sources, one after the other: a column that one lacks is nullable.
namespace Merges;

[Row] public sealed record Mail(string Text, string Sender);
[Row] public sealed record Note(string Text, int Priority);

[Source] public sealed class Mails { public IEnumerable<Mail> Read() => []; }
[Source] public sealed class Notes { public IEnumerable<Note> Read() => []; }
[Step] public sealed class Length { [return: Column("length")] public int Process(string text) => text.Length; }

[Pipeline]
public sealed partial class Merged
{
    Mails Mails { get; } = new();
    Notes Notes { get; } = new();
    [Merge(nameof(Mails), nameof(Notes))] Length Measured { get; } = new();
}
