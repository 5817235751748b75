using System.Buffers.Binary;

namespace Distil.Journal.Records;

/// <summary>Names one answer: what was asked, and for which row.</summary>
/// <param name="Key">The key of the call.</param>
/// <param name="Tag">The hash of the step's name, the row and its repeat: an answer belongs to the row that it was made for.</param>
internal readonly record struct AnswerId(AnswerKey Key, ulong Tag)
{
    /// <summary>How many bytes key, tag and number take.</summary>
    public const int Length = NumberAt + sizeof(long);

    private const int NumberAt = AnswerKey.Length + sizeof(ulong);

    /// <summary>
    /// The packed number of the row. It says how far a step had come; it is no part of equality, since the tag says the row.
    /// </summary>
    public long Number { get; init; }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static AnswerId Read(ReadOnlySpan<byte> from) =>
        new(AnswerKey.Read(from), BinaryPrimitives.ReadUInt64BigEndian(from[AnswerKey.Length..]))
        {
            Number = BinaryPrimitives.ReadInt64LittleEndian(from[NumberAt..]),
        };

    /// <inheritdoc/>
    public bool Equals(AnswerId other) => Key == other.Key && Tag == other.Tag;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, Tag);

    /// <summary>Writes key, tag and number.</summary>
    public void Write(Span<byte> to)
    {
        Key.Write(to);
        BinaryPrimitives.WriteUInt64BigEndian(to[AnswerKey.Length..], Tag);
        BinaryPrimitives.WriteInt64LittleEndian(to[NumberAt..], Number);
    }
}
