using System.Globalization;
using System.Text;
using Distil.Benchmarks.Pairs;
using Distil.Benchmarks.Reports;
using Distil.RunDirectories;

namespace Distil.Benchmarks.Generation;

/// <summary>The generator's figures as the tables of docs/performance.md.</summary>
internal static class GenerationReport
{
    public static string Write(IReadOnlyList<(int Steps, GenerationRun Run)> runs, string command, int rounds, DateTimeOffset time)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            {Machine.Describe(command, time)}

            Milliseconds of processor time, medians of {rounds} rounds. A build:


            """);
        Table(
            text,
            ["steps", "lines generated", "compile without", "compile with", "of it the generator", "share (min to max)", "one that prints nothing", "compiling what it made"],
            runs.Select(run => (string[])
            [
                Number(run.Steps), Number(run.Run.GeneratedLines), Figure(run.Run.Without), Figure(run.Run.Whole), Figure(run.Run.Generator),
                FormattableString.Invariant($"{run.Run.Share.Median:P1} ({run.Run.Share.Min:P1} to {run.Run.Share.Max:P1})"),
                Figure(run.Run.None), Figure(run.Run.Generated),
            ]));
        text.Append("The driver's run after an edit, and in brackets that of one that prints nothing:\n\n");
        Table(
            text,
            ["steps", .. Edit.All.Select(edit => edit.Name)],
            runs.Select(run => (string[])[Number(run.Steps), .. Edit.All.Select(edit => $"{Figure(run.Run.After(edit))} ({Figure(run.Run.AfterOfNone(edit))})")]));
        text.Append("The analyzer over the whole project:\n\n");
        Table(
            text,
            ["steps", "the analyzer", "one that does nothing"],
            runs.Select(run => (string[])[Number(run.Steps), Figure(run.Run.Analyzer), Figure(run.Run.AnalyzerOfNone)]));
        return text.ToString().TrimEnd();
    }

    private static void Table(StringBuilder text, IReadOnlyList<string> heads, IEnumerable<string[]> lines)
    {
        text.Append($"| {string.Join(" | ", heads)} |\n|{string.Concat(heads.Select(_ => "---:|"))}\n");
        foreach (var line in lines)
        {
            text.Append($"| {string.Join(" | ", line)} |\n");
        }

        text.Append('\n');
    }

    private static string Figure(Spread spread) => ConsoleTable.Figure(spread.Median);

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
