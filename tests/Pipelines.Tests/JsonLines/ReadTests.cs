using System.Globalization;
using Distil.Pipelines.Tests.Helpers;
using Run = Distil.Pipelines.Tests.Helpers.Run;

namespace Distil.Pipelines.Tests.JsonLines;

public sealed class ReadTests
{
    private static readonly Every s_every = new(
        "a \"quote\", a \\, a\ttab, a \u0001, é, 😀, \u2028", null, 'é', true, null, 255, -128, -32768, 65535, int.MinValue, uint.MaxValue, long.MinValue,
        ulong.MaxValue, 0.1f, 1e300, 1.10m, 5, double.Epsilon)
    {
        Level = Level.High,
        Ways = Ways.Up | Ways.Down,
        MaybeLevel = Level.Low,
        Time = new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc).AddTicks(4567),
        Offset = new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromHours(5.5)),
        Date = new DateOnly(1, 1, 1),
        Clock = new TimeOnly(23, 59, 59),
        Span = TimeSpan.MinValue,
        Key = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"),
        Bytes = [0, 255, 7],
        Names = ["a", null, ""],
        Numbers = [3, 1, 2],
        Nested = [[], ["x"], ["y", "z"]],
        Part = new Part("p", null, [0.5, -1e-7], false) { Note = "n" },
        Parts = [new Part("q", 1, [])],
        Anything = new Anything("any", [1]),
    };

    private static readonly Every s_plain = new(
        "", "text", 'x', false, true, 0, 0, 0, 0, 0, 0, 0, 0, 1.5f, -0.0, 0m, null, null)
    {
        Part = new Part("", 3, []),
    };

    /// <summary>What a data set holds is read as the same values, and written again byte by byte, whether a step reads it or not.</summary>
    [Fact]
    public async Task Reading_is_the_inverse_of_writing()
    {
        using var folder = new TemporaryDirectory();
        var first = await Run.WithLimit(options => new WriteEvery([s_every, s_plain, s_every]).RunAsync(options), new RunOptions { Directory = folder["0"] });
        var written = Assert.Single(first.Out.Files);

        var copied = await Run.WithLimit(options => new CopyEvery(written).RunAsync(options), new RunOptions { Directory = folder["1"] });
        var looked = await Run.WithLimit(options => new CopyEveryRead(written).RunAsync(options), new RunOptions { Directory = folder["2"] });

        Assert.Equal(3, copied.Out.Count);
        Assert.Equal(File.ReadAllText(written), File.ReadAllText(Assert.Single(copied.Out.Files)));
        Assert.Equal(File.ReadAllText(written), File.ReadAllText(Assert.Single(looked.Out.Files)));

        var inMemory = await Run.WithLimit(options => new CopyEvery(written).RunAsync(options));
        Assert.Equal(s_every.Text, inMemory.Out.First().Text);
        Assert.Equal((s_every.Time, s_every.Price, s_every.Ways), (inMemory.Out.First().Time, inMemory.Out.First().Price, inMemory.Out.First().Ways));
        Assert.Equal(s_every.Parts[0].Name, inMemory.Out.Last().Parts[0].Name);
        Assert.Equal("none", inMemory.Out.Last().Parts[0].Note);
    }

    [Fact]
    public async Task What_a_line_lacks_has_its_default()
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder["in.jsonl"], """
            {"title":"a","size":1}
            {"SIZE":2,"Title":"bb","score":1,"note":null,"kind":"k","tags":["t"]}
            """);

        var result = await Run.WithLimit(options => new Items(folder["in.jsonl"]).RunAsync(options));

        Assert.Equal(
            ["a 1 0.5 none item  2", "bb 2 1  k t 4"],
            result.Kept.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Title} {row.Size} {row.Score} {row.Note} {row.Kind} {string.Join(',', row.Tags)} {row.Weight}")));
    }

    [Fact]
    public async Task Without_a_file_nothing_runs()
    {
        using var folder = new TemporaryDirectory();

        var exception = await Assert.ThrowsAsync<StepLoadException>(() => Run.WithLimit(options => new Items(folder["no", "*.jsonl"]).RunAsync(options)));

        Assert.Equal($"No file matches '{folder["no", "*.jsonl"]}': there is no folder '{folder["no"]}'.", Assert.IsType<FileNotFoundException>(exception.InnerException).Message);
    }

    [Fact]
    public async Task A_line_that_is_no_row_stops_the_run_and_loses_nothing_before_it()
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder["in.jsonl"], Lines(0, 5000) + """{"title":"x","size":null}""" + "\n" + Lines(5000, 5100));

        var exception = await Assert.ThrowsAsync<PipelineFailedException>(() =>
            Run.WithLimit(options => new Items(folder["in.jsonl"]).RunAsync(options), new RunOptions { Directory = folder["run"] }));

        var line = Assert.IsType<JsonLinesException>(exception.InnerException);
        Assert.Equal($"Line 5001, column 21 of '{folder["in.jsonl"]}': the column 'size' cannot be null; it expects a whole number (int).", line.Message);
        Assert.Equal("All#5000", Assert.Single(exception.PartialResult!.Errors).RowId?.ToString());
        Assert.Equal(5000, exception.PartialResult!.Steps.First(step => step.Name == "All").RowsOut);
    }

    [Fact]
    public async Task Limit_and_dry_run_read_no_further()
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder["in.jsonl"], Lines(0, 60) + "wrong\n");

        var limited = await Run.WithLimit(options => new Items(folder["in.jsonl"]).RunAsync(options), new RunOptions { Limit = 60 });
        var dry = await Run.WithLimit(options => new Items(folder["in.jsonl"]).RunAsync(options), new RunOptions { DryRun = true });

        Assert.Equal(60, limited.Steps.First(step => step.Name == "All").RowsOut);
        Assert.Equal((RunStatus.Completed, 50), (dry.Status, dry.Steps.First(step => step.Name == "All").RowsOut));
    }

    [Theory]
    [InlineData(false, 256 * 1024)]
    [InlineData(false, 1000)]
    [InlineData(true, 3000)]
    public async Task Rows_keep_their_order_around_routers_joins_and_awaited_steps(bool sequential, int chunk)
    {
        using var folder = new TemporaryDirectory();
        Directory.CreateDirectory(folder["in"]);
        File.WriteAllText(folder["in", "b.jsonl"], Lines(1500, 3000));
        File.WriteAllText(folder["in", "a.jsonl"], Lines(0, 1500));
        using var trip = new Trip();

        var result = await Run.WithLimit(
            options => new ItemsAround(folder["in"], trip).RunAsync(options),
            new RunOptions { Directory = folder["run"], Sequential = sequential, Engine = new EngineSettings { JsonChunkSize = chunk } });

        var expected = Enumerable.Range(0, 3000)
            .Where(i => (i + 1) % 2 == 0 || ($"title {i}".Length + i) % 3 != 0)
            .Select(i => $$"""{"title":"title {{i}}","size":{{i + 1}},"score":{{i}}.5,"note":"n\"\n","kind":"é {{i}}","tags":["{{i}}"],"weight":{{$"title {i}".Length + i}},"upper":{{((i + 1) % 2 == 0 ? $"\"TITLE {i}\"" : "null")}}}""");
        Assert.Equal(expected, File.ReadLines(result.Out.Files.Single()));
        Assert.Equal(expected.Count(), result.Out.Count(row => row.Kind.StartsWith("é ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_column_that_a_way_dropped_comes_from_the_branch_beside_it()
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder["in.jsonl"], Lines(0, 9) + """{"title":"x","size":10,"note":null}""");

        var result = await Run.WithLimit(options => new ItemsDropped(folder["in.jsonl"]).RunAsync(options));

        Assert.Equal(Enumerable.Repeat("n\"\n", 9).Append(null), result.Both.Select(row => row.Note));
        Assert.Equal(Enumerable.Range(0, 9).Append(10), result.Both.Select(row => row.Size));
    }

    [Fact]
    public async Task A_stop_leaves_whole_rows()
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder["in.jsonl"], Lines(0, 50_000));
        using var trip = new Trip(at: 700);

        var result = await Run.WithLimit(options => new ItemsAround(folder["in.jsonl"], trip).RunAsync(options), new RunOptions { StopToken = trip.Token });

        Assert.Equal(RunStatus.Stopped, result.Status);
        Assert.InRange(result.Out.Count, 1, 49_000);
        Assert.Equal(result.Out.Select(row => row.Size - 1).Order(), result.Out.Select(row => row.Size - 1));
    }

    private static string Lines(int from, int to) => string.Concat(Enumerable.Range(from, to - from).Select(i =>
        $$"""{"title": "title {{i}}", "size": {{i}}, "score": {{i}}.50, "unknown": {"a": [{{i}}]}, "note": "n\"\u000a", "kind": "\u00e9 {{i}}", "tags": ["{{i}}"{{new string(' ', i % 2)}}]}""" + "\n"));
}
