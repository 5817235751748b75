using Distil.IO;
using Distil.Journal.Records;

namespace Distil.Journal;

/// <summary>
/// Copies the records behind a cut's place into a new segment. The segment is written under another name, flushed and renamed, and the name
/// is flushed, before anything of the old tail is removed: at each moment one of the two is whole.
/// </summary>
internal sealed class TailCopy : IDisposable
{
    private readonly JournalSettings _settings;
    private readonly JournalFiles _files;
    private readonly int _segment;
    private readonly RecordBuffer _buffer = new();
    private readonly DiskFile _file;
    private readonly JournalLocation _place;

    /// <summary>Of each segment of the tail: the first record that was copied, and where it lies now. The others follow it.</summary>
    private readonly List<(JournalLocation From, JournalLocation To)> _moved = [];

    /// <summary>Begins a copy.</summary>
    /// <param name="settings">Where the journal is kept.</param>
    /// <param name="files">Its files.</param>
    /// <param name="place">Where the tail begins.</param>
    /// <param name="segment">The number of the new segment.</param>
    public TailCopy(JournalSettings settings, JournalFiles files, JournalLocation place, int segment)
    {
        (_settings, _files, _place, _segment) = (settings, files, place, segment);
        _file = settings.Disk.Open(files.UnfinishedSegment(segment), DiskFileMode.Replace);
        _buffer.Clear(new(segment, 0));
        new SegmentHeader(segment, place, IsCopy: true).Write(_buffer.Add(SegmentHeader.Length, answers: 0), settings.JournalId);
        Start = _buffer.End;
    }

    /// <summary>Where the first record of the copy begins.</summary>
    public JournalLocation Start { get; }

    /// <summary>Where the copy ends.</summary>
    public JournalLocation End => _buffer.End;

    /// <summary>Copies a record. A claim in the copy names the place to which the answer has moved.</summary>
    /// <returns>The copy. It is valid until the next call.</returns>
    public JournalRecord Add(in JournalRecord record)
    {
        if (!_buffer.HasRoom(record.Length))
        {
            WriteBuffer();
        }

        var location = _buffer.End;
        var copy = _buffer.Add(record.Length, record.Answers);
        record.Bytes.CopyTo(copy);
        if (_moved.Count == 0 || _moved[^1].From.Segment != record.Location.Segment)
        {
            _moved.Add((record.Location, location));
        }

        if (record.Kind == RecordKind.Claim)
        {
            ClaimBody.WriteLocation(copy[JournalRecord.HeaderLength..], Moved(ClaimBody.Location(record.Body)));
        }

        JournalRecord.Seal(copy, location);
        return new(copy, location);
    }

    /// <summary>Where a record lies now that was copied, or that lies before the tail.</summary>
    private JournalLocation Moved(JournalLocation location)
    {
        if (location < _place)
        {
            return location;
        }

        var (from, to) = _moved.Find(moved => moved.From.Segment == location.Segment);
        return to with { Offset = to.Offset + location.Offset - from.Offset };
    }

    /// <summary>Brings the copy to the storage device and gives it its name.</summary>
    public void Complete()
    {
        WriteBuffer();
        _file.Sync();
        _file.Dispose();
        _settings.Disk.Move(_files.UnfinishedSegment(_segment), _files.Segment(_segment));
        _settings.Disk.SyncDirectory(_files.Folder);
    }

    public void Dispose() => _file.Dispose();

    private void WriteBuffer()
    {
        _file.Write(_buffer.Bytes);
        _buffer.Clear(_buffer.End);
    }
}
