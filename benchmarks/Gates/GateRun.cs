using Distil.Benchmarks.Pairs;
using Distil.Benchmarks.Running;
using Distil.RunDirectories;

namespace Distil.Benchmarks.Gates;

/// <summary>A smoke run: measures shortly whether every gate is kept, and twice more and longer where one seems missed.</summary>
public static class GateRun
{
    private static readonly Pace s_first = new(5, TimeSpan.FromMilliseconds(60));
    private static readonly Pace s_again = new(11, TimeSpan.FromMilliseconds(120));

    public static async Task<bool> RunAsync(IEnumerable<Workload> workloads, TextWriter output)
    {
        var holds = true;
        foreach (var workload in workloads.Where(workload => workload.Gates.Count > 0))
        {
            // Only what a gate looks at.
            var names = workload.Gates.SelectMany(gate => new[] { gate.Variant, gate.Other ?? workload.Reference.Name, gate.Control ?? gate.Variant })
                .Append(workload.Reference.Name).ToHashSet(StringComparer.Ordinal);
            var result = await PairedRunner.RunAsync(workload, names, s_first, output.WriteLine);
            for (var again = 0; again < 2 && workload.Gates.Any(gate => gate.KnownMissed is null && IsMissed(result, gate)); again++)
            {
                output.WriteLine($"{workload.Name}: a gate seems missed; measured once more, with more rounds");
                result = await PairedRunner.RunAsync(workload, names, s_again, output.WriteLine);
            }

            foreach (var gate in workload.Gates)
            {
                holds &= Report(result, gate, output);
            }
        }

        output.WriteLine(holds ? "every gate that counts is kept" : "a gate is missed");
        return holds;
    }

    private static bool IsMissed(WorkloadResult result, Gate gate) => result.Measured(gate) is { } measured && !gate.Holds(measured);

    private static bool Report(WorkloadResult result, Gate gate, TextWriter output)
    {
        var what = gate.Describe(result.Workload);
        if (result.Measured(gate) is not { } measured)
        {
            output.WriteLine($"  left out  {what}: a variant did not run");
            return true;
        }

        var figures = $"{ConsoleTable.Figure(measured)}, gate {(gate.IsAtLeast ? "≥" : "≤")} {ConsoleTable.Figure(gate.Limit)} (goal {gate.Goal})";
        if (gate.Holds(measured))
        {
            output.WriteLine($"  kept      {what}: {figures}");
            if (gate.KnownMissed is not null)
            {
                output.WriteLine("            it is marked as known to be missed: take the mark away");
            }

            return true;
        }

        if (!result.CanJudge(gate))
        {
            output.WriteLine($"  not judged {what}: {figures}: the machine is too busy, \"{gate.Control}\" misses it too");
            return true;
        }

        output.WriteLine(gate.KnownMissed is { } reason ? $"  KNOWN     {what}: {figures}: missed today: {reason}" : $"  MISSED    {what}: {figures}");
        return gate.KnownMissed is not null;
    }
}
