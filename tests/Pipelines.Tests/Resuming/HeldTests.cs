using Distil.IO;
using Distil.Runtime.Tests.IO;

namespace Distil.Pipelines.Tests.Resuming;

/// <summary>The rows that a global step reads are held on disk, and so are those of a branch that goes around it.</summary>
public sealed class HeldTests : IDisposable
{
    private const int Count = 200;

    private static readonly Dictionary<string, Func<Doings, Calls, RunOptions, Task<RunStatus>>> s_pipelines = new(StringComparer.Ordinal)
    {
        ["a global step"] = async (doings, seen, o) => (await new HeldRow(Count, doings, seen).RunAsync(o)).Status,
        ["a durable one with new rows"] = async (doings, seen, o) => (await new HeldForNewRows(Count, doings, seen).RunAsync(o)).Status,
        ["beside a leaf"] = async (doings, seen, o) => (await new HeldBesideLeaf(Count, doings, seen).RunAsync(o)).Status,
        ["children"] = async (doings, seen, o) => (await new HeldChildren(Count, doings, seen).RunAsync(o)).Status,
        ["a join"] = async (doings, seen, o) => (await new HeldAroundJoin(Count, doings, seen).RunAsync(o)).Status,
        ["a merge"] = async (doings, seen, o) => (await new HeldAroundMerge(Count, doings, seen).RunAsync(o)).Status,
        ["repeats"] = async (doings, seen, o) => (await new HeldRepeats(Count, doings, seen).RunAsync(o)).Status,
        ["flags"] = async (doings, seen, o) => (await new HeldAroundFlags(Count, doings, seen).RunAsync(o)).Status,
    };

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Pipelines => [.. s_pipelines.Keys];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task What_is_above_a_global_step_is_not_asked_again(string pipeline)
    {
        await RunAsync(pipeline, "undisturbed", new(), new());
        var (doings, seen) = (new Doings(), new Calls());
        foreach (var at in (int[])[60, 130])
        {
            using var stop = new CancellationTokenSource();
            doings.Event = (at, stop.Cancel);
            Assert.Equal(RunStatus.Stopped, await RunAsync(pipeline, "resumed", doings, seen, stop: stop.Token));
            Assert.NotEmpty(HeldFiles("resumed"));
            Assert.InRange(doings.Asked.Count, 1, Count - 1);
        }

        Assert.Equal(RunStatus.Completed, await RunAsync(pipeline, "resumed", doings, seen));
        Assert.Equal(RunFiles.Contents(_directory["undisturbed"]), RunFiles.Contents(_directory["resumed"]));
        Assert.Equal(Enumerable.Range(0, Count), doings.Asked.All.Distinct().Order());

        // A row of which a stop leaves children is begun again, with those that were at hand.
        Assert.InRange(doings.Asked.Count, Count, pipeline == "children" ? Count + 10 : Count);
        Assert.Single(seen.All);
        Assert.Empty(HeldFiles("resumed"));
    }

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task A_process_that_is_killed_leaves_what_the_next_run_needs(string pipeline)
    {
        var counting = new FrozenDisk(int.MaxValue);
        await RunAsync(pipeline, "undisturbed", new(), new(), counting);
        var expected = RunFiles.Contents(_directory["undisturbed"]);
        for (var turn = 1; turn <= 12; turn++)
        {
            var seen = new Calls();
            foreach (var at in (int[])[counting.Operations * turn / 13, counting.Operations * (13 - turn) / 13])
            {
                var disk = new FrozenDisk(Math.Max(1, at));
                try
                {
                    await RunAsync(pipeline, $"{turn}", new(), seen, disk);
                }
                catch (Exception exception) when (disk.IsFrozen && exception is RunDirectoryException or IOException)
                {
                    // A killed process says nothing.
                }
            }

            Assert.Equal(RunStatus.Completed, await RunAsync(pipeline, $"{turn}", new(), seen));
            Assert.Equal(expected, RunFiles.Contents(_directory[$"{turn}"]));
            Assert.Single(seen.Sizes.Distinct());
            Assert.Empty(HeldFiles($"{turn}"));
        }
    }

