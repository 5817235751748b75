using System.Buffers.Binary;
using System.Numerics;

namespace Distil.IO;

/// <summary>
/// The checksum CRC-32C (Castagnoli), for which processors have an instruction. A value is computed piece by piece: begin with
/// <see cref="Start"/>, add the pieces in order and take the result with <see cref="End"/>.
/// </summary>
internal static class Crc32C
{
    /// <summary>The state before the first byte.</summary>
    public const uint Start = uint.MaxValue;

    /// <summary>Bytes of one of three blocks that are added at once: an instruction takes its time, but three can be under way.</summary>
    private const int Block = 2_048;

    /// <summary>What a block of zeros makes of a state: an entry for each value of each of its four bytes.</summary>
    private static readonly uint[] s_zeros = Zeros();

    /// <summary>Adds the eight bytes of a number, the lowest first.</summary>
    public static uint Add(uint state, long value) => BitOperations.Crc32C(state, (ulong)value);

    /// <summary>Adds bytes.</summary>
    public static uint Add(uint state, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 3 * Block; bytes = bytes[(3 * Block)..])
        {
            state = AddThree(state, bytes[..Block], bytes.Slice(Block, Block), bytes.Slice(2 * Block, Block));
        }

        while (bytes.Length >= sizeof(ulong))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var one in bytes)
        {
            state = BitOperations.Crc32C(state, one);
        }

        return state;
    }

    /// <summary>The checksum of all that was added.</summary>
    public static uint End(uint state) => ~state;

    /// <summary>The checksum of one piece.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => End(Add(Start, bytes));

    /// <summary>
    /// Adds three blocks. The state is linear: each behind the first is added to none, and a block of zeros to the state before it.
    /// </summary>
    private static uint AddThree(uint state, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third)
    {
        var (two, three) = (0u, 0u);
        for (var at = 0; at < Block; at += sizeof(ulong))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(first[at..]));
            two = BitOperations.Crc32C(two, BinaryPrimitives.ReadUInt64LittleEndian(second[at..]));
            three = BitOperations.Crc32C(three, BinaryPrimitives.ReadUInt64LittleEndian(third[at..]));
        }

        return AddZeros(AddZeros(state) ^ two) ^ three;
    }

    private static uint AddZeros(uint state) =>
        s_zeros[(byte)state] ^ s_zeros[256 + (byte)(state >> 8)] ^ s_zeros[512 + (byte)(state >> 16)] ^ s_zeros[768 + (state >> 24)];

    private static uint[] Zeros()
    {
        var bits = new uint[32];
        for (var bit = 0; bit < bits.Length; bit++)
        {
            bits[bit] = 1u << bit;
            for (var at = 0; at < Block; at += sizeof(ulong))
            {
                bits[bit] = BitOperations.Crc32C(bits[bit], 0UL);
            }
        }

        var zeros = new uint[4 * 256];
        for (var entry = 0; entry < zeros.Length; entry++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                zeros[entry] ^= (entry >> bit & 1) == 0 ? 0 : bits[(entry / 256 * 8) + bit];
            }
        }

        return zeros;
    }
}
