using Distil.IO;
using Distil.Journal;
using Distil.Runtime.Tests.IO;

namespace Distil.Runtime.Tests.Journal;

/// <summary>
/// Each operation on the disk fails or is the last: the journal fails for good, and the next one has all that was promised.
/// </summary>
public sealed class JournalFaultTests : IDisposable
{
    private const int Records = 40;
    private const int Segment = 2500;
    private const int Large = 200;

    private static readonly IOException s_broken = new("Input/output error", 5);

    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Every_operation_fails(bool once, bool isFull)
    {
        var cause = isFull ? FaultyDisk.Full : s_broken;
        var counting = new FaultyDisk(static _ => null);
        Assert.Null(Append(JournalFolder.Settings(_folder["right"], counting, Segment, Large), new JournalScript(1), out _).Failure);
        Assert.Contains(counting.Operations, operation => operation.Path.EndsWith("000003.log", StringComparison.Ordinal));
        Assert.Contains(counting.Operations, operation => Path.GetFileName(operation.Path) == "large");
        for (var number = 1; number <= counting.Operations.Count; number++)
        {
            var disk = once ? FaultyDisk.At(number, cause) : FaultyDisk.From(number, cause);
            var path = _folder["at" + number];
            var script = new JournalScript(1);
            var (written, failure) = Append(JournalFolder.Settings(path, disk, Segment, Large), script, out var journal);
            Assert.NotNull(failure);
            Assert.Same(cause, failure.InnerException);
            Assert.StartsWith(path, failure.Path, StringComparison.Ordinal);
            Assert.Contains($"'{failure.Path}'", failure.Message, StringComparison.Ordinal);
            if (journal is not null)
            {
                AssertIsFailed(journal, disk, cause, failure.Path);
            }

            // Whatever was written by half is gone, whatever was promised is there.
            var settings = JournalFolder.Settings(path, segment: Segment, large: Large);
            JournalFolder.Open(settings, new JournalStart { CopiesTail = true }, out var entries).Journal.Dispose();
            Assert.InRange(entries.Count, written, script.Appended.Count);
            Assert.Equal(script.Appended.Take(entries.Count), entries);
            Assert.Equal(entries, JournalFolder.Read(settings));
        }
    }

    [Fact]
    public void A_process_ends_at_every_operation()
    {
        var counting = FrozenDisk.Never;
        Append(JournalFolder.Settings(_folder["right"], counting, Segment, Large), new JournalScript(2), out _);
        for (var number = 1; number <= counting.Operations; number++)
        {
            var disk = new FrozenDisk(number);
            var path = _folder["at" + number];
            var script = new JournalScript(2);
            Append(JournalFolder.Settings(path, disk, Segment, Large), script, out _, () => disk.IsFrozen, out var written);
            for (var copies = 0; copies < 2; copies++)
            {
                var settings = JournalFolder.Settings(path, segment: Segment, large: Large);
                var entries = JournalFolder.Read(settings, new() { CopiesTail = copies == 1 });
                Assert.InRange(entries.Count, written, script.Appended.Count);
                Assert.Equal(script.Appended.Take(entries.Count), entries);
            }
        }
    }

    [Fact]
    public void A_process_ends_at_every_operation_of_a_recovery_and_then_another()
    {
        // A torn tail of two segments, a body without a record, and a cut in the middle.
        var script = new JournalScript(3);
        JournalStart cut;
        using (var journal = AnswerJournal.Open(JournalFolder.Settings(_folder["torn"], segment: Segment, large: Large), default).Journal)
        {
            for (var record = 0; record < Records; record++)
            {
                script.Append(journal);
                if (record == 15)
                {
                    journal.Sync();
                }
            }

            cut = new() { Place = journal.Synced, CopiesTail = true };
            journal.Write();
        }

        File.Delete(Path.Combine(_folder["torn"], "000004.log"));
        var large = Path.Combine(_folder["torn"], "large");
        var lost = $"{new string('7', 16)}-{new string('a', 32)}-{new string('b', 16)}";
        File.Copy(Directory.GetFiles(large)[^1], Path.Combine(large, lost));
        JournalFolder.Copy(_folder["torn"], _folder["right"]);
        var counting = FrozenDisk.Never;
        JournalFolder.Open(JournalFolder.Settings(_folder["right"], counting, Segment, Large), cut, out var expected).Journal.Dispose();
        Assert.Equal(script.Appended.Take(expected.Count), expected);
        for (var first = 1; first <= counting.Operations; first++)
        {
            for (var second = 1; second <= counting.Operations; second += 3)
            {
                var path = _folder[$"at{first}-{second}"];
                JournalFolder.Copy(_folder["torn"], path);
                foreach (var number in (int[])[first, second])
                {
                    try
                    {
                        AnswerJournal.Open(JournalFolder.Settings(path, new FrozenDisk(number), Segment, Large), cut).Journal.Dispose();
                    }
                    catch (RunDirectoryException)
                    {
                        // The process is dead, and sees files that its later operations did not make.
                    }
                }

                Assert.Equal(expected, JournalFolder.Read(JournalFolder.Settings(path, segment: Segment, large: Large), cut));
                Directory.Delete(path, recursive: true);
            }
        }
    }

