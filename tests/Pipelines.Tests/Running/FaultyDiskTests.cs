using System.Text.RegularExpressions;
using Distil.IO;
using Distil.Runtime.Tests.IO;

namespace Distil.Pipelines.Tests.Running;

[Pipeline]
public sealed partial class WrittenTwice(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Name Named { get; } = new("a text that takes some room in a file ");
    [From(nameof(All))] Pass Passed { get; } = new();
}

/// <summary>Awaited and batch steps, joined, beside a leaf of their own: when one leaf fails, the others wait for room. No answer is kept.</summary>
[Pipeline]
public sealed partial class WrittenBesideCalls(int rows, Calls seen)
{
    NumbersLater All { get; } = new(rows);
    [From(nameof(All)), Step(Durable = false)] NameLater Named { get; } = new("a text that takes some room in a file ", 0);
    [From(nameof(All)), Step(BatchSize = 50)] Tag Tagged { get; } = new("tag", seen);
    [From(nameof(Named), nameof(Tagged))] Pass Joined { get; } = new();
    [From(nameof(All))] Pass Passed { get; } = new();
}

[Pipeline]
public sealed partial class WrittenAndStreamed(int rows)
{
    NumbersLater All { get; } = new(rows);
    [From(nameof(All)), Step(Durable = false)] NameLater Named { get; } = new("n", 0);
}

/// <summary>A step that cannot be loaded, so that the run writes only that.</summary>
[Pipeline]
public sealed partial class NeverLoaded(Exception failure)
{
    Numbers All { get; } = new(10);
    [From(nameof(All))] Unloadable Last { get; } = new(failure);
}

[Step(OnError = OnError.Stop)]
public sealed class Unloadable(Exception failure) : IStepLifecycle
{
    public ValueTask LoadAsync(CancellationToken ct) => ValueTask.FromException(failure);

    public ValueTask UnloadAsync(CancellationToken ct) => default;

    public void Process(int number)
    {
    }
}

/// <summary>Each operation on the disk fails once, or from then on: the run says which file it was, ends, and a later run is whole.</summary>
public sealed partial class FaultyDiskTests : IDisposable
{
    private const int Rows = 3000;

