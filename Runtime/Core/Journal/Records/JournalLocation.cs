namespace Distil.Journal.Records;

/// <summary>Where a record of the journal begins. Locations are ordered as the records were appended.</summary>
/// <param name="Segment">The number of the segment, from 1; 0 in the default value, which lies before every record.</param>
/// <param name="Offset">The offset in the file of the segment.</param>
internal readonly record struct JournalLocation(int Segment, long Offset) : IComparable<JournalLocation>
{
    private const int OffsetBits = 40;

    /// <summary>The location in 8 bytes, in the same order: the segment in the upper 24 bits, the offset in the lower 40.</summary>
    public long Packed => ((long)Segment << OffsetBits) | Offset;

    /// <summary>The location that was packed.</summary>
    public static JournalLocation FromPacked(long packed) => new((int)(packed >> OffsetBits), packed & ((1L << OffsetBits) - 1));

    public static bool operator <(JournalLocation left, JournalLocation right) => left.CompareTo(right) < 0;

    public static bool operator >(JournalLocation left, JournalLocation right) => left.CompareTo(right) > 0;

    public static bool operator <=(JournalLocation left, JournalLocation right) => left.CompareTo(right) <= 0;

    public static bool operator >=(JournalLocation left, JournalLocation right) => left.CompareTo(right) >= 0;

    public int CompareTo(JournalLocation other) => Packed.CompareTo(other.Packed);
}
