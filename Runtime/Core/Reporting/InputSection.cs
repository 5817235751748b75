using System.Text;
using static Distil.Reporting.PageText;

namespace Distil.Reporting;

/// <summary>What the run was made with: parameters, fingerprints, and what has changed since the run before.</summary>
internal static class InputSection
{
    public static void Write(StringBuilder page, RunRecord run)
    {
        var described = run.Description;
        page.BeginSection("inputs", "What it was made with");
        page.Paragraph(described.Resume switch
        {
            { Kind: ResumeKind.New } => "There was no earlier run in the directory, or it was deleted.",
            { Kind: ResumeKind.Resumed } => "The run went on where an earlier one stood. Counts and times are of this run alone.",
            { Kind: ResumeKind.MadeAnew, Reason: { } reason } =>
                $"What has changed since the run before: {reason}. So the data were made anew, from the answers that were kept.",
            { Kind: ResumeKind.MadeAnew } => "The data were made anew, from the answers that were kept.",
            _ => "Nothing has changed since the run before.",
        });
        if (described.Parameters.Count > 0)
        {
            page.BeginTable("parameters-table", "Parameters", "Parameter", "Value", "From");
            foreach (var parameter in described.Parameters)
            {
                page.BeginRow(parameter.Name);
                _ = parameter.Value is null ? page.Cell("hidden, since it is secret") : page.CodeCell(parameter.Value);
                page.ShortCell(parameter.IsSet ? "set for the run" : "the step").EndRow();
            }

            page.EndTable();
        }

        if (described.Fingerprints.Count > 0)
        {
            page.Append("<details>\n<summary>Fingerprints: what the data depend on besides the rows</summary>\n")
                .BeginTable("fingerprints-table", "If one of these is another at the next run, the data are made anew", "What", "Value");
            foreach (var (name, value) in described.Fingerprints)
            {
                page.BeginRow(name).CodeCell(value ?? "not known").EndRow();
            }

            page.EndTable().Append("</details>\n");
        }

        page.EndSection();
    }
}
