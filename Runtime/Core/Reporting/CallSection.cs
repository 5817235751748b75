using System.Text;
using static Distil.Reporting.PageText;

namespace Distil.Reporting;

/// <summary>The calls of the steps: attempts, retries, answers that were used again, and how long they took.</summary>
internal static class CallSection
{
    public static void Write(StringBuilder page, RunRecord run)
    {
        var called = Enumerable.Range(0, run.Steps.Count)
            .Where(step => run.Steps[step] is { Attempts: > 0 } or { Reused: > 0 } or { Unused: not null })
            .ToList();
        if (called.Count == 0)
        {
            return;
        }

        page.BeginSection("calls", "Calls").BeginTable(
            "calls-table", "Attempts and retries, answers of earlier runs that were used again, and how long calls took",
            "Step", "#Attempts", "#Retries", "#Answers used again", "#Median", "#90 %", "#99 %", "#Longest", "#Side by side",
            "#Batch size");
        foreach (var step in called)
        {
            var (report, described) = (run.Steps[step], run.Description.Steps[step]);
            var durations = report.Durations;
            page.BeginRow(report.Name)
                .NumberCell(Count(report.Attempts))
                .NumberCell(Count(report.Retries))
                .NumberCell(Count(report.Reused))
                .NumberCell(durations is null ? "" : Time(durations.Percentile(50)))
                .NumberCell(durations is null ? "" : Time(durations.Percentile(90)))
                .NumberCell(durations is null ? "" : Time(durations.Percentile(99)))
                .NumberCell(durations is null ? "" : Time(durations.Longest))
                .NumberCell(Count(described.Concurrency))
                .NumberCell(described.BatchSize is { } size ? Count(size) : "")
                .EndRow();
        }

        page.EndTable();
        foreach (var step in called.Select(step => run.Steps[step]).Where(static step => step.Unused is not null))
        {
            page.Paragraph($"The answers that {step.Name} has from earlier runs were not used: {step.Unused}.");
        }

        page.EndSection();
    }
}
