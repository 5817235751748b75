using System.Text;
using static Distil.Drawing.SvgText;
using static Distil.Reporting.PageText;

namespace Distil.Reporting;

/// <summary>The data sets, with the first rows of each.</summary>
internal static class DataSection
{
    public static void Write(StringBuilder page, RunRecord run)
    {
        page.BeginSection("data", "Data sets");
        if (run.DataSets.Count == 0)
        {
            page.Paragraph("There is none.");
        }

        for (var index = 0; index < run.DataSets.Count; index++)
        {
            var dataset = run.DataSets[index];
            page.Raw($"<h3>{Escape(dataset.Name)}</h3>\n");
            page.Paragraph(dataset.Rows is { } rows ? $"{Count(rows)} rows in {dataset.Path}" : $"Rows in {dataset.Path}");
            if (dataset.First.Count == 0)
            {
                continue;
            }

            page.BeginTable($"data-{Count(index)}", $"The first rows of {dataset.Name}", dataset.Columns.Prepend("Row"));
            for (var row = 0; row < dataset.First.Count; row++)
            {
                page.BeginRow(Count(row + 1));
                foreach (var value in dataset.First[row])
                {
                    page.Cell(value);
                }

                page.EndRow();
            }

            page.EndTable();
        }

        page.EndSection();
    }
}
