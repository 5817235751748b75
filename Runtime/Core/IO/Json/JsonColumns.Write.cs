using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Distil.IO.Json;

namespace Distil.Engine;

/// <content>Writes values. What JSON cannot hold is an <see cref="ArgumentException"/>.</content>
public static partial class JsonColumns
{
    private const int LongestNumber = 40;

    /// <summary>Writes text that was read, without making a string of it.</summary>
    /// <param name="writer">The writer of the value.</param>
    /// <param name="reader">Stands on the text, or on null.</param>
    public static void CopyText(Utf8JsonWriter writer, ref Utf8JsonReader reader)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (reader.TokenType == JsonTokenType.Null)
        {
            writer.WriteNullValue();
            return;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            throw JsonValueException.Expected(ref reader, "text");
        }

        if (!reader.ValueIsEscaped)
        {
            JsonLongText.Write(writer, reader.ValueSpan);
            return;
        }

        byte[]? rented = null;
        var length = reader.ValueSpan.Length;
        var text = length <= 256 ? stackalloc byte[256] : (rented = ArrayPool<byte>.Shared.Rent(length));
        try
        {
            JsonLongText.Write(writer, text[..CopyString(ref reader, text)]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    /// <summary>Writes text; null as null.</summary>
    /// <param name="writer">The writer of the value.</param>
    /// <param name="value">The text.</param>
    public static void WriteText(Utf8JsonWriter writer, string? value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        RequireUtf16(value);
        JsonLongText.Write(writer, value);
    }

    /// <summary>Writes a character as text.</summary>
    /// <param name="writer">The writer of the value.</param>
    /// <param name="value">The character.</param>
    public static void WriteChar(Utf8JsonWriter writer, char value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ReadOnlySpan<char> text = [value];
        RequireUtf16(text);
        writer.WriteStringValue(text);
    }

    /// <summary>Writes a number so that the same <see cref="double"/> is read, with a point or an exponent.</summary>
    /// <param name="writer">The writer of the value.</param>
    /// <param name="value">The number.</param>
    public static void WriteNumber(Utf8JsonWriter writer, double value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[LongestNumber];
        writer.WriteRawValue(text[..Format(value, text)], skipInputValidation: true);
    }

    /// <summary>Writes a number so that the same <see cref="float"/> is read, with a point or an exponent.</summary>
    /// <param name="writer">The writer of the value.</param>
    /// <param name="value">The number.</param>
    public static void WriteNumber(Utf8JsonWriter writer, float value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[LongestNumber];
        writer.WriteRawValue(text[..Format(value, text)], skipInputValidation: true);
    }

    /// <summary>Writes a number so that the same <see cref="Half"/> is read, with a point or an exponent.</summary>
    /// <param name="writer">The writer of the value.</param>
    /// <param name="value">The number.</param>
    public static void WriteNumber(Utf8JsonWriter writer, Half value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RequireFinite((double)value);
        Span<byte> text = stackalloc byte[LongestNumber];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        writer.WriteRawValue(text[..EnsurePoint(text, length)], skipInputValidation: true);
    }

    /// <summary>Writes a number with all its digits and a point.</summary>
    /// <param name="writer">The writer of the value.</param>
    /// <param name="value">The number.</param>
    public static void WriteNumber(Utf8JsonWriter writer, decimal value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[LongestNumber];
        writer.WriteRawValue(text[..Format(value, text)], skipInputValidation: true);
    }

    /// <summary>
    /// Writes a date and time. A local one is written as the same instant in UTC, so that the machine's time zone changes no byte.
    /// </summary>
    /// <param name="writer">The writer of the value.</param>
    /// <param name="value">The date and time.</param>
    public static void WriteDateTime(Utf8JsonWriter writer, DateTime value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value);
    }

    /// <summary>Writes a date.</summary>
    /// <param name="writer">The writer of the value.</param>
    /// <param name="value">The date.</param>
    public static void WriteDateOnly(Utf8JsonWriter writer, DateOnly value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<char> text = stackalloc char[10];
        value.TryFormat(text, out var length, "O", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>Writes a time of day.</summary>
    /// <param name="writer">The writer of the value.</param>
    /// <param name="value">The time.</param>
    public static void WriteTimeOnly(Utf8JsonWriter writer, TimeOnly value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<char> text = stackalloc char[16];
        value.TryFormat(text, out var length, "O", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>Writes a span of time in its constant format.</summary>
    /// <param name="writer">The writer of the value.</param>
    /// <param name="value">The span.</param>
    public static void WriteTimeSpan(Utf8JsonWriter writer, TimeSpan value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<char> text = stackalloc char[26];
        value.TryFormat(text, out var length, "c", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>Writes bytes as base64; null as null.</summary>
    /// <param name="writer">The writer of the value.</param>
    /// <param name="value">The bytes.</param>
    public static void WriteBytes(Utf8JsonWriter writer, byte[]? value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteBase64StringValue(value);
        }
    }

    /// <summary>
    /// Writes a value of an enum that is no single member: the names of which it is made or, where there are none, its number.
    /// </summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="writer">The writer of the value.</param>
    /// <param name="value">The value.</param>
    public static void WriteEnum<T>(Utf8JsonWriter writer, T value)
        where T : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(writer);
        JsonEnum<T>.Write(writer, value);
    }

    /// <summary>Writes a value through the user's <c>JsonSerializerContext</c>; null as null.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="writer">The writer of the value.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">What the context knows of the type.</param>
    /// <exception cref="ArgumentException">A converter did not write exactly one value.</exception>
    public static void WriteValue<T>(Utf8JsonWriter writer, T? value, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        JsonContextWriter.Write(writer, value, type);
    }

    /// <summary>Begins an object.</summary>
    /// <param name="writer">The writer of the value.</param>
    /// <exception cref="ArgumentException">It would be nested too deep to be read again.</exception>
    public static void StartObject(Utf8JsonWriter writer)
    {
        RequireDepth(writer);
        writer.WriteStartObject();
    }

    /// <summary>Begins an array.</summary>
    /// <param name="writer">The writer of the value.</param>
    /// <exception cref="ArgumentException">It would be nested too deep to be read again.</exception>
    public static void StartArray(Utf8JsonWriter writer)
    {
        RequireDepth(writer);
        writer.WriteStartArray();
    }

    /// <summary>Formats a number in the shortest way that reads as the same, with a point or an exponent.</summary>
    /// <returns>The bytes written.</returns>
    internal static int Format(double value, Span<byte> text)
    {
        RequireFinite(value);
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        return EnsurePoint(text, length);
    }

    /// <inheritdoc cref="Format(double, Span{byte})"/>
    internal static int Format(float value, Span<byte> text)
    {
        RequireFinite(value);
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        return EnsurePoint(text, length);
    }

    /// <summary>Formats a number with all its digits and a point.</summary>
    /// <returns>The bytes written.</returns>
    internal static int Format(decimal value, Span<byte> text)
    {
        Utf8Formatter.TryFormat(value, text, out var length);
        return EnsurePoint(text, length);
    }

    /// <summary>Appends <c>.0</c> to a whole number: readers that infer types would take it for an integer.</summary>
    private static int EnsurePoint(Span<byte> text, int length)
    {
        if (text[..length].IndexOfAny((byte)'.', (byte)'E', (byte)'e') >= 0)
        {
            return length;
        }

        ".0"u8.CopyTo(text[length..]);
        return length + 2;
    }

    private static int CopyString(ref Utf8JsonReader reader, scoped Span<byte> text)
    {
        try
        {
            return reader.CopyString(text);
        }
        catch (InvalidOperationException)
        {
            throw JsonValueException.HalfPair(ref reader);
        }
    }

    private static void RequireDepth(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (writer.CurrentDepth >= JsonLimits.ValueDepth)
        {
            throw JsonLimits.TooDeep();
        }
    }

    private static void RequireFinite(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException($"{value.ToString(CultureInfo.InvariantCulture)} cannot be written as JSON.");
        }
    }

    private static void RequireUtf16(ReadOnlySpan<char> text)
    {
        var from = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        for (var i = from; i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The text holds half of a surrogate pair (\\u{(int)text[i]:X4} at {i}): it is no valid UTF-16 and cannot be written "
                        + $"as JSON."));
            }

            i++;
        }
    }
}
