using System.Globalization;
using System.IO.Compression;
using Distil.IO;

namespace Distil.Pipelines.Tests.Resuming;

/// <summary>A run is resumed where its sources and parameters are the same, and refused by name where they are not.</summary>
public sealed class SourceIdentityTests : IDisposable
{
    private const int Count = 100;
    private const int Many = 20_000;
    private static readonly DateTime s_at = new(2024, 2, 29, 12, 30, 15, DateTimeKind.Utc);

    /// <summary>With small batches and pieces, so that a run is stopped before it has read all.</summary>
    private static readonly RunOptions s_small = new()
    {
        Engine = new EngineSettings { TransportSize = 5, ChannelCapacity = 1, JsonChunkSize = 20_000 },
    };

    private readonly TemporaryDirectory _directory = new();
    private int _copies;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Another_constructor_argument_makes_the_data_anew()
    {
        await RunAsync(o => new CountedRows(10, new()).RunAsync(o));
        await AnewAsync("the constructor argument 'count' of 'All' was '10' and is '11'", o => new CountedRows(11, new()).RunAsync(o));
        var trap = new Trap();
        Assert.Equal(10, (await RunAsync(o => new CountedRows(10, trap).RunAsync(o))).Seen.Count);
        Assert.Equal(0, trap.Calls);
    }

    [Fact]
    public async Task Arguments_of_all_kinds_count_and_texts_stand_in_no_file()
    {
        var id = Guid.NewGuid();
        await RunAsync(o => new DescribedRows("a text", null, s_at, id, 0.5, "other").RunAsync(o));
        Assert.DoesNotContain("a text", await File.ReadAllTextAsync(_directory["run", ".distil", "pipeline.json"]), StringComparison.Ordinal);
        await AnewAsync("argument 'text' of 'All' has another value", o => new DescribedRows("b", null, s_at, id, 0.5, "other").RunAsync(o));
        await AnewAsync("argument 'text' of 'All' has another value", o => new DescribedRows(null, null, s_at, id, 0.5, "other").RunAsync(o));
        await AnewAsync(
            "argument 'day' of 'All' was 'null' and is 'Friday'", o => new DescribedRows("a text", DayOfWeek.Friday, s_at, id, 0.5, "other").RunAsync(o));
        await AnewAsync("argument 'at' of 'All' was", o => new DescribedRows("a text", null, s_at.AddTicks(1), id, 0.5, "other").RunAsync(o));
        await AnewAsync("argument 'id' of 'All' was", o => new DescribedRows("a text", null, s_at, Guid.NewGuid(), 0.5, "other").RunAsync(o));
        await AnewAsync(
            "argument 'number' of 'All' was '0.5' and is '0.25'", o => new DescribedRows("a text", null, s_at, id, 0.25, "other").RunAsync(o));
        await RunAsync(o => new DescribedRows("a text", null, s_at, id, 0.5, "which no source names").RunAsync(o));
    }

    [Fact]
    public async Task Texts_and_null_that_are_written_alike_are_told_apart()
    {
        await RunAsync(o => new DescribedRows("null", null, s_at, Guid.Empty, 1, "").RunAsync(o));
        await AnewAsync("argument 'text' of 'All'", o => new DescribedRows(null, null, s_at, Guid.Empty, 1, "").RunAsync(o));
    }

