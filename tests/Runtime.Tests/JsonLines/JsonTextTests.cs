using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Distil.Engine;

namespace Distil.Runtime.Tests.JsonLines;

public sealed class JsonTextTests
{
    private const int Wrong = -1;

    /// <summary>Long and short, full of what needs a look, at any place of a block, and up to any place of a buffer's end.</summary>
    [Fact]
    public void Ends_where_the_text_ends_if_it_is_as_it_would_be_written()
    {
        string[] usual = ["a", " ", "some words", "é", "ö", "Ж", "日本", "\\n", "\\\"", "\\\\", "\\t", "\\b", "\\f", "\\r", "\\\\\\\\", "<", "'"];
        string[] unusual = ["\\/", "\\u00e9", "\u007f", "\u2028", "\u00a0", "😀", "\u0378", "\\x", "\t", "\u0000"];
        var random = new Random(11);
        var written = 0;
        for (var round = 0; round < 40_000; round++)
        {
            var parts = Enumerable.Range(0, random.Next(random.Next(1, 60))).Select(_ => usual[random.Next(usual.Length)]).ToList();
            if (random.Next(3) == 0)
            {
                parts.Insert(random.Next(parts.Count + 1), unusual[random.Next(unusual.Length)]);
            }

            var text = string.Concat(parts) + "\"";
            var before = random.Next(40);
            var line = Encoding.UTF8.GetBytes(new string(' ', before) + text + (random.Next(2) == 0 ? "" : ",\"other\":\"\\"));
            var behind = random.Next(2) == 0 ? Array.Empty<byte>() : [.. Enumerable.Range(0, random.Next(70)).Select(_ => (byte)random.Next(256))];

            var end = JsonText.EndOfWritten([.. line, .. behind], before, line.Length);

            Assert.Equal(IsWritten(text) ? before + Encoding.UTF8.GetByteCount(text) : Wrong, end);
            written += end == Wrong ? 0 : 1;
        }

        Assert.True(written is > 20_000 and < 39_000, $"{written}");
    }

    [Fact]
    public void Never_ends_behind_the_line()
    {
        var text = Encoding.UTF8.GetBytes("some words, \\\"größer\\\" and so on, until it ends\\n日本\" and more");
        var closing = text.AsSpan().LastIndexOf((byte)'"');
        for (var end = 0; end < text.Length; end++)
        {
            Assert.Equal(end > closing ? closing + 1 : Wrong, JsonText.EndOfWritten(text, 0, end));
            Assert.Equal(end > closing ? closing + 1 : Wrong, JsonText.EndOfWritten(text.AsSpan(0, end), 0, end));
        }
    }

    [Fact]
    public void Knows_of_every_character_how_it_is_written()
    {
        for (var code = 0; code <= 0x1_0FFF; code++)
        {
            if (!Rune.IsValid(code))
            {
                continue;
            }

            var text = Encoding.UTF8.GetBytes(new Rune(code) + "\"");

            var isWritten = code is '"' ? 1 : code != '\\' && !JavaScriptEncoder.UnsafeRelaxedJsonEscaping.WillEncode(code) ? text.Length : Wrong;
            Assert.True(isWritten == JsonText.EndOfWritten(text, 0, text.Length), $"U+{code:X4}");
        }
    }

    private static bool IsWritten(string text)
    {
        try
        {
            var value = JsonSerializer.Deserialize<string>("\"" + text)!;
            return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value) + "\"" == text;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
