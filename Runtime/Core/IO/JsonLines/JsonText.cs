using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Encodings.Web;

namespace Distil.IO.JsonLines;

/// <summary>Finds text in a line that has the form in which a data set would write it.</summary>
/// <remarks>
/// Quotes, escapes and letters beyond ASCII come at random, so a branch on each is guessed wrongly every other time, which costs more
/// than all else here. So a block of bytes becomes a few words of bits, and only what ends a text or is rare is branched on.
/// </remarks>
internal static class JsonText
{
    private const int FirstBeyondAscii = 0x80;
    private const int BitsInWord = 64;
    private const ulong EvenOrdinals = 0x5555_5555_5555_5555;

    /// <summary>
    /// A bit a character of Unicode's first plane, set where it is written as it is. What is beyond that plane is escaped.
    /// </summary>
    private static readonly ulong[] s_written = FindWritten();

    /// <summary>Finds the end of such a text.</summary>
    /// <param name="buffer">Holds the line. What stands behind the line is looked at, and means nothing.</param>
    /// <param name="at">Behind the opening quote.</param>
    /// <param name="end">The line's end.</param>
    /// <returns>
    /// Behind the closing quote; -1: something in the text would be written in another way, or is wrong, such as invalid UTF-8.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int EndOfWritten(ReadOnlySpan<byte> buffer, int at, int end)
    {
        var isEscaped = 0ul;
        var overhang = 0ul;
        for (; at < end; at += Vector512<byte>.Count)
        {
            var bytes = Load(buffer[at..]);
            var escaped = Escaped(Vector512.Equals(bytes, Vector512.Create((byte)'\\')).ExtractMostSignificantBits(), ref isEscaped);
            var closing = Vector512.Equals(bytes, Vector512.Create((byte)'"')).ExtractMostSignificantBits() & ~escaped;
            var wrong = Controls(bytes).ExtractMostSignificantBits() | (escaped & ~Escapable(bytes).ExtractMostSignificantBits());
            var letters = Letters(bytes);
            var rare = Vector512.AndNot(Between(bytes, 0xC0, 0xFF), letters).ExtractMostSignificantBits();

            // In valid UTF-8 the second bytes of these letters are all there is of further bytes, but for those of rare characters.
            var further = Between(bytes, 0x80, 0xBF).ExtractMostSignificantBits();
            var firsts = letters.ExtractMostSignificantBits();
            var following = (firsts << 1) | overhang;
            overhang = firsts >> (Vector512<byte>.Count - 1);
            if ((closing | wrong | rare | (further ^ following)) != 0)
            {
                var inside = closing ^ (closing - 1);
                for (rare &= inside; rare != 0; rare &= rare - 1)
                {
                    var index = BitOperations.TrailingZeroCount(rare);
                    var length = LengthOfWritten(buffer[..end], at + index);
                    if (length == 0)
                    {
                        return -1;
                    }

                    var others = (1ul << (length - 1)) - 1;
                    following |= others << index << 1;
                    overhang |= others >> (Vector512<byte>.Count - 1 - index);
                }

                if (((wrong | (further ^ following)) & inside) != 0)
                {
                    return -1;
                }

                if (closing != 0)
                {
                    at += BitOperations.TrailingZeroCount(closing) + 1;
                    return at <= end ? at : -1;
                }
            }
        }

        return -1;
    }

    /// <summary>The next bytes; at the end of the buffer, zeros follow, which no text holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Load(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Vector512<byte>.Count ? Vector512.Create(bytes) : LoadLast(bytes);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<byte> LoadLast(ReadOnlySpan<byte> bytes)
    {
        Span<byte> padded = stackalloc byte[Vector512<byte>.Count];
        padded.Clear();
        bytes.CopyTo(padded);
        return Vector512.Create<byte>(padded);
    }

    /// <summary>The bytes that are escaped by a backslash before them, which may be escaped itself.</summary>
    /// <param name="isEscaped">1: the first byte is escaped by the last of the block before; then the same for the next block.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Escaped(ulong backslashes, ref ulong isEscaped)
    {
        // In a run of backslashes every other one escapes, beginning with the first. Adding the first of a run makes the whole run
        // overflow, which tells runs that begin at an even index from the others.
        backslashes &= ~isEscaped;
        var firsts = backslashes & ~(backslashes << 1);
        var inEvenRuns = backslashes & ~(backslashes + (firsts & EvenOrdinals));
        var escaping = (inEvenRuns & EvenOrdinals) | (backslashes & ~inEvenRuns & ~EvenOrdinals);
        var escaped = (escaping << 1) | isEscaped;
        isEscaped = escaping >> (Vector512<byte>.Count - 1);
        return escaped;
    }

    /// <summary>What may follow a backslash, and is written so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Escapable(Vector512<byte> bytes) =>
        Vector512.Equals(bytes, Vector512.Create((byte)'"')) | Vector512.Equals(bytes, Vector512.Create((byte)'\\'))
        | Vector512.Equals(bytes, Vector512.Create((byte)'n')) | Vector512.Equals(bytes, Vector512.Create((byte)'t'))
        | Vector512.Equals(bytes, Vector512.Create((byte)'r')) | Vector512.Equals(bytes, Vector512.Create((byte)'b'))
        | Vector512.Equals(bytes, Vector512.Create((byte)'f'));

    /// <summary>Control characters, which text holds only escaped; the last is allowed and would be escaped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Controls(Vector512<byte> bytes) =>
        Between(bytes, 0, 0x1F) | Vector512.Equals(bytes, Vector512.Create((byte)0x7F));

    /// <summary>
    /// The first bytes of Latin and Cyrillic letters, which have two and are all written as they are. Others are looked up.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Letters(Vector512<byte> bytes) => Between(bytes, 0xC3, 0xC9) | Between(bytes, 0xD0, 0xD1);

    /// <summary>Both ends are ASCII, or none: the numbers are compared as signed ones, as processors do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Between(Vector512<byte> bytes, byte first, byte last) => (
        Vector512.GreaterThanOrEqual(bytes.AsSByte(), Vector512.Create((sbyte)first))
        & Vector512.LessThanOrEqual(bytes.AsSByte(), Vector512.Create((sbyte)last))).AsByte();

    /// <summary>How many bytes the character has that begins there; 0: it is not written as it is, or is none.</summary>
    private static int LengthOfWritten(ReadOnlySpan<byte> line, int at)
    {
        if (at >= line.Length || Rune.DecodeFromUtf8(line[at..], out var character, out var length) != OperationStatus.Done
            || !character.IsBmp)
        {
            return 0;
        }

        var isWritten = (s_written[character.Value / BitsInWord] >> (character.Value % BitsInWord)) & 1;
        return isWritten != 0 ? length : 0;
    }

    private static ulong[] FindWritten()
    {
        var written = new ulong[(char.MaxValue + 1) / BitsInWord];
        for (var character = FirstBeyondAscii; character <= char.MaxValue; character++)
        {
            if (!char.IsSurrogate((char)character) && !JavaScriptEncoder.UnsafeRelaxedJsonEscaping.WillEncode(character))
            {
                written[character / BitsInWord] |= 1UL << (character % BitsInWord);
            }
        }

        return written;
    }
}
