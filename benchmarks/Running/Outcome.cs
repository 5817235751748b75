namespace Distil.Benchmarks.Running;

/// <summary>What one run of a variant gave, and what it ran on.</summary>
/// <param name="InOrder">A hash of the rows that depends on their order.</param>
/// <param name="AnyOrder">A hash of the same rows that does not.</param>
public readonly record struct Outcome(ulong InOrder, ulong AnyOrder)
{
    /// <summary>What the same calls would have taken without any waiting between them, where the workload knows that; otherwise zero.</summary>
    public TimeSpan Ideal { get; init; }

    /// <summary>How long the steady part took, where the variant measures that itself; otherwise zero.</summary>
    public TimeSpan Steady { get; init; }

    /// <summary>How many times the variant did the work, of which it gives the fastest; 0: once.</summary>
    public int Turns { get; init; }
}
