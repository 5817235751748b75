using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Distil.Engine;

/// <summary>
/// Values of columns as JSON, and back. What is written reads as exactly the same value; what JSON cannot hold (NaN, an infinity,
/// text that is no valid UTF-16) is an <see cref="ArgumentException"/>. For generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class JsonColumns
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

        if (reader.ValueIsEscaped || !System.Text.Ascii.IsValid(reader.ValueSpan))
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
        var reader = new Utf8JsonReader(json.IsEmpty ? "null"u8 : json, JsonLimits.ValueOptions);
        reader.Read();
        return reader;
    }

    /// <summary>A reader on the object of a line.</summary>
    /// <param name="line">The line, which is valid JSON.</param>
    public static Utf8JsonReader OpenLine(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, JsonLimits.LineOptions);
        reader.Read();
        return reader;
    }
}
