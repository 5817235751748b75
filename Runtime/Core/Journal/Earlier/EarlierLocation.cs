using Distil.Journal.Records;

namespace Distil.Journal.Earlier;

/// <summary>
/// Where an answer lies that may be taken over, in 8 bytes: a location, and whether it is one in the journal of another directory.
/// </summary>
/// <param name="Packed">The 8 bytes. In the order in which the records of one journal were appended.</param>
internal readonly record struct EarlierLocation(long Packed)
{
    /// <summary>No segment has so high a number that a location uses this bit.</summary>
    private const long Reused = 1L << 62;

    /// <summary>A location.</summary>
    /// <param name="location">Where the record begins.</param>
    /// <param name="isReused">Whether in the journal of another directory.</param>
    public EarlierLocation(JournalLocation location, bool isReused)
        : this(isReused ? location.Packed | Reused : location.Packed)
    {
    }

    /// <summary>Whether the record lies in the journal of another directory.</summary>
    public bool IsReused => (Packed & Reused) != 0;

    /// <summary>Where the record begins in its journal.</summary>
    public JournalLocation Location => JournalLocation.FromPacked(Packed & ~Reused);
}
