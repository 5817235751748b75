using System.Buffers.Binary;

namespace Distil.Journal.Records;

/// <summary>
/// The body of a record with an answer of another directory that a row takes over: where it comes from, and the answer. Key, tag and number
/// of the record are those of the row.
/// </summary>
/// <remarks>
/// <code>
///  0  journal   16   the id of the other journal
/// 16  location   8   of the record there, packed
/// 24  tag        8   under which the answer was written there
/// 32  answer         or the reference to it, see LargeBodies
/// </code>
/// </remarks>
internal static class CopyBody
{
    /// <summary>The length of what stands before the answer.</summary>
    public const int PrefixLength = 32;

    private const int LocationAt = 16;
    private const int TagAt = 24;

    /// <summary>The id of the other journal.</summary>
    public static Guid Journal(ReadOnlySpan<byte> body) => new(body[..LocationAt]);

    /// <summary>Where the answer lies there.</summary>
    public static JournalLocation Location(ReadOnlySpan<byte> body) =>
        JournalLocation.FromPacked(BinaryPrimitives.ReadInt64LittleEndian(body[LocationAt..]));

    /// <summary>The tag under which it was written there.</summary>
    public static ulong Tag(ReadOnlySpan<byte> body) => BinaryPrimitives.ReadUInt64BigEndian(body[TagAt..]);

    /// <summary>Writes what stands before the answer.</summary>
    public static void WritePrefix(Span<byte> to, Guid journal, JournalLocation location, ulong tag)
    {
        journal.TryWriteBytes(to);
        BinaryPrimitives.WriteInt64LittleEndian(to[LocationAt..], location.Packed);
        BinaryPrimitives.WriteUInt64BigEndian(to[TagAt..], tag);
    }
}
