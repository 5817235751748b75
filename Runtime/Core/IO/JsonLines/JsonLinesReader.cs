using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Distil.IO.Json;
using Distil.RunDirectories;

namespace Distil.IO.JsonLines;

/// <summary>Reads one row; the reader stands on the start of its object, and afterwards on its end.</summary>
internal delegate T RowReader<out T>(ref Utf8JsonReader reader);

/// <summary>Reads a file of JSON lines, one line in memory at a time. Empty lines are passed over.</summary>
internal sealed class JsonLinesReader : IDisposable
{
    private readonly string _path;
    private readonly Stream _stream;
    private byte[] _buffer;
    private int _start;             // of what is read and not yet taken
    private int _end;
    private int _scanned;           // no line end stands before it
    private bool _streamEnded;
    private int _lineStart;
    private int _lineLength;
    private long _lineNumber;

    public JsonLinesReader(string path)
        : this(path, Open(path))
    {
    }

    public JsonLinesReader(string path, Stream stream, int bufferSize = 64 * 1024)
    {
        _path = path;
        _stream = stream;
        _buffer = ArrayPool<byte>.Shared.Rent(bufferSize);
    }

    /// <summary>The number of the current line, from 1.</summary>
    public long LineNumber => _lineNumber;

    /// <summary>The current line without its end; valid until the next is asked for.</summary>
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(_lineStart, _lineLength);

    public bool MoveNext()
    {
        try
        {
            while (!TryTakeLine())
            {
                if (_streamEnded)
                {
                    return false;
                }

                Received(_stream.Read(FreeSpace().Span));
            }

            return true;
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw IoErrors.OnRead(_path, exception);
        }
    }

    public async ValueTask<bool> MoveNextAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            while (!TryTakeLine())
            {
                if (_streamEnded)
                {
                    return false;
                }

                Received(await _stream.ReadAsync(FreeSpace(), ct).ConfigureAwait(false));
            }

            return true;
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw IoErrors.OnRead(_path, exception);
        }
    }

    /// <summary>Reads the current line, which holds one object and nothing else.</summary>
    public T ReadRow<T>(RowReader<T> read, string dataset)
    {
        var reader = new Utf8JsonReader(Line, JsonLimits.LineOptions);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonFaultException($"a line is one object; there is {JsonValueException.Describe(ref reader)}.");
            }

            var row = read(ref reader);
            reader.Read();
            return row;
        }
        catch (Exception exception)
        {
            var fault = JsonFault.OfEncoding(Line, LineNumber)
                ?? JsonFault.Of(Line, LineNumber, reader.TokenStartIndex, (null, 0), isLast: false, exception);
            throw new RunDirectoryException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Line {LineNumber}, column {fault.Column} of '{_path}' is no row of the data set '{dataset}': {fault.Problem} The "
                        + $"file was changed or cut off after the run had written it; run the pipeline anew to get it back."),
                _path,
                exception);
        }
    }

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _stream.Dispose();
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.SequentialScan | FileOptions.Asynchronous,
                BufferSize = 0,
            });
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw IoErrors.OnRead(path, exception);
        }
    }

    private bool TryTakeLine()
    {
        while (true)
        {
            var length = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
            int next;
            if (length >= 0)
            {
                length += _scanned - _start;
                next = _start + length + 1;
            }
            else if (_streamEnded && _start < _end)
            {
                length = _end - _start;
                next = _end;
            }
            else
            {
                _scanned = _end;
                return false;
            }

            _lineStart = _start;
            _start = _scanned = next;
            _lineNumber++;
            if (_lineNumber == 1 && _buffer.AsSpan(_lineStart, length).StartsWith("\uFEFF"u8))
            {
                _lineStart += 3;
                length -= 3;
            }

            _lineLength = length > 0 && _buffer[_lineStart + length - 1] == '\r' ? length - 1 : length;
            if (_lineLength > 0)
            {
                return true;
            }
        }
    }

    // Moves what is left to the front; a line longer than the buffer makes it grow.
    private Memory<byte> FreeSpace()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _scanned -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(checked(_buffer.Length * 2));
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsMemory(_end);
    }

    private void Received(int count)
    {
        _end += count;
        _streamEnded = count == 0;
    }
}
