// Rows that are held on disk: those that a global step reads, and those of the branch around it. What has a row among its columns is not.
namespace HeldRows;

public enum Side { Buy, Sell }

[Row] public sealed record Note(string Text);
[Row] public sealed record Sale(string? Shop, decimal? Amount, Side Side, IReadOnlyList<int?> Parts, byte[] Image);

[Source] public sealed class Sales { public IEnumerable<Sale> Read() => []; }
[Step] public sealed class Rank { [return: Column("rank")] public IReadOnlyList<int> ProcessAll(IReadOnlyList<decimal?> amount, IReadOnlyList<IReadOnlyList<int?>> parts) => [.. amount.Select((_, index) => index)]; }
[Step] public sealed class Label { [return: Column("label")] public async Task<string> ProcessAsync(string? shop, Side side) { await Task.Yield(); return shop + side; } }
[Step] public sealed class Annotate { [return: Column("notes")] public IReadOnlyList<Note> Process(string? shop) => []; }
[Step(NewRows = true)] public sealed class Count { [return: Column("count")] public IReadOnlyList<int> ProcessAll(IReadOnlyList<IReadOnlyList<Note>> notes) => [notes.Count]; }

[Pipeline]
public sealed partial class Held
{
    Sales All { get; } = new();
    [From(nameof(All))] Rank Ranked { get; } = new();
    [From(nameof(All))] Label Labelled { get; } = new();
    [From(nameof(Ranked), nameof(Labelled))] Pass Together { get; } = new();
    [From(nameof(All))] Annotate Noted { get; } = new();
    [From(nameof(Noted))] Count Counted { get; } = new();
}
