namespace Distil.Journal.Records;

/// <summary>What a record of the journal holds. The values stand in files.</summary>
internal enum RecordKind : byte
{
    /// <summary>The first record of a segment, see <see cref="SegmentHeader"/>.</summary>
    Header = 1,

    /// <summary>The name of a step, in UTF-8. Other records have its number only.</summary>
    Step = 2,

    /// <summary>The fingerprint of a step, in UTF-8.</summary>
    Fingerprint = 3,

    /// <summary>The answer to one call.</summary>
    Answer = 4,

    /// <summary>The answers to the rows of one batch, see <see cref="BatchBody"/>.</summary>
    Batch = 5,

    /// <summary>A call failed, and its failure is its answer for the rest of the generation.</summary>
    Failure = 6,

    /// <summary>A generation begins, see <see cref="GenerationBody"/>. Its steps are described behind it.</summary>
    Generation = 7,

    /// <summary>A row takes over an answer of an earlier generation, see <see cref="ClaimBody"/>.</summary>
    Claim = 8,

    /// <summary>An answer of another directory that a row takes over, see <see cref="CopyBody"/>.</summary>
    Copy = 9,
}