    [Theory]
    [InlineData(nameof(DiskAction.Write))]
    [InlineData(nameof(DiskAction.Sync))]
    [InlineData(nameof(DiskAction.SyncDirectory))]
    public void A_failure_says_how_many_answers_are_lost_and_how_much_room_they_need(string failing)
    {
        var action = Enum.Parse<DiskAction>(failing);
        var isBroken = false;
        var disk = new FaultyDisk(operation => isBroken && operation.Action == action ? FaultyDisk.Full : null);
        using var journal = AnswerJournal.Open(_folder.Settings(disk, segment: 1500, large: 2000), default).Journal;
        journal.AppendAnswer(1, default, new byte[1000]);
        journal.Sync();
        isBroken = true;
        journal.AppendAnswer(1, default, new byte[1000]);
        if (action == DiskAction.Write)
        {
            Assert.Throws<RunDirectoryException>(() => journal.Write());
        }
        else
        {
            Assert.Throws<RunDirectoryException>(() => journal.Sync());
        }

        var before = journal.Failure!;
        Assert.Contains("the disk is full", before.Message, StringComparison.Ordinal);
        var first = action == DiskAction.Write ? 1 : 0;
        const string One = "1 answer was not written: its call is made again by the next run. Their records need 1,120 bytes";
        Assert.Equal(first == 1, before.Message.Contains(One, StringComparison.Ordinal));
        Assert.Throws<RunDirectoryException>(() => journal.AppendBatch(1, [default, default], [10, 10], new byte[20]));
        Assert.Throws<RunDirectoryException>(() => journal.AppendFailure(1, default, new byte[3000]));
        var all = $"{first + 3} answers were not written: their calls are made again by the next run. Their records need";
        Assert.Contains(all, journal.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_cannot_be_written_to_is_named_at_once()
    {
        var readOnly = new IOException("Read-only file system", 30);
        AnswerJournal.Open(_folder.Settings(), default).Journal.Dispose();
        var settings = _folder.Settings(FaultyDisk.From(1, readOnly));
        var exception = Assert.Throws<RunDirectoryException>(() => AnswerJournal.Open(settings, default));
        Assert.Same(readOnly, exception.InnerException);
        Assert.Contains("could not be written: Read-only file system", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Opens a journal and appends to it, with a write or flush now and then, until something fails.</summary>
    private static (int Written, RunDirectoryException? Failure) Append(
        JournalSettings settings, JournalScript script, out AnswerJournal? journal) =>
        Append(settings, script, out journal, static () => false, out _);

    private static (int Written, RunDirectoryException? Failure) Append(
        JournalSettings settings, JournalScript script, out AnswerJournal? journal, Func<bool> isOver, out int written)
    {
        journal = null;
        written = 0;
        try
        {
            journal = AnswerJournal.Open(settings, default).Journal;
            for (var record = 0; record < Records; record++)
            {
                var location = script.Append(journal);
                if (record % 3 == 0)
                {
                    journal.Write(location);
                    written = isOver() ? written : script.Appended.Count;
                }

                if (record % 7 == 0)
                {
                    journal.Sync();
                    written = isOver() ? written : script.Appended.Count;
                }
            }

            journal.Sync();
            journal.Dispose();
            return (script.Appended.Count, null);
        }
        catch (RunDirectoryException exception)
        {
            return (written, exception);
        }
    }

    private static void AssertIsFailed(AnswerJournal journal, FaultyDisk disk, IOException cause, string path)
    {
        var before = disk.Operations.Count;
        Action[] attempts =
        [
            () => journal.AppendAnswer(1, default, "x"u8),
            () => journal.AppendAnswer(1, default, new byte[Large + 1]),
            () => journal.AppendBatch(1, [default], [1], "x"u8),
            () => journal.Write(),
            () => journal.Write(journal.End),
            () => journal.Sync(),
        ];
        foreach (var attempt in attempts)
        {
            var again = Assert.Throws<RunDirectoryException>(attempt);
            Assert.Same(cause, again.InnerException);
            Assert.Equal(path, again.Path);
        }

        journal.Dispose();
        Assert.Equal(before, disk.Operations.Count);
    }
}