    [Fact]
    public async Task An_equal_list_resumes_and_then_gives_the_data_without_work()
    {
        await StoppedAsync(o => new ListedRows(List(), new() { At = 60 }).RunAsync(o));
        Assert.Equal(Count, (await RunAsync(o => new ListedRows(List(), new()).RunAsync(o))).Seen.Count);
        var trap = new Trap();
        var again = await RunAsync(o => new ListedRows(List(), trap).RunAsync(o));
        Assert.Equal(Enumerable.Range(0, Count), again.Seen.Select(row => row.Seen));
        Assert.Equal(0, trap.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_list_of_equal_length_makes_the_data_anew(bool isCompleted)
    {
        if (isCompleted)
        {
            await RunAsync(o => new ListedRows(List(), new()).RunAsync(o));
        }
        else
        {
            await StoppedAsync(o => new ListedRows(List(), new() { At = 60 }).RunAsync(o));
        }

        foreach (var change in new Func<Listed, Listed>[]
        {
            row => row with { Text = row.Text + "!" },
            row => row with { Weight = null },
            row => row with { Inner = null },
            row => row with { Inner = row.Inner! with { Sizes = [.. row.Inner.Sizes, 0] } },
            row => row with { Days = [DayOfWeek.Monday] },
        })
        {
            var other = List();
            other[^1] = change(other[^1]);
            await AnewAsync("the rows of 'All' was '100 rows", o => new ListedRows(other, new()).RunAsync(o));
        }
    }

    [Fact]
    public async Task A_list_of_plain_values_counts_as_far_as_the_run_reads_it()
    {
        var limited = new RunOptions { Limit = 10 };
        await RunAsync(o => new PlainRows(Enumerable.Range(0, Count).ToList(), new()).RunAsync(o), limited);
        await RunAsync(o => new PlainRows(Enumerable.Range(0, 2 * Count).ToArray(), new()).RunAsync(o), limited);
        await AnewAsync("the rows of 'All' was '10 rows", o => new PlainRows(Enumerable.Range(1, Count).ToList(), new()).RunAsync(o), limited);
    }

    [Fact]
    public async Task A_sequence_that_is_no_list_is_taken_as_unchanged_until_the_run_has_ended()
    {
        await StoppedAsync(o => new ListedRows(Sequence(), new() { At = 60 }).RunAsync(o));
        Assert.Equal(Count, (await RunAsync(o => new ListedRows(Sequence(), new()).RunAsync(o))).Seen.Count);
        var reason = await AnewAsync("cannot be known whether the rows of 'All'", o => new ListedRows(Sequence(), new()).RunAsync(o));
        Assert.Contains("IReadOnlyList<T>", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_cannot_be_compared_are_unknown()
    {
        List<Linked> rows = [.. Enumerable.Range(0, Count).Select(number => new Linked(number, new("https://example.org/" + number)))];
        await StoppedAsync(o => new LinkedRows(rows, new() { At = 60 }).RunAsync(o));
        await RunAsync(o => new LinkedRows(rows, new()).RunAsync(o));
        var reason = await AnewAsync("cannot be known whether the rows of 'All'", o => new LinkedRows(rows, new()).RunAsync(o));
        Assert.Contains("'Uri'", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_secret_resumes_and_stands_in_no_file_and_another_parameter_makes_the_data_anew()
    {
        await StoppedAsync(
            o => new CountedRows(Count, new() { At = 60 }).RunAsync(o),
            new RunOptions { Parameters = new CountedRows.Parameters { Seen = { Key = "sesame" } } });
        await AnewAsync(
            "the parameter 'Seen.Heat' was '0.5' and is '0.75'",
            o => new CountedRows(Count, new()).RunAsync(o),
            new RunOptions { Parameters = new CountedRows.Parameters { Seen = { Heat = 0.75 } } });
        await RunAsync(
            o => new CountedRows(Count, new()).RunAsync(o),
            new RunOptions { Parameters = new CountedRows.Parameters { Seen = { Key = "another" } } });
        foreach (var file in Directory.EnumerateFiles(_directory["run"], "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain("sesame", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(Many)]
    public async Task A_folder_of_files_can_be_moved_and_nothing_else(int lines)
    {
        var folder = Directory.CreateDirectory(_directory["in"]).FullName;
        var file = Path.Combine(folder, "a.jsonl");
        Write(file, lines);
        await RunAsync(o => new FileRows(folder, new()).RunAsync(o));
        Directory.Move(folder, _directory["moved"]);
        file = Path.Combine(_directory["moved"], "a.jsonl");
        var length = new FileInfo(file).Length;
        await NothingToDoAsync(_directory["moved"]);

        File.AppendAllText(file, "{\"number\":1,\"text\":\"x\"}\n");
        await AnewAsync(
            $"the file 'a.jsonl' of 'All' was '{length} bytes, checksum ", o => new FileRows(_directory["moved"], new()).RunAsync(o));
        Write(file, lines);
        await NothingToDoAsync(_directory["moved"]);
        Write(Path.Combine(_directory["moved"], "b.jsonl"), 1);
        await AnewAsync("the file 'b.jsonl' of 'All' is new", o => new FileRows(_directory["moved"], new()).RunAsync(o));
        File.Delete(file);
        await AnewAsync("the file 'b.jsonl' of 'All' is new", o => new FileRows(_directory["moved"], new()).RunAsync(o));
        File.Delete(Path.Combine(_directory["moved"], "b.jsonl"));
        await AnewAsync(
            "the files of 'All' was '1 file' and is 'none: The folder ", o => new FileRows(_directory["moved"], new()).RunAsync(o));
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(10, true)]
    [InlineData(Many, false)]
    [InlineData(Many, true)]
    public async Task A_file_that_was_touched_is_the_same(int lines, bool isCompressed)
    {
        var file = _directory[isCompressed ? "a.jsonl.gz" : "a.jsonl"];
        Write(file, lines);
        await StoppedAsync(o => new FileRows(file, new() { At = lines / 2 }).RunAsync(o), s_small);
        File.SetLastWriteTimeUtc(file, s_at);
        Assert.Equal(lines, (await RunAsync(o => new FileRows(file, new()).RunAsync(o))).Seen.Count);
        File.SetLastWriteTimeUtc(file, s_at.AddDays(1));
        await NothingToDoAsync(file);
    }

    [Fact]
    public async Task An_edit_between_the_blocks_is_found_as_far_as_the_run_has_read()
    {
        var file = _directory["a.jsonl"];
        Write(file, Many);
        await StoppedAsync(o => new FileRows(file, new() { At = Many / 2 }).RunAsync(o), s_small);
        var early = FlipBetweenBlocks(file, Many / 4);
        await AnewAsync("the files of 'All' have other bytes than it has read", o => new FileRows(file, new()).RunAsync(o));
        Flip(file, early);
        var late = FlipBetweenBlocks(file, Many * 3 / 4);
        Assert.Equal(Many, (await RunAsync(o => new FileRows(file, new()).RunAsync(o))).Seen.Count);
        Flip(file, late);
        await AnewAsync("the files of 'All' have other bytes than it has read", o => new FileRows(file, new()).RunAsync(o));
        Flip(file, late);
        await NothingToDoAsync(file);
    }

    [Fact]
    public async Task An_edit_that_keeps_length_time_and_blocks_is_not_seen()
    {
        var file = _directory["a.jsonl"];
        Write(file, Many);
        await RunAsync(o => new FileRows(file, new()).RunAsync(o));
        var time = File.GetLastWriteTimeUtc(file);
        FlipBetweenBlocks(file, Many / 2);
        File.SetLastWriteTimeUtc(file, time);
        await NothingToDoAsync(file);
    }

    [Theory]
    [InlineData("longer", "had ")]
    [InlineData("edited", "has other bytes")]
    [InlineData("edited between the blocks", "has other bytes")]
    [InlineData("gone", "is gone")]
    [InlineData("touched", null)]
    public async Task A_file_that_changes_while_it_is_read_fails_the_run_by_name(string how, string? message)
    {
        var file = _directory["a.jsonl"];
        Write(file, Many);
        var run = RunAsync(o => new FileRows(file, new() { First = () => Change(file, how) }).RunAsync(o), s_small);
        if (message is null)
        {
            await run;
            return;
        }

        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => run);
        Assert.Equal("All", failure.StepName);
        Assert.Contains($"'{file}' {message}", failure.InnerException!.Message, StringComparison.Ordinal);
    }

    private Task<T> RunAsync<T>(Func<RunOptions, Task<T>> run, RunOptions? options = null)
        where T : PipelineResult => Run.WithLimit(run, (options ?? new()) with { Directory = _directory["run"] });

    private async Task StoppedAsync<T>(Func<RunOptions, Task<T>> run, RunOptions? options = null)
        where T : PipelineResult => await Assert.ThrowsAsync<PipelineFailedException>(() => RunAsync(run, options));

    /// <summary>A run in a copy of the directory says that it makes the data anew, and why.</summary>
    /// <returns>The reason.</returns>
    private async Task<string> AnewAsync<T>(string message, Func<RunOptions, Task<T>> run, RunOptions? options = null)
        where T : PipelineResult
    {
        var copy = _directory[$"copy{++_copies}"];
        RunFiles.Copy(_directory["run"], copy);
        await Record.ExceptionAsync(() => Run.WithLimit(run, (options ?? new()) with { Directory = copy }));
        var reason = (await File.ReadAllLinesAsync(Path.Combine(copy, "run.log")))
            .Last(static line => line.Contains("\"event\":\"MadeAnew\"", StringComparison.Ordinal));
        Assert.Contains(message, reason, StringComparison.Ordinal);
        return reason;
    }

    private static List<Listed> List() => [.. Sequence()];

    private static IEnumerable<Listed> Sequence()
    {
        for (var number = 0; number < Count; number++)
        {
            var text = number.ToString(CultureInfo.InvariantCulture);
            yield return new(number, text, number / 2.0, new(text, [number, 1]), [DayOfWeek.Friday]);
        }
    }

    private async Task NothingToDoAsync(string path)
    {
        var trap = new Trap();
        await RunAsync(o => new FileRows(path, trap).RunAsync(o));
        Assert.Equal(0, trap.Calls);
    }

    private static void Write(string file, int lines, int changed = -1)
    {
        using var stream = file.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(File.Create(file), CompressionLevel.NoCompression)
            : (Stream)File.Create(file);
        using var writer = new StreamWriter(stream);
        for (var number = 0; number < lines; number++)
        {
            writer.WriteLine($"{{\"number\":{number},\"text\":\"{new string(number == changed ? 'y' : 'x', 40)}\"}}");
        }
    }

    /// <summary>Flips a bit in the text near a line, where the checksum of the blocks does not cover it.</summary>
    private static int FlipBetweenBlocks(string file, int line)
    {
        var checksum = FileStamp.Of(file).Checksum;
        var bytes = File.ReadAllBytes(file);
        for (var from = (int)((long)bytes.Length * line / Many); ; from += 1_000)
        {
            var at = from + bytes.AsSpan(from).IndexOf("xxxx"u8);
            Flip(file, at);
            if (FileStamp.Of(file).Checksum == checksum)
            {
                return at;
            }

            Flip(file, at);
        }
    }

    private static void Flip(string file, int at)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Position = at;
        var value = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(value ^ 2));
    }

    private static void Change(string file, string how)
    {
        switch (how)
        {
            case "longer":
                File.AppendAllText(file, "\n");
                break;
            case "edited":
                Flip(file, 30);
                break;
            case "edited between the blocks":
                FlipBetweenBlocks(file, 100);
                break;
            case "gone":
                File.Delete(file);
                break;
            default:
                File.SetLastWriteTimeUtc(file, s_at);
                break;
        }
    }
}
