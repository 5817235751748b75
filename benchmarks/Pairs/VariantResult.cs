using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Pairs;

/// <summary>The rounds of one variant.</summary>
/// <param name="Rows">How many rows each run had.</param>
/// <param name="Samples">One a round.</param>
public sealed record VariantResult(Variant Variant, long Rows, IReadOnlyList<Sample> Samples)
{
    public double Nanoseconds => Spread.Of(Samples.Select(sample => sample.Nanoseconds)).Median;

    public double Bytes => Spread.Of(Samples.Select(sample => sample.Bytes)).Median;

    public Spread Share => Spread.Of(Samples.Select(sample => sample.Share));

    public string Collections =>
        string.Join('/', new[] { Most(sample => sample.Gen0), Most(sample => sample.Gen1), Most(sample => sample.Gen2) });

    /// <summary>The most of any round.</summary>
    public int Most(Func<Sample, int> what) => Samples.Max(what);

    /// <summary>This time over the other's, round by round.</summary>
    public Spread Over(VariantResult other) =>
        Spread.Of(Samples.Zip(other.Samples, (own, its) => own.Nanoseconds / its.Nanoseconds));
}
