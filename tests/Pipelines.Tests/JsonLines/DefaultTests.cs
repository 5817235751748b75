using Distil.Pipelines.Tests.Helpers;
using Run = Distil.Pipelines.Tests.Helpers.Run;

namespace Distil.Pipelines.Tests.JsonLines;

/// <summary>What a line leaves out has the default that its row gives it, wherever the code lies that does.</summary>
public sealed class DefaultTests
{
    /// <summary>Lines, and what their rows hold: each stands twice, so that it is read the fast way, too.</summary>
    private static readonly (string Members, string? Note, int? Size, int? Count)[] s_lines =
    [
        ("", "none", 7, null),
        (""","note":"x" """, "x", 7, null),
        (""","size":1""", "none", 1, null),
        (""","count":9,"note":null,"size":null""", null, null, 9),
        (""","size":2,"note":"y","count":1""", "y", 2, 1),
    ];

    [Theory]
    [InlineData(nameof(ReadMine), 3)]
    [InlineData(nameof(ReadSmall), 3)]
    [InlineData(nameof(ReadConstructed), null)]
    [InlineData(nameof(ReadVisualBasic), 3)]
    [InlineData(nameof(ReadVisualBasicConstructed), null)]
    [InlineData(nameof(ReadBacked), 3)]
    public async Task A_member_that_a_line_lacks_has_the_default_of_its_row(string pipeline, int? count)
    {
        using var folder = new TemporaryDirectory();
        var path = folder["in.jsonl"];
        File.WriteAllLines(path, s_lines.SelectMany((line, id) => Enumerable.Repeat($$"""{"id":{{id}}{{line.Members}}}""", 2)));

        foreach (var directory in new[] { null, folder["out"] })
        {
            var rows = await Run.WithLimit(options => Read(pipeline, path, options), new RunOptions { Directory = directory });

            // Where no number is named, the constructor makes it of the row's own id.
            Assert.Equal(
                s_lines.SelectMany((line, id) => Enumerable.Repeat((id, line.Note, line.Size, line.Count ?? count ?? id + 1), 2)), rows);
        }
    }

