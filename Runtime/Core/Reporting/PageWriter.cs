using System.Security.Cryptography;
using System.Text;
using static Distil.Drawing.SvgText;
using static Distil.Reporting.PageText;

namespace Distil.Reporting;

/// <summary>
/// Writes the page: one document without a script, a request or an attribute of style, which forbids all but its own rules by a policy that
/// stands in it. What comes from the run is escaped.
/// </summary>
internal static class PageWriter
{
    /// <summary>Writes the page of a run.</summary>
    public static string Write(RunRecord run)
    {
        var page = new StringBuilder();
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(PageStyle.Text)));
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<meta name=\"color-scheme\" content=\"light dark\">\n")
            .Raw($"<title>{Escape(run.Description.Graph.Name)}: {Status(run)}</title>\n")
            .Append("<style>").Append(PageStyle.Text).Append("</style>\n</head>\n<body>\n<main>\n");
        WriteHead(page, run);
        TimeSection.Write(page, run);
        GraphSection.Write(page, run);
        TimelineSection.Write(page, run);
        CallSection.Write(page, run);
        ErrorSection.Write(page, run);
        DataSection.Write(page, run);
        InputSection.Write(page, run);
        WriteNotes(page, run);
        return page
            .Raw($"</main>\n<footer>Made by Distil from run.log and the files of the directory. Figures end at {Moment(run.FiguresEnd)}.")
            .Append("</footer>\n</body>\n</html>\n")
            .ToString();
    }

    private static string Status(RunRecord run) => run.Status switch
    {
        RunStatus.Completed => "completed",
        RunStatus.CompletedWithErrors => "completed with errors",
        RunStatus.Stopped => "stopped",
        RunStatus.Failed => "failed",
        _ => run.IsRunning ? "running" : "cut off",
    };

    private static void WriteHead(StringBuilder page, RunRecord run)
    {
        var style = run.Status switch
        {
            RunStatus.Completed => "good",
            RunStatus.CompletedWithErrors or RunStatus.Stopped => "warn",
            RunStatus.Failed => "bad",
            _ => run.IsRunning ? "good" : "bad",
        };
        page.Raw($"<h1>{Escape(run.Description.Graph.Name)}: <span class=\"{style}\">{Status(run)}</span></h1>\n");
        page.Paragraph(Why(run));
        if (run.Failure is { } failure)
        {
            page.Raw($"<pre>{Escape(failure)}</pre>\n");
        }

        if (run.Status is null)
        {
            page.Raw($"<p>Figures end at {Moment(run.FiguresEnd)}, {Escape(Time(run.Elapsed))} after the run began.</p>\n");
        }

        page.Append("<dl>\n");
        Term(page, "Started", Moment(run.Started));
        Term(page, run.Status is null ? "Time so far" : "Time", Escape(Time(run.Elapsed)));
        Term(page, "Rows of data sets", Escape(Count(run.DataSets.Sum(static dataset => dataset.Rows ?? 0))));
        Term(page, "Failures of rows", Escape(Count(run.ErrorCount)));
        Term(page, "Directory", $"<code>{Escape(run.Directory)}</code>");
        Term(page, "Run", $"<code>{Escape(run.Description.RunId)}</code>");
        page.Append("</dl>\n");
        if (run.Status is not RunStatus.Completed && !run.IsRunning)
        {
            var again = run.Status is RunStatus.CompletedWithErrors ? "To try again what failed" : "To resume";
            page.Paragraph($"{again}, run the program again with this directory; a program with Distil.Console:")
                .Raw($"<pre>dotnet run -- run --directory {Escape(Quoted(run.Directory))}</pre>\n");
        }
    }

    private static void Term(StringBuilder page, string term, string markup) => page.Raw($"<dt>{Escape(term)}</dt><dd>{markup}</dd>\n");

    private static string Quoted(string path) =>
        path.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '.' or '-' or '_' or ':' or '\\')
            ? path
            : $"\"{path.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Why(RunRecord run) => run.Status switch
    {
        RunStatus.Completed => "Every row went all its way.",
        RunStatus.CompletedWithErrors =>
            $"The run came to its end, but rows failed and were left out; errors.jsonl has {Count(run.ErrorCount)} failures.",
        RunStatus.Stopped =>
            "The run was stopped before its end. Calls that had begun were finished; the next run goes on with the rows that are left.",
        RunStatus.Failed => "The run was ended by a failure. What was answered before is kept.",
        _ => run.IsRunning
            ? "The run goes on: these are its figures so far."
            : "The process ended without a word: it was killed, or the machine stopped. What was written before is kept.",
    };

    private static void WriteNotes(StringBuilder page, RunRecord run)
    {
        if (run.Notes.Count == 0)
        {
            return;
        }

        page.BeginSection("log", "What happened")
            .BeginTable("log-table", "From run.log, which has the whole", "Time (UTC)", "Level", "Event");
        foreach (var note in run.Notes)
        {
            page.Raw($"<tr><td>{TimeOfDay(note.Time)}</td>").ShortCell(note.Level).Cell(note.Message).EndRow();
        }

        page.EndTable().EndSection();
    }
}
