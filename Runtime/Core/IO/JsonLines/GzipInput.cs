using System.IO.Compression;

namespace Distil.IO.JsonLines;

/// <summary>
/// Reads a gzip file of one or several members. It tells when the file was cut off, which <see cref="GZipStream"/> does not: a member of
/// our own is put behind the file, and comes out whole only if the file ended where a member ends. It also tells when something else
/// follows the members, which <see cref="GZipStream"/> drops. Zeros that fill up the file are allowed, as gzip itself allows them.
/// </summary>
internal sealed class GzipInput : ForwardStream
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

    public override int Read(byte[] buffer, int offset, int count)
    {
        // What can be inflated comes out before more is read: so all that comes once the mark has been read is the mark.
        var read = _gzip.Read(buffer, offset, count);
        if (!_tail.IsMarkRead)
        {
            return read > 0 || count == 0 || _tail.IsInPadding
                ? read
                : throw new IOException("what follows the compressed data is not compressed. Compress it too, or remove it");
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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private static InvalidDataException CutOff() => new("The file ends within a member of it.");

    /// <summary>
    /// The file, and behind it the mark. The file's last byte that is not zero ends a piece, and those behind it come one by one: so when
    /// the members have ended, it is known whether all that was left are zeros.
    /// </summary>
    private sealed class Tail(Stream file) : ForwardStream
    {
        /// <summary>How many zeros can belong to a member: checksum and length, in eight bytes.</summary>
        private const int LongestTrailer = 9;

        private static readonly byte[] s_member = Member();
        private readonly long _padding = file.CanSeek ? FindZeros(file) : long.MaxValue;
        private long _given;
        private int _at = -1;

        public bool IsMarkRead => _at >= 0;

        /// <summary>Whether only the zeros at the end of the file can be left.</summary>
        public bool IsInPadding => _given > _padding;

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_at < 0)
            {
                var most = _given < _padding ? _padding - _given : _given < _padding + LongestTrailer ? 1 : long.MaxValue;
                var read = file.Read(buffer.Length > most ? buffer[..(int)most] : buffer);
                _given += read;
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

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file.Dispose();
            }

            base.Dispose(disposing);
        }

        /// <summary>Where the zeros at the end of a file begin: the last few bytes of a member may be among them.</summary>
        private static long FindZeros(Stream file)
        {
            var start = file.Position;
            var end = file.Length;
            Span<byte> block = stackalloc byte[4096];
            while (end > start)
            {
                var part = block[..(int)Math.Min(block.Length, end - start)];
                file.Position = end - part.Length;
                file.ReadExactly(part);
                var last = part.LastIndexOfAnyExcept((byte)0);
                end += last + 1 - part.Length;
                if (last >= 0)
                {
                    break;
                }
            }

            file.Position = start;
            return end - start;
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
