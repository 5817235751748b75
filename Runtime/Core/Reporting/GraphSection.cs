using System.Text;
using Distil.Drawing;
using static Distil.Reporting.PageText;

namespace Distil.Reporting;

/// <summary>The graph, with the rows on its edges and the time on its steps.</summary>
internal static class GraphSection
{
    public static void Write(StringBuilder page, RunRecord run)
    {
        var graph = run.Description.Graph.ToDrawn();
        var bottleneck = Bottleneck.Find(run);
        var steps = graph.Steps.Select((step, index) => step with { Notes = Notes(run, index), IsMarked = index == bottleneck });
        var edges = graph.Edges.Select(edge => edge with { Label = Label(run, edge) });
        page.BeginSection("graph", "The graph")
            .Paragraph("On each edge, the rows that went out of the step above; on each step, how long its calls took.")
            .Append("<div class=\"scroll graph\" role=\"region\" tabindex=\"0\" aria-label=\"The drawing of the graph\">\n")
            .Append(SvgGraph.Write(graph with { Steps = [.. steps], Edges = [.. edges] }, isDocument: false))
            .Append("</div>\n")
            .EndSection();
    }

    private static List<string> Notes(RunRecord run, int step)
    {
        var report = run.Steps[step];
        var notes = new List<string>();
        if (report.Time > TimeSpan.Zero)
        {
            notes.Add($"busy {Time(report.Time)}");
        }

        if (report.Failed > 0)
        {
            notes.Add($"{Count(report.Failed)} rows failed");
        }

        if (run.Description.Leaves.Contains(report.Name, StringComparer.Ordinal))
        {
            notes.Add($"{Count(report.RowsOut)} rows to its data set");
        }

        return notes;
    }

    /// <summary>
    /// How many rows went along an edge. Of a router's routes only the whole is counted; what a step received by one edge alone is told
    /// there.
    /// </summary>
    private static string Label(RunRecord run, DrawnEdge edge)
    {
        var isOnly = run.Description.Graph.Edges.Count(other => other.To == run.Steps[edge.To].Name) == 1;
        var rows = isOnly ? run.Steps[edge.To].RowsIn + run.Steps[edge.To].Waiting : run.Steps[edge.From].RowsOut;
        var isRoute = !isOnly && run.Description.Graph.Steps[edge.From].Kind == "router" && edge.Label.Length > 0;
        return isRoute ? edge.Label : edge.Label.Length == 0 ? Count(rows) : $"{edge.Label}: {Count(rows)}";
    }
}
