using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Distil.Engine;
using Distil.IO.Json;

namespace Distil.Runtime.Tests.Json;

/// <summary>A value whose converter does to the writer what it is told.</summary>
[JsonConverter(typeof(OddConverter))]
internal sealed record Odd(Action<Utf8JsonWriter> Write);

internal sealed class OddConverter : JsonConverter<Odd>
{
    public override Odd? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => null;

    public override void Write(Utf8JsonWriter writer, Odd value, JsonSerializerOptions options) => value.Write(writer);
}

[JsonSerializable(typeof(Odd))]
internal sealed partial class OddContext : JsonSerializerContext;

public sealed class JsonContextWriterTests
{
    private static readonly JsonSerializerOptions s_readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void A_converter_that_writes_nothing_is_named()
    {
        var exception = Assert.Throws<ArgumentException>(() => Write(_ => { }));

        Assert.Equal("the converter of Odd wrote nothing; a converter writes exactly one value.", exception.Message);
        Assert.Throws<ArgumentException>(() => Write(_ => { }, inArray: true));
    }

    [Fact]
    public void A_converter_that_writes_more_or_less_than_one_value_is_refused()
    {
        foreach (var isInArray in new[] { false, true })
        {
            Assert.ThrowsAny<Exception>(() => Write(Twice, isInArray));
            Assert.ThrowsAny<Exception>(() => Write(writer => writer.WriteStartObject(), isInArray));
            Assert.ThrowsAny<Exception>(() => Write(writer => writer.WritePropertyName("a"), isInArray));
            Assert.ThrowsAny<Exception>(() => Write(writer => writer.WriteRawValue("{\"a\":}", skipInputValidation: true), isInArray));
            Assert.ThrowsAny<Exception>(() => Write(writer => writer.WriteRawValue("1,2", skipInputValidation: true), isInArray));
        }

        // What was refused leaves nothing behind.
        Assert.Equal("[1,true]", Write(writer => writer.WriteBooleanValue(true), inArray: true));

        static void Twice(Utf8JsonWriter writer)
        {
            writer.WriteNumberValue(1);
            writer.WriteNumberValue(2);
        }
    }

    [Fact]
    public void A_value_stays_on_its_line()
    {
        Assert.Equal("""{"a":[1,"é\n"]}""", Write(writer => writer.WriteRawValue("{\r\n  \"a\": [1,\n\"é\\n\"]\n}", skipInputValidation: true)));
        Assert.Equal("""[1,{"a":1}]""", Write(writer => writer.WriteRawValue("{\"a\":\n1}"), inArray: true));
        Assert.Equal("null", Write(writer => writer.WriteNullValue()));
    }

    [Fact]
    public void A_value_is_as_deep_as_can_be_read()
    {
        static Action<Utf8JsonWriter> Deep(int levels) => writer =>
            writer.WriteRawValue(new string('[', levels) + new string(']', levels), skipInputValidation: true);

        Assert.Equal(2 * JsonLimits.ValueDepth, Write(Deep(JsonLimits.ValueDepth)).Length);
        Assert.Contains("nested more than 256 levels deep", Assert.Throws<ArgumentException>(() => Write(Deep(JsonLimits.ValueDepth + 1))).Message);
        Assert.Contains("nested more than 256 levels deep", Assert.Throws<ArgumentException>(() => Write(Deep(JsonLimits.ValueDepth), inArray: true)).Message);
    }

    /// <summary>Long texts are written piece by piece, wherever that cuts a character.</summary>
    [Fact]
    public void A_long_text_is_copied_as_it_would_be_written_at_once()
    {
        foreach (var (length, prefix) in new[] { (1024 * 1024, "\"€"), (1024 * 1024, "a\"😀"), (3_500_000, "\n") })
        {
            var text = prefix + string.Concat(Enumerable.Repeat("é€\"x", length / 4));
            var json = JsonSerializer.SerializeToUtf8Bytes(text, s_readable);

            Assert.True(json.AsSpan().SequenceEqual(Bytes(writer =>
            {
                var reader = JsonValueReader.Open(json);
                JsonColumns.CopyText(writer, ref reader);
            })));
        }
    }

    private static string Write(Action<Utf8JsonWriter> write, bool inArray = false) => Encoding.UTF8.GetString(Bytes(writer =>
    {
        if (inArray)
        {
            JsonColumns.StartArray(writer);
            writer.WriteNumberValue(1);
        }

        JsonColumns.WriteValue(writer, new Odd(write), OddContext.Default.Odd);
        if (inArray)
        {
            writer.WriteEndArray();
        }
    }));

    private static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = s_readable.Encoder, SkipValidation = true }))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
