namespace Filed;

public enum Kind { Plain, Odd }
[Row] public readonly record struct Source(string Url, int? Page, bool IsOpen = true) { public string Note { get; init; } = "none"; }
[Row] public sealed record Item(long Id, string Title, string? Hint, double Score, int Size = 3)
{
    public Kind Kind { get; init; } = Kind.Odd;
    public IReadOnlyList<string> Tags { get; init; } = [];
    public Source? Source { get; init; }
    public decimal? Price { get; init; }
    public string Language { get; init; } = "en";
    public string Dropped { get; init; } = "";
}

[Step] public sealed class Weigh { [return: Column("weight")] public int Process(string title, int size) => title.Length + size; }
[Filter] public sealed class Heavy { public bool Keep(int weight) => weight > 3; }
[Step] public sealed class Ask { [return: Column("answer")] public ValueTask<string> ProcessAsync(string title) => new(title); }

[Pipeline]
public sealed partial class Files(string path)
{
    JsonLines<Item> All { get; } = JsonLines.Read<Item>(path);
    [From(nameof(All)), Drop("dropped")] Weigh Weight { get; } = new();
    [From(nameof(Weight))] Heavy Kept { get; } = new();
    [From(nameof(Kept))] Ask Answered { get; } = new();
    [From(nameof(Kept), nameof(Answered))] Pass Both { get; } = new();
}
