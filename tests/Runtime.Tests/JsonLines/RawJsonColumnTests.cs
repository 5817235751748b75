using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Distil.Columns;
using Distil.Engine;
using Distil.IO.JsonLines;

namespace Distil.Runtime.Tests.JsonLines;

public sealed class RawJsonColumnTests
{
    [Fact]
    public void Keeps_what_is_copied_lent_and_written_until_it_is_cleared()
    {
        var random = new Random(2);
        var cells = new RawJsonColumn(1);
        var other = new RawJsonColumn(500);
        for (var round = 0; round < 20; round++)
        {
            var chunk = new JsonChunk(new byte[20_000]);
            random.NextBytes(chunk.Bytes);
            var expected = new byte[500][];
            cells.Resize(500);
            for (var row = 0; row < expected.Length; row++)
            {
                var (start, length) = (random.Next(10_000), random.Next(0, row % 50 == 0 ? 9_000 : 40));
                expected[row] = chunk.Bytes[start..(start + length)];
                switch (random.Next(3))
                {
                    case 0 when length > 0:
                        cells.Set(row, chunk, start, length);
                        break;
                    case 1:
                        var writer = cells.BeginValue();
                        writer.WriteNumberValue(row);
                        cells.EndValue(row);
                        expected[row] = Encoding.UTF8.GetBytes(row.ToString(CultureInfo.InvariantCulture));
                        break;
                    default:
                        cells.Set(row, expected[row]);
                        break;
                }
            }

            other.Copy(cells, 100, 7, 300);
            for (var row = 0; row < expected.Length; row++)
            {
                Assert.Equal(expected[row], cells[row].Span.ToArray());
                if (row is >= 100 and < 400)
                {
                    Assert.Equal(expected[row], other[row - 93].Span.ToArray());
                }
            }

            cells.Clear();
            other.Clear();
        }
    }

    [Fact]
    public void What_stands_in_a_piece_is_not_copied_and_keeps_it_until_all_are_cleared()
    {
        var given = 0;
        var chunk = new JsonChunk([.. "one,two"u8], _ => given++);
        var (cells, other, third) = (new RawJsonColumn(2), new RawJsonColumn(2), new RawJsonColumn(2));
        cells.Set(0, chunk, 0, 3);
        cells.Set(1, chunk, 4, 3);
        chunk.Release();
        other[0] = cells[1];
        third.Copy(other, 0, 1, 1);

        chunk.Bytes[4] = (byte)'T';
        Assert.Equal("Two"u8, other[0].Span);
        Assert.Equal("Two"u8, third[1].Span);
        cells.Clear();
        third.Clear();
        Assert.Equal(0, given);
        other.Clear();
        Assert.Equal(1, given);
    }

    /// <summary>A filter that leaves one row of each piece must not keep every piece.</summary>
    [Fact]
    public void Of_many_pieces_values_are_copied()
    {
        const int size = 1024 * 1024;
        var given = 0;
        var (cells, other) = (new RawJsonColumn(1), new RawJsonColumn(100));
        for (var piece = 0; piece < 100; piece++)
        {
            var chunk = new JsonChunk(new byte[size], _ => given++);
            chunk.Bytes[piece] = (byte)piece;
            cells.Set(0, chunk, piece, 1);
            chunk.Release();
            other[piece] = cells[0];
            cells.Clear();
        }

        Assert.Equal(96, given);
        Assert.All(Enumerable.Range(0, 100), piece => Assert.Equal(piece, other[piece].Span[0]));
        other.Clear();
        Assert.Equal(100, given);
    }

