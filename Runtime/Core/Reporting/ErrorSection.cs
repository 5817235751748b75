using System.Text;
using static Distil.Drawing.SvgText;
using static Distil.Reporting.PageText;

namespace Distil.Reporting;

/// <summary>The rows that failed, grouped, with a sample of each group.</summary>
internal static class ErrorSection
{
    private const int MaxShown = 50;

    public static void Write(StringBuilder page, RunRecord run)
    {
        if (run.ErrorCount == 0)
        {
            return;
        }

        page.BeginSection("errors", "Failures of rows");
        page.Paragraph(
            $"errors.jsonl has {Count(run.ErrorCount)} {(run.ErrorCount == 1 ? "line" : "lines")}, in {Count(run.Errors.Count)} "
                + (run.Errors.Count == 1 ? "group" : "groups")
                + (run.Errors.Count > MaxShown ? $", of which the {Count(MaxShown)} largest are shown." : "."));
        page.BeginTable(
            "errors-table", "Failures of one step that differ only in numbers",
            "Step", "#Rows", "Exception", "Message", "Sample row", "Its inputs");
        foreach (var group in run.Errors.Take(MaxShown))
        {
            page.BeginRow(group.Step)
                .NumberCell(Count(group.Count))
                .CodeCell(group.Type)
                .Cell(group.Message)
                .CodeCell(group.Row)
                .CodeCell(group.Inputs is null ? null : Shorten(group.Inputs, 500))
                .EndRow();
        }

        page.EndTable().EndSection();
    }
}
