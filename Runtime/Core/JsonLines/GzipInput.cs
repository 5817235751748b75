using System.IO.Compression;

namespace Distil.Engine;

/// <summary>
/// Reads a gzip file of one or several members and tells when it was cut off, which <see cref="GZipStream"/> does not: a member of
/// our own is put behind the file, and comes out whole only if the file ended where a member ends.
/// </summary>
internal sealed class GzipInput : Stream
{
    private static readonly byte[] s_mark = [.. "The file ended where a member of it ended."u8];

    private readonly Tail _tail;
    private readonly GZipStream _gzip;
    private int _matched;

    public GzipInput(Stream file)
    {
        _tail = new Tail(file);
        _gzip = new GZipStream(_tail, CompressionMode.Decompress);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        // What can be inflated comes out before more is read: so all that comes once the mark has been read is the mark.
        var read = _gzip.Read(buffer, offset, count);
        if (!_tail.IsMarkRead)
        {
            return read;
        }

        while (read > 0)
        {
            if (!s_mark.AsSpan(_matched).StartsWith(buffer.AsSpan(offset, read)))
            {
                throw CutOff();
            }

            _matched += read;
            read = _gzip.Read(buffer, offset, count);
        }

        return _matched == s_mark.Length ? 0 : throw CutOff();
    }

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private static InvalidDataException CutOff() => new("The file ends within a member of it.");

    /// <summary>The file, and behind it the mark.</summary>
    private sealed class Tail(Stream file) : Stream
    {
        private static readonly byte[] s_member = Member();
        private int _at = -1;

        public bool IsMarkRead => _at >= 0;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_at < 0)
            {
                var read = file.Read(buffer);
                if (read > 0 || buffer.IsEmpty)
                {
                    return read;
                }

                _at = 0;
            }

            var length = Math.Min(buffer.Length, s_member.Length - _at);
            s_member.AsSpan(_at, length).CopyTo(buffer);
            _at += length;
            return length;
        }

        public override void Flush()
        {
            // Nothing is written.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file.Dispose();
            }

            base.Dispose(disposing);
        }

        private static byte[] Member()
        {
            using var bytes = new MemoryStream();
            using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
            {
                gzip.Write(s_mark);
            }

            return bytes.ToArray();
        }
    }
}
