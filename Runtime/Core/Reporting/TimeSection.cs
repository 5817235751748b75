using System.Text;
using static Distil.Drawing.SvgText;
using static Distil.Reporting.PageText;

namespace Distil.Reporting;

/// <summary>Where the time went: for each step its rows and how long it was busy, waited for rows, and waited for room below.</summary>
internal static class TimeSection
{
    public static void Write(StringBuilder page, RunRecord run)
    {
        page.BeginSection("time", "Where the time went");
        page.Paragraph(Sentence(run));
        page.Append("<ul class=\"key\">");
        Key(page, "busy", "busy");
        Key(page, "in", "waiting for input");
        Key(page, "out", "blocked by output");
        Key(page, "rest", "none of these");
        page.Append("</ul>\n");
        page.BeginTable(
            "time-table", "Rows and time of each step. Of steps that share a loop, the first has its time.",
            "Step", "Kind", "#Rows in", "#Rows out", "#Waiting", "#Failed", "#Busy", "#Waiting for input", "#Blocked by output", "Share");
        for (var step = 0; step < run.Steps.Count; step++)
        {
            var report = run.Steps[step];
            page.BeginRow(report.Name)
                .ShortCell(run.Description.Graph.Steps[step].Kind)
                .NumberCell(Count(report.RowsIn))
                .NumberCell(Count(report.RowsOut))
                .NumberCell(Count(report.Waiting))
                .NumberCell(Count(report.Failed))
                .NumberCell(Time(report.Time))
                .NumberCell(Time(report.WaitingForInput))
                .NumberCell(Time(report.BlockedByOutput));
            WriteBar(page, run, step);
            page.EndRow();
        }

        page.EndTable().EndSection();
    }

    private static string Sentence(RunRecord run)
    {
        if (Bottleneck.Find(run) is not { } step)
        {
            return "No step was busy for long: there is no bottleneck.";
        }

        var (name, share) = (run.Steps[step].Name, Bottleneck.Share(run, step));
        var calls = run.Description.Steps[step].Concurrency;
        var whole = calls > 1 ? $" of the time of the {Count(calls)} calls that it may make side by side" : " of the time";
        return share >= 0.5
            ? $"The bottleneck is {name}: it was busy for {Percent(Math.Min(1, share))}{whole}."
            : $"The busiest step is {name}, with {Percent(share)}{whole}. No step was busy all the time.";
    }

    private static void Key(StringBuilder page, string style, string text) =>
        page.Append("<li><svg viewBox=\"0 0 12 12\" aria-hidden=\"true\">")
            .Raw($"<rect class=\"{style}\" width=\"12\" height=\"12\"/></svg>{text}</li>");

    private static void WriteBar(StringBuilder page, RunRecord run, int step)
    {
        const double Whole = 160;
        var report = run.Steps[step];
        var busy = Math.Min(1, Bottleneck.Share(run, step));
        var waits = Shares(report.WaitingForInput, report.BlockedByOutput, run.Elapsed);

        // A step whose calls are awaited is busy while its loop waits: the parts are shortened to fit.
        var scale = Math.Max(1, busy + waits.In + waits.Out);
        var text = $"{Percent(busy)} busy, {Percent(waits.In)} waiting for input, {Percent(waits.Out)} blocked by output";
        page.Raw($"<td><svg class=\"bar\" viewBox=\"0 0 {Number(Whole)} 12\" role=\"img\" aria-label=\"{text}\">")
            .Raw($"<rect class=\"rest\" width=\"{Number(Whole)}\" height=\"12\"/>");
        double from = 0;
        Part("busy", busy);
        Part("in", waits.In);
        Part("out", waits.Out);
        page.Append("</svg></td>");

        void Part(string style, double share)
        {
            var width = share / scale * Whole;
            if (width >= 0.1)
            {
                page.Raw($"<rect class=\"{style}\" x=\"{Number(from)}\" width=\"{Number(width)}\" height=\"12\"/>");
            }

            from += width;
        }
    }

    private static (double In, double Out) Shares(TimeSpan input, TimeSpan output, TimeSpan elapsed) => elapsed <= TimeSpan.Zero
        ? (0, 0)
        : (Math.Min(1, input / elapsed), Math.Min(1, output / elapsed));
}
