using Distil.IO;
using Distil.Journal.Records;

namespace Distil.Journal;

/// <summary>
/// Opens a journal: finds its segments, reads the records from a cut on, cuts off what was not written whole, and brings the rest to the
/// storage device. Used once, by one thread.
/// </summary>
/// <remarks>
/// <para>
/// The first bytes that are no whole record decide. Behind the cut's place they are the end of what was written when the process or the
/// machine stopped: a torn tail, which is cut off with all that follows. Before the place they are damage, since the cut says that the
/// storage device had them: the journal is refused, and nothing is changed. The same holds for a segment that is missing and for a body
/// whose file is missing or wrong. A file that is no segment of this journal is refused wherever it stands.
/// </para>
/// <para>
/// Headers of all segments are read. Records before <see cref="JournalStart.From"/> are not: they are checked when they are needed. Where
/// answers are taken over, of earlier generations or of another directory, all are read; of bodies in files of their own, only those behind
/// the cut's place.
/// </para>
/// </remarks>
internal sealed class JournalRecovery
{
    private readonly JournalSettings _settings;
    private readonly JournalStart _start;
    private readonly JournalFiles _files;

    /// <summary>Where reading begins.</summary>
    private readonly JournalLocation _from;

    /// <summary>From where on the files are checked that records name.</summary>
    private readonly JournalLocation _bodiesFrom;

    /// <summary>The files of the bodies that records name.</summary>
    private readonly HashSet<string> _bodies = new(StringComparer.Ordinal);

    private TailCopy? _copy;

    /// <summary>Prepares to open a journal.</summary>
    public JournalRecovery(JournalSettings settings, JournalStart start)
    {
        if (start.From > start.Place)
        {
            throw new ArgumentException("The journal is read from a location behind the cut's place.", nameof(start));
        }

        (_settings, _start, _files) = (settings, start, new(settings.Folder));
        (_from, _bodiesFrom) = settings.Generation > 1 || start.ReadsAll
            ? (default, start.Place)
            : (start.From, start.From);
    }

    /// <summary>Opens the journal.</summary>
    /// <param name="found">Called for each record, in order.</param>
    public OpenedJournal Run(JournalRecordHandler? found)
    {
        OnDisk(_files.LargeFolder, () => _settings.Disk.CreateDirectory(_files.LargeFolder));
        var chain = SegmentChain.Find(_files, _settings.JournalId);
        JournalLocation end;
        TornTail? torn;
        try
        {
            end = new JournalScan(_files, _start.Place, _settings.Generation).Run(chain, _from, FindFault, (in JournalRecord record) =>
            {
                var kept = record.Location < _start.Place || !_start.CopiesTail ? record : Copy(record);
                found?.Invoke(kept);
            });
            torn = TornFrom(end, chain);
            OnDisk(_files.Folder, () => _copy?.Complete());
        }
        finally
        {
            _copy?.Dispose();
        }

        OnDisk(_files.Folder, () => Repair(chain, _start.CopiesTail ? _start.Place : end));
        OnDisk(_files.LargeFolder, DeleteBodiesWithoutRecord);
        var copied = _copy is null ? null : new TailCopied(_start.Place, _copy.Start);
        var next = _copy is not null ? _copy.End : _start.CopiesTail ? _start.Place : end;
        return new(Begin(next), torn, copied);
    }

    /// <summary>Opens the journal for appending. If it is new, its first segment is flushed.</summary>
    private AnswerJournal Begin(JournalLocation end)
    {
        var journal = new AnswerJournal(_settings, end);
        try
        {
            journal.Sync();
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    private static void OnDisk(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw IoErrors.OnWrite(path, exception);
        }
    }

    private JournalRecord Copy(in JournalRecord record)
    {
        try
        {
            _copy ??= new(_settings, _files, _start.Place, _files.Segments()[^1] + 1);
            return _copy.Add(record);
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw IoErrors.OnWrite(_files.Folder, exception);
        }
    }

    /// <summary>What is wrong with the files that a record names; null: nothing.</summary>
    private string? FindFault(in JournalRecord record)
    {
        var named = new List<string>();
        foreach (var (file, reference) in record.Location < _start.From ? [] : LargeBodies.NamedBy(_files, record))
        {
            if (record.Location >= _bodiesFrom && LargeBodies.Read(file, reference) is null)
            {
                return $"the file '{file}', to which it refers, is missing or holds something else";
            }

            named.Add(file);
        }

        _bodies.UnionWith(named);
        return null;
    }

    private TornTail? TornFrom(JournalLocation end, SegmentChain chain)
    {
        var bytes = chain.Segments.Where(segment => segment.Number >= end.Segment)
                .Sum(segment => segment.Length - (segment.Number == end.Segment ? end.Offset : 0))
            + chain.Behind.Sum(segment => new FileInfo(_files.Segment(segment)).Length);
        return bytes == 0 ? null : new(end, bytes);
    }

    /// <summary>Removes what does not belong to the journal any more, and flushes the rest.</summary>
    /// <param name="chain">The segments as they were found.</param>
    /// <param name="end">Where the journal ends, but for a copy of its tail.</param>
    private void Repair(SegmentChain chain, JournalLocation end)
    {
        var disk = _settings.Disk;
        var kept = chain.Segments.Where(segment => segment.Number <= end.Segment).ToList();
        if (chain.Replaced.Count > 0 || chain.Shortened is not null)
        {
            // The name of the copy that replaces them may not be flushed yet.
            disk.SyncDirectory(_files.Folder);
        }

        var cutOff = chain.Segments.Skip(kept.Count).Select(segment => segment.Number);
        foreach (var segment in cutOff.Concat(chain.Behind).Concat(chain.Replaced))
        {
            disk.Delete(_files.Segment(segment));
        }

        foreach (var segment in _files.UnfinishedSegments())
        {
            disk.Delete(_files.UnfinishedSegment(segment));
        }

        foreach (var segment in kept)
        {
            var length = segment.Number == end.Segment ? end.Offset : segment.Length;
            if (segment.Number >= _start.Place.Segment || segment.Number == chain.Shortened)
            {
                using var file = disk.Open(_files.Segment(segment.Number), DiskFileMode.Append);
                if (file.Length > length)
                {
                    file.SetLength(length);
                }

                file.Sync();
            }
        }

        disk.SyncDirectory(_files.Folder);
    }

    private void DeleteBodiesWithoutRecord()
    {
        var deletes = false;
        foreach (var path in _files.LargeFrom(_start.From))
        {
            if (!_bodies.Contains(path))
            {
                _settings.Disk.Delete(path);
                deletes = true;
            }
        }

        if (deletes)
        {
            _settings.Disk.SyncDirectory(_files.LargeFolder);
        }
    }
}
