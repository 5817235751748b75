using System.Buffers.Binary;

namespace Distil.Journal.Records;

/// <summary>The key of a durable call: 16 bytes of a hash of the step's fingerprint and of the inputs.</summary>
internal readonly record struct AnswerKey(ulong High, ulong Low)
{
    /// <summary>How many bytes a key takes.</summary>
    public const int Length = 16;

    /// <summary>Reads a key.</summary>
    public static AnswerKey Read(ReadOnlySpan<byte> from) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(from), BinaryPrimitives.ReadUInt64BigEndian(from[sizeof(ulong)..]));

    /// <summary>Writes the key.</summary>
    public void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt64BigEndian(to, High);
        BinaryPrimitives.WriteUInt64BigEndian(to[sizeof(ulong)..], Low);
    }
}
