using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Distil.Engine;

/// <content>Reads values. A value of another kind, or one that its type cannot hold, is a <see cref="JsonException"/>.</content>
public static partial class JsonColumns
{
    /// <summary>Requires that the reader stands on the start of an object.</summary>
    /// <param name="reader">Stands on the value of a nested row.</param>
    /// <exception cref="JsonException">The value is none.</exception>
    public static void RequireObject(ref Utf8JsonReader reader) => Require(ref reader, JsonTokenType.StartObject, "an object");

    /// <summary>Requires that the reader stands on the start of an array.</summary>
    /// <param name="reader">Stands on the value of a list.</param>
    /// <exception cref="JsonException">The value is none.</exception>
    public static void RequireArray(ref Utf8JsonReader reader) => Require(ref reader, JsonTokenType.StartArray, "an array");

    /// <summary>Reads text.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static string? ReadText(ref Utf8JsonReader reader) => reader.GetString();

    /// <summary>Reads a character.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static char ReadChar(ref Utf8JsonReader reader) =>
        reader.GetString() is [var value] ? value : throw new JsonException("Expected text of one character.");

    /// <summary>Reads a <see cref="double"/>.</summary>
    /// <param name="reader">Stands on the value.</param>
    /// <exception cref="JsonException">The number is too large for the type.</exception>
    public static double ReadDouble(ref Utf8JsonReader reader) => RequireFinite(reader.GetDouble(), ref reader);

    /// <summary>Reads a <see cref="float"/>.</summary>
    /// <param name="reader">Stands on the value.</param>
    /// <exception cref="JsonException">The number is too large for the type.</exception>
    public static float ReadSingle(ref Utf8JsonReader reader)
    {
        var value = reader.GetSingle();
        RequireFinite(value, ref reader);
        return value;
    }

    /// <summary>Reads a <see cref="Half"/>.</summary>
    /// <param name="reader">Stands on the value.</param>
    /// <exception cref="JsonException">The number is too large for the type.</exception>
    public static Half ReadHalf(ref Utf8JsonReader reader)
    {
        var value = (Half)reader.GetDouble();
        RequireFinite((double)value, ref reader);
        return value;
    }

    /// <summary>Reads a date and time. One with an offset becomes the same instant in UTC: the machine's time zone changes no value.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static DateTime ReadDateTime(ref Utf8JsonReader reader)
    {
        var value = reader.GetDateTime();
        return value.Kind == DateTimeKind.Local ? reader.GetDateTimeOffset().UtcDateTime : value;
    }

    /// <summary>Reads a date.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static DateOnly ReadDateOnly(ref Utf8JsonReader reader) =>
        DateOnly.TryParseExact(reader.GetString(), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value)
            ? value
            : throw new JsonException("Expected a date such as 2024-12-31.");

    /// <summary>Reads a time of day, with up to seven digits of a second's fraction or none.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static TimeOnly ReadTimeOnly(ref Utf8JsonReader reader) =>
        TimeSpan.TryParseExact(reader.GetString(), "c", CultureInfo.InvariantCulture, out var value) && value >= TimeSpan.Zero && value.Days == 0
            ? TimeOnly.FromTimeSpan(value)
            : throw new JsonException("Expected a time such as 23:59:59.");

    /// <summary>Reads a span of time.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static TimeSpan ReadTimeSpan(ref Utf8JsonReader reader) =>
        TimeSpan.TryParseExact(reader.GetString(), "c", CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new JsonException("Expected a span of time such as 1.02:03:04.");

    /// <summary>Reads bytes.</summary>
    /// <param name="reader">Stands on the value.</param>
    public static byte[]? ReadBytes(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null ? null : reader.GetBytesFromBase64();

    /// <summary>Reads a value of an enum: the name of a member or, of a <c>[Flags]</c> enum, several; or a number in the range of its type.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="reader">Stands on the value.</param>
    /// <param name="isFlags">Whether the enum is marked with <c>[Flags]</c>.</param>
    /// <exception cref="JsonException">The value is none of these.</exception>
    public static T ReadEnum<T>(ref Utf8JsonReader reader, bool isFlags)
        where T : struct, Enum =>
        (reader.TokenType == JsonTokenType.Number
            ? JsonEnums.TryReadNumber(ref reader, out T value)
            : reader.TokenType == JsonTokenType.String && JsonEnums.TryParse(reader.GetString()!, isFlags, out value))
            ? value
            : throw new JsonException($"Expected a value of the enum {typeof(T).Name}; there is {JsonFault.Found(ref reader)}.");

    /// <summary>Reads a value through the user's <c>JsonSerializerContext</c>.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="reader">Stands on the value.</param>
    /// <param name="type">What the context knows of the type.</param>
    public static T? ReadValue<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(ref reader, type);

    private static void Require(ref Utf8JsonReader reader, JsonTokenType type, string expected)
    {
        if (reader.TokenType != type)
        {
            throw new JsonException($"Expected {expected}; there is {JsonFault.Found(ref reader)}.");
        }
    }

    private static double RequireFinite(double value, ref Utf8JsonReader reader) =>
        double.IsFinite(value) ? value : throw new JsonException($"The type cannot hold {JsonFault.Found(ref reader)}.");
}