    [Fact]
    public void Allocates_nothing_once_it_has_seen_as_much()
    {
        var cells = new RawJsonColumn(1000);
        var value = Encoding.UTF8.GetBytes("\"a value of some length\"");
        var before = 0L;
        for (var round = 0; round < 100; round++)
        {
            before = round == 20 ? GC.GetAllocatedBytesForCurrentThread() : before;
            for (var row = 0; row < 1000; row++)
            {
                cells.Set(row, value);
            }

            cells.Clear();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>What is taken as it stands is what the value that it stands for is written as.</summary>
    [Fact]
    public void What_is_taken_as_it_stands_would_be_written_so()
    {
        var random = new Random(3);
        var taken = 0;
        string Number()
        {
            var digits = new string([.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => (char)('0' + (random.Next(3) == 0 ? 0 : random.Next(10))))]);
            var point = random.Next(-digits.Length, digits.Length);
            return (random.Next(4) == 0 ? "-" : "") + (point > 0 ? digits.Insert(point, ".") : random.Next(4) == 0 ? "0." + digits : digits)
                + (random.Next(8) == 0 ? "e-3" : "");
        }

        for (var round = 0; round < 50_000; round++)
        {
            var number = Number();
            taken += Check(number, static (ref JsonScanner line, RawJsonColumn cells) => line.Plain(JsonShape.DoubleNumber, cells, 0), (writer, text) => JsonColumns.WriteNumber(writer, double.Parse(text, CultureInfo.InvariantCulture)));
            taken += Check(number, static (ref JsonScanner line, RawJsonColumn cells) => line.Plain(JsonShape.SingleNumber, cells, 0), (writer, text) => JsonColumns.WriteNumber(writer, float.Parse(text, CultureInfo.InvariantCulture)));
            taken += Check(number, static (ref JsonScanner line, RawJsonColumn cells) => line.Plain(JsonShape.DecimalNumber, cells, 0), (writer, text) => JsonColumns.WriteNumber(writer, decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)));
            taken += Check(number, static (ref JsonScanner line, RawJsonColumn cells) => line.Plain(JsonShape.WholeNumber(short.MinValue, short.MaxValue), cells, 0), (writer, text) => writer.WriteNumberValue(short.Parse(text, CultureInfo.InvariantCulture)));
        }

        Assert.True(taken > 40_000, $"{taken}");

        string[] parts = ["a", " ", "é", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\u0001", "\\t", "\u007f", "\u2028", "\u00a0", "<", "'", "\\b", "\\f", "\\r", "日本"];
        taken = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var text = "\"" + string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => parts[random.Next(parts.Length)])) + "\"";
            taken += Check(text, static (ref JsonScanner line, RawJsonColumn cells) => line.Plain(JsonShape.Text, cells, 0), (writer, json) => writer.WriteStringValue(JsonSerializer.Deserialize<string>(json)));
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            reader.Read();
            var copied = reader;
            Assert.Equal(Written(writer => JsonColumns.WriteText(writer, JsonSerializer.Deserialize<string>(text))), Copied(copied));
        }

        Assert.True(taken > 5_000, $"{taken}");
    }

    /// <summary>The same for lists, GUIDs and enums, with spaces, capitals and commas where a data set has none.</summary>
    [Fact]
    public void What_is_taken_of_lists_guids_and_enums_would_be_written_so()
    {
        var random = new Random(4);
        var key = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        string[] parts = ["1", "-2", "70000", "1.0", "null", "\"a\"", "\"\\n\"", "[]", "[1]", "[null]", "[1,2]", "[1, 2]", "[1,", "[,1]", "[1,]", "[[1]]", "", "[ ]", "true"];
        string[] keys = [$"\"{key}\"", $"\"{key.ToString().ToUpperInvariant()}\"", $"\"{key:N}\"", $"\"{key:B}\"", "\"0011223344556677-8899-aabbccddeeff--\"", $"\"{key}", "\"\""];
        string[] days = ["\"Monday\"", "\"monday\"", "\"Tuesday\"", "\"Mon\"", "\"Mo\\u006eday\"", "1", "\"Monday, Tuesday\""];
        var taken = 0;
        for (var round = 0; round < 20_000; round++)
        {
            string Part() => parts[random.Next(parts.Length)];
            var list = random.Next(3) == 0 ? Part() : "[" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Part())) + "]";
            taken += Check(list, static (ref JsonScanner line, RawJsonColumn cells) => line.Plain(JsonShape.List(JsonShape.WholeNumber(short.MinValue, short.MaxValue), allowsNull: false), cells, 0), Again<short[]>);
            taken += Check(list, static (ref JsonScanner line, RawJsonColumn cells) => line.Plain(JsonShape.List(JsonShape.WholeNumber(short.MinValue, short.MaxValue), allowsNull: true), cells, 0), Again<short?[]>);
            taken += Check(list, static (ref JsonScanner line, RawJsonColumn cells) => line.Plain(JsonShape.List(JsonShape.Text, allowsNull: true), cells, 0), Again<string?[]>);
            taken += Check(list, static (ref JsonScanner line, RawJsonColumn cells) => line.Plain(JsonShape.List(JsonShape.List(JsonShape.WholeNumber(byte.MinValue, byte.MaxValue), allowsNull: false), allowsNull: true), cells, 0), Again<int[]?[]>);
        }

        Assert.True(taken > 5_000, $"{taken}");
        Assert.Equal(1, keys.Sum(text => Check(text, static (ref JsonScanner line, RawJsonColumn cells) => line.Plain(JsonShape.GuidText, cells, 0), Again<Guid>)));
        Assert.Equal(1, days.Sum(text => Check(text, static (ref JsonScanner line, RawJsonColumn cells) => line.Plain(JsonShape.Names("Mo", "Monday", "Friday"), cells, 0), (writer, _) => writer.WriteStringValue("Monday"))));
    }

    private static void Again<T>(Utf8JsonWriter writer, string json) => JsonSerializer.Serialize(writer, JsonSerializer.Deserialize<T>(json));

    private delegate bool Taking(ref JsonScanner line, RawJsonColumn cells);

    private static int Check(string json, Taking take, Action<Utf8JsonWriter, string> write)
    {
        var cells = new RawJsonColumn(1);
        var bytes = Encoding.UTF8.GetBytes(json + ",");
        var line = new JsonScanner(new RawJsonBlock(bytes), 0, bytes.Length, new JsonLayout([], [], []));
        if (!take(ref line, cells))
        {
            Assert.Equal(json + ",", Encoding.UTF8.GetString(line.Rest));
            return 0;
        }

        Assert.Equal(",", Encoding.UTF8.GetString(line.Rest));
        Assert.Equal(Written(writer => write(writer, json)), Encoding.UTF8.GetString(cells[0].Span));
        return 1;
    }

    private static string Copied(Utf8JsonReader reader)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            JsonColumns.CopyText(writer, ref reader);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static string Written(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
