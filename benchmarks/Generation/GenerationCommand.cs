using System.CommandLine;
using System.Globalization;
using Distil.Benchmarks.Pairs;

namespace Distil.Benchmarks.Generation;

/// <summary><c>generation</c>: what the generator and the analyzer cost the compiler.</summary>
public static class GenerationCommand
{
    private static readonly int[] s_sizes = [10, 50, 200];

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "How many rounds count.", DefaultValueFactory = _ => 9 };
        var gate = new Option<bool>("--gate") { Description = "The exit code is 1 if an edit elsewhere, or in the body of a step, runs something again." };
        var command = new Command("generation", "Measures the generator for pipelines of 10, 50 and 200 steps.") { rounds, gate };
        command.SetAction(options =>
        {
            if (options.GetValue(gate))
            {
                return GenerationGate.Run(Console.Out) ? 0 : 1;
            }

            Write(options.GetValue(rounds), Console.Out);
            return 0;
        });
        return command;
    }

    private static void Write(int rounds, TextWriter output)
    {
        output.WriteLine($"Milliseconds of processor time, medians of {rounds} rounds.");
        List<string[]> builds = [["steps", "lines generated", "compile without", "compile with", "of it the generator", "share", "of it compiling what it made"]];
        List<string[]> edits = [["steps", .. Edits.All.Select(edit => "after an edit " + edit.Name), "the same of a generator that finds nothing"]];
        List<string[]> analyses = [["steps", "the analyzer", "an analyzer that does nothing"]];
        foreach (var size in s_sizes)
        {
            var run = new GenerationRun(size);
            run.Measure(rounds);
            var steps = size.ToString(CultureInfo.InvariantCulture);
            builds.Add(
            [
                steps, run.GeneratedLines.ToString("N0", CultureInfo.InvariantCulture), Figure(run.Without), Figure(run.Whole), Figure(run.Generator),
                FormattableString.Invariant($"{run.Share.Median:P1} ({run.Share.Min:P1} to {run.Share.Max:P1})"), Figure(run.Generated),
            ]);
            edits.Add([steps, .. Edits.All.Select(edit => Figure(run.After(edit.Name))), string.Join(", ", Edits.All.Select(edit => Figure(run.AfterOfNone(edit.Name))))]);
            analyses.Add([steps, Figure(run.Analyzer), Figure(run.AnalyzerOfNone)]);
        }

        foreach (var table in new[] { builds, edits, analyses })
        {
            output.WriteLine();
            for (var line = 0; line < table.Count; line++)
            {
                output.WriteLine("| " + string.Join(" | ", table[line]) + " |");
                if (line == 0)
                {
                    output.WriteLine("|" + string.Concat(table[0].Select(_ => "---|")));
                }
            }
        }
    }

    private static string Figure(Spread spread) => ConsoleTable.Figure(spread.Median);
}
