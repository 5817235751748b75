using Distil.Pipelines.Tests.Helpers;
using Run = Distil.Pipelines.Tests.Helpers.Run;

namespace Distil.Pipelines.Tests.JsonLines;

/// <summary><c>[JsonPropertyName]</c> and <c>[JsonIgnore]</c> on the members of rows.</summary>
public sealed class NameTests
{
    private const string Line = """
        {"userName":"ann","id":1,"secret":"s","in":{"zipCode":"z","höhe \"m\"":6},"VALUES":[{"X":2,"hidden":"v"}],"body":{"a":1},"made":"m","only_read":"r","only_written":"w"}
        """;

    [Theory]
    [InlineData("""{"username":"a","id":1}""", "the column 'userName' is missing")]
    [InlineData("""{"user_name":"a","id":1}""", "the column 'userName' is missing")]
    [InlineData("""{"user":"a","id":1}""", "the column 'userName' is missing")]
    [InlineData("""{"userName":"a","id":1,"userName":"b"}""", "the column 'userName' is given in this line twice")]
    [InlineData("""{"userName":"a","id":1,"user\u004eame":"b"}""", "the column 'userName' is given in this line twice")]
    [InlineData("""{"userName":"a","id":1,"in":{"zip":"z"}}""", "in.zipCode' is missing")]
    [InlineData("""{"userName":"a","id":1,"in":{"ZipCode":"z"}}""", "in.zipCode' is missing")]
    public async Task A_name_is_read_letter_by_letter(string line, string problem)
    {
        using var folder = new TemporaryDirectory();
        var path = folder["in.jsonl"];
        foreach (var before in new[] { "", """{"userName":"a","id":1}""" + "\n" })
        {
            File.WriteAllText(path, before + line + "\n");
            var failed = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(options => new CopyNamed(path).RunAsync(options)));
            Assert.Contains(problem, Assert.IsType<JsonLinesException>(failed.InnerException).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Names_and_what_is_left_out_are_the_same_on_the_way_in_and_out()
    {
        using var folder = new TemporaryDirectory();
        var path = folder["in.jsonl"];

        // The second time a line is read the fast way; the third has escapes in its names.
        File.WriteAllLines(path, [Line, Line, Line.Replace("userName", "user\\u004eame", StringComparison.Ordinal)]);
        var options = new RunOptions { Directory = folder["out"] };
        var result = await Run.WithLimit(to => new CopyNamed(path).RunAsync(to), options);

        const string Written = """
            {"userName":"ann","id":1,"in":{"zipCode":"z","id":0,"note":"inner","höhe \"m\"":6},"VALUES":[{"X":2}],"level":4,"only_written":"unwritten","last":true}
            """;
        Assert.Equal(Enumerable.Repeat(Written, 3), File.ReadAllLines(folder["out/data/in/000001.jsonl"]));
        var row = (await result.In.ReadAsync().ToListAsync())[2];
        Assert.Equal((null, "ann", 1, 4, true, "unwritten"), (row.First, row.User, row.Id, row.Level, row.Last, row.OnlyWritten));
        Assert.Equal((null, null, null, null), (row.Secret, row.Made, row.Body, row.OnlyRead));
        Assert.Equal(("z", 6, "inner"), (row.Inner!.Zip, row.Inner.Height, row.Inner.Note));
        Assert.Same(Stream.Null, row.Inner.Open);
        Assert.Equal([new NamedValue(2)], row.Values);

        var schema = File.ReadAllText(folder["out/schema.json"]);
        var card = File.ReadAllText(folder["out/README.md"]);
        foreach (var name in new[] { "first", "userName", "id", "in", "VALUES", "level", "only_written", "last" })
        {
            Assert.Contains($"\"name\": \"{name}\"", schema, StringComparison.Ordinal);
            Assert.Contains($"| {name} |", card, StringComparison.Ordinal);
        }

        foreach (var name in new[] { "user", "inner", "secret", "body", "made", "only_read", "values" })
        {
            Assert.DoesNotContain($"\"name\": \"{name}\"", schema, StringComparison.Ordinal);
            Assert.DoesNotContain($"| {name} |", card, StringComparison.Ordinal);
        }

        // In memory a row has every column, read or not.
        var inMemory = (await Run.WithLimit(to => new CopyNamed(path).RunAsync(to))).In.First();
        Assert.Equal(("hidden", "made", "r", "unwritten"), (inMemory.Secret, inMemory.Made, inMemory.OnlyRead, inMemory.OnlyWritten));
    }

    [Fact]
    public async Task Columns_keep_their_names_and_those_of_files_follow_them_until_a_step_replaces_them()
    {
        using var folder = new TemporaryDirectory();
        var path = folder["in.jsonl"];
        File.WriteAllLines(path, [Line, Line]);
        var result = await Run.WithLimit(to => new SeeNames(path).RunAsync(to), new RunOptions { Directory = folder["out"] });

        Assert.Equal("ann hidden made 4 r unwritten z inner 6 True", (await result.Seen.ReadAsync().FirstAsync()).Seen);
        Assert.Contains("\"userName\":\"ann\"", Written("seen"), StringComparison.Ordinal);
        Assert.Equal("""{"id":1,"user":"ann!"}""", Written("replaced"));
        Assert.Equal("""{"userName":"ann"}""", Written("short"));
        Assert.Equal("""{"userName":"ann","id":null}""", Written("merged"));
        Assert.Equal("""{"theId":1,"user":"ann"}""", Written("typed"));
        Assert.Equal(new NamedLeaf(1, "ann"), await result.Typed.ReadAsync().FirstAsync());
        Assert.Equal("ann", (await result.Short.ReadAsync().FirstAsync()).User);

        string Written(string leaf) => File.ReadLines(folder[$"out/data/{leaf}/000001.jsonl"]).First();
    }

    [Fact]
    public async Task A_mapping_gives_a_column_another_name_in_files_too()
    {
        using var folder = new TemporaryDirectory();
        await Run.WithLimit(to => new MapNamed([new NamedRow("f", "ann", 1)]).RunAsync(to), new RunOptions { Directory = folder["out"] });
        Assert.StartsWith("""{"first":"f","owner":"ann","id":1,""", File.ReadAllText(folder["out/data/in/000001.jsonl"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nulls_and_defaults_are_left_out_where_the_row_says_so()
    {
        using var folder = new TemporaryDirectory();
        var id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        Sparse[] rows =
        [
            new(), new(B: 0), new("a", 0), new("a", 1), new(null, 0, id), new("a", 2, Guid.Empty, new DateTime(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc)),
        ];
        string[] lines =
        [
            """{"b":3}""",
            "{}",
            """{"a":"a"}""",
            """{"a":"a","b":1}""",
            """{"c":"00112233-4455-6677-8899-aabbccddeeff"}""",
            """{"a":"a","b":2,"c":"00000000-0000-0000-0000-000000000000","d":"2024-01-02T00:00:00Z"}""",
        ];
        var result = await Run.WithLimit(to => new WriteSparse(rows).RunAsync(to), new RunOptions { Directory = folder["out"] });
        Assert.Equal(lines, File.ReadAllLines(folder["out/data/in/000001.jsonl"]));

        // What was left out reads as it was.
        Assert.Equal(rows, (await result.In.ReadAsync().ToListAsync()).Select(row => new Sparse(row.A, row.B, row.C, row.D)));

        // Lines of others have the row's defaults; copied unread, they are written as if they had been read.
        File.WriteAllLines(folder["in.jsonl"], ["{}", "{}", """{"a":null,"b":0,"c":null}""", """{"a":"a","b":1,"c":null}""", """{"a":"b","b":1,"c":null}"""]);
        await Run.WithLimit(to => new CopySparse(folder["in.jsonl"]).RunAsync(to), new RunOptions { Directory = folder["copied"] });
        Assert.Equal(
            ["""{"b":3}""", """{"b":3}""", "{}", """{"a":"a","b":1}""", """{"a":"b","b":1}"""], File.ReadAllLines(folder["copied/data/in/000001.jsonl"]));
    }
}
