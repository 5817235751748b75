using System.Buffers;
using System.Buffers.Text;
using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Distil.IO.Json;

namespace Distil.Engine;

/// <summary>
/// Writes rows as JSON into one buffer, values of the usual kinds straight as UTF-8, all else through a <see cref="Utf8JsonWriter"/>.
/// Both write the same bytes. For generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonRowWriter : IBufferWriter<byte>, IDisposable
{
    private const int LongestNumber = 40;
    private const double LargestDecimal = 1e15;

    private static readonly double[] s_powers = [1, 1e1, 1e2, 1e3, 1e4];

    private readonly Utf8JsonWriter _json;
    private byte[] _bytes;
    private int _count;

    internal JsonRowWriter(int capacity)
    {
        _bytes = new byte[capacity];
        _json = new Utf8JsonWriter(this, JsonLimits.WriterOptions);
    }

    internal int Count
    {
        get => _count;
        set => _count = value;
    }

    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    /// <summary>Writes what is JSON already: a name with what stands before and after it.</summary>
    /// <param name="json">The bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(ReadOnlySpan<byte> json)
    {
        Reserve(json.Length);
        json.CopyTo(_bytes.AsSpan(_count));
        _count += json.Length;
    }

    /// <summary>Writes a name behind the members that are there, of which there may be none.</summary>
    /// <param name="name">The name, with a comma before it.</param>
    public void WriteName(ReadOnlySpan<byte> name) => Write(_bytes[_count - 1] == '{' ? name[1..] : name);

    /// <summary>Writes a value that is JSON already.</summary>
    /// <param name="json">The value; empty: null.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WriteJson(ReadOnlySpan<byte> json) => Write(json.IsEmpty ? "null"u8 : json);

    /// <summary>Writes text; null as null.</summary>
    /// <param name="value">The text.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WriteText(string? value)
    {
        if (value is null)
        {
            Write("null"u8);
            return;
        }

        Reserve(checked((3 * value.Length) + 2));
        var text = _bytes.AsSpan(_count + 1);
        if (Utf8.FromUtf16(value, text, out _, out var length, replaceInvalidSequences: false) != OperationStatus.Done
            || JavaScriptEncoder.UnsafeRelaxedJsonEscaping.FindFirstCharacterToEncodeUtf8(text[..length]) >= 0)
        {
            JsonColumns.WriteText(BeginValue(), value);
            EndValue();
            return;
        }

        _bytes[_count] = (byte)'"';
        _bytes[_count + length + 1] = (byte)'"';
        _count += length + 2;
    }

    /// <summary>Writes a boolean.</summary>
    /// <param name="value">The value.</param>
    public void WriteBoolean(bool value) => Write(value ? "true"u8 : "false"u8);

    /// <summary>Writes a number.</summary>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WriteNumber(long value)
    {
        Reserve(LongestNumber);
        Utf8Formatter.TryFormat(value, _bytes.AsSpan(_count), out var length);
        _count += length;
    }

    /// <inheritdoc cref="WriteNumber(long)"/>
    public void WriteNumber(ulong value)
    {
        Reserve(LongestNumber);
        Utf8Formatter.TryFormat(value, _bytes.AsSpan(_count), out var length);
        _count += length;
    }

    /// <inheritdoc cref="WriteNumber(long)"/>
    /// <exception cref="ArgumentException">It is no number or infinite.</exception>
    public void WriteNumber(double value)
    {
        Reserve(LongestNumber);
        if (!TryWriteDecimal(value))
        {
            _count += JsonColumns.Format(value, _bytes.AsSpan(_count));
        }
    }

    /// <inheritdoc cref="WriteNumber(double)"/>
    public void WriteNumber(float value)
    {
        Reserve(LongestNumber);
        _count += JsonColumns.Format(value, _bytes.AsSpan(_count));
    }

    /// <inheritdoc cref="WriteNumber(long)"/>
    public void WriteNumber(decimal value)
    {
        Reserve(LongestNumber);
        _count += JsonColumns.Format(value, _bytes.AsSpan(_count));
    }

    /// <summary>Begins a value of another kind.</summary>
    /// <returns>Where to write it.</returns>
    public Utf8JsonWriter BeginValue()
    {
        _json.Reset();
        return _json;
    }

    /// <summary>Ends the value that was begun.</summary>
    public void EndValue() => _json.Flush();

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    void IBufferWriter<byte>.Advance(int count) => _count += count;

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_count);
    }

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(_count);
    }

    /// <summary>
    /// A number of up to 15 digits, at most 4 of them after the point, is the only one of so few digits that reads as this double: so it
    /// is its shortest form, which is how doubles are written; a whole one with a point and a zero.
    /// </summary>
    private bool TryWriteDecimal(double value)
    {
        var size = Math.Abs(value);
        if (!(size < LargestDecimal) || (size < 1 && (size < 1e-4 || value == 0)))
        {
            return TryWriteZero(value);
        }

        for (var places = 0; places < s_powers.Length; places++)
        {
            var scaled = Math.Round(size * s_powers[places]);
            if (scaled >= LargestDecimal)
            {
                return false;
            }

            if (scaled / s_powers[places] == size)
            {
                WriteDecimal(value < 0, (long)scaled, places);
                return true;
            }
        }

        return false;
    }

    private bool TryWriteZero(double value)
    {
        if (BitConverter.DoubleToInt64Bits(value) != 0)
        {
            return false;
        }

        "0.0"u8.CopyTo(_bytes.AsSpan(_count));
        _count += 3;
        return true;
    }

    private void WriteDecimal(bool isNegative, long digits, int places)
    {
        if (isNegative)
        {
            _bytes[_count++] = (byte)'-';
        }

        var power = (long)s_powers[places];
        Utf8Formatter.TryFormat(digits / power, _bytes.AsSpan(_count), out var length);
        _count += length;
        if (places == 0)
        {
            ".0"u8.CopyTo(_bytes.AsSpan(_count));
            _count += 2;
            return;
        }

        _bytes[_count] = (byte)'.';
        var fraction = digits % power;
        for (var place = places; place > 0; place--)
        {
            _bytes[_count + place] = (byte)('0' + (fraction % 10));
            fraction /= 10;
        }

        _count += places + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int count)
    {
        if (_bytes.Length - _count < count)
        {
            Grow(count);
        }
    }

    private void Grow(int count) =>
        Array.Resize(ref _bytes, checked((int)Math.Max(_count + (long)count, Math.Min(2L * _bytes.Length, Array.MaxLength))));
}
