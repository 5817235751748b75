using System.Buffers.Binary;

namespace Distil.Journal.Records;

/// <summary>The body of a record that holds the answers of a batch, row by row.</summary>
/// <remarks>
/// <code>
/// 0  count                4
/// 4  count times: key 16, tag 8, number 8, length 4 (of its body; the highest bit: the body is a reference, see LargeBodies)
///    count bodies, one after the other
/// </code>
/// </remarks>
internal static class BatchBody
{
    /// <summary>What stands beside the bodies in a batch of one.</summary>
    public const int Overhead = CountLength + EntryLength;

    /// <summary>What one answer takes beside its body.</summary>
    public const int EntryLength = AnswerId.Length + sizeof(uint);

    private const int CountLength = sizeof(uint);
    private const uint LargeFlag = 1u << 31;

    /// <summary>How many answers there are.</summary>
    public static int Count(ReadOnlySpan<byte> body) => BinaryPrimitives.ReadInt32LittleEndian(body);

    /// <summary>Key, tag and number of an answer.</summary>
    public static AnswerId IdAt(ReadOnlySpan<byte> body, int answer) => AnswerId.Read(Entry(body, answer));

    /// <summary>The length of an answer's body, and whether it is a reference.</summary>
    public static int LengthAt(ReadOnlySpan<byte> body, int answer, out bool isLarge)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(Entry(body, answer)[AnswerId.Length..]);
        isLarge = (length & LargeFlag) != 0;
        return (int)(length & ~LargeFlag);
    }

    /// <summary>Where the body of the first answer begins.</summary>
    public static int FirstBody(ReadOnlySpan<byte> body) => CountLength + (Count(body) * EntryLength);

    /// <summary>Whether counts and lengths fit the body.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> body)
    {
        if (body.Length < CountLength || Count(body) is var count && (count < 1 || count > (body.Length - CountLength) / EntryLength))
        {
            return false;
        }

        long end = FirstBody(body);
        for (var answer = 0; answer < count; answer++)
        {
            end += LengthAt(body, answer, out _);
        }

        return end == body.Length;
    }

    /// <summary>Writes the number of answers.</summary>
    public static void WriteCount(Span<byte> body, int count) => BinaryPrimitives.WriteInt32LittleEndian(body, count);

    /// <summary>Writes what stands of an answer before the bodies.</summary>
    public static void WriteEntry(Span<byte> body, int answer, in AnswerId id, int length, bool isLarge)
    {
        var entry = body[(CountLength + (answer * EntryLength))..];
        id.Write(entry);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[AnswerId.Length..], (uint)length | (isLarge ? LargeFlag : 0));
    }

    private static ReadOnlySpan<byte> Entry(ReadOnlySpan<byte> body, int answer) => body[(CountLength + (answer * EntryLength))..];
}
