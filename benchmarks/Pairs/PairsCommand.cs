using System.CommandLine;
using Distil.Benchmarks.Gates;
using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads;

namespace Distil.Benchmarks.Pairs;

/// <summary><c>pairs</c>: the paired runner.</summary>
public static class PairsCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("workload")
        {
            Description = $"Which workloads: {string.Join(", ", All.Workloads.Select(workload => workload.Name))}. Default: all.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        names.AcceptOnlyFromAmong([.. All.Workloads.Select(workload => workload.Name)]);
        var rounds = new Option<int>("--rounds") { Description = "How many rounds count.", DefaultValueFactory = _ => 7 };
        var quick = new Option<bool>("--quick") { Description = "Shorter runs: rougher figures, sooner." };
        var gate = new Option<bool>("--gate") { Description = "Short rounds; the exit code is 1 if a gate is missed." };
        var processor = new Option<bool>("--cpu")
        {
            Description = "Compares processor time: steadier on a busy machine, blind to waiting and to what threads gain.",
        };
        rounds.Validators.Add(value =>
        {
            if (value.GetValueOrDefault<int>() < 1)
            {
                value.AddError("--rounds must be 1 or more.");
            }
        });

        var command = new Command("pairs", "Compares Distil with its peers in interleaved rounds.") { names, rounds, quick, processor, gate };
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
            foreach (var workload in chosen)
            {
                ConsoleTable.Write(Console.Out, await PairedRunner.RunAsync(workload, pace, Console.Out.WriteLine));
            }

            return 0;
        });
        return command;
    }
}
