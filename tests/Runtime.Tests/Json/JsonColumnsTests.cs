using System.Buffers;
using System.Text;
using System.Text.Json;
using Distil.Engine;

namespace Distil.Runtime.Tests.Json;

public sealed class JsonColumnsTests
{
    private delegate T Reads<T>(ref Utf8JsonReader reader);

    [Flags]
    private enum Ways
    {
        None = 0,
        Left = 1,
        Right = 2,
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("plain")]
    [InlineData("\"quoted\" \\ \n \u0000 ü € 😀")]
    public void Text_is_read_as_it_was_written(string? text) => Same(text, JsonColumns.WriteText, JsonValueReader.ReadText);

    [Fact]
    public void Text_that_is_no_valid_utf_16_is_refused()
    {
        // Not as data of the test: an attribute's text is UTF-8.
        foreach (var text in new[] { "\uD83D", "a\uDE00b", "😀\uD83D\uD83D\uDE00" })
        {
            Assert.Contains("no valid UTF-16", Assert.Throws<ArgumentException>(() => Write(text, JsonColumns.WriteText)).Message);
        }
    }

    [Theory]
    [InlineData('a')]
    [InlineData('"')]
    [InlineData('€')]
    [InlineData('\0')]
    public void A_character_is_read_as_it_was_written(char value) => Same(value, JsonColumns.WriteChar, JsonValueReader.ReadChar);

    [Fact]
    public void Half_a_character_is_refused() => Assert.Throws<ArgumentException>(() => Write('\uD83D', JsonColumns.WriteChar));

    [Theory]
    [InlineData(0.1)]
    [InlineData(-0.0)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    [InlineData(1e21)]
    public void A_double_is_read_as_it_was_written(double value) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(Read(Write(value, JsonColumns.WriteNumber), (ref reader) => reader.GetDouble())));

    [Theory]
    [InlineData(0.1f)]
    [InlineData(float.MaxValue)]
    [InlineData(float.Epsilon)]
    public void A_float_is_read_as_it_was_written(float value) => Same(value, JsonColumns.WriteNumber, (ref reader) => reader.GetSingle());

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_number_that_json_cannot_hold_is_refused(double value)
    {
        Assert.Contains("cannot be written as JSON", Assert.Throws<ArgumentException>(() => Write(value, JsonColumns.WriteNumber)).Message);
        Assert.Throws<ArgumentException>(() => Write((float)value, JsonColumns.WriteNumber));
    }

    [Fact]
    public void Dates_times_and_spans_are_read_as_they_were_written()
    {
        Same(DateOnly.MaxValue, JsonColumns.WriteDateOnly, JsonValueReader.ReadDateOnly);
        Same(DateOnly.MinValue, JsonColumns.WriteDateOnly, JsonValueReader.ReadDateOnly);
        Same(TimeOnly.MaxValue, JsonColumns.WriteTimeOnly, JsonValueReader.ReadTimeOnly);
        Same(new TimeOnly(1, 2), JsonColumns.WriteTimeOnly, JsonValueReader.ReadTimeOnly);
        Same(TimeSpan.MinValue, JsonColumns.WriteTimeSpan, JsonValueReader.ReadTimeSpan);
        Same(TimeSpan.MaxValue, JsonColumns.WriteTimeSpan, JsonValueReader.ReadTimeSpan);
        Same(TimeSpan.FromTicks(1), JsonColumns.WriteTimeSpan, JsonValueReader.ReadTimeSpan);
        Assert.Equal("\"2024-02-29\"", Write(new DateOnly(2024, 2, 29), JsonColumns.WriteDateOnly));
        Assert.Equal("\"1.02:03:04\"", Write(new TimeSpan(1, 2, 3, 4), JsonColumns.WriteTimeSpan));
    }

    [Fact]
    public void Bytes_are_read_as_they_were_written()
    {
        Same<byte[]?>([0, 255, 7], JsonColumns.WriteBytes, JsonValueReader.ReadBytes);
        Same<byte[]?>([], JsonColumns.WriteBytes, JsonValueReader.ReadBytes);
        Same<byte[]?>(null, JsonColumns.WriteBytes, JsonValueReader.ReadBytes);
    }

    [Theory]
    [InlineData((int)(Ways.Left | Ways.Right), "\"Left, Right\"")]
    [InlineData(0, "\"None\"")]
    [InlineData(12, "12")]
    [InlineData(-3, "-3")]
    public void An_enum_is_its_name_or_names_or_number(int value, string json)
    {
        Assert.Equal(json, Write((Ways)value, JsonColumns.WriteEnum));
    }

    private static void Same<T>(T value, Action<Utf8JsonWriter, T> write, Reads<T> read) => Assert.Equal(value, Read(Write(value, write), read));

    private static string Write<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static T Read<T>(string json, Reads<T> read)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return read(ref reader);
    }
}
