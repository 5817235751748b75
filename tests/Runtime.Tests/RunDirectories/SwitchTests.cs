using System.Globalization;
using Distil.IO;
using Distil.RunDirectories;
using Distil.Runtime.Tests.IO;

namespace Distil.Runtime.Tests.RunDirectories;

/// <summary>How a generation takes the place of the one before.</summary>
public sealed class SwitchTests : GenerationFolder
{
    [Fact]
    public void Files_of_somebody_else_stay_and_leaves_that_are_gone_lose_their_rows()
    {
        Make(heat: 1, rows: 3);
        string[] mine = ["data/best/notes.txt", "data/best/20241128.jsonl", "data/worst/more/notes.txt", "data/mine.csv"];
        foreach (var name in mine)
        {
            Folder.Write(name, "mine");
        }

        Make(heat: 2, rows: 5, leaves: ["Best", "Other"]);
        Assert.Equal([.. ((string[])["README.md", "data/best/000001.jsonl", "data/other/000001.jsonl", "schema.json", .. mine]).Order(StringComparer.Ordinal)],
            Folder.Files().Where(file => !file.StartsWith(".distil", StringComparison.Ordinal) && file != "run.log"));
        Assert.All(mine, name => Assert.Equal("mine", File.ReadAllText(Folder[name])));
    }

    [Fact]
    public void Errors_go_with_their_generation()
    {
        Make(heat: 1, rows: 3, RunStatus.CompletedWithErrors, error: "old");
        Make(heat: 2, rows: 3, RunStatus.CompletedWithErrors, error: "new");
        Assert.Contains("new", Assert.Single(File.ReadLines(Folder["errors.jsonl"])), StringComparison.Ordinal);
        Make(heat: 2, rows: 4);
        Assert.False(File.Exists(Folder["errors.jsonl"]));
    }

    /// <summary>Killed at each operation of a run that makes the data anew: every folder is whole, and opened again all are of one generation.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_switch_that_is_killed_is_completed(bool exchanges)
    {
        var counting = new FrozenDisk(int.MaxValue) { CanExchange = exchanges };
        Prepare("counted");
        Make(heat: 2, rows: 5, error: "new", path: "counted", disk: counting);
        var switched = 0;
        for (var operation = 1; operation <= counting.Operations; operation++)
        {
            var path = operation.ToString(CultureInfo.InvariantCulture);
            Prepare(path);
            Make(heat: 2, rows: 5, error: "new", path: path, disk: new FrozenDisk(operation) { CanExchange = exchanges });

            Assert.All(Counts(path), count => Assert.True(count is 3 or 5 || (count == 0 && !exchanges)));
            using var directory = Open(heat: 2, path: path);
            if (directory.Use == GenerationUse.Ended)
            {
                switched++;
                Assert.Equal([5, 5], Counts(path));
                Assert.Equal("mine", File.ReadAllText(Folder[$"{path}/data/best/notes.txt"]));
                Assert.Contains("new", Assert.Single(File.ReadLines(Folder[$"{path}/errors.jsonl"])), StringComparison.Ordinal);
                Assert.False(Directory.Exists(Folder[$"{path}/.distil/next"]));
                Assert.False(Directory.Exists(Folder[$"{path}/.distil/old"]));
            }
            else
            {
                Assert.Equal([3, 3], Counts(path));
                Assert.DoesNotContain("new", File.ReadAllText(Folder[$"{path}/errors.jsonl"]), StringComparison.Ordinal);
            }
        }

        Assert.InRange(switched, 10, counting.Operations - 10);
    }

    /// <summary>Each operation of the switch fails once: it is done again, but for a flush. Then the run fails, and the next one completes it.</summary>
    [Fact]
    public void A_step_of_the_switch_that_fails_is_done_again()
    {
        var (from, to) = Switching();
        var (failures, repeated) = (0, 0);
        for (var at = from; at <= to; at++)
        {
            var path = at.ToString(CultureInfo.InvariantCulture);
            Prepare(path);
            var disk = FaultyDisk.At(at, new IOException("It is open."));
            var clock = new HurriedTime();
            var failure = Record.Exception(() => Make(heat: 2, rows: 5, path: path, disk: disk, clock: clock));
            var isFlush = disk.Operations[at - 1].Action is DiskAction.Sync or DiskAction.SyncDirectory;
            using var directory = Open(heat: 2, path: path);

            // What is left behind the switch is deleted later.
            Assert.True(
                failure is RunDirectoryException ? isFlush : failure is null && directory.Use == GenerationUse.Ended,
                $"Operation {disk.Operations[at - 1]}: {failure}");
            failures += failure is null ? 0 : 1;
            repeated += clock.Waited > TimeSpan.Zero ? 1 : 0;
            Assert.True(directory.Use is GenerationUse.Ended or GenerationUse.Resumed);
            Assert.Equal(directory.Use == GenerationUse.Ended ? [5, 5] : [3, 3], Counts(path));
        }

        Assert.InRange(failures, 8, to);
        Assert.InRange(repeated, 12, to);
    }