    private static readonly IOException s_broken = new("Input/output error", 5);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Every_operation_fails(bool once, bool replaces)
    {
        var counting = new FaultyDisk(static _ => null);
        var right = await RunAsync(_directory["right"], counting, replaces, new Ending());
        Assert.Equal(Rows, right.Named.Count);
        var bytes = Contents(_directory["right"]);
        var failures = 0;
        for (var operation = 1; operation <= counting.Operations.Count; operation++)
        {
            var directory = _directory["at" + operation];
            var error = Error(operation);
            var ending = new Ending();
            try
            {
                var result = await RunAsync(directory, Faulty(once, operation), replaces, ending);

                // The log is an aid: a run goes on without it.
                Assert.Equal((RunStatus.Completed, Rows), (result.Status, result.Named.Count));
            }
            catch (RunDirectoryException exception)
            {
                failures++;
                Assert.StartsWith(directory, exception.Path, StringComparison.Ordinal);
                Assert.Same(error, exception.InnerException);

                // A directory that could not be opened has no run.
                Assert.Contains(ending.Status, (RunStatus?[])[RunStatus.Failed, null]);
                // Data that are complete and cannot be put in place are put there by the next run.
                if (once && ending.Status is not null && !exception.Message.Contains("cannot be put in place", StringComparison.Ordinal))
                {
                    Assert.Contains("\"status\": \"failed\"", Record(directory));
                }
            }

            // What failed is out of the way of the next run.
            await Run.WithLimit(options => new WrittenTwice(Rows).RunAsync(options), new RunOptions { Directory = directory, Resume = false });
            Assert.Equal(bytes, Contents(directory));
        }

        Assert.True(failures > 10, $"{failures} of {counting.Operations.Count}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(20_000)]
    [InlineData(100_000)]
    public async Task A_full_disk_ends_the_stages_that_wait(long room)
    {
        var ending = new Ending();
        var exception = await Assert.ThrowsAsync<RunDirectoryException>(() => Run.WithLimit(
            options => new WrittenBesideCalls(10_000, new Calls()).RunAsync(options),
            Options(_directory.Path, FaultyDisk.WithRoom(room), ending)));

        Assert.Same(FaultyDisk.Full, exception.InnerException);
        Assert.Contains(ending.Status, (RunStatus?[])[RunStatus.Failed, null]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_operation_fails_while_rows_are_streamed(bool once)
    {
        var counting = new FaultyDisk(static _ => null);
        Assert.Equal(Rows, await Run.WithLimit(StreamAsync(_directory["right"], counting)));
        var failures = 0;
        for (var operation = 1; operation <= counting.Operations.Count; operation++)
        {
            try
            {
                Assert.Equal(Rows, await Run.WithLimit(StreamAsync(_directory["at" + operation], Faulty(once, operation))));
            }
            catch (RunDirectoryException exception)
            {
                failures++;
                Assert.StartsWith(_directory["at" + operation], exception.Path, StringComparison.Ordinal);
            }
        }

        Assert.True(failures > 10, $"{failures} of {counting.Operations.Count}");

        static async Task<int> StreamAsync(string directory, FaultyDisk disk)
        {
            var count = 0;
            await foreach (var row in new WrittenAndStreamed(Rows).StreamAsync(Options(directory, disk, new Ending())))
            {
                count++;
            }

            return count;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failure_to_load_comes_before_that_of_the_disk(bool once)
    {
        var failure = new InvalidOperationException("not today");
        var counting = new FaultyDisk(static _ => null);
        await Assert.ThrowsAsync<StepLoadException>(() => RunAsync(_directory["right"], counting));
        var unloaded = 0;
        for (var operation = 1; operation <= counting.Operations.Count; operation++)
        {
            var directory = _directory["at" + operation];
            var thrown = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(directory, Faulty(once, operation)));
            if (thrown is StepLoadException unloadable)
            {
                unloaded++;
                Assert.Same(failure, unloadable.InnerException);
            }
            else
            {
                Assert.IsType<RunDirectoryException>(thrown);
            }

            await Assert.ThrowsAsync<StepLoadException>(() => RunAsync(directory, RealDisk.Instance));
        }

        Assert.InRange(unloaded, 1, counting.Operations.Count - 1);

        Task<NeverLoaded.Result> RunAsync(string directory, IDisk disk) =>
            Run.WithLimit(options => new NeverLoaded(failure).RunAsync(options), Options(directory, disk, new Ending()));
    }

    private static IOException Error(int operation) => operation % 2 == 0 ? FaultyDisk.Full : s_broken;

    private static FaultyDisk Faulty(bool once, int operation) =>
        once ? FaultyDisk.At(operation, Error(operation)) : FaultyDisk.From(operation, Error(operation));

    private static RunOptions Options(string directory, IDisk disk, Ending ending) => new()
    {
        Directory = directory,
        HandleSignals = false,
        Progress = ending,
        Engine = new EngineSettings { Disk = disk, ChannelCapacity = 1, TransportSize = 64 },
    };

    /// <param name="replaces">The directory holds a run already, whose files are deleted first.</param>
    private static async Task<WrittenTwice.Result> RunAsync(string directory, FaultyDisk disk, bool replaces, Ending ending)
    {
        if (replaces)
        {
            await Run.WithLimit(options => new WrittenTwice(10).RunAsync(options), new RunOptions { Directory = directory });
        }

        return await Run.WithLimit(
            options => new WrittenTwice(Rows).RunAsync(options), Options(directory, disk, ending) with { Resume = !replaces });
    }

    private static string Record(string directory) => File.ReadAllText(Path.Combine(directory, ".distil", "pipeline.json"));

    /// <summary>The files, but for what the card says of calls: they are those of the last run alone, which may have gone on with another.</summary>
    private static List<string> Contents(string directory) =>
        [.. Directory.GetFiles(directory, "*.jsonl", SearchOption.AllDirectories)
            .Append(Path.Combine(directory, "README.md"))
            .Append(Path.Combine(directory, "schema.json"))
            .Order(StringComparer.Ordinal)
            .Select(path => Path.GetRelativePath(directory, path) + "\n" + CallsOfCard().Replace(File.ReadAllText(path), ""))];

    [GeneratedRegex(@"\n## Calls\n.*?(?=\n## |\z)", RegexOptions.Singleline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CallsOfCard();

    /// <summary>How a run says that it has ended.</summary>
    private sealed class Ending : IProgress<RunProgress>
    {
        public RunStatus? Status { get; private set; }

        public void Report(RunProgress value) => Status = value.Status ?? Status;
    }
}
