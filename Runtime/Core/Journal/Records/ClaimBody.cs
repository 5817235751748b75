using System.Buffers.Binary;

namespace Distil.Journal.Records;

/// <summary>
/// The body of a claim: which answer of an earlier generation a row has taken over. The record's own key, tag and number are those of the
/// row.
/// </summary>
/// <remarks>
/// <code>
/// 0  location  8   of the record that holds the answer, packed; it lies before the claim
/// 8  tag       8   under which the answer was written there
/// </code>
/// </remarks>
internal static class ClaimBody
{
    /// <summary>The length of the body.</summary>
    public const int Length = 16;

    private const int TagAt = 8;

    /// <summary>Where the answer lies.</summary>
    public static JournalLocation Location(ReadOnlySpan<byte> body) =>
        JournalLocation.FromPacked(BinaryPrimitives.ReadInt64LittleEndian(body));

    /// <summary>The tag under which it was written.</summary>
    public static ulong Tag(ReadOnlySpan<byte> body) => BinaryPrimitives.ReadUInt64BigEndian(body[TagAt..]);

    /// <summary>Writes the body.</summary>
    public static void Write(Span<byte> body, JournalLocation location, ulong tag)
    {
        WriteLocation(body, location);
        BinaryPrimitives.WriteUInt64BigEndian(body[TagAt..], tag);
    }

    /// <summary>Writes where the answer lies, and nothing else.</summary>
    public static void WriteLocation(Span<byte> body, JournalLocation location) =>
        BinaryPrimitives.WriteInt64LittleEndian(body, location.Packed);
}
