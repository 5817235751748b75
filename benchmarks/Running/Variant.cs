namespace Distil.Benchmarks.Running;

/// <summary>One way to do a workload's work.</summary>
/// <param name="Name">Unique in its workload, and the same in all workloads for the same way.</param>
/// <param name="RunAsync">Does the work over so many rows.</param>
public sealed record Variant(string Name, Func<long, Task<Outcome>> RunAsync)
{
    /// <summary>Whether the variant promises to give the rows in the order of their source.</summary>
    public bool IsOrdered { get; init; } = true;

    /// <summary>Whether it runs in a process of its own: it has no allocation to count here, and BenchmarkDotNet leaves it out.</summary>
    public bool IsForeign { get; init; }

    /// <summary>Why it cannot run on this machine; null where it can.</summary>
    public string? Missing { get; init; }

    public static Variant Of(string name, Func<long, Outcome> run) => new(name, rows => Task.FromResult(run(rows)));
}
