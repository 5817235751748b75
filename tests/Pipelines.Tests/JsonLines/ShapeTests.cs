using System.Globalization;
using System.Text.Json;
using Distil.Pipelines.Tests.Helpers;
using Run = Distil.Pipelines.Tests.Helpers.Run;

namespace Distil.Pipelines.Tests.JsonLines;

/// <summary>A value of another shape than its type is refused where it stands; whatever is written is read again, the same everywhere.</summary>
public sealed class ShapeTests
{
    [Theory]
    [InlineData("""{"id":2,"p":"a text","name":"two"}""", "p", "an object", "the text \"a text\"")]
    [InlineData("""{"id":2,"p":7,"name":"two"}""", "p", "an object", "the number 7")]
    [InlineData("""{"id":2,"p":true,"name":"two"}""", "p", "an object", "true")]
    [InlineData("""{"id":2,"p":[{"x":1}],"name":"two"}""", "p", "an object", "an array")]
    [InlineData("""{"id":2,"p":{"x":"1"},"name":"two"}""", "p.x", "a whole number (int)", "the text \"1\"")]
    [InlineData("""{"id":2,"v":"a","name":"two"}""", "v", "an object", "the text \"a\"")]
    [InlineData("""{"id":2,"v":[],"name":"two"}""", "v", "an object", "an array")]
    [InlineData("""{"id":1,"n":[[1],2,3]}""", "n[1]", "an array", "the number 2")]
    [InlineData("""{"id":1,"n":[[1],"x"]}""", "n[1]", "an array", "the text \"x\"")]
    [InlineData("""{"id":1,"n":"x"}""", "n", "an array", "the text \"x\"")]
    [InlineData("""{"id":1,"n":{"a":[1]}}""", "n", "an array", "an object")]
    [InlineData("""{"id":1,"n":[[1],{"a":2}]}""", "n[1]", "an array", "an object")]
    [InlineData("""{"id":1,"pts":[{"x":1},"x"]}""", "pts[1]", "an object", "the text \"x\"")]
    [InlineData("""{"id":1,"pts":{"x":1}}""", "pts", "an array", "an object")]
    [InlineData("""{"id":1,"adr":{"at":[1]}}""", "adr.at", "an object", "an array")]
    [InlineData("""{"id":1,"level":"99"}""", "level", "one of the names", "the text \"99\"")]
    [InlineData("""{"id":1,"level":"-1"}""", "level", "one of the names", "the text \"-1\"")]
    [InlineData("""{"id":1,"level":" High"}""", "level", "one of the names", "the text \" High\"")]
    [InlineData("""{"id":1,"level":"Low, High"}""", "level", "one of the names", "the text \"Low, High\"")]
    [InlineData("""{"id":1,"level":3000000000}""", "level", "one of the names", "the number 3000000000")]
    [InlineData("""{"id":1,"level":1.5}""", "level", "one of the names", "the number 1.5")]
    [InlineData("""{"id":1,"level":true}""", "level", "one of the names", "true")]
    [InlineData("""{"id":1,"ways":"Up, 2"}""", "ways", "one or more of the names", "the text \"Up, 2\"")]
    [InlineData("""{"id":1,"ways":"3"}""", "ways", "one or more of the names", "the text \"3\"")]
    [InlineData("""{"id":1,"all_ways":["Up","7"]}""", "all_ways[1]", "one or more of the names", "the text \"7\"")]
    [InlineData("""{"id":1,"d":1e400}""", "d", "a number (double)", "the number 1e400")]
    [InlineData("""{"id":1,"d":-1e400}""", "d", "a number (double)", "the number -1e400")]
    [InlineData("""{"id":1,"f":1e39}""", "f", "a number (float)", "the number 1e39")]
    [InlineData("""{"id":1,"h":70000}""", "h", "a number (Half)", "the number 70000")]
    [InlineData("""{"id":1,"ds":[1,1e400]}""", "ds[1]", "a number (double)", "the number 1e400")]
    [InlineData("""{"id":1,"c":"1.00:00:00"}""", "c", "a time", "the text \"1.00:00:00\"")]
    [InlineData("""{"id":1,"c":"-01:00:00"}""", "c", "a time", "the text \"-01:00:00\"")]
    public async Task A_value_of_another_shape_is_refused_where_it_stands(string line, string column, string expected, string found)
    {
        using var folder = new TemporaryDirectory();

        // As the first line it is read the slow way; behind a line that is laid out alike, the fast one.
        var right = """{"id":1,"p":null,"name":"x"}""";
        foreach (var before in new[] { "", right + "\n" + right + "\n" })
        {
            var path = folder["in.jsonl"];
            File.WriteAllText(path, before + line + "\n" + right + "\n");
            foreach (var run in new Func<RunOptions, Task>[] { options => new CopyShaped(path).RunAsync(options), options => new ReadShaped(path).RunAsync(options) })
            {
                var failed = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(options => Done(run(options))));
                var exception = Assert.IsType<JsonLinesException>(failed.InnerException);
                Assert.Equal((path, before.Length == 0 ? 1 : 3), (exception.File, (int)exception.Line));
                Assert.Contains($"'{column}' expects {expected}", exception.Message, StringComparison.Ordinal);
                Assert.EndsWith($"there is {found}.", exception.Message, StringComparison.Ordinal);
                Assert.Equal(1 + line.LastIndexOf(Token(found), StringComparison.Ordinal), exception.Column);
            }
        }

