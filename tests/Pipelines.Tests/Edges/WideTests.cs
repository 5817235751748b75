namespace Distil.Pipelines.Tests.Edges;

[Row] public sealed record Wide(int A, string B, long C, string? D, double E, int? F, bool G, string H, char I);

/// <summary>Is awaited, so that all columns cross an edge, and makes several.</summary>
[Step]
public sealed class Widen
{
    public async Task<(int J, string? K)> ProcessAsync(int a, string? d)
    {
        await Task.Yield();
        return (a + 1, d);
    }
}

/// <summary>Sees batches, which are cut out of others.</summary>
[Step(BatchSize = 7)]
public sealed class Total
{
    [return: Column("total")] public IReadOnlyList<double> ProcessBatch(IReadOnlyList<int> a, IReadOnlyList<double> e) => [.. a.Zip(e, (x, y) => x + y)];
}

/// <summary>Eight columns cross each edge.</summary>
[Pipeline]
public sealed partial class EightWide(IReadOnlyList<Wide> rows)
{
    Rows<Wide> All { get; } = Rows.From(rows);
    [From(nameof(All)), Drop("i", "h", "g")] Widen Widened { get; } = new();
    [From(nameof(Widened))] Total Totalled { get; } = new();
}

/// <summary>Nine to eleven columns cross the edges.</summary>
[Pipeline]
public sealed partial class ElevenWide(IReadOnlyList<Wide> rows)
{
    Rows<Wide> All { get; } = Rows.From(rows);
    [From(nameof(All))] Widen Widened { get; } = new();
    [From(nameof(Widened))] Total Totalled { get; } = new();
}

/// <summary>Edges that need one column more than the generic batches have, and those that just do not.</summary>
public sealed class WideTests
{
    private static readonly Wide[] s_rows =
    [
        .. Enumerable.Range(0, 3000).Select(i => new Wide(i, $"b{i}", -i, i % 3 == 0 ? null : $"d{i}", i / 2.0, i % 2 == 0 ? null : i, i % 5 == 0, $"h{i}", (char)('a' + (i % 26)))),
    ];

    [Fact]
    public async Task Eight_columns_cross_edges()
    {
        var result = await new EightWide(s_rows).RunAsync();
        Assert.Equal(
            s_rows.Select(row => (row.A, row.B, row.C, row.D, row.E, row.F, row.A + 1, row.D, row.A + row.E)),
            result.Totalled.Select(row => (row.A, row.B, row.C, row.D, row.E, row.F, row.J, row.K, row.Total)));
    }

    [Fact]
    public async Task Eleven_columns_cross_edges()
    {
        var result = await new ElevenWide(s_rows).RunAsync();
        Assert.Equal(
            s_rows.Select(row => (row, row.A + 1, row.D, row.A + row.E)),
            result.Totalled.Select(row => (new Wide(row.A, row.B, row.C, row.D, row.E, row.F, row.G, row.H, row.I), row.J, row.K, row.Total)));
    }
}
