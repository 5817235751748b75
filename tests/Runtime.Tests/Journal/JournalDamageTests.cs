using System.Buffers.Binary;
using System.Globalization;
using Distil.Journal;
using Distil.Journal.Records;

namespace Distil.Runtime.Tests.Journal;

/// <summary>
/// A journal of which bytes or files are wrong is cut off behind the cut's place and refused before it, and nothing wrong is ever read.
/// DISTIL_DAMAGE_STEP sets at how many bytes each is tried; 1: at every one.
/// </summary>
public sealed class JournalDamageTests : IDisposable
{
    private const int Segment = 2500;
    private const int Large = 300;

    private static readonly int s_step =
        int.TryParse(Environment.GetEnvironmentVariable("DISTIL_DAMAGE_STEP"), CultureInfo.InvariantCulture, out var step) ? step : 7;

    private readonly JournalFolder _folder = new();
    private readonly JournalScript _script = new(5, longestBody: 330);
    private readonly JournalLocation _end;

    public JournalDamageTests()
    {
        using var journal = AnswerJournal.Open(_folder.Settings(segment: Segment, large: Large), default).Journal;
        string[] kinds = ["Step ", "Fingerprint ", "Answer ", "Failure "];
        while (journal.End.Segment < 3 || journal.End.Offset < 600
            || !kinds.All(kind => _script.Appended.Exists(entry => entry.StartsWith(kind, StringComparison.Ordinal))))
        {
            _script.Append(journal);
        }

        _end = journal.Sync();
        Assert.InRange(Directory.GetFiles(_folder["large"]).Length, 1, 10);
        Assert.InRange(Bytes(), 4096, 16 * 1024);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_journal_that_ends_anywhere_is_cut_off_or_refused()
    {
        var segments = Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal).ToList();
        var tests = 0;
        foreach (var segment in segments.AsEnumerable().Reverse())
        {
            var bytes = File.ReadAllBytes(segment);
            for (var length = bytes.Length - 1; length >= 0 && tests < 4096; length--, tests++)
            {
                if (tests % s_step != 0)
                {
                    continue;
                }

                var copy = CopyOf();
                Truncate(copy, segment, length);
                var opened = JournalFolder.Open(Settings(copy), default, out var entries);
                opened.Journal.Dispose();
                Assert.Equal(_script.Appended.Take(entries.Count), entries);

                // What was cut off stays so.
                var again = JournalFolder.Open(Settings(copy), default, out var same);
                again.Journal.Dispose();
                Assert.Null(again.TornTail);
                Assert.Equal(entries, same);

                copy = CopyOf();
                Truncate(copy, segment, length);
                var exception = Assert.Throws<RunDirectoryException>(() => AnswerJournal.Open(Settings(copy), JournalFolder.CutAt(_end)));
                Assert.Contains("is damaged at byte", exception.Message, StringComparison.Ordinal);
            }
        }

        Assert.Equal(4096, tests);

        static void Truncate(string copy, string segment, int length)
        {
            using var file = File.OpenWrite(Path.Combine(copy, Path.GetFileName(segment)));
            file.SetLength(length);
        }
    }

    [Fact]
    public void A_torn_tail_tells_where_it_was_and_how_long()
    {
        var path = _folder[$"{_end.Segment:D6}.log"];
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(_end.Offset - 1);
        }

