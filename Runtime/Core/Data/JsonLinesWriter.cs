using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Distil.Engine;

/// <summary>
/// Writes JSON lines to a file, many rows at a time and nothing allocated a row. Only whole lines are handed to the file; where the
/// file takes a part of them, it is cut back to the last whole line before.
/// </summary>
internal sealed class JsonLinesWriter : IDisposable
{
    private const int FlushSize = 64 * 1024;

    private readonly LineBuffer _buffer = new(FlushSize + 4 * 1024);
    private readonly Utf8JsonWriter _json;
    private string _path = "";
    private Stream? _stream;
    private Exception? _failure;
    private long _writtenLength;
    private long _writtenRows;
    private int _bufferedRows;
    private int _rowStart;

    public JsonLinesWriter()
        => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions
        {
            // Text stays readable; nothing here is put into HTML.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        });

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
    public Utf8JsonWriter BeginRow()
    {
        ThrowIfFailed();
        _rowStart = _buffer.Count;
        _json.Reset();
        return _json;
    }

    /// <summary>Takes back the line that was begun.</summary>
    public void DropRow()
    {
        _json.Reset();
        _buffer.Count = _rowStart;
    }

    public void EndRow()
    {
        _json.Flush();
        _buffer.Add((byte)'\n');
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
                    file.Flush(flushToDisk: true);
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

        _json.Dispose();
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

    /// <summary>Bytes that can be taken back, unlike those of <see cref="ArrayBufferWriter{T}"/>.</summary>
    private sealed class LineBuffer : IBufferWriter<byte>
    {
        private byte[] _bytes;

        public LineBuffer(int capacity) => _bytes = new byte[capacity];

        public int Count { get; set; }

        public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Count);

        public void Add(byte value)
        {
            Reserve(1);
            _bytes[Count++] = value;
        }

        public void Advance(int count) => Count += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            Reserve(Math.Max(sizeHint, 1));
            return _bytes.AsMemory(Count);
        }

        public Span<byte> GetSpan(int sizeHint = 0)
        {
            Reserve(Math.Max(sizeHint, 1));
            return _bytes.AsSpan(Count);
        }

        private void Reserve(int count)
        {
            if (_bytes.Length - Count < count)
            {
                Array.Resize(ref _bytes, checked((int)Math.Max(Count + (long)count, Math.Min(2L * _bytes.Length, Array.MaxLength))));
            }
        }
    }
}
