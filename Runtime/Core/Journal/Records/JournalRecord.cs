using System.Buffers.Binary;
using Distil.IO;

namespace Distil.Journal.Records;

/// <summary>One record of the journal, as it stands in a file. It is a view of a buffer and is valid until the next one is read.</summary>
/// <remarks>
/// <para>The layout; numbers are little-endian, keys and tags big-endian:</para>
/// <code>
///  0  length      4   of the whole record
///  4  checksum    4   CRC-32C of location (8, packed), length (4) and all bytes from 8 on
///  8  kind        1   RecordKind; 0x80 is added where the body is a reference to a file of its own, see LargeBodies
///  9  step        3   the number of the step; 0 in headers
/// 12  generation  4   that wrote the record, from 1; in headers always 1
/// 16  key        16   of the answer, copy or claim; of a batch, that of its first answer; in headers the id of the journal; otherwise 0
/// 32  tag         8   of the answer, copy or claim; of a batch, that of its first answer; in headers the length of the segment before;
///                     otherwise 0
/// 40  number      8   the packed number of the row; of a batch, that of its first row; otherwise 0
/// 48  body            answer, failure: what the caller gave; step, fingerprint: UTF-8; batch, claim, copy, generation, header: see
///                     BatchBody, ClaimBody, CopyBody, GenerationBody, SegmentHeader
/// </code>
/// <para>
/// The checksum includes the location, so a record is valid only where it was written: a block that turns up elsewhere is not taken for a
/// record. Headers are the exception. Their location counts as 0, so that a renamed segment can be named as one. Records never span
/// segments.
/// </para>
/// </remarks>
internal readonly ref struct JournalRecord
{
    /// <summary>The length of a record without a body.</summary>
    public const int HeaderLength = 48;

    /// <summary>The longest body of an answer that is kept in a record: 1 MB.</summary>
    public const int MaxBodyBytes = 1 << 20;

    /// <summary>No record is longer: the longest body that is kept in a record, and what a batch of one has around it.</summary>
    public const int MaxLength = HeaderLength + BatchBody.Overhead + MaxBodyBytes;

    /// <summary>The generation that headers name: segments are not of one generation.</summary>
    public const uint HeaderGeneration = 1;

    private const byte LargeFlag = 0x80;
    private const int ChecksumAt = 4;
    private const int KindAt = 8;
    private const int GenerationAt = 12;
    private const int IdAt = 16;

    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>Looks at bytes whose checksum was found right before.</summary>
    /// <param name="bytes">The whole record and nothing else.</param>
    /// <param name="location">Where they stand.</param>
    public JournalRecord(ReadOnlySpan<byte> bytes, JournalLocation location)
    {
        _bytes = bytes;
        Location = location;
    }

    /// <summary>Where the record begins.</summary>
    public JournalLocation Location { get; }

    /// <summary>The length of the whole record.</summary>
    public int Length => _bytes.Length;

    /// <summary>What it holds.</summary>
    public RecordKind Kind => (RecordKind)(_bytes[KindAt] & ~LargeFlag);

    /// <summary>Whether the body is a reference to a file of its own. Of a batch, each answer says so for itself.</summary>
    public bool IsLarge => (_bytes[KindAt] & LargeFlag) != 0;

    /// <summary>The number of the step.</summary>
    public int Step => (int)(BinaryPrimitives.ReadUInt32LittleEndian(_bytes[KindAt..]) >> 8);

    /// <summary>The generation that wrote it.</summary>
    public uint Generation => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[GenerationAt..]);

    /// <summary>Key and tag. Of a batch, those of its first answer.</summary>
    public AnswerId Id => AnswerId.Read(_bytes[IdAt..]);

    /// <summary>The body, or the reference to it.</summary>
    public ReadOnlySpan<byte> Body => _bytes[HeaderLength..];

    /// <summary>The answer or failure, or the reference to it; not of a batch.</summary>
    public ReadOnlySpan<byte> AnswerBody => Kind == RecordKind.Copy ? Body[CopyBody.PrefixLength..] : Body;

    /// <summary>All bytes of the record.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>How many answers it holds; failures are answers.</summary>
    public int Answers => Kind switch
    {
        RecordKind.Answer or RecordKind.Failure or RecordKind.Copy => 1,
        RecordKind.Batch => BatchBody.Count(Body),
        _ => 0,
    };

    /// <summary>Key and tag of an answer.</summary>
    /// <param name="answer">Its index in the record.</param>
    public AnswerId AnswerAt(int answer) => Kind == RecordKind.Batch ? BatchBody.IdAt(Body, answer) : Id;

    /// <summary>The same record at another location.</summary>
    public JournalRecord MovedTo(JournalLocation location) => new(_bytes, location);

    /// <summary>Whether the bytes can be the beginning of a record, and how long it is then.</summary>
    public static bool TryReadLength(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        return bytes.Length >= HeaderLength
            && (length = BinaryPrimitives.ReadInt32LittleEndian(bytes)) is >= HeaderLength and <= MaxLength;
    }

    /// <summary>Takes bytes as a record, if their checksum is right.</summary>
    /// <param name="bytes">The whole record and nothing else.</param>
    /// <param name="location">Where they stand.</param>
    /// <param name="record">The record.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, JournalLocation location, out JournalRecord record)
    {
        record = new(bytes, location);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) == Checksum(bytes, location);
    }

    /// <summary>Writes all of a record but its body, which is already in its place.</summary>
    /// <param name="bytes">The whole record.</param>
    /// <param name="location">Where it will stand.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="isLarge">Whether the body is a reference.</param>
    /// <param name="step">The number of the step.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="id">Key and tag.</param>
    public static void Seal(
        Span<byte> bytes, JournalLocation location, RecordKind kind, bool isLarge, int step, uint generation, in AnswerId id)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[KindAt..], ((uint)step << 8) | (uint)kind | (isLarge ? LargeFlag : 0u));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[GenerationAt..], generation);
        id.Write(bytes[IdAt..]);
        Seal(bytes, location);
    }

    /// <summary>Makes the checksum of a record right for the location.</summary>
    public static void Seal(Span<byte> bytes, JournalLocation location) =>
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ChecksumAt..], Checksum(bytes, location));

    private static uint Checksum(ReadOnlySpan<byte> bytes, JournalLocation location)
    {
        var isHeader = bytes[KindAt] == (byte)RecordKind.Header;
        var state = Crc32C.Add(Crc32C.Start, isHeader ? 0 : location.Packed);
        state = Crc32C.Add(state, bytes[..ChecksumAt]);
        return Crc32C.End(Crc32C.Add(state, bytes[KindAt..]));
    }
}
