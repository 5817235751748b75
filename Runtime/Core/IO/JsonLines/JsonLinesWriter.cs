using Distil.Engine;

namespace Distil.IO.JsonLines;

/// <summary>
/// Writes JSON lines to a file, many rows at a time and nothing allocated a row. Only whole lines are handed to the file; where the
/// file takes a part of them, it is cut back to the last whole line before.
/// </summary>
internal sealed class JsonLinesWriter : IDisposable
{
    private const int FlushSize = 64 * 1024;

    private readonly JsonRowWriter _buffer = new(FlushSize + (4 * 1024));
    private readonly DiskSync _sync = new();
    private string _path = "";
    private IDisk? _disk;
    private DiskFile? _file;
    private Exception? _failure;
    private uint _checksum = Crc32C.Start;
    private int _summed;            // bytes of the buffer that the checksum has
    private long _writtenLength;
    private long _writtenRows;
    private int _bufferedRows;
    private int _rowStart;

    public bool IsOpen => _file is not null;

    /// <summary>The current file; null: none is open.</summary>
    public DiskFile? File => _file;

    public bool HasFailed => _failure is not null;

    /// <summary>Rows of the current file, or of the last one after it was closed; the buffered ones too.</summary>
    public long Rows => _writtenRows + _bufferedRows;

    /// <summary>Bytes of the current file, or of the last one after it was closed; the buffered ones too.</summary>
    public long Length => _writtenLength + _buffer.Count;

    /// <summary>The CRC-32C of these bytes.</summary>
    public uint Checksum
    {
        get
        {
            _checksum = Crc32C.Add(_checksum, _buffer.Written[_summed..]);
            _summed = _buffer.Count;
            return Crc32C.End(_checksum);
        }
    }

    /// <summary>Makes or replaces a file, and its folder where there is none.</summary>
    public void Open(string path, IDisk disk) => Open(path, disk, DiskFileMode.Replace, 0, 0, Crc32C.Start);

    /// <summary>Opens a file to go on with it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="disk">The disk.</param>
    /// <param name="rows">The rows that it holds.</param>
    /// <param name="length">Its length, in bytes.</param>
    /// <param name="checksum">The checksum of these bytes.</param>
    public void Reopen(string path, IDisk disk, long rows, long length, uint checksum) =>
        Open(path, disk, DiskFileMode.Append, rows, length, ~checksum);

    private void Open(string path, IDisk disk, DiskFileMode mode, long rows, long length, uint checksum)
    {
        ThrowIfFailed();
        (_path, _disk) = (path, disk);
        (_writtenRows, _writtenLength, _checksum, _summed) = (rows, length, checksum, 0);
        try
        {
            disk.CreateDirectory(Path.GetDirectoryName(path)!);
            _file = disk.Open(path, mode);
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw Fail(exception);
        }
    }

    /// <summary>Begins a line; the row is written to what it returns.</summary>
    public JsonRowWriter BeginRow()
    {
        ThrowIfFailed();
        _rowStart = _buffer.Count;
        return _buffer;
    }

    /// <summary>Takes back the line that was begun.</summary>
    public void DropRow()
    {
        // A value that was begun may have been half written.
        _buffer.BeginValue();
        _buffer.Count = _rowStart;
    }

    public void EndRow()
    {
        _buffer.Write("\n"u8);
        _bufferedRows++;
        if (_buffer.Count >= FlushSize)
        {
            Flush();
        }
    }

    /// <summary>Hands the buffered lines to the file.</summary>
    public void Flush()
    {
        ThrowIfFailed();
        if (_buffer.Count == 0 || _file is null)
        {
            return;
        }

        try
        {
            _file.Write(_buffer.Written);
            _ = Checksum;
            _summed = 0;
            _sync.Advance(_file, _buffer.Count);
            _writtenLength += _buffer.Count;
            _writtenRows += _bufferedRows;
            _bufferedRows = 0;
            _buffer.Count = 0;
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw Fail(exception);
        }
    }

    /// <summary>
    /// Hands the buffered lines to the file and closes it. Its contents and its name are on disk then. After a failure it only closes.
    /// </summary>
    public void Close()
    {
        if (_file is not { } file)
        {
            return;
        }

        try
        {
            if (!HasFailed)
            {
                Flush();
                _sync.Complete(file);
                _disk!.SyncDirectory(Path.GetDirectoryName(_path)!);
            }

            _file = null;
            file.Dispose();
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw Fail(exception);
        }
    }

    /// <summary>
    /// Closes the file where that was not done, and lets a failure pass: whatever ended the run is already on its way to the user.
    /// </summary>
    public void Dispose()
    {
        try
        {
            Close();
        }
        catch (RunDirectoryException)
        {
            _file = null;
        }

        _buffer.Dispose();
    }

    /// <summary>Throws the failure of an earlier use, if there was one.</summary>
    public void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            throw IoErrors.OnWrite(_path, _failure);
        }
    }

    private RunDirectoryException Fail(Exception exception)
    {
        _failure = exception;
        _buffer.Count = 0;
        _bufferedRows = 0;
        _sync.Abandon();
        try
        {
            // What stands in the file before this write ends with a whole line.
            _file?.SetLength(_writtenLength);
            _file?.Dispose();
        }
        catch (Exception second) when (IoErrors.Is(second) || second is NotSupportedException or ObjectDisposedException)
        {
            // The file could not be cut either: the first failure is the one to report.
        }

        _file = null;
        return IoErrors.OnWrite(_path, exception);
    }
}
