using System.CommandLine;
using System.Diagnostics;
using Distil.Benchmarks.Reports;
using Distil.Benchmarks.Running;
using Distil.Benchmarks.Workloads.Documents;

namespace Distil.Benchmarks.Cold;

/// <summary>
/// <c>cold</c>: the first runs of a process, in which nothing is compiled yet. Most pipelines run once a process, so their first run is the
/// one that a user waits for.
/// </summary>
public static class ColdCommand
{
    private const long Rows = 280_000;
    private const int Runs = 3;

    public static Command Create()
    {
        var workload = new GradingWorkload();
        var variant = new Option<string>("--variant")
        {
            Description = "Which variant of the workload jsonl.",
            DefaultValueFactory = _ => Ways.Distil,
        };
        variant.AcceptOnlyFromAmong([.. workload.Variants.Select(each => each.Name)]);

        var command = new Command("cold", "Times the first runs of a variant in this process: JSON lines in and out.") { variant };
        command.SetAction(async options =>
        {
            var name = options.GetValue(variant)!;
            await RunAsync(workload.Variants.Single(each => each.Name == name));
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(Variant variant)
    {
        var input = DocumentFiles.Input(Rows);

        // The file is in the page cache, whoever wrote it and when.
        using (var file = File.OpenRead(input))
        {
            await file.CopyToAsync(Stream.Null);
        }

        Console.WriteLine($"{Machine.Describe()}\n{variant.Name}: {new FileInfo(input).Length / 1_000_000.0:0} MB");
        var seconds = new double[Runs];
        for (var run = 0; run < Runs; run++)
        {
            var before = Environment.CpuUsage.TotalTime;
            var clock = Stopwatch.StartNew();
            await variant.RunAsync(Rows);
            seconds[run] = clock.Elapsed.TotalSeconds;
            var processor = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            Console.WriteLine($"run {run + 1}: {seconds[run]:0.00} s, {processor:0.00} s of processor time");
        }

        Console.WriteLine($"first over third: {seconds[0] / seconds[^1]:0.00}");
        Console.WriteLine($"peak memory: {Process.GetCurrentProcess().PeakWorkingSet64 / 1_000_000.0:0} MB");
    }
}
