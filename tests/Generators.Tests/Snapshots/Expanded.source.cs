// A row becomes several, which are numbered below it.
namespace Expanding;

[Row] public sealed record Page(string Title, string Body);

[Source] public sealed class Pages { public IEnumerable<Page> Read() => []; }
[Expand] public sealed class Paragraphs { [return: Column("paragraph")] public IEnumerable<string> Expand(string body) => body.Split('\n'); }
[Expand] public sealed class Words { [return: Column("word")] public IEnumerable<string> Expand(string paragraph) => paragraph.Split(' '); }

[Pipeline]
public sealed partial class Expanded
{
    Pages All { get; } = new();
    [From(nameof(All)), Drop("body")] Paragraphs Parts { get; } = new();
    [From(nameof(Parts))] Words Words { get; } = new();
}
