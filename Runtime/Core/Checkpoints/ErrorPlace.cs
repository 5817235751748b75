namespace Distil.Checkpoints;

/// <summary>A place in the file of errors.</summary>
/// <param name="Lines">Lines before it.</param>
/// <param name="Bytes">Bytes before it.</param>
/// <param name="Checksum">The CRC-32C of these bytes.</param>
/// <param name="Steps">How far the lines of each step that has some go.</param>
internal sealed record ErrorPlace(long Lines, long Bytes, uint Checksum, IReadOnlyDictionary<string, StepErrors> Steps)
{
    /// <summary>Before the first line.</summary>
    public static ErrorPlace Start { get; } = new(0, 0, 0, new Dictionary<string, StepErrors>(StringComparer.Ordinal));
}

/// <summary>How far the lines of a step go: they are in row order.</summary>
/// <param name="Number">The packed number of the row of its last line; <see cref="long.MaxValue"/>: that is of no row.</param>
/// <param name="Lines">Lines of that number.</param>
internal readonly record struct StepErrors(long Number, long Lines);
