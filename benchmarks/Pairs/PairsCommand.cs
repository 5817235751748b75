using System.CommandLine;
using Distil.Benchmarks.Gates;
using Distil.Benchmarks.Reports;
using Distil.Benchmarks.Workloads;
using Distil.RunDirectories;

namespace Distil.Benchmarks.Pairs;

/// <summary><c>pairs</c>: the paired runner.</summary>
public static class PairsCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("workload")
        {
            Description = "Which workloads; all where none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        names.AcceptOnlyFromAmong([.. All.Workloads.Select(workload => workload.Name)]);
        var rounds = new Option<int>("--rounds") { Description = "How many rounds count.", DefaultValueFactory = _ => 7 };
        var quick = new Option<bool>("--quick") { Description = "Shorter runs: rougher figures, sooner." };
        var processor = new Option<bool>("--cpu")
        {
            Description = "Compares processor time: steadier on a busy machine, blind to waiting and to what threads gain.",
        };
        var gate = new Option<bool>("--gate") { Description = "Short rounds of what the gates look at; the exit code is 1 if one is missed." };
        var output = new Option<string?>("--out")
        {
            Description = "A folder whose performance.md gets the tables, between its comments \"pairs: begin\" and \"pairs: end\", and which gets performance.svg.",
        };
        rounds.Validators.Add(value =>
        {
            if (value.GetValueOrDefault<int>() < 1)
            {
                value.AddError("--rounds must be 1 or more.");
            }
        });

        var command = new Command("pairs", "Compares Distil with its peers in interleaved rounds.") { names, rounds, quick, processor, gate, output };
        command.SetAction(async options =>
        {
            var chosen = options.GetValue(names) is { Length: > 0 } some
                ? All.Workloads.Where(workload => some.Contains(workload.Name, StringComparer.Ordinal)).ToList()
                : All.Workloads;
            if (options.GetValue(gate))
            {
                return await GateRun.RunAsync(chosen, Console.Out) ? 0 : 1;
            }

            var pace = new Pace(options.GetValue(rounds), TimeSpan.FromMilliseconds(options.GetValue(quick) ? 60 : 200), options.GetValue(processor));
            var results = new List<WorkloadResult>();
            Console.WriteLine(Machine.Describe());
            foreach (var workload in chosen)
            {
                results.Add(await PairedRunner.RunAsync(workload, names: null, pace, Console.WriteLine));
                ConsoleTable.Write(Console.Out, results[^1]);
            }

            if (options.GetValue(output) is { } folder)
            {
                var arguments = string.Join(' ', options.Tokens.Select(token => token.Value));
                var page = Path.Combine(folder, "performance.md");
                Page.Replace(page, "pairs", MarkdownReport.Write(results, $"dotnet run -c Release --project benchmarks -- {arguments}", DateTimeOffset.UtcNow));
                await File.WriteAllTextAsync(Path.Combine(folder, "performance.svg"), Chart.Draw(results));
                Console.WriteLine($"\nwritten: {page} and its chart");
            }

            return 0;
        });
        return command;
    }
}
