// Global steps: one that adds a column to every row, one that makes new rows.
namespace Globals;

[Row] public sealed record Sale(string Shop, decimal Amount);
[Row] public sealed record Total(string Shop, decimal Sum);

[Source] public sealed class Sales { public IEnumerable<Sale> Read() => []; }
[Step] public sealed class Rank { [return: Column("rank")] public IReadOnlyList<int> ProcessAll(IReadOnlyList<decimal> amount) => [.. amount.Select((_, index) => index)]; }
[Step(NewRows = true)] public sealed class Sum { public IReadOnlyList<Total> ProcessAll(IReadOnlyList<string> shop, IReadOnlyList<decimal> amount) => []; }

[Pipeline]
public sealed partial class Global
{
    Sales All { get; } = new();
    [From(nameof(All))] Rank Ranked { get; } = new();
    [From(nameof(All))] Sum Totals { get; } = new();
}
