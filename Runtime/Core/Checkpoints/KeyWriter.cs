using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Serialization.Metadata;

namespace Distil.Engine;

/// <summary>
/// Writes values as binary data of which a key is made: the first 128 bits of its SHA-256. Generated code, which knows the type of each
/// value, calls the overload of that type; so two values of one type have the same bytes only if they are the same.
/// </summary>
/// <remarks>
/// <para>The layout, all numbers with their lowest byte first. No value's bytes are the beginning of another's of the same type, so nothing
/// stands between values.</para>
/// <list type="table">
/// <item><term><c>bool</c></term><description>one byte, 0 or 1</description></item>
/// <item><term>integers, <c>char</c>, enums</term><description>their bytes; of <c>nint</c> and <c>nuint</c> always eight; an enum as the
/// integer below it</description></item>
/// <item><term><c>float</c>, <c>double</c>, <c>Half</c></term><description>their bits, so that -0 is not 0, and each NaN is itself
/// </description></item>
/// <item><term><c>decimal</c></term><description>the four integers of <see cref="decimal.GetBits(decimal)"/>, so that 1.0 is not 1
/// </description></item>
/// <item><term><c>DateTime</c></term><description>the ticks (8 bytes), the kind (1)</description></item>
/// <item><term><c>DateTimeOffset</c></term><description>the ticks of the local time (8), the offset in minutes (2)</description></item>
/// <item><term><c>DateOnly</c>, <c>TimeOnly</c>, <c>TimeSpan</c></term><description>the number of the day (4); the ticks (8)
/// </description></item>
/// <item><term><c>Guid</c></term><description>16 bytes, as <see cref="Guid.ToByteArray()"/> gives them</description></item>
/// <item><term>text</term><description>a length in UTF-16 code units, then these units, valid or not</description></item>
/// <item><term><c>byte[]</c></term><description>a length, then the bytes</description></item>
/// <item><term>arrays, lists</term><description>a length, then the elements</description></item>
/// <item><term>nullables, nested rows of a class</term><description>one byte: 0 for null, otherwise 1 and the value, of a row its members
/// in their order</description></item>
/// <item><term>types of the user's <c>JsonSerializerContext</c></term><description>a length, then the JSON, of null too
/// </description></item>
/// <item><term>other sequences</term><description>one byte: 0 for null, otherwise 1; then a 1 before each element, and a 0 behind the last
/// </description></item>
/// <item><term>a length</term><description>0 for null, otherwise the length plus 1; seven bits a byte, the lowest first, the high bit set
/// in all but the last</description></item>
/// </list>
/// <para>Up to 4 KB are hashed at once, more in pieces. Nothing is allocated for a value of a built-in type. Used by one thread at a
/// time.</para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class KeyWriter : IDisposable
{
    private const int Size = 4096;
    private const int MaxLengthBytes = 5;

    private readonly byte[] _buffer = new byte[Size];
    private int _count;
    private IncrementalHash? _hash;
    private bool _isInPieces;
    private JsonRowWriter? _json;

    internal KeyWriter()
    {
    }

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    public void Write(bool value) => Room(1)[0] = value ? (byte)1 : (byte)0;

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(byte value) => Room(1)[0] = value;

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(sbyte value) => Room(1)[0] = unchecked((byte)value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(char value) => BinaryPrimitives.WriteUInt16LittleEndian(Room(sizeof(char)), value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(short value) => BinaryPrimitives.WriteInt16LittleEndian(Room(sizeof(short)), value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Room(sizeof(ushort)), value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(int value) => BinaryPrimitives.WriteInt32LittleEndian(Room(sizeof(int)), value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Room(sizeof(uint)), value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(long value) => BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Room(sizeof(ulong)), value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(nint value) => Write((long)value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(nuint value) => Write((ulong)value);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(Half value) => Write(BitConverter.HalfToInt16Bits(value));

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(float value) => Write(BitConverter.SingleToInt32Bits(value));

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(double value) => Write(BitConverter.DoubleToInt64Bits(value));

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        foreach (var part in bits)
        {
            Write(part);
        }
    }

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(DateTime value)
    {
        Write(value.Ticks);
        Write((byte)value.Kind);
    }

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(DateTimeOffset value)
    {
        Write(value.Ticks);
        Write(checked((short)value.TotalOffsetMinutes));
    }

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(DateOnly value) => Write(value.DayNumber);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(TimeOnly value) => Write(value.Ticks);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(TimeSpan value) => Write(value.Ticks);

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(Guid value) => value.TryWriteBytes(Room(16));

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(string? value)
    {
        if (!WriteLength(value?.Length))
        {
            return;
        }

        if (BitConverter.IsLittleEndian)
        {
            WriteBytes(MemoryMarshal.AsBytes(value.AsSpan()));
            return;
        }

        foreach (var unit in value!)
        {
            Write(unit);
        }
    }

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(byte[]? value)
    {
        if (WriteLength(value?.Length))
        {
            WriteBytes(value);
        }
    }

    /// <summary>Writes a value as JSON, through the user's <c>JsonSerializerContext</c>.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="type">What the context knows of the type.</param>
    /// <exception cref="ArgumentException">JSON cannot hold the value, or a converter did not write exactly one value.</exception>
    public void WriteValue<T>(T? value, JsonTypeInfo<T> type)
    {
        var json = _json ??= new JsonRowWriter(Size);
        json.Count = 0;
        JsonColumns.WriteValue(json.BeginValue(), value, type);
        json.EndValue();
        WriteLength(json.Count);
        WriteBytes(json.Written);
    }

    /// <summary>Writes whether there is a value, before it.</summary>
    /// <param name="hasValue">Whether there is one.</param>
    /// <returns>The same: only then the value follows.</returns>
    public bool WritePresence(bool hasValue)
    {
        // A row may hold rows of its own type, however deep.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Write(hasValue);
        return hasValue;
    }

    /// <summary>Writes how many elements follow.</summary>
    /// <param name="length">How many; null: the list is null.</param>
    /// <returns>Whether they follow.</returns>
    public bool WriteLength(int? length)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var rest = length is { } given ? (uint)given + 1 : 0;
        var room = Room(MaxLengthBytes);
        var used = 0;
        for (; rest >= 0x80; rest >>= 7)
        {
            room[used++] = (byte)(rest | 0x80);
        }

        room[used++] = (byte)rest;
        _count -= MaxLengthBytes - used;
        return length is not null;
    }

    /// <summary>Frees the hash.</summary>
    public void Dispose()
    {
        _hash?.Dispose();
        _json?.Dispose();
    }

    /// <summary>The key of all that was written. The next value begins another.</summary>
    internal UInt128 End()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (_isInPieces)
        {
            Spill();
            _hash!.GetHashAndReset(hash);
            _isInPieces = false;
        }
        else
        {
            SHA256.HashData(_buffer.AsSpan(0, _count), hash);
            _count = 0;
        }

        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private Span<byte> Room(int bytes)
    {
        if (Size - _count < bytes)
        {
            Spill();
        }

        var room = _buffer.AsSpan(_count, bytes);
        _count += bytes;
        return room;
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Size - _count)
        {
            Spill();
            if (bytes.Length > Size)
            {
                _hash!.AppendData(bytes);
                return;
            }
        }

        bytes.CopyTo(_buffer.AsSpan(_count));
        _count += bytes.Length;
    }

    private void Spill()
    {
        _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _hash.AppendData(_buffer.AsSpan(0, _count));
        _isInPieces = true;
        _count = 0;
    }
}
