using System.Text;
using Distil.Drawing;
using static Distil.Drawing.SvgText;
using static Distil.Reporting.PageText;

namespace Distil.Reporting;

/// <summary>When each step gave rows: a lane a step, darker where it gave more.</summary>
internal static class TimelineSection
{
    private const int MaxLanes = 60;
    private const int Parts = 60;
    private const double NameWidth = 190;
    private const double PartWidth = 9;
    private const double Lane = 20;

    public static void Write(StringBuilder page, RunRecord run)
    {
        page.BeginSection("timeline", "Timeline");
        var frames = run.Frames;
        if (frames.Count == 0 || run.Elapsed <= TimeSpan.Zero)
        {
            page.Paragraph("There are no figures to draw.").EndSection();
            return;
        }

        var steps = Enumerable.Range(0, run.Steps.Count).Where(step => run.Steps[step].RowsOut > 0).ToList();
        var left = steps.Count - MaxLanes;
        page.Paragraph(
            $"The rows that each step gave, in {Count(Parts)} parts of {Time(run.Elapsed / Parts)}: the darker, the more."
                + (left > 0 ? $" {Count(left)} further steps are left out." : ""));
        var height = (Math.Min(steps.Count, MaxLanes) * Lane) + 22;
        var width = NameWidth + (Parts * PartWidth) + 10;
        page.Append("<div class=\"scroll graph\" role=\"region\" tabindex=\"0\" aria-label=\"The lanes of the timeline\">\n")
            .Raw($"<svg class=\"lane\" width=\"{Number(width)}\" height=\"{Number(height)}\" ")
            .Raw($"viewBox=\"0 0 {Number(width)} {Number(height)}\" ")
            .Raw($"role=\"img\" aria-label=\"When each step gave rows, from 0 s to {Time(run.Elapsed)}\">\n");
        for (var lane = 0; lane < Math.Min(steps.Count, MaxLanes); lane++)
        {
            WriteLane(page, run, steps[lane], lane * Lane);
        }

        page.Raw($"<text class=\"dim\" x=\"{Number(NameWidth)}\" y=\"{Number(height - 6)}\">0 s</text>")
            .Raw($"<text class=\"dim\" text-anchor=\"end\" x=\"{Number(width - 10)}\" y=\"{Number(height - 6)}\">")
            .Raw($"{Time(run.Elapsed)}</text>\n")
            .Append("</svg>\n</div>\n")
            .EndSection();
    }

    private static void WriteLane(StringBuilder page, RunRecord run, int step, double top)
    {
        var given = Given(run, step);
        var most = given.Max();
        page.Raw($"<text x=\"0\" y=\"{Number(top + 13)}\">{Escape(Shorten(run.Steps[step].Name, 26))}</text>");
        for (var part = 0; part < Parts; part++)
        {
            var level = given[part] <= 0 ? 0 : Math.Clamp((int)Math.Ceiling(given[part] / most * 4), 1, 4);
            page.Raw($"<rect class=\"l{Number(level)}\" x=\"{Number(NameWidth + (part * PartWidth))}\" y=\"{Number(top + 3)}\" ")
                .Raw($"width=\"{Number(PartWidth - 1)}\" height=\"{Number(Lane - 6)}\"/>");
        }

        page.Append('\n');
    }

    /// <summary>The rows of a step in each part of the run; between two frames they are spread evenly.</summary>
    private static double[] Given(RunRecord run, int step)
    {
        var given = new double[Parts];
        var (elapsed, rows) = (TimeSpan.Zero, 0L);
        foreach (var frame in run.Frames)
        {
            var (from, to) = (elapsed / run.Elapsed * Parts, Math.Min(Parts, frame.Elapsed / run.Elapsed * Parts));
            for (var part = (int)from; part < Math.Min(Parts, Math.Ceiling(to)) && to > from; part++)
            {
                var share = (Math.Min(part + 1, to) - Math.Max(part, from)) / (to - from);
                given[part] += share * Math.Max(0, frame.RowsOut[step] - rows);
            }

            (elapsed, rows) = (frame.Elapsed, frame.RowsOut[step]);
        }

        return given;
    }
}
