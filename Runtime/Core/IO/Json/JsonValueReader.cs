using System.Buffers.Text;
using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Distil.IO.Json;

namespace Distil.Engine;

/// <summary>
/// Reads values that stand in files. What is of another kind, or does not fit the type, is refused with its place and what was
/// expected. Every reader stands on the value, and afterwards on its end. For generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JsonValueReader
{
    /// <summary>As many bytes as any time or span of time has, were every character of it escaped.</summary>
    private const int LongestSpan = 6 * 26;

    /// <summary>A reader on the value of a column.</summary>
    /// <param name="json">The value; empty: null.</param>
    public static Utf8JsonReader Open(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json.IsEmpty ? "null"u8 : json, JsonLimits.ValueOptions);
        reader.Read();
        return reader;
    }

    /// <summary>A reader on the object of a line.</summary>
    /// <param name="line">The line.</param>
    public static Utf8JsonReader OpenLine(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, JsonLimits.LineOptions);
        reader.Read();
        return reader;
    }

    /// <summary>Requires that an array begins.</summary>
    /// <param name="reader">Stands on the value.</param>
    /// <param name="expected">What is expected, in words.</param>
    public static void StartArray(ref Utf8JsonReader reader, string expected)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw JsonValueException.Expected(ref reader, expected);
        }
    }

    /// <summary>Goes to the next item of an array.</summary>
    /// <param name="reader">Stands on the array's start or on the end of an item.</param>
    /// <returns>False: it stands on the array's end.</returns>
    public static bool NextItem(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>Goes to the next value, which must be there.</summary>
    /// <param name="reader">Stands before the value.</param>
    public static void NextValue(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
        {
            throw JsonValueException.Expected(ref reader, "a value");
        }
    }

    /// <summary>Goes to the next value, which must be an array.</summary>
    /// <param name="reader">Stands before the array; afterwards on its start.</param>
    public static void NextArray(ref Utf8JsonReader reader)
    {
        NextValue(ref reader);
        StartArray(ref reader, "an array");
    }

    /// <summary>Goes to the end of an array, where nothing must stand before it.</summary>
    /// <param name="reader">Stands on the end of the array's last item.</param>
    public static void EndArray(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
        {
            throw JsonValueException.Expected(ref reader, "the end of an array");
        }
    }

    /// <summary>Reads text; null as null.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static string? ReadText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
        {
            throw JsonValueException.Expected(ref reader, "text");
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            throw JsonValueException.HalfPair(ref reader);
        }
    }

    /// <summary>Reads a boolean.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static bool ReadBoolean(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw JsonValueException.Expected(ref reader, "true or false"),
    };

    /// <summary>Reads a number.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static byte ReadByte(ref Utf8JsonReader reader) =>
        IsNumber(ref reader) && reader.TryGetByte(out var value) ? value : throw NoInteger(ref reader, "byte");

    /// <inheritdoc cref="ReadByte"/>
    public static sbyte ReadSByte(ref Utf8JsonReader reader) =>
        IsNumber(ref reader) && reader.TryGetSByte(out var value) ? value : throw NoInteger(ref reader, "sbyte");

    /// <inheritdoc cref="ReadByte"/>
    public static short ReadInt16(ref Utf8JsonReader reader) =>
        IsNumber(ref reader) && reader.TryGetInt16(out var value) ? value : throw NoInteger(ref reader, "short");

    /// <inheritdoc cref="ReadByte"/>
    public static ushort ReadUInt16(ref Utf8JsonReader reader) =>
        IsNumber(ref reader) && reader.TryGetUInt16(out var value) ? value : throw NoInteger(ref reader, "ushort");

    /// <inheritdoc cref="ReadByte"/>
    public static int ReadInt32(ref Utf8JsonReader reader) =>
        IsNumber(ref reader) && reader.TryGetInt32(out var value) ? value : throw NoInteger(ref reader, "int");

    /// <inheritdoc cref="ReadByte"/>
    public static uint ReadUInt32(ref Utf8JsonReader reader) =>
        IsNumber(ref reader) && reader.TryGetUInt32(out var value) ? value : throw NoInteger(ref reader, "uint");

    /// <inheritdoc cref="ReadByte"/>
    public static long ReadInt64(ref Utf8JsonReader reader) =>
        IsNumber(ref reader) && reader.TryGetInt64(out var value) ? value : throw NoInteger(ref reader, "long");

    /// <inheritdoc cref="ReadByte"/>
    public static ulong ReadUInt64(ref Utf8JsonReader reader) =>
        IsNumber(ref reader) && reader.TryGetUInt64(out var value) ? value : throw NoInteger(ref reader, "ulong");

    /// <summary>Reads a number that the type can hold: none becomes infinite.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static float ReadSingle(ref Utf8JsonReader reader) =>
        IsNumber(ref reader) && reader.TryGetSingle(out var value) && float.IsFinite(value)
            ? value
            : throw JsonValueException.Expected(ref reader, "a number (float)");

    /// <inheritdoc cref="ReadSingle"/>
    public static double ReadDouble(ref Utf8JsonReader reader) =>
        IsNumber(ref reader) && reader.TryGetDouble(out var value) && double.IsFinite(value)
            ? value
            : throw JsonValueException.Expected(ref reader, "a number (double)");

    /// <inheritdoc cref="ReadSingle"/>
    public static Half ReadHalf(ref Utf8JsonReader reader) =>
        IsNumber(ref reader) && reader.TryGetDouble(out var number) && (Half)number is var value && Half.IsFinite(value)
            ? value
            : throw JsonValueException.Expected(ref reader, "a number (Half)");

    /// <inheritdoc cref="ReadSingle"/>
    public static decimal ReadDecimal(ref Utf8JsonReader reader) =>
        IsNumber(ref reader) && reader.TryGetDecimal(out var value) ? value
            : throw JsonValueException.Expected(ref reader, "a number (decimal)");

    /// <summary>Reads a character.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static char ReadChar(ref Utf8JsonReader reader) =>
        IsText(ref reader) && ReadText(ref reader) is [var value] ? value
            : throw JsonValueException.Expected(ref reader, "text of one character");

    /// <summary>
    /// Reads a date and time. One with an offset becomes the same instant in UTC: the machine's time zone changes no value.
    /// </summary>
    /// <param name="reader">Stands on the value.</param>
    public static DateTime ReadDateTime(ref Utf8JsonReader reader) =>
        IsText(ref reader) && reader.TryGetDateTime(out var value)
            ? value.Kind == DateTimeKind.Local ? ReadDateTimeOffset(ref reader).UtcDateTime : value
            : throw NoDate(ref reader);

    /// <summary>Reads a date and time with its offset.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static DateTimeOffset ReadDateTimeOffset(ref Utf8JsonReader reader) =>
        IsText(ref reader) && reader.TryGetDateTimeOffset(out var value) ? value : throw NoDate(ref reader);

    /// <summary>Reads a date.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static DateOnly ReadDateOnly(ref Utf8JsonReader reader) =>
        IsText(ref reader) && DateOnly.TryParseExact(
            ReadText(ref reader), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value)
            ? value
            : throw JsonValueException.Expected(ref reader, "a date such as \"2024-12-31\"");

    /// <summary>Reads a time of day, with or without a fraction of the second.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static TimeOnly ReadTimeOnly(ref Utf8JsonReader reader) =>
        TryReadSpan(ref reader, isTime: true, out var value) && value >= TimeSpan.Zero && value.Ticks < TimeSpan.TicksPerDay
            ? TimeOnly.FromTimeSpan(value)
            : throw JsonValueException.Expected(ref reader, "a time such as \"23:59:59\"");

    /// <summary>Reads a span of time in its constant format.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static TimeSpan ReadTimeSpan(ref Utf8JsonReader reader) =>
        TryReadSpan(ref reader, isTime: false, out var value) ? value
            : throw JsonValueException.Expected(ref reader, "a span of time such as \"1.02:03:04\"");

    /// <summary>Reads a GUID.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static Guid ReadGuid(ref Utf8JsonReader reader) =>
        IsText(ref reader) && reader.TryGetGuid(out var value) ? value : throw JsonValueException.Expected(ref reader, "a GUID");

    /// <summary>Reads bytes; null as null.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static byte[]? ReadBytes(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        return IsText(ref reader) && reader.TryGetBytesFromBase64(out var value) ? value
            : throw JsonValueException.Expected(ref reader, "base64 text");
    }

    /// <summary>
    /// Reads a value of an enum: the name of a member, several names where it is one of flags, or a number in the range of its type.
    /// </summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="reader">Stands on the value.</param>
    /// <param name="isFlags">It is an enum of flags.</param>
    public static T ReadEnum<T>(ref Utf8JsonReader reader, bool isFlags)
        where T : struct, Enum =>
        JsonEnum<T>.TryRead(ref reader, isFlags, out var value) ? value
            : throw JsonValueException.Expected(ref reader, JsonEnum<T>.Expected(isFlags));

    /// <summary>Reads a value through the user's <c>JsonSerializerContext</c>.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="reader">Stands on the value.</param>
    /// <param name="type">What the context knows of the type.</param>
    public static T? ReadValue<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(ref reader, type);

    /// <summary>The name on which a reader stands.</summary>
    internal static string ReadName(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw JsonValueException.HalfPair(ref reader);
        }
    }

    private static bool IsNumber(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number;

    private static bool IsText(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String;

    private static JsonValueException NoInteger(ref Utf8JsonReader reader, string type) =>
        JsonValueException.Expected(ref reader, $"a whole number ({type})");

    private static JsonValueException NoDate(ref Utf8JsonReader reader) =>
        JsonValueException.Expected(ref reader, "a date and time such as \"2024-12-31T23:59:59Z\"");

    /// <param name="isTime">Hours come first: <c>1</c> would be a day.</param>
    private static bool TryReadSpan(ref Utf8JsonReader reader, bool isTime, out TimeSpan value)
    {
        value = default;
        if (!IsText(ref reader) || reader.ValueSpan.Length > LongestSpan)
        {
            return false;
        }

        Span<byte> buffer = stackalloc byte[LongestSpan];
        scoped ReadOnlySpan<byte> text;
        try
        {
            text = buffer[..reader.CopyString(buffer)];
        }
        catch (InvalidOperationException)
        {
            throw JsonValueException.HalfPair(ref reader);
        }

        if (text.IsEmpty || text[0] is not ((byte)'-' or (>= (byte)'0' and <= (byte)'9')))
        {
            return false;
        }

        var mark = text.IndexOfAny((byte)'.', (byte)':');
        return (!isTime || (mark >= 0 && text[mark] == ':'))
            && Utf8Parser.TryParse(text, out value, out var length, 'c') && length == text.Length;
    }
}
