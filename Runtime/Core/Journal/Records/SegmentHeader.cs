using System.Buffers.Binary;
using System.Globalization;
using Distil.IO;

namespace Distil.Journal.Records;

/// <summary>The first record of a segment: which file this is, and where the records before it end.</summary>
/// <remarks>
/// <para>The body of the record; its key is the id of the journal, its tag the length of the segment before:</para>
/// <code>
///  0  magic      8   "DistilAJ"
///  8  format     4   1
/// 12  segment    4   the number of this segment
/// 16  previous   4   the number of the segment before; 0: there is none
/// 20  copy       4   1: a copy of the tail, see TailCopy; otherwise 0
/// </code>
/// <para>
/// With the length of the segment before, a segment shows whether bytes are missing between them: a power cut can keep a later segment and
/// lose the end of the one before.
/// </para>
/// </remarks>
/// <param name="Segment">The number of the segment.</param>
/// <param name="Previous">The end of the records before: the segment and its length.</param>
/// <param name="IsCopy">Whether the segment replaces all that stands behind <paramref name="Previous"/> in earlier segments.</param>
internal readonly record struct SegmentHeader(int Segment, JournalLocation Previous, bool IsCopy)
{
    /// <summary>The length of the record.</summary>
    public const int Length = JournalRecord.HeaderLength + BodyLength;

    private const int BodyLength = 24;
    private const uint CurrentFormat = 1;
    private const int FormatAt = 8;
    private const int SegmentAt = 12;
    private const int PreviousAt = 16;
    private const int CopyAt = 20;

    private static ReadOnlySpan<byte> Magic => "DistilAJ"u8;

    /// <summary>Writes the record.</summary>
    public void Write(Span<byte> to, Guid journalId)
    {
        var body = to[JournalRecord.HeaderLength..];
        Magic.CopyTo(body);
        BinaryPrimitives.WriteUInt32LittleEndian(body[FormatAt..], CurrentFormat);
        BinaryPrimitives.WriteInt32LittleEndian(body[SegmentAt..], Segment);
        BinaryPrimitives.WriteInt32LittleEndian(body[PreviousAt..], Previous.Segment);
        BinaryPrimitives.WriteInt32LittleEndian(body[CopyAt..], IsCopy ? 1 : 0);
        var id = new AnswerId(KeyOf(journalId), (ulong)Previous.Offset);
        JournalRecord.Seal(to[..Length], default, RecordKind.Header, isLarge: false, step: 0, JournalRecord.HeaderGeneration, id);
    }

    /// <summary>Reads the header of a segment.</summary>
    /// <param name="path">The file.</param>
    /// <param name="segment">The number that its name gives it.</param>
    /// <param name="journalId">The id of the journal.</param>
    /// <param name="waysOut">What a user can do about a file that is none.</param>
    /// <returns>The header; null: it was not written to its end.</returns>
    /// <exception cref="RunDirectoryException">The file is no segment of this journal.</exception>
    public static SegmentHeader? Read(string path, int segment, Guid journalId, string waysOut)
    {
        Span<byte> start = stackalloc byte[Length];
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            start = start[..RandomAccess.Read(file, start, 0)];
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw IoErrors.OnRead(path, exception);
        }

        if (start.Length == Length
            && JournalRecord.TryRead(start, default, out var record)
            && record.Kind == RecordKind.Header
            && record.Body.StartsWith(Magic))
        {
            return Check(path, segment, journalId, waysOut, record);
        }

        return CanBeTorn(start, segment, journalId)
            ? null
            : throw Refused(path, waysOut, "is no segment of this journal, or its first bytes are damaged");
    }

    private static SegmentHeader Check(string path, int segment, Guid journalId, string waysOut, in JournalRecord record)
    {
        var body = record.Body;
        var format = BinaryPrimitives.ReadUInt32LittleEndian(body[FormatAt..]);
        if (format != CurrentFormat || record.Generation != JournalRecord.HeaderGeneration)
        {
            throw Refused(path, waysOut, "was written by another version of Distil, whose format this version does not know");
        }

        var number = BinaryPrimitives.ReadInt32LittleEndian(body[SegmentAt..]);
        if (number != segment)
        {
            throw Refused(
                path, waysOut, string.Create(CultureInfo.InvariantCulture, $"is segment {number} of a journal under another name"));
        }

        if (record.Id.Key != KeyOf(journalId))
        {
            throw Refused(path, waysOut, "belongs to another journal");
        }

        var previous = new JournalLocation(BinaryPrimitives.ReadInt32LittleEndian(body[PreviousAt..]), (long)record.Id.Tag);
        return new(number, previous, BinaryPrimitives.ReadInt32LittleEndian(body[CopyAt..]) != 0);
    }

    /// <summary>Whether a power cut can have left these bytes of a header: its first bytes, then zeros.</summary>
    private static bool CanBeTorn(ReadOnlySpan<byte> found, int segment, Guid journalId)
    {
        Span<byte> expected = stackalloc byte[Length];
        new SegmentHeader(segment, default, IsCopy: false).Write(expected, journalId);
        var same = 0;
        while (same < found.Length && (found[same] == expected[same] || Varies(same)))
        {
            same++;
        }

        return !found[same..].ContainsAnyExcept((byte)0);
    }

    /// <summary>
    /// Whether headers of one segment can differ in a byte: in the checksum and in what they say about the segment before.
    /// </summary>
    private static bool Varies(int at) => at is (>= 4 and < 8) or (>= 32 and < 40) or >= JournalRecord.HeaderLength + PreviousAt;

    private static AnswerKey KeyOf(Guid journalId)
    {
        Span<byte> bytes = stackalloc byte[AnswerKey.Length];
        journalId.TryWriteBytes(bytes);
        return AnswerKey.Read(bytes);
    }

    private static RunDirectoryException Refused(string path, string waysOut, string what) =>
        new($"The file '{path}' {what}. {waysOut}", path);
}