    /// <summary>From each operation of the switch on all fail: the run fails by name, and nothing is lost.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_step_of_the_switch_that_goes_on_failing_is_tried_for_ten_seconds(bool isFull)
    {
        var (from, to) = Switching();
        var failures = 0;
        for (var at = from; at <= to; at++)
        {
            var path = at.ToString(CultureInfo.InvariantCulture);
            Prepare(path);
            var clock = new HurriedTime();
            var disk = FaultyDisk.From(at, isFull ? FaultyDisk.Full : new UnauthorizedAccessException("You may not."));
            var failure = Record.Exception(() => Make(heat: 2, rows: 5, path: path, disk: disk, clock: clock));
            using var directory = Open(heat: 2, path: path);
            if (failure is not null)
            {
                failures++;
                Assert.IsType<RunDirectoryException>(failure);
                Assert.StartsWith($"The new data sets are complete under '{Folder[$"{path}/.distil/next"]}'", failure.Message, StringComparison.Ordinal);
                Assert.Contains(isFull ? "Free some space" : "Close what uses", failure.Message, StringComparison.Ordinal);
                var isFlush = disk.Operations[at - 1].Action is DiskAction.Sync or DiskAction.SyncDirectory;
                Assert.InRange(clock.Waited.TotalSeconds, isFlush ? 0 : 10, isFlush ? 0 : 10.2);
            }

            Assert.True(failure is not null || directory.Use == GenerationUse.Ended);
            Assert.Equal(directory.Use == GenerationUse.Ended ? [5, 5] : [3, 3], Counts(path));
        }

        Assert.InRange(failures, 15, to);
    }

    [Fact]
    public void Data_on_another_volume_are_not_made_anew()
    {
        Prepare("run");
        var disk = new FaultyDisk(static operation => operation is { Action: DiskAction.MoveDirectory } && operation.Path.EndsWith(".volume", StringComparison.Ordinal)
            ? new IOException("Invalid cross-device link", OperatingSystem.IsWindows() ? unchecked((int)0x80070011) : 18)
            : null);
        var before = Folder.Files();
        var refused = Assert.Throws<RunDirectoryException>(() => Open(heat: 2, path: "run", disk: disk));
        Assert.Contains($"'{Folder["run/data"]}' is on another volume than '{Folder["run/.distil"]}'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Folder.Files());
        Assert.Empty(Directory.GetDirectories(Folder["run/.distil"]));
    }

    [Fact]
    public void A_link_to_another_volume_is_found()
    {
        const string Other = "/dev/shm";
        Assert.SkipUnless(OperatingSystem.IsLinux() && Directory.Exists(Other), "There is no second volume.");
        var other = Directory.CreateDirectory(Path.Combine(Other, $"distil-{Guid.NewGuid():N}"));
        try
        {
            Directory.CreateDirectory(Folder["run"]);
            Directory.CreateSymbolicLink(Folder["run/data"], other.FullName);
            Prepare("run");
            Assert.Equal([3, 3], Counts("run"));
            var refused = Assert.Throws<RunDirectoryException>(() => Open(heat: 2, path: "run"));
            Assert.Contains(Folder["run/data"], refused.Message, StringComparison.Ordinal);
            Assert.Equal([3, 3], Counts("run"));
        }
        finally
        {
            other.Delete(recursive: true);
        }
    }

    /// <summary>The numbers of the first and the last operation of a switch.</summary>
    private (int From, int To) Switching()
    {
        var counting = FaultyDisk.At(int.MaxValue, FaultyDisk.Full);
        Prepare("counted");
        Assert.Null(Record.Exception(() => Make(heat: 2, rows: 5, path: "counted", disk: counting)));
        var from = counting.Operations.First(operation => operation.Path.EndsWith(".generation", StringComparison.Ordinal)).Number;
        Assert.InRange(counting.Operations.Count - from, 20, 100);
        return (from, counting.Operations.Count);
    }

    private void Prepare(string path)
    {
        Make(heat: 1, rows: 3, RunStatus.CompletedWithErrors, error: "old", path: path);
        Folder.Write($"{path}/data/best/notes.txt", "mine");
    }

    private int[] Counts(string path) =>
        [.. ((string[])["best", "worst"]).Select(leaf => Folder[$"{path}/data/{leaf}/000001.jsonl"]).Select(file => File.Exists(file) ? File.ReadAllLines(file).Length : 0)];
}
