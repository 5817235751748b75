namespace Distil.Benchmarks.Workloads.Documents;

[Row]
public sealed record Document(long Id, string Title, string Text, string Language, int Score, int Views, string Url, string Author);

[Row]
public sealed record Graded(
    long Id, string Title, string Text, string Language, int Score, int Views, string Url, string Author, long Popularity, int TitleLength, string Grade);

[Filter]
public sealed class Readable
{
    public bool Keep(string language) => language is "en" or "de";
}

[Step]
public sealed class Popularity
{
    public long Process(int score, int views) => (long)score * views;
}

[Step]
public sealed class TitleLength
{
    public int Process(string title) => title.Length;
}

[Step]
public sealed class Grade
{
    public string Process(long popularity, int titleLength) => popularity > 25_000 * (long)titleLength ? "high" : "low";
}

/// <summary>JSON lines in, JSON lines out. No step reads the text, the address and the author.</summary>
[Pipeline]
public sealed partial class Grading(string path)
{
    JsonLines<Document> Documents { get; } = JsonLines.Read<Document>(path);
    [From(nameof(Documents))] Readable Kept { get; } = new();
    [From(nameof(Kept))] Popularity Rated { get; } = new();
    [From(nameof(Rated))] TitleLength Measured { get; } = new();
    [From(nameof(Measured)), Leaf(typeof(Graded))] Grade Grades { get; } = new();
}
