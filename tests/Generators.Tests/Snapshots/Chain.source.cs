// A chain: everything without a wait runs in one loop.
namespace Chains;

[Row] public sealed record Document(string Url, string? Text);

[Source] public sealed class Crawled(IReadOnlyList<Document> documents) { public IEnumerable<Document> Read() => documents; }
[Filter] public sealed class HasText { public bool Keep([NotNullWhen(true)] string? text) => text is { Length: > 0 }; }
[Step] public sealed class Clean { [return: Column("text")] public string Process(string text) => text.Trim(); }
[Step] public sealed class Measure { public (int Words, double Share) Process(string text, string url) => (text.Split(' ').Length, (double)url.Length / text.Length); }

[Pipeline]
public sealed partial class Chain(IReadOnlyList<Document> documents)
{
    Crawled Crawled { get; } = new(documents);
    [From(nameof(Crawled))] HasText Filled { get; } = new();
    [From(nameof(Filled))] Clean Cleaned { get; } = new();
    [From(nameof(Cleaned)), Drop("share")] Measure Measured { get; } = new();
}
