using System.Text;
using System.Text.Json;
using Distil.Engine;
using Distil.IO.Json;

namespace Distil.Runtime.Tests.Json;

public sealed class JsonValueReaderTests
{
    private static readonly JsonMember[] s_part =
    [
        new("post_code", "text", JsonMemberRules.Read),
        new("straße", "text or null", JsonMemberRules.Read | JsonMemberRules.Null | JsonMemberRules.Missing),
        new("count", "a whole number (int)", JsonMemberRules.Read | JsonMemberRules.Missing),
    ];

    private delegate T Reads<T>(ref Utf8JsonReader reader);

    private enum Small : sbyte
    {
        First = 1,
        Alias = First,
        Größe = 2,
    }

    [Flags]
    private enum Ways : ulong
    {
        None = 0,
        Left = 1,
        Right = 2,
        Far = 1UL << 63,
    }

    /// <summary>Every kind of value is refused by every method that reads another.</summary>
    [Fact]
    public void A_value_of_another_kind_is_refused_with_what_was_expected()
    {
        var values = new[] { "null", "true", "false", "1", "-1.5", "\"\"", "\"x y\"", "[]", "[1]", "{}", """{"a":1}""" };
        void Refuses<T>(Reads<T> read, string expected, params string[] taken)
        {
            foreach (var value in values.Except(taken))
            {
                var exception = Assert.Throws<JsonValueException>(() => Read(value, read));

                Assert.StartsWith($"The value expects {expected}; there is ", exception.Message, StringComparison.Ordinal);
                Assert.Equal(0, exception.Position);
            }

            foreach (var value in taken)
            {
                Read(value, read);
            }
        }

        Refuses(JsonValueReader.ReadText, "text", "\"\"", "\"x y\"", "null");
        Refuses(JsonValueReader.ReadBoolean, "true or false", "true", "false");
        Refuses(JsonValueReader.ReadByte, "a whole number (byte)", "1");
        Refuses(JsonValueReader.ReadSByte, "a whole number (sbyte)", "1");
        Refuses(JsonValueReader.ReadInt16, "a whole number (short)", "1");
        Refuses(JsonValueReader.ReadUInt16, "a whole number (ushort)", "1");
        Refuses(JsonValueReader.ReadInt32, "a whole number (int)", "1");
        Refuses(JsonValueReader.ReadUInt32, "a whole number (uint)", "1");
        Refuses(JsonValueReader.ReadInt64, "a whole number (long)", "1");
        Refuses(JsonValueReader.ReadUInt64, "a whole number (ulong)", "1");
        Refuses(JsonValueReader.ReadSingle, "a number (float)", "1", "-1.5");
        Refuses(JsonValueReader.ReadDouble, "a number (double)", "1", "-1.5");
        Refuses(JsonValueReader.ReadDecimal, "a number (decimal)", "1", "-1.5");
        Refuses(JsonValueReader.ReadChar, "text of one character");
        Refuses(JsonValueReader.ReadDateTime, "a date and time such as \"2024-12-31T23:59:59Z\"");
        Refuses(JsonValueReader.ReadDateTimeOffset, "a date and time such as \"2024-12-31T23:59:59Z\"");
        Refuses(JsonValueReader.ReadDateOnly, "a date such as \"2024-12-31\"");
        Refuses(JsonValueReader.ReadTimeOnly, "a time such as \"23:59:59\"");
        Refuses(JsonValueReader.ReadTimeSpan, "a span of time such as \"1.02:03:04\"");
        Refuses(JsonValueReader.ReadGuid, "a GUID");
        Refuses(JsonValueReader.ReadBytes, "base64 text", "\"\"", "null");
        Refuses((ref Utf8JsonReader reader) => JsonValueReader.ReadEnum<Small>(ref reader, isFlags: false), "one of the names First, Alias, Größe", "1");
        Refuses((ref Utf8JsonReader reader) => JsonValueReader.ReadEnum<Ways>(ref reader, isFlags: true), "one or more of the names None, Left, Right, Far", "1");
        Refuses(ReadNumbers, "an array", "[]", "[1]");
        Refuses(ReadEmpty, "an object", "{}", """{"a":1}""");
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1e309")]
    public void A_number_that_no_double_holds_is_refused(string number)
    {
        Assert.Throws<JsonValueException>(() => Read(number, JsonValueReader.ReadDouble));
        Assert.Throws<JsonValueException>(() => Read(number, JsonValueReader.ReadSingle));
        Assert.Throws<JsonValueException>(() => Read(number, JsonValueReader.ReadDecimal));
    }

    [Fact]
    public void A_number_that_only_a_double_holds_is_refused_for_a_float()
    {
        Assert.Equal(1e39, Read("1e39", JsonValueReader.ReadDouble));
        Assert.Equal(double.MaxValue, Read("1.7976931348623157E+308", JsonValueReader.ReadDouble));
        Assert.Equal(float.MaxValue, Read("3.4028235E+38", JsonValueReader.ReadSingle));
        Assert.Contains("a number (float); there is the number 1e39", Assert.Throws<JsonValueException>(() => Read("1e39", JsonValueReader.ReadSingle)).Message);
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("23:59:59")]
    [InlineData("23:59:59.5")]
    [InlineData("23:59:59.9999999")]
    [InlineData("01:02:03.0000000")]
    [InlineData("01:02")]
    public void A_time_is_read_as_the_serializer_reads_it(string text)
    {
        var json = $"\"{text}\"";

        Assert.Equal(JsonSerializer.Deserialize<TimeOnly>(json), Read(json, JsonValueReader.ReadTimeOnly));
        Assert.Equal(JsonSerializer.Deserialize<TimeSpan>(json), Read(json, JsonValueReader.ReadTimeSpan));
        Assert.Equal(JsonSerializer.Deserialize<TimeOnly>(json), Read(json.Replace(":", "\\u003a", StringComparison.Ordinal), JsonValueReader.ReadTimeOnly));
    }

    [Fact]
    public void What_the_serializer_writes_of_a_time_is_read()
    {
        foreach (var time in new[] { TimeOnly.MinValue, TimeOnly.MaxValue, new TimeOnly(23, 59, 59), new TimeOnly(1, 2, 3, 4, 5) })
        {
            Assert.Equal(time, Read(JsonSerializer.Serialize(time), JsonValueReader.ReadTimeOnly));
        }

        foreach (var span in new[] { TimeSpan.MinValue, TimeSpan.MaxValue, TimeSpan.Zero, new TimeSpan(-1, 2, 3), TimeSpan.FromTicks(-1), new TimeSpan(7, 0, 0, 1) })
        {
            Assert.Equal(span, Read(JsonSerializer.Serialize(span), JsonValueReader.ReadTimeSpan));
        }
    }

    [Theory]
    [InlineData("24:00:00")]
    [InlineData("-01:00:00")]
    [InlineData("1")]
    [InlineData("1.02:03:04")]
    [InlineData(" 01:02:03")]
    [InlineData("01:02:03 ")]
    [InlineData("01:02:60")]
    [InlineData("01:02:03.12345678")]
    [InlineData("")]
    public void What_is_no_time_is_refused(string text) => Assert.Throws<JsonValueException>(() => Read($"\"{text}\"", JsonValueReader.ReadTimeOnly));

    [Theory]
    [InlineData("\"First\"", 1)]
    [InlineData("\"Alias\"", 1)]
    [InlineData("\"Größe\"", 2)]
    [InlineData("\"Gr\\u00f6\\u00dfe\"", 2)]
    [InlineData("-128", -128)]
    [InlineData("127", 127)]
    public void An_enum_is_the_name_of_a_member_or_a_number_in_its_range(string json, int value) =>
        Assert.Equal((Small)value, Read(json, (ref Utf8JsonReader reader) => JsonValueReader.ReadEnum<Small>(ref reader, isFlags: false)));

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("\"-1\"")]
    [InlineData("\"99\"")]
    [InlineData("\"\"")]
    [InlineData("\"first\"")]
    [InlineData("\" First\"")]
    [InlineData("\"First, Größe\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("128")]
    [InlineData("-129")]
    [InlineData("1.5")]
    [InlineData("1e400")]
    [InlineData("true")]
    public void Anything_else_is_no_value_of_an_enum(string json) => Assert.Throws<JsonValueException>(
        () => Read(json, (ref Utf8JsonReader reader) => JsonValueReader.ReadEnum<Small>(ref reader, isFlags: false)));

    [Fact]
    public void Flags_are_names_or_a_number()
    {
        static Ways Of(string json) => Read(json, (ref Utf8JsonReader reader) => JsonValueReader.ReadEnum<Ways>(ref reader, isFlags: true));

        Assert.Equal(Ways.Left | Ways.Far, Of("\"Left, Far\""));
        Assert.Equal(Ways.Left | Ways.Right, Of("\"Right,L\\u0065ft\""));
        Assert.Equal((Ways)ulong.MaxValue, Of("18446744073709551615"));
        Assert.Equal(Ways.None, Of("\"None\""));
        foreach (var wrong in new[] { "\"Left,\"", "\"Left, 2\"", "\"Left Right\"", "\"3\"", "-1", "18446744073709551616" })
        {
            Assert.Throws<JsonValueException>(() => Of(wrong));
        }
    }

    [Theory]
    [InlineData("""{"post_code":"1","straße":"a","count":3}""")]
    [InlineData("""{"count":3,"PostCode":"1","STRAßE":"a"}""")]
    [InlineData("""{"post\u0043ode":"1","Stra\u00dfe":"a","c\u006funt":3}""")]
    [InlineData("""{"":[{}],"_":1,"postcod":1,"POST_CODE_":"1","post_codes":{"post_code":2},"straße":"a","\u0063ount":3}""")]
    public void Members_are_found_by_their_names_however_they_are_written(string json) => Assert.Equal(("1", "a", 3), Read(json, ReadPart));

    [Theory]
    [InlineData("""{"count":1}""", 10, "is missing; it expects text")]
    [InlineData("""{"post_code":null}""", 13, "cannot be null; it expects text")]
    [InlineData("""{"post_code":"1","count":null}""", 25, "cannot be null; it expects a whole number (int)")]
    [InlineData("""{"post_code":"1","PostCode":"2"}""", 17, "is given twice, here as \"PostCode\"")]
    [InlineData("""{"straße":"1","stra\u00dfe":"2"}""", 15, "is given twice, here as \"stra\\u00dfe\"")]
    [InlineData("""{"post_code":"1","count":[1]}""", 25, "expects a whole number (int); there is an array")]
    [InlineData("""{"post_code":{"a":1}}""", 13, "expects text; there is an object")]
    [InlineData("""{"post_code":"\ud800"}""", 13, "holds half of a surrogate pair, which is no valid Unicode: the text \"\\ud800\"")]
    [InlineData("""{"\udc00":1,"post_code":"1"}""", 1, "holds half of a surrogate pair, which is no valid Unicode: the text \"\\udc00\"")]
    public void What_an_object_lacks_or_has_too_much_is_said(string json, int position, string predicate)
    {
        var exception = Assert.Throws<JsonValueException>(() => Read(json, ReadPart));

        Assert.Equal((position, predicate), ((int)exception.Position, exception.Predicate));
    }

    [Fact]
    public void Objects_of_more_than_sixty_four_members_are_held_to_each()
    {
        var members = Enumerable.Range(0, 200).Select(i => new JsonMember($"m{i}", "a whole number (int)", JsonMemberRules.Read)).ToArray();
        int[] ReadAll(ref Utf8JsonReader reader)
        {
            var values = new int[members.Length];
            var read = new JsonObjectReader(ref reader, members, strict: true);
            while (read.Next(ref reader, out var member))
            {
                values[member] = JsonValueReader.ReadInt32(ref reader);
            }

            return values;
        }

        static string Json(IEnumerable<int> order) => $"{{{string.Join(',', order.Select(i => $"\"m{i}\":{i}"))}}}";

        Assert.Equal(Enumerable.Range(0, 200), Read(Json(Enumerable.Range(0, 200)), ReadAll));
        Assert.Equal(Enumerable.Range(0, 200), Read(Json(Enumerable.Range(0, 200).Reverse()), ReadAll));
        foreach (var member in new[] { 0, 63, 64, 127, 128, 199 })
        {
            Assert.Equal($"m{member}", Assert.Throws<JsonValueException>(() => Read(Json(Enumerable.Range(0, 200).Where(i => i != member)), ReadAll)).Member);
            Assert.Equal($"m{member}", Assert.Throws<JsonValueException>(() => Read(Json(Enumerable.Range(0, 200).Append(member)), ReadAll)).Member);
        }
    }

    private static List<int> ReadNumbers(ref Utf8JsonReader reader)
    {
        JsonValueReader.StartArray(ref reader, "an array");
        var items = new List<int>();
        while (JsonValueReader.NextItem(ref reader))
        {
            items.Add(JsonValueReader.ReadInt32(ref reader));
        }

        return items;
    }

    private static bool ReadEmpty(ref Utf8JsonReader reader) => new JsonObjectReader(ref reader, [], strict: true).Next(ref reader, out _);

    private static (string? PostCode, string? Street, int Count) ReadPart(ref Utf8JsonReader reader)
    {
        var part = (PostCode: (string?)null, Street: (string?)null, Count: 0);
        var read = new JsonObjectReader(ref reader, s_part, strict: true);
        while (read.Next(ref reader, out var member))
        {
            switch (member)
            {
                case 0:
                    part.PostCode = JsonValueReader.ReadText(ref reader);
                    break;
                case 1:
                    part.Street = JsonValueReader.ReadText(ref reader);
                    break;
                case 2:
                    part.Count = JsonValueReader.ReadInt32(ref reader);
                    break;
            }
        }

        return part;
    }

    private static T Read<T>(string json, Reads<T> read)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return read(ref reader);
    }
}
