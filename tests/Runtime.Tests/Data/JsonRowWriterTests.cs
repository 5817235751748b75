using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Distil.Engine;

namespace Distil.Runtime.Tests.Data;

/// <summary>What is written straight is byte for byte what <see cref="Utf8JsonWriter"/> would write.</summary>
public sealed class JsonRowWriterTests
{
    [Fact]
    public void Numbers()
    {
        var random = new Random(4);
        double[] edges = [0, -0.0, 1, -1, 0.1, 1e15, 999999999999999, 1e-4, 0.0001, 0.00009, 123.4567, -0.5, 1e300, double.Epsilon, 4.35, 2.675, 100000.0001, 0.3, 1 / 3.0];
        foreach (var value in edges.Concat(Enumerable.Range(0, 200_000).Select(i => (i % 5) switch
        {
            0 => random.Next() / 100.0,
            1 => random.NextInt64(1L << 53) / Math.Pow(10, random.Next(8)),
            2 => -random.NextDouble(),
            3 => Math.Round(random.NextDouble() * 1000, random.Next(6)),
            _ => BitConverter.Int64BitsToDouble(random.NextInt64()),
        })).Where(double.IsFinite))
        {
            Verify(line => line.WriteNumber(value), writer => WriteFractional(writer, value.ToString(CultureInfo.InvariantCulture)));
        }

        Verify(line => line.WriteNumber(0.1f), writer => JsonColumns.WriteNumber(writer, 0.1f));
        Verify(line => line.WriteNumber(-1.10m), writer => writer.WriteNumberValue(-1.10m));
        Verify(line => line.WriteNumber(decimal.MinValue), writer => WriteFractional(writer, decimal.MinValue.ToString(CultureInfo.InvariantCulture)));
        Verify(line => line.WriteNumber(long.MinValue), writer => writer.WriteNumberValue(long.MinValue));
        Verify(line => line.WriteNumber(ulong.MaxValue), writer => writer.WriteNumberValue(ulong.MaxValue));
        Verify(line => line.WriteNumber(uint.MaxValue), writer => writer.WriteNumberValue(uint.MaxValue));
        Verify(line => line.WriteNumber(sbyte.MinValue), writer => writer.WriteNumberValue(sbyte.MinValue));
    }

    private static void WriteFractional(Utf8JsonWriter writer, string number) =>
        writer.WriteRawValue(number.AsSpan().ContainsAny('.', 'E') ? number : number + ".0", skipInputValidation: true);

    [Fact]
    public void Text_and_booleans()
    {
        for (var letter = 0; letter < 0x10000; letter++)
        {
            var text = (char.IsHighSurrogate((char)letter) ? new string([(char)letter, '\uDC00']) : char.IsLowSurrogate((char)letter) ? "" : $"a{(char)letter}b");
            Verify(line => line.WriteText(text), writer => writer.WriteStringValue(text));
        }

        Verify(line => line.WriteText(null), writer => writer.WriteNullValue());
        Verify(line => line.WriteText(new string('é', 100_000)), writer => writer.WriteStringValue(new string('é', 100_000)));
        Verify(line => line.WriteBoolean(true), writer => writer.WriteBooleanValue(true));
        Verify(line => line.WriteJson(default), writer => writer.WriteNullValue());
    }

    [Fact]
    public void What_json_cannot_hold_is_refused()
    {
        using var line = new JsonRowWriter(4);
        Assert.Throws<ArgumentException>(() => line.WriteNumber(double.NaN));
        Assert.Throws<ArgumentException>(() => line.WriteNumber(float.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => line.WriteText("\uD800"));
    }

    private static void Verify(Action<JsonRowWriter> write, Action<Utf8JsonWriter> expected)
    {
        using var line = new JsonRowWriter(4);
        write(line);
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            expected(writer);
        }

        Assert.Equal(Encoding.UTF8.GetString(bytes.WrittenSpan), Encoding.UTF8.GetString(line.Written));
    }
}
