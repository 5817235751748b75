using Distil.IO;
using Distil.Journal.Records;
using Microsoft.Win32.SafeHandles;

namespace Distil.Journal;

/// <summary>Reads the records of one segment in order. Used by one thread.</summary>
internal sealed class SegmentReader : IDisposable
{
    private const int ChunkBytes = 256 * 1024;

    private readonly string _path;
    private readonly int _segment;
    private readonly long _end;
    private readonly SafeFileHandle _file;
    private byte[] _buffer;
    private long _bufferOffset;
    private int _count;
    private int _at;

    /// <summary>Opens a segment.</summary>
    /// <param name="path">The file.</param>
    /// <param name="from">Where the first record begins.</param>
    /// <param name="end">How many bytes of the file belong to the journal.</param>
    /// <exception cref="RunDirectoryException">The file cannot be read.</exception>
    public SegmentReader(string path, JournalLocation from, long end)
    {
        (_path, _segment, _bufferOffset, _end) = (path, from.Segment, from.Offset, end);
        _buffer = new byte[Math.Clamp(end - from.Offset, JournalRecord.HeaderLength, ChunkBytes)];
        try
        {
            _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw IoErrors.OnRead(path, exception);
        }
    }

    /// <summary>Where the next record begins.</summary>
    public JournalLocation Location => new(_segment, _bufferOffset + _at);

    /// <summary>Whether there is nothing left to read.</summary>
    public bool IsAtEnd => Location.Offset >= _end;

    /// <summary>Reads the next record. False: the segment ends here, or the bytes at <see cref="Location"/> are no whole record.</summary>
    public bool TryRead(out JournalRecord record)
    {
        if (!TryPeek(out record))
        {
            return false;
        }

        _at += record.Length;
        return true;
    }

    /// <summary>Reads the next whole record behind bytes that are none. False: there is no further record in this segment.</summary>
    public bool TryFindNext(out JournalRecord record)
    {
        while (!IsAtEnd)
        {
            _at++;
            if (TryRead(out record))
            {
                return true;
            }
        }

        record = default;
        return false;
    }

    public void Dispose() => _file.Dispose();

    private bool TryPeek(out JournalRecord record)
    {
        record = default;
        return Has(JournalRecord.HeaderLength)
            && JournalRecord.TryReadLength(_buffer.AsSpan(_at, JournalRecord.HeaderLength), out var length)
            && Has(length)
            && JournalRecord.TryRead(_buffer.AsSpan(_at, length), Location, out record);
    }

    /// <summary>Makes sure that so many bytes stand in the buffer, if the segment has them.</summary>
    private bool Has(int length)
    {
        if (_count - _at >= length)
        {
            return true;
        }

        if (_end - Location.Offset < length)
        {
            return false;
        }

        Fill(length);
        return _count - _at >= length;
    }

    private void Fill(int length)
    {
        var left = _buffer.AsSpan(_at, _count - _at);
        var buffer = length > _buffer.Length ? new byte[length + ChunkBytes] : _buffer;
        left.CopyTo(buffer);
        (_buffer, _bufferOffset, _count, _at) = (buffer, _bufferOffset + _at, left.Length, 0);
        try
        {
            while (_count < length)
            {
                var room = (int)Math.Min(_buffer.Length - _count, _end - _bufferOffset - _count);
                var read = RandomAccess.Read(_file, _buffer.AsSpan(_count, room), _bufferOffset + _count);
                if (read == 0)
                {
                    return;
                }

                _count += read;
            }
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw IoErrors.OnRead(_path, exception);
        }
    }
}
