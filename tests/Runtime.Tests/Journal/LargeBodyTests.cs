using Distil.Journal;
using Distil.Journal.Records;
using Distil.Runtime.Tests.IO;

namespace Distil.Runtime.Tests.Journal;

public sealed class LargeBodyTests : IDisposable
{
    private const int Large = 100;

    private static readonly AnswerId s_small = new(new(1, 1), 1);
    private static readonly AnswerId s_large = new(new(2, 2), 2);
    private static readonly AnswerId s_other = new(new(3, 3), 3);

    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void A_body_that_is_missing_or_wrong_is_torn_behind_the_cut_and_damage_before_it(bool isMissing, bool isBatch)
    {
        JournalLocation before;
        JournalLocation end;
        using (var journal = Open(default))
        {
            journal.AppendAnswer(1, s_small, "small"u8);
            before = journal.Sync();
            Append(journal, isBatch);
            journal.AppendAnswer(1, s_other, "behind"u8);
            end = journal.Sync();
        }

        var file = Assert.Single(Directory.GetFiles(_folder["large"]));
        if (isMissing)
        {
            File.Delete(file);
        }
        else
        {
            File.WriteAllBytes(file, [.. new byte[Large], 1]);
        }

        var damage = Assert.Throws<RunDirectoryException>(() => Open(JournalFolder.CutAt(end)));
        Assert.Equal(_folder["000001.log"], damage.Path);
        Assert.Contains(file, damage.Message, StringComparison.Ordinal);
        Assert.Contains($"{(isBatch ? 3 : 2)} answers lie behind", damage.Message, StringComparison.Ordinal);

        // What is before the place that is read is not looked at.
        Open(new() { From = end, Place = end }).Dispose();

        var opened = AnswerJournal.Open(Settings(), JournalFolder.CutAt(before));
        opened.Journal.Dispose();
        Assert.Equal(before, opened.TornTail!.Location);
        Assert.Equal(end.Offset - before.Offset, opened.TornTail.Bytes);
        Assert.Empty(Directory.GetFiles(_folder["large"]));
        Assert.Single(JournalFolder.Read(Settings()));
    }

    [Fact]
    public void A_body_that_is_wrong_is_named_when_it_is_read()
    {
        using var journal = Open(default);
        var location = journal.AppendAnswer(1, s_large, new byte[Large + 1]);
        var file = Assert.Single(Directory.GetFiles(_folder["large"]));
        File.WriteAllBytes(file, new byte[Large]);
        using var reader = new AnswerReader(journal);
        var exception = Assert.Throws<RunDirectoryException>(() => { reader.Read(location, s_large, out _); });
        Assert.Equal(file, exception.Path);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_body_without_a_record_is_deleted_and_no_other(bool isRead)
    {
        JournalLocation end;
        using (var journal = Open(default))
        {
            Append(journal, isBatch: false);
            Append(journal, isBatch: true);
            end = journal.Sync();
            Append(journal, isBatch: false);

            // Never written: the process ends.
        }

        Assert.Equal(3, Directory.GetFiles(_folder["large"]).Length);
        File.WriteAllText(_folder["large/notes.txt"], "not the run's");
        var start = new JournalStart { From = isRead ? default : end, Place = end };
        Open(start).Dispose();
        Assert.Equal(3, Directory.GetFiles(_folder["large"]).Length);
        Assert.Equal(3, JournalFolder.Read(Settings()).Count);
    }

    /// <summary>
    /// A cut that is made while a body is being written must not begin behind it: its record may come much later, and until then nobody
    /// could tell its file from one whose record stands before the cut.
    /// </summary>
    [Fact]
    public void The_position_waits_for_a_body_that_is_being_written()
    {
        using var begun = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var limit = TimeSpan.FromSeconds(60);
        var disk = new FaultyDisk(operation =>
        {
            if (operation.Action == DiskAction.Write && operation.Path.Contains("large", StringComparison.Ordinal))
            {
                begun.Set();
                goOn.Wait(limit);
            }

            return null;
        });
        using (var journal = AnswerJournal.Open(JournalFolder.Settings(_folder.Path, disk, large: Large), default).Journal)
        {
            var since = journal.AppendAnswer(1, s_small, "small"u8);
            Assert.Equal(journal.End, journal.Position);
            since = journal.End;
            var thread = new Thread(() => journal.AppendAnswer(1, s_large, new byte[Large + 1]));
            thread.Start();
            Assert.True(begun.Wait(limit));
            journal.AppendAnswer(1, s_other, "other"u8);
            Assert.Equal(since, journal.Position);
            Assert.True(journal.End > since);
            goOn.Set();
            Assert.True(thread.Join(limit));
            Assert.Equal(journal.End, journal.Position);
            journal.Sync();
        }

        Assert.Equal(3, JournalFolder.Read(Settings()).Count);
    }

    private static void Append(AnswerJournal journal, bool isBatch)
    {
        if (isBatch)
        {
            journal.AppendBatch(1, [s_small, s_large], [1, Large + 1], new byte[Large + 2]);
        }
        else
        {
            journal.AppendAnswer(1, s_large, new byte[Large + 1]);
        }
    }

    private JournalSettings Settings() => _folder.Settings(large: Large);

    private AnswerJournal Open(JournalStart start) => AnswerJournal.Open(Settings(), start).Journal;
}
