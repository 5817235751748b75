using Distil.Logging;
using Distil.Reporting;
using Distil.Runtime.Tests.Drawing;

namespace Distil.Pages;

/// <summary>The page of a run of very many steps.</summary>
internal static class Large
{
    private const int Steps = 2_000;

    public static void Write(string folder)
    {
        var (_, arrows) = RandomGraph.Of(1, Steps);
        var steps = Enumerable.Range(0, Steps).Select(static step => new GraphStep($"Step{step}", step == 0 ? "source" : "step", "Class", [], []));
        var edges = arrows.Select(static arrow => new GraphEdge($"Step{arrow.From}", $"Step{arrow.To}", "from", []));
        var graph = new PipelineGraph("Large", [.. steps], [.. edges], []);
        var reports = graph.Steps.Select(static (step, index) => new StepReport(step.Name, index, index, 0, 0, TimeSpan.FromMilliseconds(index)));
        StepReport[] all = [.. reports];
        var began = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var run = new RunRecord(
            folder,
            new("run", graph, [.. all.Select(static step => new DescribedStep(step.Name, 1, null, false))], [], [], [], new(ResumeKind.New, null)),
            began,
            began.AddSeconds(3),
            TimeSpan.FromSeconds(3),
            RunStatus.Completed,
            IsRunning: false,
            all,
            [new(TimeSpan.FromSeconds(3), [.. all.Select(static step => step.RowsOut)], [.. all.Select(static step => step.Time)])],
            [],
            null,
            [],
            0,
            []);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "report.html"), PageWriter.Write(run));
    }
}
