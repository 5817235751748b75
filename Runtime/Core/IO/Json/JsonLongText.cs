using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Distil.IO.Json;

/// <summary>Writes text of any length: <see cref="Utf8JsonWriter"/> refuses a text of more than 166,666,666 characters.</summary>
internal static class JsonLongText
{
    private const int LongestOfWriter = 100_000_000;

    /// <summary>Writes valid UTF-16.</summary>
    public static void Write(Utf8JsonWriter writer, string text)
    {
        if (text.Length <= LongestOfWriter)
        {
            writer.WriteStringValue(text);
        }
        else
        {
            Write(writer, Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>Writes valid UTF-8.</summary>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> text)
    {
        if (text.Length <= LongestOfWriter)
        {
            writer.WriteStringValue(text);
            return;
        }

        var json = new ArrayBufferWriter<byte>(text.Length + 2);
        json.Write("\""u8);
        while (!text.IsEmpty)
        {
            const int room = 64 * 1024;
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.EncodeUtf8(text, json.GetSpan(room), out var consumed, out var written);
            json.Advance(written);
            text = text[consumed..];
        }

        json.Write("\""u8);
        writer.WriteRawValue(json.WrittenSpan, skipInputValidation: true);
    }
}
