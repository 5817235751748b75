// Sources that say what they are: an argument of the constructor, rows of a list, and rows of which nothing is known.
namespace Compares;

public enum Tone { Calm, Loud }

[Row] public sealed record Note(string Text, Tone? Tone, IReadOnlyList<Place> Places);
[Row] public readonly record struct Place(double North, double East);
[Row] public sealed record Linked(Uri Address);

[Source(Version = "1")] public sealed class Repeated(string text, int times)
{
    public IEnumerable<Note> Read() => Enumerable.Repeat(new Note(text, null, []), times);
}

[Pipeline]
public sealed partial class Compared(IReadOnlyList<Note> notes, IEnumerable<Linked> links, string text, int? times, bool unused)
{
    Repeated Same { get; } = new(text, times ?? 1);
    Rows<Note> Given { get; } = Rows.From(notes);
    Rows<Linked> Links { get; } = Rows.From(links);
    [From(nameof(Same))] Spoken Once { get; } = new();
    [From(nameof(Given))] Spoken Twice { get; } = new();
    [From(nameof(Links)), Drop("address")] Opened Opened { get; } = new(unused);
}

[Step] public sealed class Spoken
{
    [RuntimeParameter(Secret = true)] public string Key { get; set; } = "";

    [return: Column("length")] public int Process(string text) => text.Length;
}

[Step] public sealed class Opened(bool quietly)
{
    [return: Column("host")] public string Process(Uri address) => quietly ? "" : address.Host;
}
