using Distil.Benchmarks.Gates;
using Distil.Benchmarks.Peers;
using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Workloads.Documents;

public sealed class ReadingWorkload : Workload
{
    public override string Name => "reading";

    public override string Title => "2 of 8 columns of JSON lines";

    public override long CheckedRows => DocumentFiles.CheckedRows;

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        Variant.Of(Ways.Hand, ReadingByHand.Run),
        Variant.Of(Ways.HandTwo, ReadingByHand.RunOnTwo),
        new(Ways.Distil, async rows =>
        {
            var totals = new Totals();
            await new Reading(DocumentFiles.Input(rows), totals).RunAsync();
            return Outcome(totals.Documents, totals.Popularity);
        }),
        Variant.Of(GradingPeers.Typical, ReadingByHand.RunTypical),
        Variant.Of(Ways.DuckDb, static rows =>
        {
            var row = DuckDb.Row($$"""
                SELECT count(*), sum(score::BIGINT * views)::BIGINT
                FROM read_json({{DuckDb.Quote(DocumentFiles.Input(rows))}}, format = 'newline_delimited',
                    columns = { score: 'INTEGER', views: 'INTEGER' })
                """);
            return Outcome(row[0], row[1]);
        }),
    ];

    public override IReadOnlyList<Gate> Gates =>
        Environment.ProcessorCount < 2 ? [] : [new(Measure.Speedup, 0.75, "> 1") { Other = Ways.DuckDb }];

    public override long? FixedRows(TimeSpan usual) => usual < TimeSpan.FromMilliseconds(150) ? 40_000 : 200_000;

    internal static Outcome Outcome(long documents, long popularity)
    {
        var both = (ulong)HashCode.Combine(documents, popularity);
        return new(both, both);
    }
}
