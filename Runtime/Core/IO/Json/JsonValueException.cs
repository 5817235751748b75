using System.Text;
using System.Text.Json;
using Distil.Engine;

namespace Distil.IO.Json;

/// <summary>
/// A value is valid JSON, and not what its column, list or row asks for. It knows where it stands; whoever reads the line knows what it is
/// called.
/// </summary>
/// <param name="predicate">What is said of the value, without a subject: <c>expects text; there is the number 1</c>.</param>
/// <param name="position">Where it stands in the bytes that the reader was given.</param>
internal sealed class JsonValueException(string predicate, long position) : JsonException($"The value {predicate}.")
{
    private const int MaxShown = 40;

    /// <summary>What is said of the value, without a subject and a full stop.</summary>
    public string Predicate => predicate;

    public long Position => position;

    /// <summary>What is there, where something else was expected.</summary>
    public string? Found { get; private init; }

    /// <summary>A member of the object that ends there; null: it is about the value that stands there.</summary>
    public string? Member { get; private init; }

    /// <summary>The reader stands on a value of another kind.</summary>
    public static JsonValueException Expected(ref Utf8JsonReader reader, string expected)
    {
        var found = Describe(ref reader);
        return new($"expects {expected}; there is {found}", reader.TokenStartIndex) { Found = found };
    }

    /// <summary>The reader stands on text or a name that is no valid UTF-16.</summary>
    public static JsonValueException HalfPair(ref Utf8JsonReader reader) =>
        new($"holds half of a surrogate pair, which is no valid Unicode: {Describe(ref reader)}", reader.TokenStartIndex);

    /// <summary>The reader stands on null where a value is asked for.</summary>
    public static JsonValueException Null(ref Utf8JsonReader reader, string expected) =>
        new($"cannot be null; it expects {expected}", reader.TokenStartIndex);

    /// <summary>The reader stands on the end of an object that lacks a member.</summary>
    public static JsonValueException Missing(ref Utf8JsonReader reader, JsonMember member) =>
        new($"is missing; it expects {member.Expected}", reader.TokenStartIndex) { Member = member.Name };

    /// <summary>The reader stands on a name that the object has had already.</summary>
    public static JsonValueException Twice(ref Utf8JsonReader reader, JsonMember member) =>
        new($"is given twice, here as {Describe(ref reader)["the text ".Length..]}", reader.TokenStartIndex) { Member = member.Name };

    /// <summary>The value on which a reader stands, in words.</summary>
    public static string Describe(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String or JsonTokenType.PropertyName => $"the text {Shown(reader.ValueSpan, "\"")}",
        JsonTokenType.Number => $"the number {Shown(reader.ValueSpan, "")}",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.EndArray => "the end of an array",
        JsonTokenType.EndObject => "the end of an object",
        _ => "an object",
    };

    private static string Shown(ReadOnlySpan<byte> bytes, string quote)
    {
        // Texts may be long: only so many bytes are decoded as can be shown.
        var isLong = bytes.Length > 4 * MaxShown;
        var text = Encoding.UTF8.GetString(isLong ? bytes[..(4 * MaxShown)] : bytes);
        var cut = text.Length <= MaxShown ? text : text[..(char.IsHighSurrogate(text[MaxShown - 1]) ? MaxShown - 1 : MaxShown)] + "…";
        return quote + cut + quote;
    }
}
