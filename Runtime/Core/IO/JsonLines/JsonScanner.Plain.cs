using System.Buffers;
using System.Runtime.CompilerServices;
using Distil.IO.JsonLines;

namespace Distil.Engine;

/// <content>Values that no step reads: taken as they stand, where a data set would write them so too.</content>
public ref partial struct JsonScanner
{
    private const int GuidLength = 36;

    private static readonly SearchValues<byte> s_hexDigits = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>Takes a value as raw JSON, if it has the form in which a data set would write it.</summary>
    /// <param name="shape">How values of its type are written.</param>
    /// <param name="cells">Where to.</param>
    /// <param name="row">The row's index.</param>
    /// <returns>False: it is something else, and is still to be read.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Plain(JsonShape shape, RawJsonColumn cells, int row)
    {
        var start = _at;
        if (!PassPlain(shape))
        {
            _at = start;
            return false;
        }

        cells.Set(row, _block, start, _at - start);
        return true;
    }

    /// <summary>
    /// Passes over a value in the form in which a data set would write it. A value in another form may be passed in part.
    /// </summary>
    private bool PassPlain(JsonShape shape) => shape.Kind switch
    {
        JsonShapeKind.Text => PassPlainText(),
        JsonShapeKind.Boolean => Boolean(out _),
        JsonShapeKind.Integer => PassPlainInteger(shape.Min, shape.Max),
        JsonShapeKind.Number => PassPlainNumber(shape.MaxDigits, shape.IsShortest),
        JsonShapeKind.Guid => PassPlainGuid(),
        JsonShapeKind.Names => PassAnyOf(shape.Values),
        _ => PassPlainList(shape),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool PassPlainText()
    {
        if (_at == _end || _buffer[_at] != '"')
        {
            return false;
        }

        var end = JsonText.EndOfWritten(_buffer, _at + 1, _end);
        _at = Math.Max(_at, end);
        return end >= 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool PassPlainInteger(long min, long max)
    {
        var start = _at;
        return Integer(min, max, out var value) && (value != 0 || _buffer[start] == '0');
    }

    /// <summary>
    /// A number with a point and without an exponent, of so few digits that it is read and written again digit by digit. A number in
    /// floating point is written in the shortest form: with one digit behind the point or without a zero at the end, and with an exponent
    /// from five places after the point on.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool PassPlainNumber(int maxDigits, bool isShortest)
    {
        var start = _at;
        if (!PassNumber() || _at - start > maxDigits + 2)
        {
            return false;
        }

        var number = _buffer.AsSpan(start, _at - start);
        var digits = number[0] == '-' ? number[1..] : number;
        var point = digits.IndexOf((byte)'.');
        var isBelowOne = digits[0] == '0';
        if (point < 0
            || digits.IndexOfAny((byte)'e', (byte)'E') >= 0
            || digits.Length - 1 > maxDigits
            || (isBelowOne && number[0] == '-' && digits.IndexOfAnyInRange((byte)'1', (byte)'9') < 0))
        {
            return false;
        }

        return !isShortest
            || ((digits[^1] != '0' || digits.Length == point + 2)
                && !(isBelowOne && digits.Length > point + 4 && digits.Slice(point + 1, 4).IndexOfAnyExcept((byte)'0') < 0));
    }

    /// <summary>Digits and dashes, <c>"00112233-4455-6677-8899-aabbccddeeff"</c>, without capitals.</summary>
    private bool PassPlainGuid()
    {
        var rest = Rest;
        if (rest.Length < GuidLength + 2 || rest[0] != '"' || rest[GuidLength + 1] != '"')
        {
            return false;
        }

        var text = rest.Slice(1, GuidLength);
        _at += GuidLength + 2;
        return text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-'
            && text[..8].IndexOfAnyExcept(s_hexDigits) < 0 && text[9..13].IndexOfAnyExcept(s_hexDigits) < 0
            && text[14..18].IndexOfAnyExcept(s_hexDigits) < 0 && text[19..23].IndexOfAnyExcept(s_hexDigits) < 0
            && text[24..].IndexOfAnyExcept(s_hexDigits) < 0;
    }

    private bool PassAnyOf(byte[][] values)
    {
        foreach (var value in values)
        {
            if (Rest.StartsWith(value))
            {
                _at += value.Length;
                return true;
            }
        }

        return false;
    }

    private bool PassPlainList(JsonShape shape)
    {
        if (!Pass('['))
        {
            return false;
        }

        if (Pass(']'))
        {
            return true;
        }

        do
        {
            if (!(shape.AllowsNull && Null()) && !PassPlain(shape.Element!))
            {
                return false;
            }
        }
        while (Pass(','));

        return Pass(']');
    }

    private bool Pass(char mark)
    {
        if (_at == _end || _buffer[_at] != mark)
        {
            return false;
        }

        _at++;
        return true;
    }
}
