using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Distil.Pipelines.Tests.Helpers;
using Run = Distil.Pipelines.Tests.Helpers.Run;

namespace Distil.Pipelines.Tests.JsonLines;

/// <summary>What System.Text.Json makes of a line, told to take nothing of another shape, a source of JSON lines makes of it, too.</summary>
public sealed class SerializerTests
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly JsonSerializerOptions s_written = new(s_options) { RespectNullableAnnotations = false };

    /// <summary>All members but enums: the serializer takes numbers as text for these.</summary>
    private static readonly string[] s_members =
        ["p", "name", "spot", "must", "grid", "points", "spots", "words", "numbers", "score", "clock", "spans", "adr", "flags"];

    private static readonly string[] s_values =
    [
        "null", "true", "false", "0", "-0", "7", "-1", "1.0", "1.5", "1e2", "1e400", "2147483648", "123456789012345678901234567890", "\"\"", "\"text\"", "\"7\"",
        "\"true\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"23:59:59\"", "\"1.02:03:04\"", "\"é\"", "[]", "{}", "[[]]", "[{}]", "[null]", "[[null]]", "{\"\":[]}",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_line_is_read_or_refused_as_the_serializer_does(int seed)
    {
        using var folder = new TemporaryDirectory();
        var random = new Random(seed);
        var (read, refused) = (0, 0);
        for (var round = 0; round < 150; round++)
        {
            var line = Line(random);
            var expected = Serialized(() => JsonSerializer.Deserialize<Shapes>(line, s_options));

            // The second line is read the fast way first.
            File.WriteAllText(folder["in.jsonl"], line + "\n" + line);
            string? made;
            try
            {
                made = round % 2 == 0
                    ? Only((await Run.WithLimit(options => new PassShapes(folder["in.jsonl"]).RunAsync(options))).Out)
                    : Only((await Run.WithLimit(options => new ReadShapes(folder["in.jsonl"]).RunAsync(options))).Out);
                read++;
            }
            catch (PipelineFailedException exception) when (exception.InnerException is JsonLinesException fault)
            {
                Assert.Equal(1, fault.Line);
                Assert.InRange(fault.Column, 1, line.Length + 1);
                made = null;
                refused++;
            }

            Assert.True(
                expected is null == made is null && (made is null || JsonNode.DeepEquals(JsonNode.Parse(expected!), JsonNode.Parse(made))),
                $"Seed {seed}, round {round}: {line}\nthe serializer: {expected ?? "refused"}\nwe: {made ?? "refused"}");
        }

        Assert.True(read > 20 && refused > 20, $"{read} lines were read, {refused} refused.");

        static string Only<T>(IEnumerable<T> rows)
        {
            var texts = rows.Select(row => JsonSerializer.Serialize(row, s_written)).ToList();
            Assert.Equal(2, texts.Count);
            Assert.Equal(texts[0], texts[1]);
            return texts[0];
        }
    }

    /// <summary>The value, written again; null: it is refused, or is a number that cannot be written.</summary>
    private static string? Serialized(Func<Shapes?> read)
    {
        try
        {
            return JsonSerializer.Serialize(read(), s_written);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string Line(Random random)
    {
        var members = s_members.OrderBy(_ => random.Next()).Take(random.Next(1, 5)).Select(member => (Name: member, Value: Right(random, member))).ToList();
        if (random.Next(3) > 0)
        {
            // One value of whatever shape, somewhere.
            var at = random.Next(members.Count);
            var value = members[at].Value;
            var places = Enumerable.Range(0, value.Length).Where(i => value[i] is '1' or 't' or '{' && value[^1] is '}' or ']').ToList();
            members[at] = (members[at].Name, places.Count > 0 && random.Next(3) > 0
                ? Replaced(value, places[random.Next(places.Count)], s_values[random.Next(s_values.Length)])
                : s_values[random.Next(s_values.Length)]);
        }

        return $"{{\"id\":1,{string.Join(',', members.Select(member => $"\"{member.Name}\":{(random.Next(4) == 0 ? " " : "")}{member.Value}"))}}}";
    }

    /// <summary>A number, a boolean or an object in a value becomes something else.</summary>
    private static string Replaced(string value, int at, string by)
    {
        var rest = Encoding.UTF8.GetBytes(value[at..]);
        var reader = new Utf8JsonReader(rest, isFinalBlock: false, default);
        try
        {
            reader.Read();
            reader.TrySkip();
        }
        catch (JsonException)
        {
            return value;
        }

        return value[..at] + by + Encoding.UTF8.GetString(rest[(int)reader.BytesConsumed..]);
    }

    private static string Right(Random random, string member)
    {
        string Pt() => random.Next(4) switch
        {
            0 => "{}",
            1 => """{"x":1}""",
            2 => """{"na\u006de":"t","x":null,"other":{"x":[1,"x"]}}""",
            _ => """{"name":null,"x":1}""",
        };
        string Spot() => random.Next(3) switch
        {
            0 => """{"x":1}""",
            1 => $$"""{"inner":{{Pt()}},"is_on":true,"x":1,"note":"n"}""",
            _ => $$"""{"x":1,"more":[{{Pt()}}],"inner":null}""",
        };
        string List(Func<string> item) => $"[{string.Join(random.Next(2) == 0 ? "," : " , ", Enumerable.Range(0, random.Next(4)).Select(_ => item()))}]";
        return member switch
        {
            "p" => Pt(),
            "name" => "\"text\"",
            "spot" or "must" => Spot(),
            "grid" => List(() => List(() => "1")),
            "points" => List(Pt),
            "spots" => List(() => List(Spot)),
            "words" => List(() => "\"t\\n\""),
            "numbers" => List(() => "1.5"),
            "score" => "1.25",
            "clock" => "\"11:12:13\"",
            "spans" => List(() => "\"1.02:03:04\""),
            "adr" => """{"straße":"a","at":{"x":1}}""",
            _ => List(() => "true"),
        };
    }
}
