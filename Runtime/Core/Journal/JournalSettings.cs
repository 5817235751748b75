using Distil.IO;
using Distil.Journal.Records;

namespace Distil.Journal;

/// <summary>Where a journal is kept, and its limits.</summary>
/// <param name="Folder">The full path of its folder, <c>answers</c>. It is created if it does not exist.</param>
/// <param name="JournalId">The journal: of all generations of a directory the same. A segment of another journal is refused.</param>
/// <param name="Disk">The disk.</param>
internal sealed record JournalSettings(string Folder, Guid JournalId, IDisk Disk)
{
    private readonly int _largeBodyBytes = JournalRecord.MaxBodyBytes;

    /// <summary>The length beyond which no segment grows: 64 MB.</summary>
    public const long DefaultSegmentBytes = 64L << 20;

    /// <summary>The generation that appends, from 1: data made by one plan and one build. Records of later ones are not known.</summary>
    public uint Generation { get; init; } = 1;

    /// <summary>A hash of what the sources of the generation depend on; null: it is not known, and equal to no other.</summary>
    public UInt128? Sources { get; init; }

    /// <summary>A segment that would grow beyond this length is followed by a new one.</summary>
    public long SegmentBytes { get; init; } = DefaultSegmentBytes;

    /// <summary>Bodies above this length have a file of their own: 1 MB. Tests make it smaller, nobody makes it larger.</summary>
    public int LargeBodyBytes
    {
        get => _largeBodyBytes;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, JournalRecord.MaxBodyBytes);
            _largeBodyBytes = value;
        }
    }
}