    [Fact]
    public async Task Values_that_no_data_set_holds_are_the_same_with_a_directory_and_when_they_are_read_back()
    {
        var expected = (await Run.WithLimit(o => new HeldOddValues(Count, new()).RunAsync(o))).Seen.Select(static row => row.Text).ToList();
        var doings = new Doings();
        using var stop = new CancellationTokenSource();
        doings.Event = (100, stop.Cancel);
        var options = Options("resumed", RealDisk.Instance) with { StopToken = stop.Token };
        Assert.Equal(RunStatus.Stopped, (await Run.WithLimit(o => new HeldOddValues(Count, doings).RunAsync(o), options)).Status);
        Assert.NotEmpty(HeldFiles("resumed"));

        var resumed = await Run.WithLimit(
            o => new HeldOddValues(Count, new()).RunAsync(o), Options("resumed", RealDisk.Instance));
        Assert.Equal(expected, resumed.Seen.Select(static row => row.Text));
        Assert.Equal(Count, expected.Distinct().Count());
    }

    [Fact]
    public async Task Rows_that_cannot_be_held_are_made_again()
    {
        var (doings, seen) = (new Doings(), new Calls());
        using var stop = new CancellationTokenSource();
        doings.Event = (100, stop.Cancel);
        var options = Options("resumed", RealDisk.Instance);
        var stopped = await Run.WithLimit(o => new NotHeld(Count, doings, seen).RunAsync(o), options with { StopToken = stop.Token });
        Assert.Equal(RunStatus.Stopped, stopped.Status);
        Assert.InRange(doings.Asked.Count, 1, Count - 1);
        Assert.Empty(HeldFiles("resumed"));

        var result = await Run.WithLimit(o => new NotHeld(Count, doings, seen).RunAsync(o), options);
        Assert.Equal(Enumerable.Range(0, Count).Select(static number => number / 2), result.Rated.Select(static row => row.Half));
        Assert.InRange(doings.Asked.Count, Count + 1, 2 * Count);
    }

    [Fact]
    public async Task What_a_run_left_that_was_killed_when_it_had_completed_goes_at_the_next()
    {
        await RunAsync("a global step", "run", new(), new());
        Assert.False(Directory.Exists(_directory["run", ".distil", "held"]));
        var left = _directory["run", ".distil", "held", "rated", "000001.rows"];
        Directory.CreateDirectory(Path.GetDirectoryName(left)!);
        await File.WriteAllBytesAsync(left, [1, 2, 3], TestContext.Current.CancellationToken);

        Assert.Equal(RunStatus.Completed, await RunAsync("a global step", "run", new(), new()));
        Assert.False(Directory.Exists(_directory["run", ".distil", "held"]));
    }

    [Theory]
    [InlineData("missing", "is missing")]
    [InlineData("short", "is shorter than what was committed")]
    [InlineData("changed", "has other bytes than were committed")]
    public async Task A_held_file_that_was_changed_is_named(string how, string message)
    {
        var doings = new Doings();
        using var stop = new CancellationTokenSource();
        doings.Event = (100, stop.Cancel);
        await RunAsync("a global step", "run", doings, new(), stop: stop.Token);
        var path = Assert.Single(HeldFiles("run"));
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        File.Delete(path);
        if (how != "missing")
        {
            bytes[bytes.Length / 2] ^= how == "changed" ? (byte)1 : (byte)0;
            await File.WriteAllBytesAsync(path, how == "short" ? bytes[..^1] : bytes, TestContext.Current.CancellationToken);
        }

        var refused = await Assert.ThrowsAsync<RunDirectoryException>(() => RunAsync("a global step", "run", new(), new()));
        Assert.Equal(path, refused.Path);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);

        Assert.Equal(RunStatus.Completed, (await Run.WithLimit(
            o => new HeldRow(Count, new(), new()).RunAsync(o), Options("run", RealDisk.Instance) with { Resume = false })).Status);
        Assert.Empty(HeldFiles("run"));
    }

    private List<string> HeldFiles(string name) => Directory.Exists(_directory[name, ".distil", "held"])
        ? [.. Directory.EnumerateFiles(_directory[name, ".distil", "held"], "*", SearchOption.AllDirectories)]
        : [];

    private Task<RunStatus> RunAsync(
        string pipeline, string name, Doings doings, Calls seen, IDisk? disk = null, CancellationToken stop = default) =>
        Run.WithLimit(
            o => s_pipelines[pipeline](doings, seen, o), Options(name, disk ?? RealDisk.Instance) with { StopToken = stop });

    private RunOptions Options(string name, IDisk disk) => new()
    {
        Directory = _directory[name],
        Engine = new EngineSettings
        {
            ChannelCapacity = 1, TransportSize = 5, RowsPerFile = 30, CutInterval = TimeSpan.FromMilliseconds(1), Disk = disk,
        },
    };
}
