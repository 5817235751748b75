using System.Buffers;
using System.Globalization;

namespace Distil.IO.JsonLines;

/// <summary>Opens files of JSON lines, compressed or not.</summary>
internal static class JsonContents
{
    private const int BufferSize = 256 * 1024;

    /// <summary>Opens a file as it is.</summary>
    public static Stream OpenFile(string path) => new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.SequentialScan,
        BufferSize = 0,
    });

    /// <summary>Makes a stream of what a file holds. Gzip is told by the name or by the first bytes.</summary>
    /// <param name="file">The file, which this method's result disposes of.</param>
    /// <param name="path">Its path.</param>
    /// <param name="from">Bytes that are passed over. Of a compressed file or a pipe they are read.</param>
    public static Stream Of(Stream file, string path, long from)
    {
        var isCompressed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        if (!isCompressed && file.CanSeek)
        {
            Span<byte> magic = stackalloc byte[2];
            isCompressed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
            file.Position = 0;
        }

        var content = isCompressed ? new GzipInput(file) : file;
        var passed = content.CanSeek ? content.Position = Math.Min(from, content.Length) : Add(content, from, null, default).Bytes;
        return passed == from ? content : throw new IOException(string.Create(
            CultureInfo.InvariantCulture, $"it has {passed} bytes, and an earlier run that this one goes on with has read {from} of it"));
    }

    /// <summary>The state of the checksum of files up to a location, as they are now.</summary>
    /// <param name="files">The files.</param>
    /// <param name="to">The location.</param>
    /// <param name="ct">Ends the reading.</param>
    public static uint ChecksumOf(IReadOnlyList<string> files, SourceLocation to, CancellationToken ct)
    {
        var crc = Crc32C.Start;
        for (var file = 0; file <= Math.Min(to.File, files.Count - 1); file++)
        {
            // What has no length may be a pipe, whose bytes nobody can read again.
            if (new FileInfo(files[file]).Length > 0)
            {
                using var stream = OpenFile(files[file]);
                using var content = Of(stream, files[file], 0);
                crc = Add(content, file < to.File ? long.MaxValue : to.Byte, crc, ct).Checksum;
            }
        }

        return crc;
    }

    /// <summary>Reads bytes, as many as are wanted or as there are, and adds them to a checksum if there is one.</summary>
    private static (long Bytes, uint Checksum) Add(Stream content, long wanted, uint? checksum, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var (bytes, crc) = (0L, checksum ?? 0);
        while (bytes < wanted && content.Read(buffer, 0, (int)Math.Min(buffer.Length, wanted - bytes)) is var read and > 0)
        {
            ct.ThrowIfCancellationRequested();
            bytes += read;
            crc = checksum is null ? crc : Crc32C.Add(crc, buffer.AsSpan(0, read));
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return (bytes, crc);
    }
}
