using System.Buffers;
using System.Buffers.Text;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Distil.Columns;
using Distil.IO.Json;
using Distil.IO.JsonLines;

namespace Distil.Engine;

/// <summary>
/// Reads a line that is laid out as the one before and whose values are of the usual kind. It answers false to everything else, also
/// to what is wrong: such a line is read again with <see cref="Utf8JsonReader"/>, which decides. For generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref partial struct JsonScanner
{
    private static readonly SearchValues<byte> s_endsText = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(static control => (byte)control), (byte)'"', (byte)'\\']);

    private readonly RawJsonBlock _block;
    private readonly byte[] _buffer;
    private readonly int _end;
    private readonly JsonLayout _layout;
    private int _at;

    internal JsonScanner(RawJsonBlock block, int start, int length, JsonLayout layout)
    {
        _block = block;
        _buffer = block.Bytes;
        _at = start;
        _end = start + length;
        _layout = layout;
    }

    /// <summary>How many values are expected.</summary>
    public readonly int Count => _layout.Members.Length;

    internal readonly ReadOnlySpan<byte> Rest => _buffer.AsSpan(_at, _end - _at);

    /// <summary>Moves to a value.</summary>
    /// <param name="next">Which one, from 0.</param>
    /// <param name="member">Its member; -1: it is passed over.</param>
    /// <returns>Whether what stands before it is as expected.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Enter(int next, out int member)
    {
        member = _layout.Members[next];
        var prefix = _layout.Prefixes[next];
        if (!Rest.StartsWith(prefix))
        {
            return false;
        }

        _at += prefix.Length;
        return true;
    }

    /// <summary>Goes to the end of the line.</summary>
    /// <returns>Whether it is where it is expected.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool End()
    {
        SkipSpace();
        if (_at == _end || _buffer[_at] != '}')
        {
            return false;
        }

        _at++;
        SkipSpace();
        return _at == _end;
    }

    /// <summary>Passes over null.</summary>
    /// <returns>False: there is something else.</returns>
    public bool Null()
    {
        if (!Rest.StartsWith("null"u8))
        {
            return false;
        }

        _at += 4;
        return true;
    }

    /// <summary>Reads text.</summary>
    /// <param name="value">The text.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Text(out string value)
    {
        var start = _at;
        if (!PassText(out var isEscaped))
        {
            value = "";
            return false;
        }

        if (!isEscaped)
        {
            value = Encoding.UTF8.GetString(_buffer, start + 1, _at - start - 2);
            return true;
        }

        var reader = new Utf8JsonReader(_buffer.AsSpan(start, _at - start));
        value = reader.Read() ? reader.GetString()! : "";
        return true;
    }

    /// <summary>Reads a boolean.</summary>
    /// <param name="value">Its value.</param>
    public bool Boolean(out bool value)
    {
        var rest = Rest;
        value = rest.StartsWith("true"u8);
        if (!value && !rest.StartsWith("false"u8))
        {
            return false;
        }

        _at += value ? 4 : 5;
        return true;
    }

    /// <summary>Reads a number.</summary>
    /// <param name="value">Its value.</param>
    public bool Number(out int value) => Integer(int.MinValue, int.MaxValue, out var number) & ((value = unchecked((int)number)) == number);

    /// <inheritdoc cref="Number(out int)"/>
    public bool Number(out long value) => Integer(long.MinValue, long.MaxValue, out value);

    /// <inheritdoc cref="Number(out int)"/>
    public bool Number(out short value) =>
        Integer(short.MinValue, short.MaxValue, out var number) & ((value = unchecked((short)number)) == number);

    /// <inheritdoc cref="Number(out int)"/>
    public bool Number(out sbyte value) =>
        Integer(sbyte.MinValue, sbyte.MaxValue, out var number) & ((value = unchecked((sbyte)number)) == number);

    /// <inheritdoc cref="Number(out int)"/>
    public bool Number(out byte value) =>
        Integer(byte.MinValue, byte.MaxValue, out var number) & ((value = unchecked((byte)number)) == number);

    /// <inheritdoc cref="Number(out int)"/>
    public bool Number(out ushort value) =>
        Integer(ushort.MinValue, ushort.MaxValue, out var number) & ((value = unchecked((ushort)number)) == number);

    /// <inheritdoc cref="Number(out int)"/>
    public bool Number(out uint value) =>
        Integer(uint.MinValue, uint.MaxValue, out var number) & ((value = unchecked((uint)number)) == number);

    /// <inheritdoc cref="Number(out int)"/>
    public bool Number(out ulong value) =>
        Integer(0, long.MaxValue, out var number) & ((value = unchecked((ulong)number)) <= long.MaxValue);

    /// <inheritdoc cref="Number(out int)"/>
    public bool Number(out double value)
    {
        var start = _at;
        value = 0;
        return PassNumber() && Utf8Parser.TryParse(_buffer.AsSpan(start, _at - start), out value, out var length) && length == _at - start
            && double.IsFinite(value);
    }

    /// <inheritdoc cref="Number(out int)"/>
    public bool Number(out float value)
    {
        var start = _at;
        value = 0;
        return PassNumber() && Utf8Parser.TryParse(_buffer.AsSpan(start, _at - start), out value, out var length) && length == _at - start
            && float.IsFinite(value);
    }

    /// <inheritdoc cref="Number(out int)"/>
    public bool Number(out decimal value)
    {
        var start = _at;
        value = 0;
        return PassNumber() && Utf8Parser.TryParse(_buffer.AsSpan(start, _at - start), out value, out var length) && length == _at - start;
    }

    /// <summary>Passes over a value of any kind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Skip()
    {
        if (_at == _end)
        {
            return false;
        }

        switch (_buffer[_at])
        {
            case (byte)'"':
                return PassText(out _);
            case (byte)'t' or (byte)'f':
                return Boolean(out _);
            case (byte)'n':
                return Null();
            case (byte)'{' or (byte)'[':
                var reader = new Utf8JsonReader(Rest, JsonLimits.ValueOptions);
                reader.Read();
                reader.Skip();
                return Advance(reader.BytesConsumed);
            default:
                return PassNumber();
        }
    }

    /// <summary>Passes over what a reader has read, which takes no notice of invalid UTF-8.</summary>
    internal bool Advance(long bytes)
    {
        var passed = Rest[..(int)bytes];
        _at += passed.Length;
        return Utf8.IsValid(passed);
    }

    private void SkipSpace()
    {
        while (_at < _end && _buffer[_at] is (byte)' ' or (byte)'\r' or (byte)'\t')
        {
            _at++;
        }
    }

    /// <summary>Passes over text; what is escaped in it is as JSON has it, and it is valid UTF-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool PassText(out bool isEscaped)
    {
        isEscaped = false;
        if (_at == _end || _buffer[_at] != '"')
        {
            return false;
        }

        var at = _at + 1;
        while (true)
        {
            var length = _buffer.AsSpan(at, _end - at).IndexOfAny(s_endsText);
            if (length < 0)
            {
                return false;
            }

            at += length;
            if (_buffer[at] == '"')
            {
                return Advance(at + 1 - _at);
            }

            if (_buffer[at] != '\\' || !IsEscape(_buffer.AsSpan(at, _end - at), out length))
            {
                return false;
            }

            isEscaped = true;
            at += length;
        }
    }

    private static bool IsEscape(ReadOnlySpan<byte> text, out int length)
    {
        length = 2;
        if (text.Length < 2)
        {
            return false;
        }

        if (text[1] != 'u')
        {
            return text[1] is (byte)'n' or (byte)'"' or (byte)'\\' or (byte)'t' or (byte)'r' or (byte)'/' or (byte)'b' or (byte)'f';
        }

        length = 6;
        return text.Length >= 6 && char.IsAsciiHexDigit((char)text[2]) && char.IsAsciiHexDigit((char)text[3])
            && char.IsAsciiHexDigit((char)text[4]) && char.IsAsciiHexDigit((char)text[5]);
    }

    /// <summary>A whole number of up to 18 digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Integer(long min, long max, out long value)
    {
        value = 0;
        var at = _at;
        var isNegative = at < _end && _buffer[at] == '-';
        if (isNegative)
        {
            at++;
        }

        var first = at;
        for (; at < _end && (uint)(_buffer[at] - '0') <= 9; at++)
        {
            if (at - first == 18)
            {
                return false;
            }

            value = (value * 10) + (_buffer[at] - '0');
        }

        var digits = at - first;
        if (digits == 0 || (_buffer[first] == '0' && digits > 1))
        {
            return false;
        }

        // A fraction or an exponent may make the number whole, or not: that is not for here.
        if (at < _end && _buffer[at] is (byte)'.' or (byte)'e' or (byte)'E')
        {
            return false;
        }

        if (isNegative)
        {
            value = -value;
        }

        _at = at;
        return value >= min && value <= max;
    }

    /// <summary>Passes over a number as JSON has it.</summary>
    private bool PassNumber()
    {
        var at = _at;
        if (at < _end && _buffer[at] == '-')
        {
            at++;
        }

        var first = at;
        if (!PassDigits(ref at) || (_buffer[first] == '0' && at - first > 1))
        {
            return false;
        }

        if (at < _end && _buffer[at] == '.')
        {
            at++;
            if (!PassDigits(ref at))
            {
                return false;
            }
        }

        if (at < _end && _buffer[at] is (byte)'e' or (byte)'E')
        {
            at++;
            if (at < _end && _buffer[at] is (byte)'+' or (byte)'-')
            {
                at++;
            }

            if (!PassDigits(ref at))
            {
                return false;
            }
        }

        _at = at;
        return true;
    }

    private readonly bool PassDigits(ref int at)
    {
        var first = at;
        while (at < _end && (uint)(_buffer[at] - '0') <= 9)
        {
            at++;
        }

        return at > first;
    }
}
