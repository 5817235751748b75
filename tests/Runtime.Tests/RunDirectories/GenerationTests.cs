using System.Globalization;
using Distil.Checkpoints;
using Distil.Journal;
using Distil.Journal.Records;
using Distil.RunDirectories;
using Distil.Runtime.Tests.IO;

namespace Distil.Runtime.Tests.RunDirectories;

/// <summary>The generations of a directory: when one is gone on with, when another is begun, and what stands meanwhile.</summary>
public sealed class GenerationTests : GenerationFolder
{
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
            Folder.Files());
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
        Assert.False(Directory.Exists(Folder[".distil/next"]));
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

        Assert.False(Directory.Exists(Folder[".distil/next"]));
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
            var journal = RunDirectoryRecord.Read(Folder[path])!.JournalId;
            Make(heat: 1, rows: 1, path: path, disk: new FrozenDisk(operation), resume: false);

            var record = RunDirectoryRecord.Read(Folder[path])!;
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
        var (before, journal) = (Rows(), RunDirectoryRecord.Read(Folder["."])!.JournalId);
        Folder.Write(".distil/answers/000001.log", "old");
        Make(heat: 1, rows: 2, RunStatus.Stopped, resume: false);
        Assert.Equal(before, Rows());
        Assert.Equal("old", File.ReadAllText(Folder[".distil/answers/000001.log"]));
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
        Assert.False(File.Exists(Folder[".distil/answers/000001.log"]));
        Assert.False(Directory.Exists(Folder[".distil/next"]));
        Assert.NotEqual(journal, RunDirectoryRecord.Read(Folder["."])!.JournalId);
        using var again = Open(heat: 1, resume: false);
        Assert.Equal(GenerationUse.Replaced, again.Use);
        Assert.Equal(3, again.Generation.Number);
    }

    [Fact]
    public void What_replaces_complete_data_stays_until_it_is_replaced()
    {
        Make(heat: 1, rows: 3);
        Make(heat: 2, rows: 2, RunStatus.Stopped, resume: false);
        var journal = RunDirectoryRecord.Read(Folder["."])!.Next!.Journal;
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
        Assert.Equal(journal, RunDirectoryRecord.Read(Folder["."])!.Next!.Journal);
        using (var directory = Open(heat: 3))
        {
            Assert.Equal(GenerationUse.Resumed, directory.Use);
        }

        Make(heat: 3, rows: 2, RunStatus.Stopped, resume: false);
        Assert.NotEqual(journal, RunDirectoryRecord.Read(Folder["."])!.Next!.Journal);
        Make(heat: 3, rows: 4, resume: false);
        Assert.Equal(4, Rows()["data/best/000001.jsonl"].Split('\n').Length - 1);
        Assert.Null(RunDirectoryRecord.Read(Folder["."])!.Data.Journal);
    }

    [Fact]
    public void Answers_are_those_of_the_data_where_what_was_to_replace_them_is_given_up()
    {
        Make(heat: 1, rows: 3, RunStatus.CompletedWithErrors);
        Make(heat: 2, rows: 2, RunStatus.Stopped, resume: false);
        Assert.NotNull(RunDirectoryRecord.Read(Folder["."])!.Next!.Journal);

        // The change is taken back: the dead letters of the data are tried again, with the answers of the data.
        Make(heat: 1, rows: 3, RunStatus.Stopped);
        Assert.Null(RunDirectoryRecord.Read(Folder["."])!.Next!.Journal);
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
}
