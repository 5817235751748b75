using Distil.IO;
using Distil.Journal.Records;

namespace Distil.Journal;

/// <content>Writing and flushing: lots of the buffer into segments, segments to the storage device.</content>
internal sealed partial class AnswerJournal
{
    /// <summary>The segments that are open: those with bytes that are not flushed, and the last. Under the lock of writes.</summary>
    private readonly List<OpenSegment> _segments = [];

    /// <summary>Whether a segment was created whose name is not flushed. Under the lock of writes.</summary>
    private bool _hasUnsyncedName;

    private bool _isDisposed;

    /// <summary>Makes sure that a record is with the operating system.</summary>
    /// <param name="location">The record.</param>
    /// <exception cref="RunDirectoryException">The journal has failed, and the record is not written.</exception>
    public void Write(JournalLocation location)
    {
        if (Written > location)
        {
            return;
        }

        lock (_writing)
        {
            if (Written > location)
            {
                return;
            }

            WriteWaiting();
        }
    }

    /// <summary>Makes sure that all records appended so far are with the operating system.</summary>
    /// <exception cref="RunDirectoryException">The journal has failed.</exception>
    public void Write()
    {
        lock (_writing)
        {
            WriteWaiting();
        }
    }

    /// <summary>Makes sure that all records appended so far are on the storage device.</summary>
    /// <returns>The end of these records.</returns>
    /// <exception cref="RunDirectoryException">The journal has failed.</exception>
    public JournalLocation Sync()
    {
        lock (_syncing)
        {
            OpenSegment[] segments;
            bool hasUnsyncedName;
            JournalLocation end;
            lock (_writing)
            {
                WriteWaiting();
                end = Written;
                if (end == Synced)
                {
                    return end;
                }

                (segments, hasUnsyncedName, _hasUnsyncedName) = ([.. _segments], _hasUnsyncedName, false);
            }

            foreach (var segment in segments)
            {
                Try(segment.Path, segment.Output.Sync);
            }

            if (hasUnsyncedName)
            {
                Try(_files.Folder, () => _settings.Disk.SyncDirectory(_files.Folder));
            }

            Volatile.Write(ref _synced, end.Packed);
            CloseBefore(segments[^1]);
            return end;
        }
    }

    /// <summary>Frees the segments before the one that was the last when all of them were flushed.</summary>
    private void CloseBefore(OpenSegment last)
    {
        lock (_writing)
        {
            var closed = _segments.IndexOf(last);
            for (var segment = 0; segment < closed; segment++)
            {
                _segments[segment].Dispose();
            }

            _segments.RemoveRange(0, closed);
        }
    }

    /// <summary>Writes what waits. Under the lock of writes.</summary>
    private void WriteWaiting()
    {
        lock (_gate)
        {
            ThrowIfUnusable(answers: 0, bytes: 0);
            TakeLot(beginsSegment: false);
        }

        WriteLot();
    }

    /// <summary>
    /// Writes what waits so that a record fits the buffer, and begins the next segment if the record does not fit this one.
    /// </summary>
    private void MakeRoom(int length, int answers)
    {
        lock (_writing)
        {
            bool endsSegment;
            lock (_gate)
            {
                ThrowIfUnusable(answers, length);
                endsSegment = EndsSegment(length);
                if (!endsSegment && _waiting.HasRoom(length))
                {
                    return;
                }

                TakeLot(endsSegment);
            }

            try
            {
                WriteLot();
                if (endsSegment)
                {
                    CreateSegment(_segments[^1].Number + 1);
                }
            }
            catch (RunDirectoryException)
            {
                lock (_gate)
                {
                    // The record for which there was to be room is lost, too.
                    ThrowIfUnusable(answers, length);
                }

                throw;
            }
        }
    }

    /// <summary>What waits becomes the lot, and what is appended from now on waits behind it. Under both locks.</summary>
    private void TakeLot(bool beginsSegment)
    {
        (_lot, _waiting) = (_waiting, _lot);
        if (!beginsSegment)
        {
            _waiting.Clear(_lot.End);
            return;
        }

        var number = _lot.End.Segment + 1;
        _waiting.Clear(new(number, 0));
        new SegmentHeader(number, _lot.End, IsCopy: false).Write(_waiting.Add(SegmentHeader.Length, answers: 0), _settings.JournalId);
    }

    /// <summary>Writes the lot to the last segment. Under the lock of writes.</summary>
    private void WriteLot()
    {
        if (_lot.Count == 0)
        {
            return;
        }

        var segment = _segments[^1];
        try
        {
            segment.Output.Write(_lot.Bytes);
        }
        catch (Exception exception)
        {
            throw Fail(segment.Path, exception);
        }

        lock (_gate)
        {
            Volatile.Write(ref _written, _lot.End.Packed);
            _lot.Clear(_lot.End);
        }
    }

    /// <summary>Creates the file of a segment, whose header already waits. Under the lock of writes.</summary>
    private void CreateSegment(int number)
    {
        var path = _files.Segment(number);
        Try(path, () => _segments.Add(new(number, path, _settings.Disk.Open(path, DiskFileMode.Replace))));
        _hasUnsyncedName = true;
    }

    /// <summary>Does something to a file, if the journal has not failed. If that fails, the journal has.</summary>
    private void Try(string path, Action action)
    {
        lock (_gate)
        {
            ThrowIfUnusable(answers: 0, bytes: 0);
        }

        try
        {
            action();
        }
        catch (Exception exception)
        {
            throw Fail(path, exception);
        }
    }

    /// <summary>The journal has failed for good. The first cause counts.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="cause">What was thrown.</param>
    /// <param name="answers">Answers that are lost beside those in the buffers.</param>
    /// <param name="bytes">Their length.</param>
    private RunDirectoryException Fail(string path, Exception cause, int answers = 0, long bytes = 0)
    {
        lock (_gate)
        {
            if (_failure is null)
            {
                _failure = new(path, cause);
                _failure.Lose(_lot.Answers + _waiting.Answers, _lot.Count + _waiting.Count);
            }

            _failure.Lose(answers, bytes);
            return _failure.ToException();
        }
    }

    /// <summary>Throws if the journal has failed. Under the lock of the buffer.</summary>
    /// <param name="answers">Answers that are lost then.</param>
    /// <param name="bytes">Their length.</param>
    private void ThrowIfUnusable(int answers, long bytes)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_failure is not null)
        {
            _failure.Lose(answers, bytes);
            throw _failure.ToException();
        }
    }

    /// <summary>A segment that is open for writing.</summary>
    private sealed class OpenSegment(int number, string path, DiskFile file) : IDisposable
    {
        public int Number => number;

        public string Path => path;

        public DiskFile Output => file;

        public void Dispose() => file.Dispose();
    }
}
