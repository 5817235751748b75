using System.Globalization;
using Distil.Checkpoints;
using Distil.Engine;
using Distil.IO;
using Distil.Journal;
using Distil.Journal.Records;
using Distil.Leaves;
using Distil.RunDirectories;
using Distil.Runtime.Tests.Data;
using Distil.Runtime.Tests.IO;

namespace Distil.Runtime.Tests.RunDirectories;

/// <summary>The generations of a directory: when one is gone on with, when another is begun, and how it takes the place of the one before.</summary>
public sealed class GenerationTests : IDisposable
{
    private const string Type = "Examples.Preferences";

    private static readonly ItemKernel s_kernel = new();
    private static readonly PipelineGraph s_graph = new("Preferences", [], [], []);
    private static readonly string[] s_generated = ["README.md", "data/best/000001.jsonl", "data/worst/000001.jsonl", "schema.json"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_is_done_where_nothing_has_changed()
    {
        Make(heat: 1, rows: 3);
        using var directory = Open(heat: 1);
        Assert.Equal(GenerationUse.Ended, directory.Use);
        Assert.Null(directory.Reason);
    }

    [Fact]
    public void Complete_data_stand_until_the_new_ones_are_complete()
    {
        Make(heat: 1, rows: 3);
        var before = Rows();
        using (var directory = Open(heat: 2))
        {
            Assert.Equal(GenerationUse.Anew, directory.Use);
            Assert.Equal("the parameter 'Small.Heat' was '1' and is '2'", directory.Reason);
            var leaves = Fill(directory, rows: 5);
            Assert.Equal(before, Rows());
            directory.Complete(RunStatus.Completed, s_graph);
            Assert.All(leaves, leaf => Assert.Equal(5, leaf.ToDataset(s_kernel).Select(item => item.Number).Count()));
        }

        Assert.Equal(5, Rows()["data/best/000001.jsonl"].Split('\n').Length - 1);
        Assert.Equal(
            [.. ((string[])[".distil/lock", ".distil/pipeline.json", ".distil/process", "run.log", .. s_generated]).Order(StringComparer.Ordinal)],
            _folder.Files());
        using var again = Open(heat: 2);
        Assert.Equal(GenerationUse.Ended, again.Use);
        Assert.Equal(2, again.Generation.Number);
    }

    [Fact]
    public void Data_that_are_not_complete_give_way_at_once()
    {
        Make(heat: 1, rows: 3, RunStatus.Stopped);
        using var directory = Open(heat: 2);
        Assert.Equal(GenerationUse.Anew, directory.Use);
        Fill(directory, rows: 1);
        directory.Complete(RunStatus.Stopped, s_graph);
        Assert.Equal(1, Rows()["data/best/000001.jsonl"].Split('\n').Length - 1);
        Assert.False(Directory.Exists(_folder[".distil/next"]));
    }

    [Fact]
    public void Data_with_dead_letters_are_made_anew()
    {
        Make(heat: 1, rows: 3, RunStatus.CompletedWithErrors);
        using var directory = Open(heat: 1);
        Assert.Equal(GenerationUse.Anew, directory.Use);
        Assert.Equal("the run has completed with errors, and its dead letters are tried again", directory.Reason);
    }

    [Fact]
    public void What_was_begun_anew_and_stopped_is_gone_on_with()
    {
        Make(heat: 1, rows: 3);
        Make(heat: 2, rows: 2, RunStatus.Stopped);
        using (var directory = Open(heat: 2))
        {
            Assert.Equal(GenerationUse.Resumed, directory.Use);
            Assert.Equal(2, directory.Generation.Number);
        }

        // Changed back: the complete data are those that are asked for.
        using (var directory = Open(heat: 1))
        {
            Assert.Equal(GenerationUse.Ended, directory.Use);
        }

        Assert.False(Directory.Exists(_folder[".distil/next"]));
        using (var directory = Open(heat: 2))
        {
            // Its number is not given again: answers of the one that was dropped are kept under it.
            Assert.Equal(GenerationUse.Anew, directory.Use);
            Assert.Equal(3, directory.Generation.Number);
        }
    }

    [Fact]
    public void A_second_change_drops_what_was_begun()
    {
        Make(heat: 1, rows: 3);
        Make(heat: 2, rows: 2, RunStatus.Stopped);
        Make(heat: 3, rows: 4);
        Assert.Equal(4, Rows()["data/best/000001.jsonl"].Split('\n').Length - 1);
        using var directory = Open(heat: 3);
        Assert.Equal(3, directory.Generation.Number);
        Assert.Equal(GenerationUse.Ended, directory.Use);
    }

    [Fact]
    public void Recompute_begins_anew_once()
    {
        Make(heat: 1, rows: 3);
        Make(heat: 1, rows: 2, RunStatus.Stopped, recompute: true);
        using (var directory = Open(heat: 1, recompute: true))
        {
            Assert.Equal(GenerationUse.Resumed, directory.Use);
        }

        Make(heat: 1, rows: 2, recompute: true);
        using (var directory = Open(heat: 1))
        {
            Assert.Equal(GenerationUse.Ended, directory.Use);
            Assert.Equal(2, directory.Generation.Number);
        }

        using (var directory = Open(heat: 1, recompute: true))
        {
            Assert.Equal(GenerationUse.Anew, directory.Use);
            Assert.Equal("RunOptions.Recompute asks for it", directory.Reason);
        }
    }

    [Fact]
    public void Files_of_somebody_else_stay_and_leaves_that_are_gone_lose_their_rows()
    {
        Make(heat: 1, rows: 3);
        string[] mine = ["data/best/notes.txt", "data/best/20241128.jsonl", "data/worst/more/notes.txt", "data/mine.csv"];
        foreach (var name in mine)
        {
            _folder.Write(name, "mine");
        }

        Make(heat: 2, rows: 5, leaves: ["Best", "Other"]);
        Assert.Equal([.. ((string[])["README.md", "data/best/000001.jsonl", "data/other/000001.jsonl", "schema.json", .. mine]).Order(StringComparer.Ordinal)],
            _folder.Files().Where(file => !file.StartsWith(".distil", StringComparison.Ordinal) && file != "run.log"));
        Assert.All(mine, name => Assert.Equal("mine", File.ReadAllText(_folder[name])));
    }

    [Fact]
    public void Errors_go_with_their_generation()
    {
        Make(heat: 1, rows: 3, RunStatus.CompletedWithErrors, error: "old");
        Make(heat: 2, rows: 3, RunStatus.CompletedWithErrors, error: "new");
        Assert.Contains("new", Assert.Single(File.ReadLines(_folder["errors.jsonl"])), StringComparison.Ordinal);
        Make(heat: 2, rows: 4);
        Assert.False(File.Exists(_folder["errors.jsonl"]));
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
                Assert.Equal("mine", File.ReadAllText(_folder[$"{path}/data/best/notes.txt"]));
                Assert.Contains("new", Assert.Single(File.ReadLines(_folder[$"{path}/errors.jsonl"])), StringComparison.Ordinal);
                Assert.False(Directory.Exists(_folder[$"{path}/.distil/next"]));
                Assert.False(Directory.Exists(_folder[$"{path}/.distil/old"]));
            }
            else
            {
                Assert.Equal([3, 3], Counts(path));
                Assert.DoesNotContain("new", File.ReadAllText(_folder[$"{path}/errors.jsonl"]), StringComparison.Ordinal);
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
                Assert.StartsWith($"The new data sets are complete under '{_folder[$"{path}/.distil/next"]}'", failure.Message, StringComparison.Ordinal);
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
        var before = _folder.Files();
        var refused = Assert.Throws<RunDirectoryException>(() => Open(heat: 2, path: "run", disk: disk));
        Assert.Contains($"'{_folder["run/data"]}' is on another volume than '{_folder["run/.distil"]}'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Files());
        Assert.Empty(Directory.GetDirectories(_folder["run/.distil"]));
    }

    [Fact]
    public void A_link_to_another_volume_is_found()
    {
        const string Other = "/dev/shm";
        Assert.SkipUnless(OperatingSystem.IsLinux() && Directory.Exists(Other), "There is no second volume.");
        var other = Directory.CreateDirectory(Path.Combine(Other, $"distil-{Guid.NewGuid():N}"));
        try
        {
            Directory.CreateDirectory(_folder["run"]);
            Directory.CreateSymbolicLink(_folder["run/data"], other.FullName);
            Prepare("run");
            Assert.Equal([3, 3], Counts("run"));
            var refused = Assert.Throws<RunDirectoryException>(() => Open(heat: 2, path: "run"));
            Assert.Contains(_folder["run/data"], refused.Message, StringComparison.Ordinal);
            Assert.Equal([3, 3], Counts("run"));
        }
        finally
        {
            other.Delete(recursive: true);
        }
    }

    /// <summary>Killed while all is deleted: the answers that are left have numbers that the generation to go on with may read.</summary>
    [Fact]
    public void A_replacement_that_is_killed_leaves_a_directory_that_opens()
    {
        var counting = new FrozenDisk(int.MaxValue);
        Begin("counted");
        Make(heat: 1, rows: 1, path: "counted", disk: counting, resume: false);
        for (var operation = 1; operation <= counting.Operations; operation++)
        {
            var path = operation.ToString(CultureInfo.InvariantCulture);
            Begin(path);
            var journal = RunDirectoryRecord.Read(_folder[path])!.JournalId;
            Make(heat: 1, rows: 1, path: path, disk: new FrozenDisk(operation), resume: false);

            var record = RunDirectoryRecord.Read(_folder[path])!;
            Assert.True(record.JournalId != journal || (record.Next ?? record.Data).Number == record.LastNumber, $"Operation {operation}: {record}");
            using var directory = Open(heat: 1, path: path);
            Assert.True(directory.Use != GenerationUse.Resumed || directory.Generation.Number == record.LastNumber, $"Operation {operation}: {record}");
        }

        void Begin(string path)
        {
            Make(heat: 1, rows: 3, path: path);
            Make(heat: 2, rows: 2, RunStatus.Stopped, path: path);
        }
    }

    [Fact]
    public void Complete_data_stand_until_those_that_replace_them_are_complete()
    {
        Make(heat: 1, rows: 3);
        var (before, journal) = (Rows(), RunDirectoryRecord.Read(_folder["."])!.JournalId);
        _folder.Write(".distil/answers/000001.log", "old");
        Make(heat: 1, rows: 2, RunStatus.Stopped, resume: false);
        Assert.Equal(before, Rows());
        Assert.Equal("old", File.ReadAllText(_folder[".distil/answers/000001.log"]));
        using (var directory = Open(heat: 1, resume: false))
        {
            Assert.Equal(GenerationUse.Resumed, directory.Use);
            Assert.Equal(2, directory.Generation.Number);
            Assert.NotNull(directory.Generation.Journal);
        }

        using (var directory = Open(heat: 1))
        {
            Assert.Equal(GenerationUse.Resumed, directory.Use);
            Fill(directory, rows: 5);
            directory.Complete(RunStatus.Completed, s_graph);
        }

        Assert.Equal(5, Rows()["data/best/000001.jsonl"].Split('\n').Length - 1);
        Assert.False(File.Exists(_folder[".distil/answers/000001.log"]));
        Assert.False(Directory.Exists(_folder[".distil/next"]));
        Assert.NotEqual(journal, RunDirectoryRecord.Read(_folder["."])!.JournalId);
        using var again = Open(heat: 1, resume: false);
        Assert.Equal(GenerationUse.Replaced, again.Use);
        Assert.Equal(3, again.Generation.Number);
    }

    [Fact]
    public void What_replaces_complete_data_stays_until_it_is_replaced()
    {
        Make(heat: 1, rows: 3);
        Make(heat: 2, rows: 2, RunStatus.Stopped, resume: false);
        var journal = RunDirectoryRecord.Read(_folder["."])!.Next!.Journal;
        Assert.NotNull(journal);
        using (var directory = Open(heat: 1))
        {
            Assert.Equal(GenerationUse.Ended, directory.Use);
        }

        using (var directory = Open(heat: 2))
        {
            Assert.Equal(GenerationUse.Resumed, directory.Use);
        }

        // After an edit its answers are kept, and no others.
        Make(heat: 3, rows: 2, RunStatus.Stopped);
        Assert.Equal(journal, RunDirectoryRecord.Read(_folder["."])!.Next!.Journal);
        using (var directory = Open(heat: 3))
        {
            Assert.Equal(GenerationUse.Resumed, directory.Use);
        }

        Make(heat: 3, rows: 2, RunStatus.Stopped, resume: false);
        Assert.NotEqual(journal, RunDirectoryRecord.Read(_folder["."])!.Next!.Journal);
        Make(heat: 3, rows: 4, resume: false);
        Assert.Equal(4, Rows()["data/best/000001.jsonl"].Split('\n').Length - 1);
        Assert.Null(RunDirectoryRecord.Read(_folder["."])!.Data.Journal);
    }

    [Fact]
    public void Answers_are_those_of_the_data_where_what_was_to_replace_them_is_given_up()
    {
        Make(heat: 1, rows: 3, RunStatus.CompletedWithErrors);
        Make(heat: 2, rows: 2, RunStatus.Stopped, resume: false);
        Assert.NotNull(RunDirectoryRecord.Read(_folder["."])!.Next!.Journal);

        // The change is taken back: the dead letters of the data are tried again, with the answers of the data.
        Make(heat: 1, rows: 3, RunStatus.Stopped);
        Assert.Null(RunDirectoryRecord.Read(_folder["."])!.Next!.Journal);
    }

    [Theory]
    [InlineData(true, 1, true)]
    [InlineData(true, 2, false)]
    [InlineData(false, 1, false)]
    public void The_tail_of_the_journal_is_trusted_where_the_last_run_ended_by_itself(bool isEnd, int lastNumber, bool isTrusted)
    {
        var data = GenerationChoice.Begin(1, ["Best"], [IdentityPart.Of("heat", 1)]) with { State = RunDirectoryState.Completed };
        var cut = new Cut(data.RunId, [], new Dictionary<string, LeafPlace>(), ErrorPlace.Start, [])
        {
            Answers = new(new(1, 500), isEnd, new Dictionary<string, RetriedFailures>()),
        };
        var record = new RunDirectoryRecord(Type, "Preferences", Guid.NewGuid(), data) { LastNumber = lastNumber };
        var choice = GenerationChoice.Choose(record, cut, null, [IdentityPart.Of("heat", 2)], ["Best"], new());
        Assert.Equal(GenerationUse.Anew, choice.Use);
        Assert.Equal(lastNumber + 1, choice.Generation.Number);
        Assert.Equal(new JournalLocation(1, 500), choice.Answers);
        Assert.Equal(isTrusted, choice.AreAnswersWhole);
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
        _folder.Write($"{path}/data/best/notes.txt", "mine");
    }

    private int[] Counts(string path) =>
        [.. ((string[])["best", "worst"]).Select(leaf => _folder[$"{path}/data/{leaf}/000001.jsonl"]).Select(file => File.Exists(file) ? File.ReadAllLines(file).Length : 0)];

    private Dictionary<string, string> Rows() =>
        s_generated.Where(name => name.StartsWith("data", StringComparison.Ordinal)).ToDictionary(name => name, name => File.ReadAllText(_folder[name]));

    private void Make(
        int heat, int rows, RunStatus status = RunStatus.Completed, string[]? leaves = null, bool recompute = false, string? error = null,
        string path = ".", IDisk? disk = null, bool resume = true, TimeProvider? clock = null)
    {
        using var directory = Open(heat, leaves, recompute, path, disk, resume, clock);
        Fill(directory, rows, leaves);
        if (error is not null)
        {
            directory.Errors.Write(new RunError("Small", new RowId("Prompts", 1, 0), new InvalidOperationException(error)), 1);
        }

        directory.Complete(status, s_graph);
    }

    private static List<FileLeaf<Item>> Fill(RunDirectory directory, int rows, string[]? leaves = null)
    {
        var stores = (leaves ?? ["Best", "Worst"]).Select(directory.OpenLeaf<Item>).ToList();
        foreach (var store in stores)
        {
            store.Append(s_kernel, ItemBatch.Range(0, rows), 0, rows);
            store.Complete();
        }

        return stores;
    }

    private RunDirectory Open(
        int heat, string[]? leaves = null, bool recompute = false, string path = ".", IDisk? disk = null, bool resume = true,
        TimeProvider? clock = null) =>
        RunDirectoryOpening.Open(
            new()
            {
                Directory = _folder[path],
                Recompute = recompute,
                Resume = resume,
                TimeProvider = clock ?? TimeProvider.System,
                Engine = new() { Disk = disk ?? FrozenDisk.Never },
            },
            Type,
            "Preferences",
            [IdentityPart.Of("the parameter 'Small.Heat'", heat)],
            [.. (leaves ?? ["Best", "Worst"]).Select(leaf => new LeafDefinition(leaf, []))]);
}
