using Distil.Pipelines.Tests.Helpers;
using Run = Distil.Pipelines.Tests.Helpers.Run;

namespace Distil.Pipelines.Tests.JsonLines;

/// <summary>Values of another shape are refused with their place, wherever they stand and however the line is read.</summary>
public sealed class NestedShapeTests
{
    /// <summary>A member, a value of it that is right, and values that are not: <c>¦</c> stands before what is refused.</summary>
    public static TheoryData<string, string, string[]> Wrong => new()
    {
        {
            "p", """{"x":1,"name":"n"}""",
            [
                """¦"a text" """, "¦1", "¦true", "¦[]", """¦[{"x":1}]""", """{"x":¦"1"}""", """{"x":¦[1]}""", """{"x":¦{}}""", """{"x":¦1.5}""",
                """{"x":¦1e400}""", """{"x":¦2147483648}""", """{"x":1,¦"X":2}""", """{"x":1,¦"\u0078":1}""", """{"name":¦1}""", """{"name":¦["a"]}""",
                """{"x":1,"name":¦"\ud800"}""", """{¦"\ud800":1}""",
            ]
        },
        {
            "spot", """{"x":1}""",
            [
                """¦"a" """, "¦false", "¦[]", "¦7", "{¦}", """{"x":¦null}""", """{"x":¦"7"}""", """{"x":1,"inner":¦7}""", """{"x":1,"inner":{"x":¦"t"}}""",
                """{"x":1,"inner":¦[{"x":2}]}""", """{"x":1,"is_on":¦1}""", """{"x":1,"is_on":¦null}""", """{"x":1,"note":¦null}""",
            ]
        },
        { "must", """{"x":1}""", ["¦null", "¦[]", """{"inner":{}¦}"""] },
        {
            "grid", "[[1],[2]]",
            ["[[1],¦2,3]", """¦"text" """, "¦{}", "¦1", "[[1],¦{}]", """[[¦"1"]]""", "[[1,¦null]]", "[[¦[1]]]", "[[¦true]]", """[¦"[1]"]""", "[[1],[¦1.5]]"]
        },
        { "points", """[{"x":1}]""", ["[¦1]", """[¦"a"]""", "[¦[]]", "¦{}", """¦"x" """, """[{"x":1},¦true]""", """[{"x":1},{"x":¦"2"}]"""] },
        { "spots", """[[{"x":1}]]""", ["[[¦1]]", """[[{"x":1},¦null]]""", "[[{¦}]]", """[¦{"x":1}]""", "¦3"] },
        { "words", """["a"]""", ["[¦1]", """[¦["a"]]""", """¦"a" """, "[¦true]", """["a",¦{}]""", """["\u00e9",¦"\udc00"]"""] },
        { "numbers", "[1.5]", ["[¦1e400]", """[¦"1"]""", "[1.5,¦-1e999]", "[¦null]", "¦1.5", "[¦[1.5]]"] },
        { "score", "1.5", ["¦1e400", "¦-1e400", """¦"1.5" """, "¦[1.5]", "¦null"] },
        { "level", "\"Low\"", ["¦\"99\"", "¦\"-1\"", "¦\"7\"", "¦\"Low, High\"", "¦\"low\"", "¦\"\"", "¦true", "¦1.5", "¦2147483648", "¦[]", "¦[\"Low\"]"] },
        { "levels", "[\"Low\"]", ["[¦\"99\"]", "[¦null]", "¦\"Low\"", "[\"High\",¦\"Higher\"]", "[¦-2147483649]"] },
        { "ways", "\"Up\"", ["¦\"3\"", "¦\"Up, 2\"", "¦\"Up,\"", "¦\"Up, Left\"", "¦null", "¦{}"] },
        { "clock", "\"23:59:59\"", ["¦\"24:00:00\"", "¦\"1.00:00:00\"", "¦1", "¦[\"23:59:59\"]"] },
        { "spans", "[\"1.02:03:04\"]", ["[¦\"x\"]", "[¦1]", "¦\"1.02:03:04\""] },
        { "flags", "[true]", ["[¦0]", "[¦\"true\"]", "[¦null]"] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_value_of_another_shape_is_refused_with_its_place(string member, string right, string[] wrong)
    {
        using var folder = new TemporaryDirectory();
        foreach (var value in wrong)
        {
            var line = Line(member, value);
            var column = line.IndexOf('¦', StringComparison.Ordinal) + 1;
            line = line.Remove(column - 1, 1);
            foreach (var before in new[] { 0, 3 })
            {
                // After lines that are laid out alike it is read the fast way first.
                var path = folder["in.jsonl"];
                File.WriteAllText(path, string.Concat(Enumerable.Repeat(Line(member, right) + "\n", before)) + line + "\n" + Line(member, right));
                var start = $"Line {before + 1}, column {column} of '{path}': ";

                Assert.StartsWith(start, (await FaultAsync(options => new PassShapes(path).RunAsync(options))).Message, StringComparison.Ordinal);
                Assert.StartsWith(start, (await FaultAsync(options => new ReadShapes(path).RunAsync(options))).Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_data_set_that_was_changed_is_refused_with_its_place(string member, string right, string[] wrong)
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder["in.jsonl"], Line(member, right));
        var result = await Run.WithLimit(options => new PassShapes(folder["in.jsonl"]).RunAsync(options), new RunOptions { Directory = folder["run"] });
        var written = Assert.Single(result.Out.Files);
        foreach (var value in wrong.Where(value => !IsTakenAsWritten(value)))
        {
            var line = Line(member, value);
            var column = line.IndexOf('¦', StringComparison.Ordinal) + 1;
            File.WriteAllText(written, Line(member, right) + "\n" + line.Remove(column - 1, 1) + "\n");

            var exception = Assert.Throws<RunDirectoryException>(() => result.Out.Count(row => row.Id == 1));

            Assert.StartsWith($"Line 2, column {column} of '{written}' is no row of the data set 'Out': ", exception.Message, StringComparison.Ordinal);
        }

        // What a run has written holds to its types; only that members are there is not asked.
        static bool IsTakenAsWritten(string value) => value.Contains('¦' + "}", StringComparison.Ordinal) || value.Contains("\"note\":¦null", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_names_the_column_or_the_way_to_the_value()
    {
        using var folder = new TemporaryDirectory();
        foreach (var (line, message) in new[]
        {
            ("""{"id":2,"p":"a text","name":"two"}""", "the column 'p' expects an object or null; there is the text \"a text\"."),
            ("""{"id":1,"grid":[[1],2,3]}""", "the value 'grid[1]' expects an array (a whole number (int) each); there is the number 2."),
            ("""{"id":1,"spot":{"x":1,"inner":{"x":"t"}}}""", "the value 'spot.inner.x' expects a whole number (int); there is the text \"t\"."),
            ("""{"id":1,"points":[{},{"x":1,"X":2}]}""", "the value 'points[1].x' is given twice, here as \"X\"."),
            ("""{"id":1,"spots":[[],[{"x":1},{}]]}""", "the value 'spots[1][1].x' is missing; it expects a whole number (int)."),
            ("""{"id":1,"spot":{"x":null}}""", "the value 'spot.x' cannot be null; it expects a whole number (int)."),
            ("""{"id":1,"score":1e400}""", "the column 'score' expects a number (double); there is the number 1e400."),
            ("""{"id":1,"level":"99"}""", "the column 'level' expects one of the names Low, High or null; there is the text \"99\"."),
            ("""{"id":1,"ways":"99"}""", "the column 'ways' expects one or more of the names None, Up, Down; there is the text \"99\"."),
            ("""{"id":1,"levels":["-1"]}""", "the value 'levels[0]' expects one of the names Low, High; there is the text \"-1\"."),
        })
        {
            File.WriteAllText(folder["in.jsonl"], line);

            Assert.EndsWith("jsonl': " + message, (await FaultAsync(options => new PassShapes(folder["in.jsonl"]).RunAsync(options))).Message, StringComparison.Ordinal);
            Assert.EndsWith("jsonl': " + message, (await FaultAsync(options => new ReadShapes(folder["in.jsonl"]).RunAsync(options))).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The first line is read the slow way, the second the fast way, and what is written is read once more.</summary>
    [Theory]
    [InlineData("adr", """{"Stra\u00dfe":"a","post\u0043ode":"1"}""", "a 1")]
    [InlineData("adr", """{"POST_CODE":"1","STRAßE":"a","":{},"_":[1,{"x":[]}]}""", "a 1")]
    [InlineData("\\u0061dr", """{"stra\u00DFe":"a","p\u006fst_code":"1","other\ud83d\ude00":null}""", "a 1")]
    public async Task Members_of_nested_rows_are_found_as_at_top_level(string member, string value, string expected)
    {
        foreach (var row in await RowsAsync(member, value))
        {
            Assert.Equal(expected, $"{row.Adr?.Straße} {row.Adr?.PostCode}");
        }
    }

    [Theory]
    [InlineData("\"23:59:59\"")]
    [InlineData("\"23:59:59.0000000\"")]
    [InlineData("\"23:59:59.0\"")]
    public async Task A_time_is_read_as_the_serializer_writes_it(string value)
    {
        foreach (var row in await RowsAsync("clock", value))
        {
            Assert.Equal(new TimeOnly(23, 59, 59), row.Clock);
        }

        foreach (var row in await RowsAsync("spans", $"[{value},\"-1.02:03:04.5\",\"00:00:01\"]"))
        {
            Assert.Equal([new TimeSpan(23, 59, 59), -new TimeSpan(1, 2, 3, 4, 500), TimeSpan.FromSeconds(1)], row.Spans!);
        }
    }

    [Fact]
    public async Task An_enum_is_a_name_or_a_number()
    {
        foreach (var (value, level) in new[] { ("7", Level.High), ("\"H\\u0069gh\"", Level.High), ("0", Level.Low) })
        {
            foreach (var row in await RowsAsync("level", value))
            {
                Assert.Equal(level, row.Level);
            }

            foreach (var row in await RowsAsync("levels", $"[{value}, \"Low\"]"))
            {
                Assert.Equal([level, Level.Low], row.Levels);
            }
        }

        foreach (var (value, ways) in new[] { ("3", Ways.Up | Ways.Down), ("\"Down, Up\"", Ways.Up | Ways.Down), ("\"Down,Up\"", Ways.Up | Ways.Down), ("\"None\"", Ways.None) })
        {
            foreach (var row in await RowsAsync("ways", value))
            {
                Assert.Equal(ways, row.Ways);
            }
        }
    }

    [Fact]
    public async Task Nested_values_of_the_right_shape_are_read()
    {
        foreach (var row in await RowsAsync("spot", """{"inner":{"name":"\ud83d\ude00","x":null,"more":[[[1e999]]]},"x":-0}"""))
        {
            Assert.Equal(new Spot(0, new Pt(null, "😀")) { Note = "none" }, row.Spot);
        }

        foreach (var row in await RowsAsync("grid", "[ [ ], [1 , -2147483648] ]"))
        {
            Assert.Equal([[], [1, int.MinValue]], row.Grid!);
        }

        foreach (var row in await RowsAsync("points", """[{},{"x":3,"name":""}]"""))
        {
            Assert.Equal([new Pt(), new Pt(3, "")], row.Points!);
        }
    }

    private static string Line(string member, string value) => $$"""{"id":1,"{{member}}":{{value}},"name":"two"}""";

    private static async Task<JsonLinesException> FaultAsync<T>(Func<RunOptions, Task<T>> run)
    {
        var exception = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(run));
        return Assert.IsType<JsonLinesException>(exception.InnerException);
    }

    /// <summary>The rows of three lines, in memory and from the files that are written.</summary>
    private static async Task<List<PassShapes.OutRow>> RowsAsync(string member, string value)
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder["in.jsonl"], string.Concat(Enumerable.Repeat(Line(member, value) + "\n", 3)));
        var memory = await Run.WithLimit(options => new PassShapes(folder["in.jsonl"]).RunAsync(options));
        var read = await Run.WithLimit(options => new ReadShapes(folder["in.jsonl"]).RunAsync(options), new RunOptions { Directory = folder["read"] });
        var files = await Run.WithLimit(options => new PassShapes(folder["in.jsonl"]).RunAsync(options), new RunOptions { Directory = folder["run"] });
        Assert.Equal(File.ReadAllText(Assert.Single(read.Out.Files)), File.ReadAllText(Assert.Single(files.Out.Files)));
        Assert.Equal((3, 3), (memory.Out.Count, files.Out.Count));
        return [.. memory.Out, .. files.Out];
    }
}
