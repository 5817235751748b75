using System.Buffers.Binary;
using Distil.IO;

namespace Distil.Held;

/// <summary>Reads the records of a held file, one after the other, while others are appended. Used by one thread at a time.</summary>
/// <param name="file">The file.</param>
internal sealed class HeldFileReader(HeldFile file) : IDisposable
{
    /// <summary>Before each record stands its length, and the checksum of its bytes.</summary>
    internal const int HeaderBytes = sizeof(int) + sizeof(uint);

    private FileStream? _stream;
    private byte[] _record = [];

    /// <summary>Reads a record.</summary>
    /// <param name="offset">Where it begins.</param>
    /// <param name="end">Where the records end.</param>
    /// <returns>It, without what stands before it; valid until the next one is read.</returns>
    /// <exception cref="RunDirectoryException">The file could not be read.</exception>
    public ReadOnlyMemory<byte> Read(long offset, long end)
    {
        file.FlushTo(end);
        try
        {
            _stream ??= new(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 64 * 1024);
            if (_stream.Position != offset)
            {
                _stream.Position = offset;
            }

            Span<byte> header = stackalloc byte[HeaderBytes];
            _stream.ReadExactly(header);
            var length = BinaryPrimitives.ReadInt32LittleEndian(header);
            if (length <= 0 || length > end - offset - HeaderBytes)
            {
                throw Changed();
            }

            if (_record.Length < length)
            {
                _record = new byte[Math.Max(length, (int)Math.Min(Array.MaxLength, 2L * _record.Length))];
            }

            _stream.ReadExactly(_record.AsSpan(0, length));
            if (Crc32C.Of(_record.AsSpan(0, length)) != BinaryPrimitives.ReadUInt32LittleEndian(header[sizeof(int)..]))
            {
                throw Changed();
            }

            return _record.AsMemory(0, length);
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw IoErrors.OnRead(file.Path, exception);
        }
    }

    /// <summary>Sets the length and the checksum of a record that was written behind room for them.</summary>
    internal static void SetHeader(HeldWriter record)
    {
        var content = record.Written[HeaderBytes..];
        record.SetInt32(0, content.Length);
        record.SetInt32(sizeof(int), unchecked((int)Crc32C.Of(content)));
    }

    private static IOException Changed() => new("It has other bytes than were written.");

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _stream?.Dispose();
        _stream = null;
    }
}
