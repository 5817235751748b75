namespace Distil.Journal.Earlier;

/// <summary>A durable step, as a generation describes it.</summary>
/// <param name="Generation">The generation; below 0: one of another directory.</param>
/// <param name="Number">Its number in records of the generation.</param>
internal sealed record DescribedStep(long Generation, int Number)
{
    /// <summary>Its name; empty: none is known.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its fingerprint, as text; empty: none is known.</summary>
    public string Fingerprint { get; set; } = "";
}
