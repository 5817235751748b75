using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Distil.Held;

/// <summary>Where values are written that a run holds on disk, one behind the other.</summary>
/// <remarks>Numbers have their lowest byte first. Used by one thread at a time.</remarks>
internal sealed class HeldWriter
{
    private byte[] _bytes = new byte[4 * 1024];

    /// <summary>Bytes that were written.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Count);

    public void Clear() => Count = 0;

    /// <summary>Writes a number at a place that has been written before.</summary>
    public void SetInt32(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at), value);

    public void WriteByte(byte value) => Room(1)[0] = value;

    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Room(sizeof(int)), value);

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);

    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Room(bytes.Length));

    /// <summary>Writes a number, or an enum, by its bytes.</summary>
    public void WriteNumber<T>(T value)
        where T : unmanaged
    {
        var room = Room(Unsafe.SizeOf<T>());
        MemoryMarshal.Write(room, in value);
        HeldReader.ToLittleEndian(room);
    }

    /// <summary>Writes numbers as <see cref="WriteNumber"/> does.</summary>
    public void WriteNumbers<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (BitConverter.IsLittleEndian)
        {
            WriteBytes(MemoryMarshal.AsBytes(values));
            return;
        }

        foreach (var value in values)
        {
            WriteNumber(value);
        }
    }

    private Span<byte> Room(int bytes)
    {
        if (bytes > _bytes.Length - Count)
        {
            Array.Resize(ref _bytes, checked((int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, (long)Count + bytes))));
        }

        var room = _bytes.AsSpan(Count, bytes);
        Count += bytes;
        return room;
    }
}
