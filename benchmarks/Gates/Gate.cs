using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Gates;

/// <summary>What a gate looks at.</summary>
public enum Measure
{
    /// <summary>The variant's time over that of the other in the same round.</summary>
    Ratio,

    /// <summary>The other's time over that of the variant in the same round.</summary>
    Speedup,

    /// <summary>The share of the ideal time.</summary>
    Share,

    /// <summary>Bytes allocated a row.</summary>
    Bytes,

    /// <summary>Collections of generation 0 in a run.</summary>
    Collections,

    /// <summary>Nanoseconds a row.</summary>
    Nanoseconds,
}

/// <summary>A limit that a smoke run must keep.</summary>
/// <param name="Measure">What is looked at.</param>
/// <param name="Limit">At most this for ratios, bytes, collections and times; at least this for speed-ups and shares.</param>
/// <param name="Goal">What the engine aims at; the limit leaves room for a noisy machine.</param>
public sealed record Gate(Measure Measure, double Limit, string Goal)
{
    /// <summary>Which variant must keep it.</summary>
    public string Variant { get; init; } = Ways.Distil;

    /// <summary>The variant that it is compared with; null: the workload's reference.</summary>
    public string? Other { get; init; }

    /// <summary>
    /// A variant of which the same is asked, over the workload's reference: where it misses the limit itself, the machine is too busy for
    /// the gate to be judged. Null: it always can be.
    /// </summary>
    public string? Control { get; init; }

    /// <summary>Why the gate is missed today, where it is. It is measured and shown, and fails nothing until the mark is taken away.</summary>
    public string? KnownMissed { get; init; }

    public bool IsAtLeast => Measure is Measure.Speedup or Measure.Share;

    public bool Holds(double measured) => IsAtLeast ? measured >= Limit : measured <= Limit;

    public string Describe(Workload workload) => Measure switch
    {
        Measure.Ratio => $"{workload.Name}: time of \"{Variant}\" over \"{Other ?? workload.Reference.Name}\"",
        Measure.Speedup => $"{workload.Name}: time of \"{Other ?? workload.Reference.Name}\" over \"{Variant}\"",
        Measure.Share => $"{workload.Name}: share of the ideal time reached by \"{Variant}\"",
        Measure.Bytes => $"{workload.Name}: bytes allocated a row by \"{Variant}\"",
        Measure.Nanoseconds => $"{workload.Name}: nanoseconds a row of \"{Variant}\"",
        _ => $"{workload.Name}: collections of generation 0 in a run of \"{Variant}\"",
    };
}
