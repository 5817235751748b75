using System.Collections.Concurrent;
using System.Globalization;

namespace Distil.IO.JsonLines;

/// <summary>
/// Reads files in large pieces that end where a line ends, one file after the other. Used by one thread at a time; pieces may come
/// back from any.
/// </summary>
internal sealed class JsonChunkReader : IDisposable
{
    private static readonly byte[] s_byteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly IReadOnlyList<string> _files;
    private readonly Func<string, Stream> _open;
    private readonly ConcurrentBag<JsonChunk> _chunks = [];
    private readonly Action<JsonChunk> _giveBack;
    private readonly int _largestChunk;
    private readonly bool _locates;
    private int _chunkSize;
    private Stream? _stream;
    private bool _isLive;
    private bool _beginsFile;
    private int _next;
    private string _file = "";
    private long _byte;
    private uint _checksum;
    private byte[] _rest = [];
    private int _restLength;

    /// <param name="largestChunk">A line that does not fit into so many bytes is refused; null: what an array holds, two gigabytes.</param>
    /// <param name="start">Where to begin; null: at the first line, and the pieces need not say where they stand.</param>
    public JsonChunkReader(
        IReadOnlyList<string> files,
        int chunkSize,
        Func<string, Stream>? open = null,
        int? largestChunk = null,
        SourceLocation? start = null)
    {
        _largestChunk = largestChunk ?? Array.MaxLength;
        _files = files;
        _chunkSize = chunkSize;
        _open = open ?? JsonContents.OpenFile;
        _giveBack = _chunks.Add;
        _locates = start is not null;
        (_next, _byte, _checksum) = start is { } first ? (first.File, first.Byte, first.Checksum) : (0, 0, 0);
    }

    /// <summary>The next lines; null: there are no more.</summary>
    public JsonChunk? Next()
    {
        if (_stream is null)
        {
            if (_next == _files.Count)
            {
                return null;
            }

            _beginsFile = _byte == 0;
            _restLength = 0;
            _file = _files[_next++];
            try
            {
                Open(_file);
            }
            catch (Exception exception) when (IoErrors.Is(exception) || exception is InvalidDataException)
            {
                return Failed(Rent(), 0, 0, exception);
            }
        }

        var chunk = Rent();
        _rest.AsSpan(0, _restLength).CopyTo(chunk.Bytes);
        var filled = _restLength;
        var from = 0;
        while (true)
        {
            bool ended;
            try
            {
                ended = !Fill(chunk.Bytes, ref filled);
            }
            catch (Exception exception) when (IoErrors.Is(exception) || exception is InvalidDataException)
            {
                return Failed(chunk, from, filled, exception);
            }

            if (_beginsFile && chunk.Bytes.AsSpan(0, filled).StartsWith(s_byteOrderMark))
            {
                from = s_byteOrderMark.Length;
            }

            var end = ended ? filled : chunk.Bytes.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1;
            if (end > 0 || ended)
            {
                return Cut(chunk, from, end, filled, ended);
            }

            if (chunk.Bytes.Length >= _largestChunk)
            {
                return Failed(chunk, from, from,
                    new IOException(string.Create(CultureInfo.InvariantCulture, $"a line is longer than {_largestChunk:N0} bytes")));
            }

            Grow(chunk);
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _stream = null;
        _next = _files.Count;
    }

    private void Open(string path)
    {
        var stream = _open(path);
        _stream = stream;

        // What comes through a pipe is handed on as it comes.
        _isLive = !stream.CanSeek;
        _stream = JsonContents.Of(stream, path, from: _byte);
    }

    /// <summary>Reads until the buffer is full, or the file has ended: then it returns false.</summary>
    private bool Fill(byte[] buffer, ref int filled)
    {
        while (filled < buffer.Length)
        {
            var read = _stream!.Read(buffer, filled, buffer.Length - filled);
            if (read == 0)
            {
                return false;
            }

            filled += read;
            if (_isLive && buffer.AsSpan(filled - read, read).Contains((byte)'\n'))
            {
                return true;
            }
        }

        return true;
    }

    private JsonChunk Cut(JsonChunk chunk, int from, int end, int filled, bool ended)
    {
        _restLength = filled - end;
        if (_rest.Length < _restLength)
        {
            _rest = new byte[Math.Max(_restLength, 2 * _rest.Length)];
        }

        chunk.Bytes.AsSpan(end, _restLength).CopyTo(_rest);
        chunk.Cut(from, end);
        Locate(chunk, end);
        _beginsFile = false;
        if (ended)
        {
            _stream!.Dispose();
            _stream = null;
            _byte = 0;
        }

        return chunk;
    }

    private JsonChunk Failed(JsonChunk chunk, int from, int filled, Exception failure)
    {
        var read = chunk.Bytes.AsSpan(0, filled);
        var end = Math.Max(from, read.LastIndexOf((byte)'\n') + 1);
        chunk.Cut(from, end);
        Locate(chunk, end);
        Dispose();
        chunk.Fail(failure, read[end..].ToArray());
        return chunk;
    }

    /// <summary>Notes where a piece stands, of which so many bytes are used: those before its lines too.</summary>
    private void Locate(JsonChunk chunk, int end)
    {
        if (_locates)
        {
            var begin = new SourceLocation(0, _next - 1, _byte, 0, _checksum);
            _byte += end;
            _checksum = Crc32C.Add(_checksum, chunk.Bytes.AsSpan(0, end));
            chunk.Locate(begin, begin with { Byte = _byte, Checksum = _checksum });
        }
    }

    private JsonChunk Rent()
    {
        JsonChunk? chunk;
        do
        {
            if (!_chunks.TryTake(out chunk))
            {
                chunk = new(new byte[_chunkSize], _giveBack);
            }
        }
        while (chunk.Bytes.Length != _chunkSize);

        chunk.SetFile(_file, _beginsFile);
        return chunk;
    }

    /// <summary>A line is longer than the buffer: from now on the buffers are larger.</summary>
    private void Grow(JsonChunk chunk)
    {
        chunk.Grow((int)Math.Min(2L * chunk.Bytes.Length, _largestChunk));
        _chunkSize = chunk.Bytes.Length;
    }
}
