using Distil.Runtime.Tests.IO;

namespace Distil.Pipelines.Tests.Resuming;

/// <summary>A run that reads files of JSON lines goes on in the middle of them.</summary>
public sealed class FileResumeTests : IDisposable
{
    private const int RowsPerFile = 500;
    private const int Files = 4;
    private const int ChunkSize = 2_000;

    private readonly TemporaryDirectory _directory = new();
    private readonly Doings _doings = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false, 100)]
    [InlineData(false, 1_100)]
    [InlineData(true, 700)]
    [InlineData(true, 1_990)]
    public async Task A_resumed_run_reads_the_rest_alone(bool isSequential, int calls)
    {
        WritePlain();
        var length = Directory.GetFiles(_directory["in"]).Sum(static path => new FileInfo(path).Length);
        using var stop = new CancellationTokenSource();
        _doings.CallEvent = (calls, stop.Cancel);
        var options = Options(_directory["run"]) with { Sequential = isSequential };
        var stopped = await RunAsync(options with { StopToken = stop.Token });
        Assert.Equal(RunStatus.Stopped, stopped.Status);

        var committed = Math.Min(stopped.Asked.Count, stopped.Tagged.Count);
        Assert.InRange(committed, calls / 2, Files * RowsPerFile);
        var files = new InputFiles();
        var result = await RunAsync(options with { Engine = options.Engine with { OpenInput = files.Open } });
        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal(Enumerable.Range(0, Files * RowsPerFile), result.Asked.Select(row => row.Number));
        Assert.Equal(Enumerable.Range(0, Files * RowsPerFile), result.Tagged.Select(row => row.Number));
        Assert.Equal(Enumerable.Range(0, Files * RowsPerFile), _doings.Asked.All.Order());

        // It begins with the batch that was being filled, in the piece that its first row stands in; two bytes a file tell gzip.
        var first = (committed / 50 * 50) - 50;
        Assert.InRange(files.Bytes, 1, length - (first * (length / (Files * RowsPerFile))) + ChunkSize + 1_000 + (2 * Files));
        Assert.Equal(Enumerable.Range(first / RowsPerFile, Files - (first / RowsPerFile)).Select(Name), files.Opened.All.Distinct());
    }

    [Fact]
    public async Task A_resumed_run_tells_the_lines_of_errors_as_one_from_the_start()
    {
        var kills = 0;
        for (var turn = 0; turn < 12; turn++)
        {
            var random = new Random(turn);
            var (input, whole, path) = (_directory[$"in{turn}"], _directory[$"whole{turn}"], _directory[$"run{turn}"]);
            InputFiles.Write(input, random, 300);
            var counting = new FrozenDisk(int.MaxValue);
            await RunAsync(Options(whole, random, counting), input);
            for (var run = 0; run < 4; run++)
            {
                var disk = new FrozenDisk(run == 3 ? int.MaxValue : random.Next(1, counting.Operations));
                try
                {
                    await RunAsync(Options(path, random, disk), input);
                }
                catch (Exception exception) when (disk.IsFrozen && exception is RunDirectoryException or IOException)
                {
                    // A killed process says nothing.
                }

                kills += disk.IsFrozen ? 1 : 0;
            }

            Assert.Equal(RunFiles.Contents(whole), RunFiles.Contents(path));
            Assert.Equal(Lines(whole), Lines(path));
        }

        Assert.InRange(kills, 12, 36);

        // Of the details the first line: which methods stand in the others depends on what the runtime has inlined by then.
        static IEnumerable<string> Lines(string directory) => File.ReadLines(Path.Combine(directory, "errors.jsonl"))
            .Select(static line => line[line.IndexOf("\"inputs\"", StringComparison.Ordinal)..].Split(@"\n", 2)[0]).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_no_row_does_not_hold_the_checkpoint_back()
    {
        WritePlain();
        var first = Directory.GetFiles(_directory["in"]).Order(StringComparer.Ordinal).First();
        var lines = await File.ReadAllLinesAsync(first);
        lines[5] = "wrong";
        await File.WriteAllLinesAsync(first, lines);
        using var stop = new CancellationTokenSource();
        _doings.CallEvent = (1_100, stop.Cancel);
        var options = Options(_directory["run"]);
        Assert.Equal(RunStatus.Stopped, (await RunAsync(options with { StopToken = stop.Token })).Status);

        var files = new InputFiles();
        var result = await RunAsync(options with { Engine = options.Engine with { OpenInput = files.Open } });
        Assert.Equal(RunStatus.CompletedWithErrors, result.Status);
        Assert.Equal((Files * RowsPerFile) - 1, result.Asked.Count);
        Assert.Equal("All#5", $"{Assert.Single(result.Errors).RowId}");
        Assert.DoesNotContain(Path.GetFileName(first), files.Opened.All);
    }

    [Fact]
    public async Task A_limited_run_goes_on_and_then_does_nothing()
    {
        WritePlain();
        using var stop = new CancellationTokenSource();
        _doings.CallEvent = (300, stop.Cancel);
        var options = Options(_directory["run"]) with { Limit = 700 };
        Assert.Equal(RunStatus.Stopped, (await RunAsync(options with { StopToken = stop.Token })).Status);
        Assert.Equal(700, (await RunAsync(options)).Asked.Count);
        Touch(Name(0));
        var files = new InputFiles();
        Assert.Equal(700, (await RunAsync(options with { Engine = options.Engine with { OpenInput = files.Open } })).Asked.Count);
        Assert.Empty(files.Opened.All);
        Assert.Equal(Enumerable.Range(0, 700), _doings.Asked.All.Order());
    }

    private static string Name(int file) => $"{file:000}.jsonl";

    private static RunOptions Options(string directory) => new()
    {
        Directory = directory,
        Engine = new EngineSettings { TransportSize = 5, ChannelCapacity = 1, JsonChunkSize = ChunkSize },
    };

    private static RunOptions Options(string directory, Random random, FrozenDisk disk) => new()
    {
        Directory = directory,
        MaxConsecutiveErrors = 0,
        Sequential = random.Next(4) == 0,
        Engine = new EngineSettings
        {
            TransportSize = random.Next(1, 20), ChannelCapacity = 1, JsonChunkSize = random.Next(1, 2_000), RowsPerFile = 70,
            CutInterval = TimeSpan.FromMilliseconds(1), Disk = disk,
        },
    };

    private void Touch(string file) => File.SetLastWriteTimeUtc(_directory["in", file], new(2024, 2, 29, 12, 30, 15, DateTimeKind.Utc));

    private void WritePlain()
    {
        Directory.CreateDirectory(_directory["in"]);
        for (var file = 0; file < Files; file++)
        {
            File.WriteAllLines(_directory["in", Name(file)], Enumerable.Range(file * RowsPerFile, RowsPerFile).Select(InputFiles.Row));
        }
    }

    private Task<AskedFromFiles.Result> RunAsync(RunOptions options, string? input = null) =>
        Run.WithLimit(o => new AskedFromFiles(input ?? _directory["in"], _doings).RunAsync(o), options);
}
