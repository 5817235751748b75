using System.Diagnostics;
using System.Globalization;
using Distil;

namespace ApiDocs;

/// <summary>Runs the pipeline and tells the reader about it.</summary>
public static class Job
{
    /// <summary>Runs it over a folder of documentation files.</summary>
    /// <param name="docs">The folder; null for that of the running SDK.</param>
    /// <param name="directory">Where the run is written; null for a fresh folder in the checkout.</param>
    /// <param name="limit">How many members are read; null for all.</param>
    /// <param name="ct">Stops the run at once.</param>
    /// <returns>The exit code: 0 if the run completed.</returns>
    public static async Task<int> RunAsync(string? docs, string? directory, int? limit, CancellationToken ct)
    {
        var time = Stopwatch.StartNew();
        string folder = Path.GetFullPath(docs ?? DocFolder.OfRunningSdk());
        string run = Path.GetFullPath(directory ?? RunFolder.Next());
        Console.WriteLine($"Reads {Report.Number(DocFolder.Files(folder).Count)} documentation files in {folder}");

        var tally = new Tally();
        var pipeline = new ApiDocsPipeline(folder, TypeNames.Load(folder), tally);
        var result = await pipeline.RunAsync(new RunOptions { Directory = run, Limit = limit }, ct);

        string seconds = time.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        string kept = Report.Number(result.Kept.Count);
        string rejected = Report.Number(result.Rejected.Count);
        Console.WriteLine($"{result.Status} after {seconds} s: {kept} questions kept, {rejected} rejected.");
        if (result.ErrorCount > 0)
        {
            string errors = RunFolder.Show(Path.Combine(run, "errors.jsonl"));
            Console.WriteLine($"{Report.Number(result.ErrorCount)} rows failed: {errors} says why.");
        }

        var report = new Report(Console.Out);
        report.Steps(result.Steps);
        report.Verdicts(tally);

        report.Samples(
            "The best of each kind",
            from row in result.Kept.OrderBy(row => row.Rank).DistinctBy(row => row.Kind)
            orderby row.Kind
            select new SampleRow($"{row.Kind}, rank {Report.Number(row.Rank)}", row.Question, row.Answer));
        report.Samples(
            "Rejected, for example",
            from row in result.Rejected.DistinctBy(row => row.Flaw)
            orderby row.Flaw
            select new SampleRow($"{row.Kind}, {row.Flaw}", row.Question, row.Answer, row.Reason));
        report.Files(run);
        return result.Status == RunStatus.Completed ? 0 : 1;
    }
}