        static string Token(string found) => found switch
        {
            "an array" => "[",
            "an object" => "{\"",
            "true" => "true",
            _ when found.StartsWith("the text ", StringComparison.Ordinal) => found["the text ".Length..],
            _ => found["the number ".Length..],
        };
    }

    [Theory]
    [InlineData("""{"id":2,"p":"a text"}""", "an object")]
    [InlineData("""{"id":2,"n":[[1],2]}""", "an array")]
    [InlineData("""{"id":2,"v":3}""", "an object")]
    [InlineData("""{"id":2,"level":"99"}""", "one of the names Low, High")]
    [InlineData("""{"id":2,"d":1e400}""", "1e400")]
    public async Task A_data_set_that_was_changed_is_refused_where_it_was(string line, string expected)
    {
        using var folder = new TemporaryDirectory();
        var result = await Run.WithLimit(options => new WriteShaped([new Shaped(1), new Shaped(2)]).RunAsync(options), new RunOptions { Directory = folder["run"] });
        var file = result.In.Files.Single();
        File.WriteAllText(file, File.ReadAllLines(file)[0] + "\n" + line + "\n");

        var exception = Assert.Throws<RunDirectoryException>(() => result.In.ToList());

        Assert.StartsWith("Line 2, column ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":1,"adr":{"Stra\u00dfe":"a","post\u0043ode":"1"}}""")]
    [InlineData("""{"id":1,"adr":{"STRA\u00dfE":"a","\u0070ost_code":"1"}}""")]
    [InlineData("""{"id":1,"\u0061dr":{"straße":"a","Post_Code":"1"}}""")]
    public async Task Names_of_nested_members_are_compared_unescaped(string line)
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder["in.jsonl"], line + "\n" + line + "\n");

        var copied = await Run.WithLimit(options => new CopyShaped(folder["in.jsonl"]).RunAsync(options), new RunOptions { Directory = folder["run"] });

        Assert.All(copied.In, row => Assert.Equal(new Adr("a", "1"), row.Adr));
    }

    [Fact]
    public async Task Values_are_read_as_other_libraries_write_them()
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder["in.jsonl"], """
            {"id":1,"level":7,"ways":3,"all_ways":[1,"Down","Up, Down"],"c":"23:59:59","s":"1.02:03:04","t":"2024-02-29T12:00:00+02:00","h":1.5}
            {"id":2,"level":-2147483648,"ways":"Down, Up","all_ways":[],"c":"23:59:59.5","s":"00:00:01.25","t":"2024-02-29T12:00:00","h":2}
            """);

        foreach (var rows in new[]
        {
            (await Run.WithLimit(options => new CopyShaped(folder["in.jsonl"]).RunAsync(options))).In.Select(row => (row.Level, row.Ways, row.C, row.S, row.T, row.H)),
            (await Run.WithLimit(options => new ReadShaped(folder["in.jsonl"]).RunAsync(options))).In.Select(row => (row.Level, row.Ways, row.C, row.S, row.T, row.H)),
        })
        {
            Assert.Equal(
                [
                    (Level.High, Ways.Up | Ways.Down, new TimeOnly(23, 59, 59), new TimeSpan(1, 2, 3, 4), new DateTime(2024, 2, 29, 10, 0, 0, DateTimeKind.Utc), (Half)1.5),
                    ((Level)int.MinValue, Ways.Up | Ways.Down, new TimeOnly(23, 59, 59, 500), TimeSpan.FromSeconds(1.25), new DateTime(2024, 2, 29, 12, 0, 0), (Half)2),
                ],
                rows);
            Assert.Equal(DateTimeKind.Utc, rows.First().T!.Value.Kind);
        }
    }

    [Fact]
    public async Task Fractional_numbers_always_show_that_they_are()
    {
        using var folder = new TemporaryDirectory();
        Shaped[] rows =
        [
            new(1, D: 8, F: 8, H: (Half)8, M: 8, Ds: [8, 8.5, -0.0, 1e300, 1e15, 123456789012345678], V: new PtValue(1, 8)),
            new(2, D: 0, F: -0f, H: (Half)0.5, M: 8.50m, Ds: [0.1, 1e-7, 100, -5], V: new PtValue(1, -8)),
        ];
        var written = await Run.WithLimit(options => new WriteShaped(rows).RunAsync(options), new RunOptions { Directory = folder["0"] });
        var lines = File.ReadAllLines(written.In.Files.Single());
        Assert.Equal("\"d\":8.0,\"f\":8.0,\"h\":8.0,\"m\":8.0,\"ds\":[8.0,8.5,-0.0,1E+300,1000000000000000.0,1.2345678901234568E+17]", Numbers(lines[0]));
        Assert.Contains("\"v\":{\"x\":1,\"y\":8.0}", lines[0], StringComparison.Ordinal);
        Assert.Equal("\"d\":0.0,\"f\":-0.0,\"h\":0.5,\"m\":8.50,\"ds\":[0.1,1E-07,100.0,-5.0]", Numbers(lines[1]));
        Assert.Equal([8.0, 0.0], written.In.Select(row => row.D!.Value));

        // A value that no step reads is written in the same way, however it stood.
        File.WriteAllText(folder["in.jsonl"], """
            {"id":1,"d":8,"f":8,"h":8,"m":8,"ds":[8,8.5,-0.0,1e300,1e15,123456789012345678],"v":{"x":1,"y":8}}
            {"id":2,"d":0,"f":-0.0,"h":0.50,"m":8.50,"ds":[0.10,0.0000001,1e2,-5.0],"v":{"x":1,"y":-8.0}}

            """.ReplaceLineEndings("\n"));
        var copied = await Run.WithLimit(options => new CopyShaped(folder["in.jsonl"]).RunAsync(options), new RunOptions { Directory = folder["1"] });
        var read = await Run.WithLimit(options => new ReadShaped(folder["in.jsonl"]).RunAsync(options), new RunOptions { Directory = folder["2"] });
        Assert.Equal(lines, File.ReadAllLines(copied.In.Files.Single()));
        Assert.Equal(lines, File.ReadAllLines(read.In.Files.Single()));
        Assert.Equal(lines, File.ReadAllLines((await Run.WithLimit(options => new CopyShaped(written.In.Files.Single()).RunAsync(options), new RunOptions { Directory = folder["3"] })).In.Files.Single()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sv-SE")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public async Task Enums_are_written_and_read_back_in_every_culture(string culture)
    {
        using var folder = new TemporaryDirectory();
        Enums[] rows =
        [
            new(OfSByte.A, OfByte.C, OfInt16.Low, OfUInt16.C, OfInt32.A, OfUInt32.High, OfInt64.A, OfUInt64.High, [OfInt32.C], new(OfSByte.C, OfUInt64.B)),
            new(OfSByte.B, OfByte.B, OfInt16.B | OfInt16.C, OfUInt16.A, OfInt32.C, OfUInt32.B | OfUInt32.High, OfInt64.C, OfUInt64.B | OfUInt64.C, [], new(OfSByte.B, OfUInt64.High | OfUInt64.C)),
            new((OfSByte)(-3), (OfByte)99, (OfInt16)(-3), 0, (OfInt32)(-3), 0, (OfInt64)(-3), 0, [(OfInt32)(-3), OfInt32.A], new((OfSByte)(-5), 0), OfInt32.A),
            new((OfSByte)5, (OfByte)200, (OfInt16)4, (OfUInt16)40000, (OfInt32)int.MinValue, (OfUInt32)4, (OfInt64)long.MaxValue, (OfUInt64)(ulong.MaxValue - 1), [], new(0, (OfUInt64)4)),
        ];
        var own = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture;
            var written = await Run.WithLimit(options => new WriteEnums(rows).RunAsync(options), new RunOptions { Directory = folder["0"] });
            var lines = File.ReadAllLines(written.In.Files.Single());
            Assert.Equal(
                """{"i8":-3,"u8":99,"i16":-3,"u16":0,"i32":-3,"u32":0,"i64":-3,"u64":0,"all":[-3,"A"],"part":{"e":-5,"f":0},"given":"A"}""",
                lines[2]);
            Assert.Contains("\"i16\":\"B, C\"", lines[1], StringComparison.Ordinal);
            Assert.EndsWith("\"given\":-100}", lines[0], StringComparison.Ordinal);
            Assert.Contains("\"u64\":18446744073709551614", lines[3], StringComparison.Ordinal);
            Assert.Equal(rows.Select(Key), written.In.Select(row => Key(new Enums(row.I8, row.U8, row.I16, row.U16, row.I32, row.U32, row.I64, row.U64, [.. row.All], row.Part, row.Given))));

            // Without its default's column, and with it, from a file.
            File.WriteAllLines(folder["in.jsonl"], lines.Select((line, i) => i == 0 ? line.Replace(",\"given\":-100", "", StringComparison.Ordinal) : line));
            var copied = await Run.WithLimit(options => new CopyEnums(folder["in.jsonl"]).RunAsync(options), new RunOptions { Directory = folder["1"] });
            Assert.Equal(lines, File.ReadAllLines(copied.In.Files.Single()));
        }
        finally
        {
            CultureInfo.CurrentCulture = own;
            CultureInfo.DefaultThreadCurrentCulture = null;
        }

        static string Key(Enums row) => string.Join(
            '|', (long)row.I8, (long)row.U8, (long)row.I16, (long)row.U16, (long)row.I32, (long)row.U32, (long)row.I64, (ulong)row.U64, row.Part, (int)row.Given, string.Join(',', row.All));
    }

    [Fact]
    public async Task What_is_written_deep_is_read_and_what_is_deeper_is_refused_when_it_is_written()
    {
        using var folder = new TemporaryDirectory();

        // The line is one level, each link of the chain another.
        var deepest = Chained(255);
        var written = await Run.WithLimit(options => new WriteLinked([new Linked(deepest)]).RunAsync(options), new RunOptions { Directory = folder["0"] });
        Assert.Equal(deepest, written.In.Single().Chain);
        var read = await Run.WithLimit(options => new ReadLinked(written.In.Files.Single()).RunAsync(options), new RunOptions { Directory = folder["1"] });
        Assert.Equal(deepest, read.In.Single().Chain);

        foreach (var depth in new[] { 256, 900, 5000 })
        {
            var failed = await Assert.ThrowsAsync<PipelineFailedException>(() =>
                Run.WithLimit(options => new WriteLinked([new Linked(Chained(depth))]).RunAsync(options), new RunOptions { Directory = folder["deep" + depth] }));
            Assert.Contains("nested more than 256 levels deep", failed.ToString(), StringComparison.Ordinal);
            Assert.Equal("In", failed.StepName);

            File.WriteAllText(folder["deep.jsonl"], string.Concat(Enumerable.Repeat("""{"chain":{"depth":1,"next":""", 1)) + string.Concat(Enumerable.Repeat("""{"depth":1,"next":""", depth - 1)) + "null" + new string('}', depth + 1));
            var refused = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(options => new ReadLinked(folder["deep.jsonl"]).RunAsync(options)));
            Assert.Contains("nested more than 256 levels deep", Assert.IsType<JsonLinesException>(refused.InnerException).Message, StringComparison.Ordinal);
        }

        static Chain Chained(int depth)
        {
            Chain? chain = null;
            for (var i = depth; i > 0; i--)
            {
                chain = new Chain(i, chain);
            }

            return chain!;
        }
    }

    [Fact]
    public async Task A_local_time_is_written_as_its_instant()
    {
        using var folder = new TemporaryDirectory();
        var instant = new DateTime(2024, 7, 1, 12, 0, 0, DateTimeKind.Utc).AddTicks(1234560);
        var written = await Run.WithLimit(
            options => new WriteShaped([new Shaped(1, T: instant), new Shaped(2, T: instant.ToLocalTime()), new Shaped(3, T: new DateTime(2024, 7, 1))]).RunAsync(options),
            new RunOptions { Directory = folder["run"] });

        Assert.Equal(
            ["2024-07-01T12:00:00.123456Z", "2024-07-01T12:00:00.123456Z", "2024-07-01T00:00:00"],
            File.ReadAllLines(written.In.Files.Single()).Select(line => line.Split("\"t\":\"")[1].Split('"')[0]));
    }

    [Fact]
    public async Task Card_and_schema_name_the_columns_that_the_files_have()
    {
        using var folder = new TemporaryDirectory();
        var result = await Run.WithLimit(options => new Narrowed([new Shaped(1, D: 2)]).RunAsync(options), new RunOptions { Directory = folder["run"] });

        using var schema = JsonDocument.Parse(await File.ReadAllTextAsync(folder["run", "schema.json"]));
        var card = await File.ReadAllTextAsync(folder["run", "README.md"]);
        var described = schema.RootElement.GetProperty("data_sets").EnumerateArray().ToDictionary(
            dataset => dataset.GetProperty("leaf").GetString()!,
            dataset => dataset.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()!).ToList());
        Assert.Equal(["Chosen", "Dropped"], described.Keys);
        foreach (var (leaf, file) in new[] { ("Chosen", result.Chosen.Files.Single()), ("Dropped", result.Dropped.Files.Single()) })
        {
            using var row = JsonDocument.Parse(File.ReadLines(file).First());
            var columns = row.RootElement.EnumerateObject().Select(member => member.Name);
            Assert.Equal(columns, described[leaf]);
            Assert.Equal(columns, Columns(card, leaf));
        }

        static IEnumerable<string> Columns(string card, string leaf) => card.Split($"## {leaf.ToLowerInvariant()}\n")[1].Split("\n\n")[2 - 1].Split('\n')
            .Skip(2).Select(line => line.Split('|')[1].Trim());
    }

    private static string Numbers(string line) => line[line.IndexOf("\"d\"", StringComparison.Ordinal)..(line.IndexOf(']', line.IndexOf("\"ds\"", StringComparison.Ordinal)) + 1)];

    private static async Task<bool> Done(Task run)
    {
        await run;
        return true;
    }
}
