using Distil.Journal;
using Distil.Journal.Records;
using Distil.Runtime.Tests.IO;

namespace Distil.Runtime.Tests.Journal;

public sealed class TailCopyTests : IDisposable
{
    private const int Segment = 1500;
    private const int Large = 250;

    private readonly JournalFolder _folder = new();
    private readonly JournalScript _script = new(9);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 30)]
    [InlineData(1, 30)]
    [InlineData(20, 30)]
    [InlineData(20, 1)]
    [InlineData(20, 0)]
    public void The_tail_moves_to_a_new_segment_and_the_rest_stays(int before, int behind)
    {
        var (place, end) = Write(before, behind);
        var untouched = Contents(place);
        var opened = JournalFolder.Open(Settings(), JournalFolder.CutAt(place, copies: true), out var entries);
        using (var journal = opened.Journal)
        {
            Assert.Equal(_script.Appended, entries);
            Assert.Null(opened.TornTail);
            Assert.Equal(untouched, Contents(place));
            Assert.Equal(journal.End, journal.Synced);
            if (behind == 0)
            {
                Assert.Null(opened.TailCopied);
                Assert.Equal(place, journal.End);
            }
            else
            {
                var copied = opened.TailCopied!;
                Assert.Equal(new(end.Segment + 1, SegmentHeader.Length), copied.Start);
                Assert.Equal(copied.Start, copied.Map(place));
                Assert.Equal(copied.Start, copied.Map(end));
                Assert.Equal(default, copied.Map(default));
                Assert.Equal(end.Segment + 1, journal.End.Segment);
            }

            _script.Append(journal);
            journal.Sync();
        }

        // The cut that could not be written yet, and one with the new locations.
        Assert.Equal(_script.Appended, JournalFolder.Read(Settings(), JournalFolder.CutAt(place)));
        Assert.Equal(_script.Appended, JournalFolder.Read(Settings(), JournalFolder.CutAt(place, copies: true)));
        Assert.Equal(_script.Appended, JournalFolder.Read(Settings()));
    }

    [Fact]
    public void A_resume_that_begins_in_the_tail_begins_at_the_start_of_the_copy()
    {
        var (place, _) = Write(20, 30);
        var first = AnswerJournal.Open(Settings(), new() { From = place, Place = place, CopiesTail = true });
        var end = first.Journal.Synced;
        first.Journal.Dispose();
        JournalFolder.Open(Settings(), new() { From = first.TailCopied!.Map(place), Place = end }, out var entries).Journal.Dispose();
        Assert.Equal(_script.Appended.TakeLast(entries.Count), entries);
        Assert.InRange(entries.Count, 30, _script.Appended.Count - 20);

        // Bodies that have a file of their own stay where they are.
        Assert.NotEmpty(Directory.GetFiles(_folder["large"]));
        Assert.Equal(_script.Appended, JournalFolder.Read(Settings(), JournalFolder.CutAt(end)));
    }

    [Fact]
    public void A_tail_is_copied_before_it_is_removed_and_its_name_is_flushed_in_between()
    {
        var (place, end) = Write(20, 30);
        var disk = new FaultyDisk(static _ => null);
        AnswerJournal.Open(_folder.Settings(disk, Segment, Large), JournalFolder.CutAt(place, copies: true)).Journal.Dispose();
        var operations = disk.Operations.ToList();
        var copy = $"{end.Segment + 1:D6}.log";
        var sync = operations.FindIndex(operation =>
            operation.Action == DiskAction.Sync && operation.Path.EndsWith(copy + ".new", StringComparison.Ordinal));
        var move = operations.FindIndex(operation => operation.Action == DiskAction.Move);
        var names = operations.FindIndex(move, operation => operation.Action == DiskAction.SyncDirectory);
        var removal = operations.FindIndex(operation => operation.Action is DiskAction.Delete or DiskAction.SetLength);
        int[] order = [0, sync, move, names, removal];
        Assert.Equal(order.Order(), order);
        Assert.EndsWith(copy, operations[move].Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_torn_tail_is_copied_up_to_its_last_whole_record()
    {
        var (place, end) = Write(20, 30);
        using (var file = File.OpenWrite(_folder[$"{end.Segment:D6}.log"]))
        {
            file.SetLength(end.Offset - 3);
        }

        var opened = JournalFolder.Open(Settings(), JournalFolder.CutAt(place, copies: true), out var entries);
        opened.Journal.Dispose();
        Assert.Equal(_script.Appended.Take(entries.Count), entries);
        Assert.InRange(_script.Appended.Count - entries.Count, 1, 8);
        Assert.NotNull(opened.TornTail);
        Assert.Equal(entries, JournalFolder.Read(Settings(), JournalFolder.CutAt(place)));
    }

    /// <summary>Damage before the place is found before anything is changed.</summary>
    [Fact]
    public void A_damaged_journal_stays_as_it_is()
    {
        var (place, _) = Write(20, 30);
        var path = _folder["000001.log"];
        var bytes = File.ReadAllBytes(path);
        bytes[SegmentHeader.Length + 1] ^= 1;
        File.WriteAllBytes(path, bytes);
        var before = Contents(new(int.MaxValue, 0));
        Assert.Throws<RunDirectoryException>(() => AnswerJournal.Open(Settings(), JournalFolder.CutAt(place, copies: true)));
        Assert.Throws<RunDirectoryException>(() => AnswerJournal.Open(Settings(), JournalFolder.CutAt(place)));
        Assert.Equal(before, Contents(new(int.MaxValue, 0)));
    }

    private JournalSettings Settings() => _folder.Settings(segment: Segment, large: Large);

    private (JournalLocation Place, JournalLocation End) Write(int before, int behind)
    {
        using var journal = AnswerJournal.Open(Settings(), default).Journal;
        for (var record = 0; record < before; record++)
        {
            _script.Append(journal);
        }

        var place = journal.Sync();
        for (var record = 0; record < behind; record++)
        {
            _script.Append(journal);
        }

        journal.Write();
        return (place, journal.End);
    }

    /// <summary>The contents of the segments up to a place.</summary>
    private List<string> Contents(JournalLocation place) =>
        [.. Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal).Take(place.Segment).Select((path, index) =>
        {
            var bytes = File.ReadAllBytes(path);
            return Convert.ToHexString(bytes.AsSpan(0, index + 1 == place.Segment ? (int)place.Offset : bytes.Length));
        })];
}
