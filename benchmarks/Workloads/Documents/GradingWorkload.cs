using Distil.Benchmarks.Gates;
using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Workloads.Documents;

public sealed class GradingWorkload : Workload
{
    public override string Name => "jsonl";

    public override string Title => "JSON lines → 4 steps → JSON lines";

    public override long CheckedRows => DocumentFiles.CheckedRows;

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        Variant.Of(Ways.Hand, GradingByHand.Run),
        Variant.Of(Ways.HandTwo, GradingByHand.RunOnTwo),
        new(Ways.Distil, async rows =>
        {
            var path = DocumentFiles.Output();
            await new Grading(DocumentFiles.Input(rows)).RunAsync(new RunOptions { Directory = path });
            return DocumentFiles.Outcome(path, rows);
        }),
        .. GradingPeers.All,
        Variant.Of(Ways.DuckDb, GradingDuckDb.Run),
    ];

    public override IReadOnlyList<Gate> Gates =>
        Environment.ProcessorCount < 2
            ? []
            :
            [
                new(Measure.Speedup, 4, "≥ 7") { Other = GradingPeers.Typical },
                new(Measure.Speedup, 1.5, "> 1") { Other = Ways.DuckDb },
            ];

    /// <summary>The file is read whole by each: about 200 MB, or 40 MB where it must be quick.</summary>
    public override long? FixedRows(TimeSpan usual) => usual < TimeSpan.FromMilliseconds(150) ? 40_000 : 200_000;
}