    [Theory]
    [InlineData("""{"id":1}""", "name")]
    [InlineData("""{"name":"x"}""", "id")]
    [InlineData("""{"id":1,"name":"x"}""", "count")]
    [InlineData("""{"id":1,"name":"x","note":"y","size":1}""", "count")]
    public async Task A_member_without_a_default_is_missed(string line, string column)
    {
        using var folder = new TemporaryDirectory();
        var path = folder["in.jsonl"];
        File.WriteAllText(path, line + "\n");
        var failed = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(options => new ReadDemanding(path).RunAsync(options)));
        Assert.Contains($"the column '{column}' is missing", Assert.IsType<JsonLinesException>(failed.InnerException).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_that_must_be_given_stand_beside_defaults()
    {
        using var folder = new TemporaryDirectory();
        var path = folder["in.jsonl"];
        File.WriteAllLines(path, Enumerable.Repeat("""{"id":1,"name":"x","count":2}""", 3));
        var result = await Run.WithLimit(options => new ReadDemanding(path).RunAsync(options));
        Assert.Equal(Enumerable.Repeat((1, "x", "none", 7, 2), 3), result.In.Select(row => (row.Id, row.Name, row.Note, row.Size, row.Count)));
    }

    [Fact]
    public async Task Rows_within_rows_have_their_defaults()
    {
        using var folder = new TemporaryDirectory();
        var path = folder["in.jsonl"];
        string[] names = ["mine", "small", "constructed", "visual_basic", "visual_basic_constructed", "backed"];
        File.WriteAllLines(path, s_lines.SelectMany(line => Enumerable.Repeat(
            "{" + string.Join(',', names.Select(name => $$"""
                "{{name}}":{"id":5{{line.Members}}}
                """)) + "}", 2)));

        foreach (var directory in new[] { null, folder["out"] })
        {
            var result = await Run.WithLimit(options => new ReadHolder(path).RunAsync(options), new RunOptions { Directory = directory });
            var at = 0;
            await foreach (var row in result.In.ReadAsync())
            {
                var line = s_lines[at++ / 2];
                (int, string?, int?, int) Expected(int count) => (5, line.Note, line.Size, line.Count ?? count);
                Assert.Equal(Expected(3), (row.Mine!.Id, row.Mine.Note, row.Mine.Size, row.Mine.Count));
                Assert.Equal(Expected(3), (row.Small!.Value.Id, row.Small.Value.Note, row.Small.Value.Size, row.Small.Value.Count));
                Assert.Equal(Expected(6), (row.Constructed!.Id, row.Constructed.Note, row.Constructed.Size, row.Constructed.Count));
                Assert.Equal(Expected(3), (row.VisualBasic!.Id, row.VisualBasic.Note, row.VisualBasic.Size, row.VisualBasic.Count));
                Assert.Equal(
                    Expected(6),
                    (row.VisualBasicConstructed!.Id, row.VisualBasicConstructed.Note, row.VisualBasicConstructed.Size, row.VisualBasicConstructed.Count));
                Assert.Equal(Expected(3), (row.Backed!.Id, row.Backed.Note, row.Backed.Size, row.Backed.Count));
            }

            Assert.Equal(2 * s_lines.Length, at);
        }
    }

    [Theory]
    [InlineData("""{"demanding":[{"id":1,"name":"x","count":1},{"id":1,"name":"x"}]}""", "count")]
    [InlineData("""{"demanding":[{"id":1,"count":1}]}""", "name")]
    public async Task A_row_within_a_row_is_missed_what_it_lacks(string line, string member)
    {
        using var folder = new TemporaryDirectory();
        var path = folder["in.jsonl"];
        File.WriteAllText(path, line + "\n");
        var failed = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(options => new ReadHolder(path).RunAsync(options)));
        Assert.Contains($".{member}' is missing", Assert.IsType<JsonLinesException>(failed.InnerException).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_are_made_of_columns_have_their_defaults()
    {
        using var folder = new TemporaryDirectory();
        foreach (var directory in new[] { null, folder["out"] })
        {
            var result = await Run.WithLimit(options => new DescribeIds([new(4)]).RunAsync(options), new RunOptions { Directory = directory });
            Assert.Equal("4 none 7 3 / 4 none 7 5", (await result.Described.ReadAsync().SingleAsync()).Described);
            var mine = await result.Mine.ReadAsync().SingleAsync();
            Assert.Equal((4, "none", 7, 3), (mine.Id, mine.Note, mine.Size, mine.Count));
            var backed = await result.Backed.ReadAsync().SingleAsync();
            Assert.Equal((4, "none", 7, 3), (backed.Id, backed.Note, backed.Size, backed.Count));
        }
    }

    private static async Task<List<(int Id, string? Note, int? Size, int Count)>> Read(string pipeline, string path, RunOptions options) => pipeline switch
    {
        nameof(ReadMine) => await Rows((await new ReadMine(path).RunAsync(options)).In, row => (row.Id, row.Note, row.Size, row.Count)),
        nameof(ReadSmall) => await Rows((await new ReadSmall(path).RunAsync(options)).In, row => (row.Id, row.Note, row.Size, row.Count)),
        nameof(ReadConstructed) => await Rows((await new ReadConstructed(path).RunAsync(options)).In, row => (row.Id, row.Note, row.Size, row.Count)),
        nameof(ReadVisualBasic) => await Rows((await new ReadVisualBasic(path).RunAsync(options)).In, row => (row.Id, row.Note, row.Size, row.Count)),
        nameof(ReadVisualBasicConstructed) =>
            await Rows((await new ReadVisualBasicConstructed(path).RunAsync(options)).In, row => (row.Id, row.Note, row.Size, row.Count)),
        _ => await Rows((await new ReadBacked(path).RunAsync(options)).In, row => (row.Id, row.Note, row.Size, row.Count)),
    };

    private static async Task<List<(int Id, string? Note, int? Size, int Count)>> Rows<TRow>(
        Dataset<TRow> data, Func<TRow, (int Id, string? Note, int? Size, int Count)> take)
    {
        var rows = new List<(int Id, string? Note, int? Size, int Count)>();
        await foreach (var row in data.ReadAsync())
        {
            rows.Add(take(row));
        }

        return rows;
    }
}
