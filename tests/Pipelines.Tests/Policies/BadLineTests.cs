using System.IO.Compression;
using System.Text.Json;

namespace Distil.Pipelines.Tests.Policies;

[Row]
public sealed record Entry(int Id, string Text);

[Pipeline]
public sealed partial class Lines(string path)
{
    JsonLines<Entry> All { get; } = Distil.JsonLines.Read<Entry>(path);
    [From(nameof(All))] Pass Kept { get; } = new();
}

[Pipeline]
public sealed partial class StrictLines(string path)
{
    [Source(OnError = OnError.Stop)] JsonLines<Entry> All { get; } = Distil.JsonLines.Read<Entry>(path);
    [From(nameof(All))] Pass Kept { get; } = new();
}

[Pipeline]
public sealed partial class ZippedLines(string left, string right)
{
    JsonLines<Entry> Left { get; } = Distil.JsonLines.Read<Entry>(left);
    JsonLines<Labelled> Right { get; } = Distil.JsonLines.Read<Labelled>(right);
    [Zip(nameof(Left), nameof(Right))] Pass Both { get; } = new();
}

[Row]
public sealed record Labelled(string Label);

/// <summary>A line of a file that is no row: it is left out, and keeps its number.</summary>
public sealed class BadLineTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false, 1024 * 1024)]
    [InlineData(true, 1024 * 1024)]
    [InlineData(false, 64)]
    [InlineData(true, 64)]
    public async Task It_is_left_out_and_written_to_the_file_of_errors(bool isCompressed, int chunk)
    {
        var lines = Enumerable.Range(0, 30).Select(Line).ToArray();
        lines[0] = "no JSON";
        lines[4] = "{\"id\":\"four\",\"text\":\"t\"}";
        lines[5] = "{\"id\":5}";
        lines[29] = "{\"id\":29,";
        var path = Write("in.jsonl", lines, isCompressed);

        var result = await Run.WithLimit(
            o => new Lines(path).RunAsync(o), new RunOptions { Directory = _directory["run"], Engine = new() { JsonChunkSize = chunk } });

        Assert.Equal(Enumerable.Range(0, 30).Except([0, 4, 5, 29]), result.Kept.Select(row => row.Id));
        Assert.Equal(RunStatus.CompletedWithErrors, result.Status);
        Assert.Equal(["All#0", "All#4", "All#5", "All#29"], result.Errors.Select(error => $"{error.RowId}"));
        Assert.All(result.Errors, error => Assert.IsType<JsonLinesException>(error.Exception));
        Assert.Equal((26, 4), (result.Steps[0].RowsOut, result.Steps[0].Failed));

        var written = File.ReadAllLines(_directory["run", "errors.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([1, 5, 6, 30], written.Select(line => line.GetProperty("inputs").GetProperty("line").GetInt32()));
        Assert.All(written, line => Assert.Equal(path, line.GetProperty("inputs").GetProperty("file").GetString()));
        Assert.Equal("no JSON", written[0].GetProperty("inputs").GetProperty("text").GetString());
        Assert.Equal(lines[4], written[1].GetProperty("inputs").GetProperty("text").GetString());
        Assert.Equal(7, written[1].GetProperty("inputs").GetProperty("column").GetInt32());
    }

    [Fact]
    public async Task With_stop_it_fails_the_run()
    {
        var lines = Enumerable.Range(0, 10).Select(Line).ToArray();
        lines[6] = "{}";
        var path = Write("in.jsonl", lines);

        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(o => new StrictLines(path).RunAsync(o)));

        Assert.Equal("All#6", $"{failure.RowId}");
        Assert.Equal(7, Assert.IsType<JsonLinesException>(failure.InnerException).Line);
    }

    [Fact]
    public async Task Limits_and_zips_count_it()
    {
        var lines = Enumerable.Range(0, 10).Select(Line).ToArray();
        lines[1] = "[]";
        var left = Write("left.jsonl", lines);
        var labels = Enumerable.Range(0, 10).Select(static number => $"{{\"label\":\"l{number}\"}}").ToArray();
        labels[3] = "{\"label\":null}";
        var right = Write("right.jsonl", labels);

        var limited = await Run.WithLimit(o => new Lines(left).RunAsync(o), new RunOptions { Limit = 4 });
        Assert.Equal([0, 2, 3], limited.Kept.Select(row => row.Id));

        var zipped = await Run.WithLimit(o => new ZippedLines(left, right).RunAsync(o));
        Assert.Equal(["0 l0", "2 l2", "4 l4", "5 l5", "6 l6", "7 l7", "8 l8", "9 l9"], zipped.Both.Select(row => $"{row.Id} {row.Label}"));
        Assert.Equal(2, zipped.ErrorCount);
    }

    [Fact]
    public async Task Too_many_in_a_row_stop_the_run()
    {
        string[] lines = [Line(0), "", .. Enumerable.Repeat("x", 19), Line(1), .. Enumerable.Repeat("x", 30)];
        var path = Write("in.jsonl", lines);

        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(o => new Lines(path).RunAsync(o)));

        Assert.Equal("All#40", $"{failure.RowId}");
    }

    [Fact]
    public async Task Much_of_a_long_line_is_not_kept()
    {
        var path = Write("in.jsonl", [Line(0), "x" + new string('y', 10_000)]);

        await Run.WithLimit(o => new Lines(path).RunAsync(o), new RunOptions { Directory = _directory["run"] });

        var line = JsonDocument.Parse(File.ReadAllText(_directory["run", "errors.jsonl"])).RootElement;
        var text = line.GetProperty("inputs").GetProperty("text").GetString()!;
        Assert.Equal(4096, text.Length);
    }

    [Fact]
    public async Task What_is_no_fault_of_a_line_fails_the_run()
    {
        var whole = await File.ReadAllBytesAsync(Write("whole.jsonl", [.. Enumerable.Range(0, 500).Select(Line)], isCompressed: true));
        var cut = _directory["cut.jsonl.gz"];
        await File.WriteAllBytesAsync(cut, whole[..(whole.Length / 2)]);

        await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(o => new Lines(cut).RunAsync(o)));
    }

    private static string Line(int number) => $"{{\"id\":{number},\"text\":\"t{number}\"}}";

    private string Write(string name, string[] lines, bool isCompressed = false)
    {
        var path = _directory[name + (isCompressed ? ".gz" : "")];
        using Stream file = File.Create(path);
        using var stream = isCompressed ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using var writer = new StreamWriter(stream);
        writer.Write(string.Join('\n', lines));
        return path;
    }
}
