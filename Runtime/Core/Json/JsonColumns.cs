using System.ComponentModel;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Distil.Engine;

/// <summary>
/// Values of columns as JSON, and back. What is written reads as exactly the same value; what JSON cannot hold (NaN, an infinity,
/// text that is no valid UTF-16) is an <see cref="ArgumentException"/>. For generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JsonColumns
{
    /// <summary>A column's name with what stands before and after it, encoded once.</summary>
    /// <param name="name">The name in files.</param>
    /// <param name="isFirst">It begins the object.</param>
    public static byte[] Name(string name, bool isFirst) =>
        [(byte)(isFirst ? '{' : ','), (byte)'"', .. JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"', (byte)':'];

    /// <summary>Whether the reader stands on a member's name. Names compare without case or underscores.</summary>
    /// <param name="reader">Stands on a name.</param>
    /// <param name="name">The member's name in files.</param>
    public static bool IsName(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (reader.ValueTextEquals(name))
        {
            return true;
        }

        if (!reader.ValueIsEscaped && !System.Text.Ascii.IsValid(reader.ValueSpan))
        {
            return JsonMember.Key(reader.GetString()!) == JsonMember.Key(System.Text.Encoding.UTF8.GetString(name));
        }

        // Both are read letter by letter, underscores passed over, until one differs: mostly the first.
        var given = reader.ValueSpan;
        var at = 0;
        foreach (var letter in name)
        {
            if (letter == '_')
            {
                continue;
            }

            while (at < given.Length && given[at] == '_')
            {
                at++;
            }

            if (at == given.Length || (given[at] != letter && (given[at] is < (byte)'A' or > (byte)'Z' || (given[at] | 0x20) != letter)))
            {
                return false;
            }

            at++;
        }

        return given[at..].IndexOfAnyExcept((byte)'_') < 0;
    }

    /// <summary>A member of a nested row is missing, or is null and must not be.</summary>
    /// <param name="name">Its name in files.</param>
    /// <returns>The exception to throw.</returns>
    public static JsonException NoValue(string name) => new($"The member '{name}' has no value.");

    /// <summary>A reader on a value.</summary>
    /// <param name="json">The value; empty: null.</param>
    public static Utf8JsonReader Open(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json.IsEmpty ? "null"u8 : json);
        reader.Read();
        return reader;
    }

    /// <summary>Writes text that was read, without making a string of it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="reader">Stands on the text, or on null.</param>
    public static void CopyText(Utf8JsonWriter writer, ref Utf8JsonReader reader)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (reader.TokenType == JsonTokenType.Null)
        {
            writer.WriteNullValue();
            return;
        }

        byte[]? rented = null;
        var length = reader.ValueSpan.Length;
        var text = length <= 256 ? stackalloc byte[256] : (rented = System.Buffers.ArrayPool<byte>.Shared.Rent(length));
        try
        {
            writer.WriteStringValue(text[..reader.CopyString(text)]);
        }
        finally
        {
            if (rented is not null)
            {
                System.Buffers.ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    /// <summary>Writes text; null as null.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The text.</param>
    public static void WriteText(Utf8JsonWriter writer, string? value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value is not null)
        {
            RequireUtf16(value);
        }

        writer.WriteStringValue(value);
    }

    /// <summary>Reads text.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static string? ReadText(ref Utf8JsonReader reader) => reader.GetString();

    /// <summary>Writes a character as text.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The character.</param>
    public static void WriteChar(Utf8JsonWriter writer, char value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ReadOnlySpan<char> text = [value];
        RequireUtf16(text);
        writer.WriteStringValue(text);
    }

    /// <summary>Reads a character.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static char ReadChar(ref Utf8JsonReader reader) =>
        reader.GetString() is [var value] ? value : throw new JsonException("Expected text of one character.");

    /// <summary>Writes a number so that the same <see cref="double"/> is read.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The number.</param>
    public static void WriteNumber(Utf8JsonWriter writer, double value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RequireFinite(value);
        writer.WriteNumberValue(value);
    }

    /// <summary>Writes a number so that the same <see cref="float"/> is read.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The number.</param>
    public static void WriteNumber(Utf8JsonWriter writer, float value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RequireFinite(value);
        writer.WriteNumberValue(value);
    }

    /// <summary>Writes a date.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The date.</param>
    public static void WriteDateOnly(Utf8JsonWriter writer, DateOnly value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<char> text = stackalloc char[10];
        value.TryFormat(text, out var length, "O", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>Reads a date.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static DateOnly ReadDateOnly(ref Utf8JsonReader reader) =>
        DateOnly.TryParseExact(reader.GetString(), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value)
            ? value
            : throw new JsonException("Expected a date such as 2024-12-31.");

    /// <summary>Writes a time of day.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The time.</param>
    public static void WriteTimeOnly(Utf8JsonWriter writer, TimeOnly value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<char> text = stackalloc char[16];
        value.TryFormat(text, out var length, "O", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>Reads a time of day.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static TimeOnly ReadTimeOnly(ref Utf8JsonReader reader) =>
        TimeOnly.TryParseExact(reader.GetString(), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value)
            ? value
            : throw new JsonException("Expected a time such as 23:59:59.0000000.");

    /// <summary>Writes a span of time in its constant format.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The span.</param>
    public static void WriteTimeSpan(Utf8JsonWriter writer, TimeSpan value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<char> text = stackalloc char[26];
        value.TryFormat(text, out var length, "c", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>Reads a span of time.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static TimeSpan ReadTimeSpan(ref Utf8JsonReader reader) =>
        TimeSpan.TryParseExact(reader.GetString(), "c", CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new JsonException("Expected a span of time such as 1.02:03:04.");

    /// <summary>Writes bytes as base64; null as null.</summary>
    /// <param name="writer">Where to.</param>
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

    /// <summary>Reads bytes.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static byte[]? ReadBytes(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null ? null : reader.GetBytesFromBase64();

    /// <summary>Writes a value of an enum that has no name of its own: several names, or a number.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The value.</param>
    public static void WriteEnum<T>(Utf8JsonWriter writer, T value)
        where T : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }

    /// <summary>Reads a value of an enum by its name, names or number.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="reader">Stands on the value.</param>
    public static T ReadEnum<T>(ref Utf8JsonReader reader)
        where T : struct, Enum =>
        Enum.TryParse<T>(reader.GetString(), out var value)
            ? value
            : throw new JsonException($"'{reader.GetString()}' is no value of {typeof(T).Name}.");

    /// <summary>Writes a value through the user's <c>JsonSerializerContext</c>; null as null.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">What the context knows of the type.</param>
    public static void WriteValue<T>(Utf8JsonWriter writer, T? value, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            JsonSerializer.Serialize(writer, value, type);
        }
    }

    /// <summary>Reads a value through the user's <c>JsonSerializerContext</c>.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="reader">Stands on the value.</param>
    /// <param name="type">What the context knows of the type.</param>
    public static T? ReadValue<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(ref reader, type);

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
                    $"The text holds half of a surrogate pair (\\u{(int)text[i]:X4} at {i}): it is no valid UTF-16 and cannot be written as JSON."));
            }

            i++;
        }
    }
}
