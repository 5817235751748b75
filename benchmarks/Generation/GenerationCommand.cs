using System.CommandLine;
using Distil.Benchmarks.Reports;

namespace Distil.Benchmarks.Generation;

/// <summary><c>generation</c>: what the generator and the analyzer cost the compiler.</summary>
public static class GenerationCommand
{
    private static readonly int[] s_sizes = [10, 50, 200];

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "How many rounds count.", DefaultValueFactory = _ => 9 };
        var gate = new Option<bool>("--gate")
        {
            Description = "The exit code is 1 if an edit elsewhere, or in the body of a step, runs something again, or the generator takes too much of a compile.",
        };
        var output = new Option<string?>("--out")
        {
            Description = "A folder whose performance.md gets the tables, between its comments \"generation: begin\" and \"generation: end\".",
        };
        rounds.Validators.Add(value =>
        {
            if (value.GetValueOrDefault<int>() < 1)
            {
                value.AddError("--rounds must be 1 or more.");
            }
        });

        var command = new Command("generation", "Measures the generator for pipelines of 10, 50 and 200 steps.") { rounds, gate, output };
        command.SetAction(options =>
        {
            if (options.GetValue(gate))
            {
                return GenerationGate.Run(Console.Out) ? 0 : 1;
            }

            Console.Error.WriteLine("warming up…");
            GenerationRun.WarmUp();
            var runs = new List<(int Steps, GenerationRun Run)>();
            foreach (var size in s_sizes)
            {
                Console.Error.WriteLine($"{size} steps…");
                var run = new GenerationRun(size);
                run.Measure(options.GetValue(rounds));
                runs.Add((size, run));
            }

            var arguments = string.Join(' ', options.Tokens.Select(token => token.Value));
            var report = GenerationReport.Write(runs, $"dotnet run -c Release --project benchmarks -- {arguments}", options.GetValue(rounds), DateTimeOffset.UtcNow);
            Console.WriteLine(report);
            if (options.GetValue(output) is { } folder)
            {
                var page = Path.Combine(folder, "performance.md");
                Page.Replace(page, "generation", report);
                Console.WriteLine($"written: {page}");
            }

            return 0;
        });
        return command;
    }
}
