namespace Distil.Engine;

/// <summary>
/// Writes JSON lines to a file, many rows at a time and nothing allocated a row. Only whole lines are handed to the file; where the
/// file takes a part of them, it is cut back to the last whole line before.
/// </summary>
internal sealed class JsonLinesWriter : IDisposable
{
    private const int FlushSize = 64 * 1024;

    private readonly JsonRowWriter _buffer = new(FlushSize + (4 * 1024));
    private readonly DiskSync _disk = new();
    private string _path = "";
    private Stream? _stream;
    private Exception? _failure;
    private long _writtenLength;
    private long _writtenRows;
    private int _bufferedRows;
    private int _rowStart;

    public bool IsOpen => _stream is not null;

    public bool HasFailed => _failure is not null;

    /// <summary>Rows of the current file, or of the last one after it was closed; the buffered ones too.</summary>
    public long Rows => _writtenRows + _bufferedRows;

    /// <summary>Makes or replaces a file.</summary>
    public static Stream CreateFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // Unbuffered: the lines are collected here.
        return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    public void Open(string path, Func<string, Stream> create)
    {
        ThrowIfFailed();
        _path = path;
        _writtenLength = 0;
        _writtenRows = 0;
        try
        {
            _stream = create(path);
        }
        catch (Exception exception) when (FileTrouble.Is(exception))
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
        _buffer.Begin();
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
        if (_buffer.Count == 0 || _stream is null)
        {
            return;
        }

        try
        {
            _stream.Write(_buffer.Written);
            if (_stream is FileStream file)
            {
                _disk.Advance(file, _buffer.Count);
            }

            _writtenLength += _buffer.Count;
            _writtenRows += _bufferedRows;
            _bufferedRows = 0;
            _buffer.Count = 0;
        }
        catch (Exception exception) when (FileTrouble.Is(exception))
        {
            throw Fail(exception);
        }
    }

    /// <summary>Hands the buffered lines to the file and closes it, on disk. After a failure it only closes.</summary>
    public void Close()
    {
        if (_stream is not { } stream)
        {
            return;
        }

        try
        {
            if (!HasFailed)
            {
                Flush();
                if (stream is FileStream file)
                {
                    _disk.Complete(file);
                }
            }

            _stream = null;
            stream.Dispose();
        }
        catch (Exception exception) when (FileTrouble.Is(exception))
        {
            throw Fail(exception);
        }
    }

    /// <summary>Closes the file where that was not done, and lets a failure pass: whatever ended the run is already on its way to the user.</summary>
    public void Dispose()
    {
        try
        {
            Close();
        }
        catch (RunDirectoryException)
        {
            _stream = null;
        }

        _buffer.Dispose();
    }

    /// <summary>After a failure every use meets the same.</summary>
    public void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            throw FileTrouble.OnWrite(_path, _failure);
        }
    }

    private RunDirectoryException Fail(Exception exception)
    {
        _failure = exception;
        _buffer.Count = 0;
        _bufferedRows = 0;
        _disk.Abandon();
        try
        {
            // What stands in the file before this write ends with a whole line.
            _stream?.SetLength(_writtenLength);
            _stream?.Dispose();
        }
        catch (Exception second) when (FileTrouble.Is(second) || second is NotSupportedException or ObjectDisposedException)
        {
            // The file could not be cut either: the first failure is the one to report.
        }

        _stream = null;
        return FileTrouble.OnWrite(_path, exception);
    }
}
