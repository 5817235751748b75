using Distil.Checkpoints;
using Distil.IO;

namespace Distil.Held;

/// <summary>
/// A file of rows that a run holds for one of its stages: records are appended, places between them noted, and what stands before a
/// place can be committed, as a data set can.
/// </summary>
/// <remarks>
/// One stage appends and notes, one reads, the committer commits and deletes: safe for these three at once. Once an operation on the
/// file has failed, it is not written any more.
/// </remarks>
/// <param name="name">Its name in cuts: that of the step's folder, and of the file without extension.</param>
/// <param name="path">Its path. The folder is made when the first record is written.</param>
/// <param name="disk">Where it is written.</param>
/// <param name="begin">Called before the file is made or opened for writing.</param>
/// <param name="start">The place to go on from: what stands behind it is gone when <paramref name="begin"/> has returned.</param>
internal sealed class HeldFile(string name, string path, IDisk disk, Action begin, LeafPlace start) : IDisposable
{
    private const int FlushSize = 64 * 1024;

    private readonly Gate _gate = new();
    private readonly LeafPlaces _places = new(start);
    private byte[] _buffer = new byte[FlushSize + (4 * 1024)];
    private int _buffered;
    private DiskFile? _file;
    private Exception? _failure;
    private uint _checksum = start.Files > 0 ? ~start.Checksum : Crc32C.Start;
    private long _written = start.Bytes;
    private long _rows = start.Rows;
    private bool _isNameSynced = start.Files > 0;
    private bool _isDeleted;
    private bool _isClosed;

    /// <summary>Its name in cuts.</summary>
    public string Name => name;

    /// <summary>Its path.</summary>
    public string Path => path;

    /// <summary>The place that the run began at: rows below it are there already.</summary>
    public LeafPlace Start => start;

    /// <summary>The last place that was noted.</summary>
    public LeafPlace Last
    {
        get
        {
            lock (_gate)
            {
                return _places.Last;
            }
        }
    }

    /// <summary>Whether no row of it is needed any more.</summary>
    public bool IsDeleted
    {
        get
        {
            lock (_gate)
            {
                return _isDeleted;
            }
        }
    }

    /// <summary>Appends a record.</summary>
    /// <param name="record">Its bytes.</param>
    /// <param name="rows">How many rows are in it.</param>
    /// <returns>The length of the file with it.</returns>
    /// <exception cref="RunDirectoryException">The file could not be written, now or earlier.</exception>
    public long Append(ReadOnlySpan<byte> record, int rows)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            ThrowIfFailed();
            if (_isDeleted)
            {
                return _written;
            }

            if (record.Length > _buffer.Length - _buffered)
            {
                Flush();
                if (record.Length > _buffer.Length)
                {
                    _buffer = new byte[record.Length];
                }
            }

            record.CopyTo(_buffer.AsSpan(_buffered));
            _buffered += record.Length;
            _checksum = Crc32C.Add(_checksum, record);
            _rows += rows;
            if (_buffered >= FlushSize)
            {
                Flush();
            }

            return _written + _buffered;
        }
    }

    /// <summary>Notes that every row with a smaller number is held, and none with this number or above.</summary>
    public void Note(long below)
    {
        lock (_gate)
        {
            if (below > _places.Last.Below && !_isDeleted)
            {
                _places.Add(new(below, _rows, 1, _rows, _written + _buffered, Crc32C.End(_checksum)));
            }
        }
    }

    /// <summary>Brings the rows before the last place that is not above a number to disk.</summary>
    /// <returns>That place.</returns>
    /// <exception cref="RunDirectoryException">They could not be brought to disk.</exception>
    public LeafPlace Commit(long below)
    {
        LeafPlace place;
        DiskFile? file;
        lock (_gate)
        {
            ThrowIfFailed();
            place = _places.Take(below);
            Flush();
            if (place.Files > 0 && _file is null && _written == 0)
            {
                // No record was written yet: the place names a file that must be there.
                Open();
            }

            file = _file;
        }

        if (file is not null)
        {
            try
            {
                FileCommit.Sync(disk, file, path, ref _isNameSynced);
                ObjectDisposedException.ThrowIf(_isClosed, this);
            }
            catch (RunDirectoryException failure)
            {
                throw Break(failure);
            }
        }

        return place;
    }

    /// <summary>Hands what is before a place in the file to the operating system, so that it can be read.</summary>
    public void FlushTo(long end)
    {
        lock (_gate)
        {
            if (end > _written)
            {
                ThrowIfFailed();
                Flush();
            }
        }
    }

    /// <summary>Deletes the file: its rows are not needed again. What is appended afterwards is forgotten.</summary>
    /// <exception cref="RunDirectoryException">It could not be deleted.</exception>
    public void Delete()
    {
        lock (_gate)
        {
            if (_isDeleted)
            {
                return;
            }

            _isDeleted = true;
            _buffered = 0;
            try
            {
                _file?.Dispose();
                _file = null;
                if (File.Exists(path))
                {
                    disk.Delete(path);
                }
            }
            catch (Exception exception) when (IoErrors.Is(exception))
            {
                throw Fail(exception);
            }
        }
    }

    /// <summary>Closes the file. Nothing more is written: what counts was committed.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            try
            {
                _file?.Dispose();
            }
            catch (Exception exception) when (IoErrors.Is(exception))
            {
                // Whatever ended the run is already on its way to the user.
            }

            _file = null;
        }
    }

    private void Flush()
    {
        if (_buffered == 0 || _isDeleted)
        {
            return;
        }

        Open();
        try
        {
            _file!.Write(_buffer.AsSpan(0, _buffered));
            _written += _buffered;
            _buffered = 0;
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw Fail(exception);
        }
    }

    private void Open()
    {
        if (_file is not null)
        {
            return;
        }

        begin();
        try
        {
            disk.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            _file = disk.Open(path, start.Files > 0 ? DiskFileMode.Append : DiskFileMode.Replace);
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw Fail(exception);
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            throw IoErrors.OnWrite(path, _failure);
        }
    }

    /// <summary>Rows could not be written, whatever the reason: no place behind them may be committed.</summary>
    /// <returns>The failure of the run.</returns>
    public RunDirectoryException Break(Exception exception)
    {
        lock (_gate)
        {
            if (exception is not RunDirectoryException known)
            {
                return Fail(exception);
            }

            Fail(known.InnerException ?? known);
            return known;
        }
    }

    private RunDirectoryException Fail(Exception exception)
    {
        _failure ??= exception;
        _buffered = 0;
        return IoErrors.OnWrite(path, exception);
    }
}
