using System.Buffers.Binary;

namespace Distil.Journal.Records;

/// <summary>Names one answer: what was asked, and for which row.</summary>
/// <param name="Key">The key of the call.</param>
/// <param name="Tag">The hash of the step's name, the row and its repeat: an answer belongs to the row that it was made for.</param>
internal readonly record struct AnswerId(AnswerKey Key, ulong Tag)
{
    /// <summary>How many bytes key and tag take.</summary>
    public const int Length = AnswerKey.Length + sizeof(ulong);

    /// <summary>Reads key and tag.</summary>
    public static AnswerId Read(ReadOnlySpan<byte> from) =>
        new(AnswerKey.Read(from), BinaryPrimitives.ReadUInt64BigEndian(from[AnswerKey.Length..]));

    /// <summary>Writes key and tag.</summary>
    public void Write(Span<byte> to)
    {
        Key.Write(to);
        BinaryPrimitives.WriteUInt64BigEndian(to[AnswerKey.Length..], Tag);
    }
}
