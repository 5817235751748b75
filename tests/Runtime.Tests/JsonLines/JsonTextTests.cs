using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Distil.IO.JsonLines;

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
    public void Takes_no_invalid_utf8()
    {
        byte[][] parts = ["ab"u8.ToArray(), "é"u8.ToArray(), "Ж"u8.ToArray(), "日"u8.ToArray(), "😀"u8.ToArray(), [0xC3], [0xD0], [0xA9], [0xE6, 0x97], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xFF]];
        var random = new Random(12);
        var invalid = 0;
        for (var round = 0; round < 40_000; round++)
        {
            // One that is invalid among many that are valid, so that it stands at the end of blocks, too.
            var text = Enumerable.Range(0, random.Next(50)).SelectMany(_ => parts[random.Next(4)]).ToList();
            var places = Enumerable.Range(0, text.Count + 1).Where(at => at == text.Count || text[at] is < 0x80 or >= 0xC0).ToList();
            text.InsertRange(places[random.Next(places.Count)], parts[random.Next(parts.Length)]);
            byte[] line = [.. text, (byte)'"', (byte)','];

            var isWritten = Utf8.IsValid(line) && Encoding.UTF8.GetString(line).EnumerateRunes().All(rune => rune.IsBmp);

            Assert.Equal(isWritten ? line.Length - 1 : Wrong, JsonText.EndOfWritten(line, 0, line.Length));
            invalid += isWritten ? 0 : 1;
        }

        Assert.True(invalid is > 10_000 and < 35_000, $"{invalid}");
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
