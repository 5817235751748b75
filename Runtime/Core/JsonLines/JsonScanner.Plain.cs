namespace Distil.Engine;

/// <content>Values that no step reads: taken as they stand, where a data set would write them so too.</content>
public ref partial struct JsonScanner
{
    /// <summary>Takes text as it stands, if it stands as it would be written.</summary>
    /// <param name="cells">Where to.</param>
    /// <param name="row">The row's index.</param>
    /// <returns>False: it is something else, and is still to be read.</returns>
    public bool PlainText(JsonCells cells, int row)
    {
        if (_at == _end || _buffer[_at] != '"')
        {
            return false;
        }

        var end = JsonText.EndOfWritten(_buffer, _at + 1, _end);
        return end >= 0 && Take(cells, row, end);
    }

    /// <inheritdoc cref="PlainText"/>
    public bool PlainBoolean(JsonCells cells, int row)
    {
        var rest = Rest;
        var length = rest.StartsWith("true"u8) ? 4 : rest.StartsWith("false"u8) ? 5 : 0;
        return length > 0 && Take(cells, row, _at + length);
    }

    /// <inheritdoc cref="PlainText"/>
    /// <param name="cells">Where to.</param>
    /// <param name="row">The row's index.</param>
    /// <param name="min">The least number that is allowed.</param>
    /// <param name="max">The greatest.</param>
    public bool PlainInteger(JsonCells cells, int row, long min, long max)
    {
        var start = _at;
        var isPlain = Integer(min, max, out var value) && (value != 0 || _buffer[start] == '0');
        var end = _at;
        _at = start;
        return isPlain && Take(cells, row, end);
    }

    /// <inheritdoc cref="PlainText"/>
    public bool PlainDouble(JsonCells cells, int row) => PlainNumber(cells, row, maxDigits: 15, isShortest: true);

    /// <inheritdoc cref="PlainText"/>
    public bool PlainSingle(JsonCells cells, int row) => PlainNumber(cells, row, maxDigits: 6, isShortest: true);

    /// <inheritdoc cref="PlainText"/>
    public bool PlainDecimal(JsonCells cells, int row) => PlainNumber(cells, row, maxDigits: 27, isShortest: false);

    /// <summary>
    /// A number without an exponent, of so few digits that it is read and written again digit by digit. A number in floating point is
    /// written in the shortest form: without a zero at the end, and with an exponent from five places after the point on.
    /// </summary>
    private bool PlainNumber(JsonCells cells, int row, int maxDigits, bool isShortest)
    {
        var start = _at;
        var isNumber = PassNumber();
        var end = _at;
        _at = start;
        if (!isNumber || end - start > maxDigits + 2)
        {
            return false;
        }

        var number = _buffer.AsSpan(start, end - start);
        var digits = number[0] == '-' ? number[1..] : number;
        var point = digits.IndexOf((byte)'.');
        var isBelowOne = digits[0] == '0';
        if (digits.IndexOfAny((byte)'e', (byte)'E') >= 0
            || digits.Length - (point < 0 ? 0 : 1) > maxDigits
            || (isBelowOne && number[0] == '-' && digits.IndexOfAnyInRange((byte)'1', (byte)'9') < 0))
        {
            return false;
        }

        if (isShortest && point >= 0
            && (digits[^1] == '0' || (isBelowOne && digits.Length > point + 4 && digits.Slice(point + 1, 4).IndexOfAnyExcept((byte)'0') < 0)))
        {
            return false;
        }

        return Take(cells, row, end);
    }

    /// <summary>Takes what stands from here to <paramref name="end"/>.</summary>
    private bool Take(JsonCells cells, int row, int end)
    {
        cells.Set(row, _block, _at, end - _at);
        _at = end;
        return true;
    }
}
