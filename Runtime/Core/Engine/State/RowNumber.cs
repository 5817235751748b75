using System.ComponentModel;

namespace Distil.Engine;

/// <summary>
/// A row's number as it travels: the index of its source and its ordinal there, packed so that numbers sort by source, then by ordinal.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowNumber
{
    private const int OrdinalBits = 48;
    private const long OrdinalMask = (1L << OrdinalBits) - 1;

    /// <summary>Packs a row's number.</summary>
    /// <param name="source">The source's index.</param>
    /// <param name="ordinal">The row's ordinal in it.</param>
    /// <returns>The number.</returns>
    public static long Pack(int source, long ordinal) => ((long)source << OrdinalBits) | ordinal;

    internal static int SourceOf(long number) => (int)(number >> OrdinalBits);

    internal static long OrdinalOf(long number) => number & OrdinalMask;

    /// <summary>The ordinal of the first row of a source that is not before a number; <see cref="long.MaxValue"/>: all are.</summary>
    internal static long OrdinalFrom(long number, int source) =>
        SourceOf(number) == source ? OrdinalOf(number)
        : SourceOf(number) < source ? 0
        : long.MaxValue;
}
