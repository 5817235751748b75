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
            notes.Add($"{Count(report.Failed)} {(report.Failed == 1 ? "row" : "rows")} failed");
        }

        if (run.Description.Leaves.Contains(report.Name, StringComparer.Ordinal))
        {
            notes.Add($"{Count(report.RowsOut)} rows to its data set");
        }

        return notes;
    }

    /// <summary>
    /// How many rows went along an edge: those that left the step above. Of a router's routes only the whole is counted, and so what the
    /// step below received, if that is its only edge.
    /// </summary>
    private static string Label(RunRecord run, DrawnEdge edge)
    {
        var (from, to) = (run.Steps[edge.From], run.Steps[edge.To]);
        var isRoute = run.Description.Graph.Steps[edge.From].Kind == "router" && edge.Label.Length > 0;
        if (isRoute && run.Description.Graph.Edges.Count(other => other.To == to.Name) > 1)
        {
            return edge.Label;
        }

        var rows = Count(isRoute ? to.RowsIn + to.Waiting : from.RowsOut);
        return edge.Label.Length == 0 ? rows : $"{edge.Label}: {rows}";
    }
}
