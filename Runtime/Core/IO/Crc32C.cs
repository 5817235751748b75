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

    /// <summary>Adds the eight bytes of a number, the lowest first.</summary>
    public static uint Add(uint state, long value) => BitOperations.Crc32C(state, (ulong)value);

    /// <summary>Adds bytes.</summary>
    public static uint Add(uint state, ReadOnlySpan<byte> bytes)
    {
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
}
