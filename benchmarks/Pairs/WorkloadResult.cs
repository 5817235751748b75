using Distil.Benchmarks.Gates;
using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Pairs;

/// <summary>What the rounds of a workload gave.</summary>
public sealed record WorkloadResult(Workload Workload, IReadOnlyList<VariantResult> Variants)
{
    public VariantResult Reference => Variants[0];

    public Spread Ratio(VariantResult variant) => variant.Over(Reference);

    /// <summary>What a gate looks at; null where one of its variants did not run.</summary>
    public double? Measured(Gate gate)
    {
        var variant = Find(gate.Variant);
        var other = Find(gate.Other ?? Workload.Reference.Name);
        return variant is null || other is null
            ? null
            : gate.Measure switch
            {
                Measure.Ratio => variant.Over(other).Median,
                Measure.Speedup => other.Over(variant).Median,
                Measure.Share => variant.Share.Median,
                Measure.Bytes => variant.Bytes,
                Measure.Nanoseconds => variant.Nanoseconds,
                _ => variant.Most(sample => sample.Gen0),
            };
    }

    /// <summary>Whether the machine lets a gate be judged.</summary>
    public bool CanJudge(Gate gate) =>
        gate.Control is null || Measured(gate with { Variant = gate.Control, Other = null, Control = null }) is not { } measured || gate.Holds(measured);

    private VariantResult? Find(string name) => Variants.FirstOrDefault(variant => variant.Variant.Name == name);
}
