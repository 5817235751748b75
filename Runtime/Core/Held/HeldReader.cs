using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Distil.Held;

/// <summary>Reads what a <see cref="HeldWriter"/> wrote.</summary>
internal sealed class HeldReader
{
    private ReadOnlyMemory<byte> _left;

    /// <summary>Bytes that have not been read.</summary>
    public int Left => _left.Length;

    /// <summary>Begins to read something else.</summary>
    public void Reset(ReadOnlyMemory<byte> bytes) => _left = bytes;

    public byte ReadByte() => Take(1)[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public ReadOnlySpan<byte> ReadBytes(int count) => Take(count);

    /// <summary>Reads a number, or an enum.</summary>
    public T ReadNumber<T>()
        where T : unmanaged
    {
        var bytes = Take(Unsafe.SizeOf<T>());
        if (BitConverter.IsLittleEndian)
        {
            return MemoryMarshal.Read<T>(bytes);
        }

        Span<byte> reversed = stackalloc byte[Unsafe.SizeOf<T>()];
        bytes.CopyTo(reversed);
        ToLittleEndian(reversed);
        return MemoryMarshal.Read<T>(reversed);
    }

    /// <summary>Reads as many numbers as there is room for.</summary>
    public void ReadNumbers<T>(Span<T> values)
        where T : unmanaged
    {
        if (BitConverter.IsLittleEndian)
        {
            var bytes = MemoryMarshal.AsBytes(values);
            Take(bytes.Length).CopyTo(bytes);
            return;
        }

        for (var index = 0; index < values.Length; index++)
        {
            values[index] = ReadNumber<T>();
        }
    }

    /// <summary>Turns the bytes of a number around on a machine whose numbers have their highest byte first.</summary>
    public static void ToLittleEndian(Span<byte> bytes)
    {
        if (!BitConverter.IsLittleEndian)
        {
            bytes.Reverse();
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _left.Span[..count];
        _left = _left[count..];
        return taken;
    }
}