        var opened = JournalFolder.Open(_folder.Settings(segment: Segment, large: Large), default, out var entries);
        using var journal = opened.Journal;
        Assert.True(entries.Count < _script.Appended.Count);
        Assert.Equal(opened.TornTail!.Location, journal.End);
        Assert.Equal(_end.Offset - 1, opened.TornTail.Location.Offset + opened.TornTail.Bytes);
        Assert.Null(opened.TailCopied);
    }

    [Fact]
    public void Each_byte_that_changes_is_noticed()
    {
        foreach (var file in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(_folder.Path, file);
            var bytes = File.ReadAllBytes(file);
            for (var at = 0; at < bytes.Length; at += s_step)
            {
                var copy = CopyOf();
                bytes[at] ^= (byte)(1 << (at % 8));
                File.WriteAllBytes(Path.Combine(copy, name), bytes);
                var refused = Assert.Throws<RunDirectoryException>(() => AnswerJournal.Open(Settings(copy), JournalFolder.CutAt(_end)));
                Assert.StartsWith(copy, refused.Path, StringComparison.Ordinal);
                Assert.Contains(refused.Path, refused.Message, StringComparison.Ordinal);
                try
                {
                    var entries = JournalFolder.Read(Settings(copy));
                    Assert.True(entries.Count < _script.Appended.Count, $"{name} {at}");
                    Assert.Equal(_script.Appended.Take(entries.Count), entries);
                }
                catch (RunDirectoryException exception)
                {
                    Assert.EndsWith(name, exception.Path, StringComparison.Ordinal);
                }

                bytes[at] ^= (byte)(1 << (at % 8));
            }
        }
    }

    [Fact]
    public void A_changed_byte_of_a_record_before_the_tail_is_noticed_when_it_is_read()
    {
        JournalLocation first = default;
        AnswerId id = default;
        AnswerJournal.Open(_folder.Settings(segment: Segment, large: Large), default, (in JournalRecord record) =>
        {
            if (record.Kind == RecordKind.Answer && first == default)
            {
                (first, id) = (record.Location, record.Id);
            }
        }).Journal.Dispose();
        var path = _folder[$"{first.Segment:D6}.log"];
        var bytes = File.ReadAllBytes(path);
        bytes[first.Offset + 20] ^= 1;
        File.WriteAllBytes(path, bytes);
        using var journal = AnswerJournal.Open(
            _folder.Settings(segment: Segment, large: Large), new JournalStart { From = _end, Place = _end }).Journal;
        using var reader = new AnswerReader(journal);
        var exception = Assert.Throws<RunDirectoryException>(() => { reader.Read(first, id, out _); });
        Assert.Equal(path, exception.Path);
        Assert.Contains($"is damaged at byte {first.Offset}", exception.Message, StringComparison.Ordinal);
        Assert.Contains("RunOptions.Resume = false", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_segment_that_is_missing_is_named_or_cut_off()
    {
        for (var segment = 1; segment <= _end.Segment; segment++)
        {
            var copy = CopyOf();
            var path = Path.Combine(copy, $"{segment:D6}.log");
            File.Delete(path);
            foreach (var from in (JournalLocation[])[default, _end])
            {
                var exception = Assert.Throws<RunDirectoryException>(
                    () => AnswerJournal.Open(Settings(copy), new JournalStart { From = from, Place = _end }));
                Assert.Equal(path, exception.Path);
                Assert.Contains("is missing", exception.Message, StringComparison.Ordinal);
            }

            var entries = JournalFolder.Read(Settings(copy));
            Assert.Equal(_script.Appended.Take(entries.Count), entries);
            Assert.Equal(segment == 1, entries.Count == 0);
        }
    }

    [Fact]
    public void Damage_says_how_many_answers_lie_behind()
    {
        JournalLocation second = default;
        var behind = 0;
        AnswerJournal.Open(_folder.Settings(segment: Segment, large: Large), default, (in JournalRecord record) =>
        {
            if (second != default)
            {
                behind += record.Answers;
            }
            else if (record.Location.Segment == 2)
            {
                second = record.Location;
            }
        }).Journal.Dispose();
        var path = _folder["000002.log"];
        var bytes = File.ReadAllBytes(path);
        bytes[second.Offset] ^= 0x40;
        File.WriteAllBytes(path, bytes);
        var exception = Assert.Throws<RunDirectoryException>(
            () => AnswerJournal.Open(_folder.Settings(segment: Segment, large: Large), JournalFolder.CutAt(_end)));
        Assert.Equal(
            $"The file '{path}' is damaged at byte {second.Offset}: the bytes are no record of the journal. {behind} answers lie behind "
                + "this place. Put back the file from a copy, or pass RunOptions.Resume = false, which makes all data anew and asks for all "
                + "answers again.",
            exception.Message);
    }

    [Fact]
    public void Files_of_others_are_refused_wherever_they_stand()
    {
        var settings = Settings(CopyOf());
        var other = settings with { JournalId = Guid.Empty };
        AssertRefused(other, default, "000001.log", "belongs to another journal");

        File.WriteAllText(Path.Combine(settings.Folder, "000001.log"), "What is this doing here?");
        AssertRefused(settings, default, "000001.log", "is no segment of this journal");

        settings = Settings(CopyOf());
        File.WriteAllText(Path.Combine(settings.Folder, $"{_end.Segment + 1:D6}.log"), "What is this doing here?");
        AssertRefused(settings, default, $"{_end.Segment + 1:D6}.log", "is no segment of this journal");

        settings = Settings(CopyOf());
        File.Move(Path.Combine(settings.Folder, "000003.log"), Path.Combine(settings.Folder, "000002.log"), overwrite: true);
        AssertRefused(settings, default, "000002.log", "is segment 3 of a journal under another name");
    }

    [Theory]
    [InlineData(56)]
    [InlineData(12)]
    public void A_newer_format_is_refused(int at)
    {
        var path = _folder["000001.log"];
        var bytes = File.ReadAllBytes(path);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), 2);
        JournalRecord.Seal(bytes.AsSpan(0, SegmentHeader.Length), default);
        File.WriteAllBytes(path, bytes);
        AssertRefused(_folder.Settings(segment: Segment, large: Large), default, "000001.log", "another version of Distil");
    }

    [Theory]
    [InlineData(8, 99)]
    [InlineData(12, 2)]
    public void A_record_of_a_newer_version_is_refused(int at, byte value)
    {
        var path = _folder["000002.log"];
        var bytes = File.ReadAllBytes(path);
        bytes[SegmentHeader.Length + at] = value;
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(SegmentHeader.Length));
        JournalRecord.Seal(bytes.AsSpan(SegmentHeader.Length, length), new(2, SegmentHeader.Length));
        File.WriteAllBytes(path, bytes);
        AssertRefused(_folder.Settings(segment: Segment, large: Large), default, "000002.log", "another version of Distil");
    }

    [Fact]
    public void A_record_is_valid_only_where_it_was_written()
    {
        var path = _folder["000002.log"];
        var bytes = File.ReadAllBytes(path);
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(SegmentHeader.Length));
        File.WriteAllBytes(path, [.. bytes[..SegmentHeader.Length], .. bytes[(SegmentHeader.Length + length)..]]);
        var opened = JournalFolder.Open(_folder.Settings(segment: Segment, large: Large), default, out var entries);
        opened.Journal.Dispose();
        Assert.Equal(new(2, SegmentHeader.Length), opened.TornTail!.Location);
        Assert.Equal(_script.Appended.Take(entries.Count), entries);
    }

    private static void AssertRefused(JournalSettings settings, JournalStart start, string file, string text)
    {
        var exception = Assert.Throws<RunDirectoryException>(() => AnswerJournal.Open(settings, start));
        Assert.EndsWith(file, exception.Path, StringComparison.Ordinal);
        Assert.Contains(text, exception.Message, StringComparison.Ordinal);
        Assert.Contains("RunOptions.Resume = false", exception.Message, StringComparison.Ordinal);
    }

    private static JournalSettings Settings(string path) => JournalFolder.Settings(path, segment: Segment, large: Large);

    private long Bytes() => Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);

    /// <summary>A copy of the journal, always in the same folder.</summary>
    private string CopyOf()
    {
        var copy = Path.Combine(_folder.Root, "copy");
        if (Directory.Exists(copy))
        {
            Directory.Delete(copy, recursive: true);
        }

        JournalFolder.Copy(_folder.Path, copy);
        return copy;
    }
}
