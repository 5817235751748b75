using System.Collections.Concurrent;

namespace Distil.Engine;

/// <summary>
/// Reads files in large pieces that end where a line ends, one file after the other. Used by one thread at a time; buffers may come
/// back from any.
/// </summary>
internal sealed class JsonChunkReader : IDisposable
{
    private static readonly byte[] s_byteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly IReadOnlyList<string> _files;
    private readonly Func<string, Stream> _open;
    private readonly ConcurrentBag<byte[]> _buffers = [];
    private volatile int _chunkSize;
    private Stream? _stream;
    private bool _isLive;
    private bool _beginsFile;
    private int _next;
    private string _file = "";
    private byte[] _rest = [];
    private int _restLength;

    public JsonChunkReader(IReadOnlyList<string> files, int chunkSize, Func<string, Stream>? open = null)
    {
        _files = files;
        _chunkSize = chunkSize;
        _open = open ?? OpenFile;
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

            _beginsFile = true;
            _restLength = 0;
            _file = _files[_next++];
            try
            {
                Open(_file);
            }
            catch (Exception exception) when (FileTrouble.Is(exception))
            {
                return Failed([], 0, 0, exception);
            }
        }

        var buffer = Rent();
        _rest.AsSpan(0, _restLength).CopyTo(buffer);
        var filled = _restLength;
        var from = 0;
        while (true)
        {
            bool ended;
            try
            {
                ended = !Fill(buffer, ref filled);
            }
            catch (Exception exception) when (FileTrouble.Is(exception) || exception is InvalidDataException)
            {
                return Failed(buffer, from, filled, exception);
            }

            if (_beginsFile && buffer.AsSpan(0, filled).StartsWith(s_byteOrderMark))
            {
                from = s_byteOrderMark.Length;
            }

            var end = ended ? filled : buffer.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1;
            if (end > 0 || ended)
            {
                return Cut(buffer, from, end, filled, ended);
            }

            buffer = Grow(buffer);
        }
    }

    /// <summary>Takes a buffer back for the next lines.</summary>
    public void Return(JsonChunk chunk)
    {
        if (chunk.Buffer.Length == _chunkSize)
        {
            _buffers.Add(chunk.Buffer);
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _stream = null;
        _next = _files.Count;
    }

    private static Stream OpenFile(string path) => new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.SequentialScan,
        BufferSize = 0,
    });

    private void Open(string path)
    {
        var stream = _open(path);
        _stream = stream;

        // What comes through a pipe is handed on as it comes.
        _isLive = !stream.CanSeek;
        var isCompressed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        if (!isCompressed && stream.CanSeek)
        {
            Span<byte> magic = stackalloc byte[2];
            isCompressed = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
            stream.Position = 0;
        }

        if (isCompressed)
        {
            _stream = new GzipInput(stream);
        }
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

    private JsonChunk Cut(byte[] buffer, int from, int end, int filled, bool ended)
    {
        _restLength = filled - end;
        if (_rest.Length < _restLength)
        {
            _rest = new byte[Math.Max(_restLength, 2 * _rest.Length)];
        }

        buffer.AsSpan(end, _restLength).CopyTo(_rest);
        var chunk = new JsonChunk
        {
            Buffer = buffer,
            Lines = buffer.AsMemory(from, Math.Max(end - from, 0)),
            File = _file,
            BeginsFile = _beginsFile,
        };
        _beginsFile = false;
        if (ended)
        {
            _stream!.Dispose();
            _stream = null;
        }

        return chunk;
    }

    private JsonChunk Failed(byte[] buffer, int from, int filled, Exception failure)
    {
        var end = Math.Max(from, buffer.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1);
        _stream?.Dispose();
        _stream = null;
        _next = _files.Count;
        return new JsonChunk
        {
            Buffer = buffer,
            Lines = buffer.AsMemory(from, end - from),
            File = _file,
            BeginsFile = _beginsFile,
            Failure = failure,
            FailedLine = buffer.AsSpan(end, filled - end).ToArray(),
        };
    }

    private byte[] Rent()
    {
        while (_buffers.TryTake(out var buffer))
        {
            if (buffer.Length == _chunkSize)
            {
                return buffer;
            }
        }

        return new byte[_chunkSize];
    }

    /// <summary>A line is longer than the buffer: from now on the buffers are larger.</summary>
    private byte[] Grow(byte[] buffer)
    {
        if (buffer.Length == Array.MaxLength)
        {
            throw new InvalidDataException("A line is longer than two gigabytes.");
        }

        var larger = new byte[(int)Math.Min(2L * buffer.Length, Array.MaxLength)];
        buffer.CopyTo(larger, 0);
        _chunkSize = larger.Length;
        return larger;
    }
}
