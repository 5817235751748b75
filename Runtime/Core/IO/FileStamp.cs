using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Distil.IO;

/// <summary>
/// Tells one state of a file from another: its length, the checksum of 64 blocks of 4 KB spread evenly over it, the first and the last
/// among them, and the time of its last change.
/// </summary>
/// <param name="Path">The full path.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Time">The time of the last change, in ticks of UTC; 0: the file is empty.</param>
/// <param name="Checksum">The CRC-32C of the blocks.</param>
internal readonly record struct FileStamp(string Path, long Length, long Time, uint Checksum)
{
    private const int BlockSize = 4096;
    private const int Blocks = 64;

    /// <summary>The state as text, with the file's name alone. A file that the blocks hold whole has no time in it.</summary>
    public string Text
    {
        get
        {
            var time = Length <= BlockSize * Blocks ? 0 : Time;
            return string.Create(CultureInfo.InvariantCulture, $"{System.IO.Path.GetFileName(Path)}|{Length}|{time}|{Checksum:x8}");
        }
    }

    /// <summary>Takes the state that a file has now.</summary>
    public static FileStamp Of(string path)
    {
        // A pipe has no length either, and must not be opened twice.
        if (new FileInfo(path).Length == 0)
        {
            return new(path, 0, 0, Crc32C.Of([]));
        }

        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var length = RandomAccess.GetLength(file);
        return new(path, length, File.GetLastWriteTimeUtc(file).Ticks, ChecksumOf(file, length));
    }

    /// <summary>How the file differs now from this state, as the rest of a sentence; null: it does not, but for its time.</summary>
    /// <param name="isTouched">Whether its time differs.</param>
    public string? Change(out bool isTouched)
    {
        isTouched = false;
        try
        {
            var now = Of(Path);
            isTouched = now.Time != Time;
            return now.Length != Length
                ? string.Create(CultureInfo.InvariantCulture, $"had {Length} bytes and has {now.Length}")
                : now.Checksum != Checksum ? "has other bytes"
                : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return "is gone";
        }
    }

    private static uint ChecksumOf(SafeFileHandle file, long length)
    {
        var buffer = new byte[BlockSize];
        var crc = Crc32C.Start;
        if (length <= BlockSize * Blocks)
        {
            for (long at = 0; at < length; at += BlockSize)
            {
                crc = Crc32C.Add(crc, Block(file, buffer, at));
            }

            return Crc32C.End(crc);
        }

        for (var block = 0; block < Blocks; block++)
        {
            crc = Crc32C.Add(crc, Block(file, buffer, (long)((Int128)(length - BlockSize) * block / (Blocks - 1))));
        }

        return Crc32C.End(crc);
    }

    /// <summary>The bytes of a block, fewer where the file ends within it.</summary>
    private static ReadOnlySpan<byte> Block(SafeFileHandle file, byte[] buffer, long at)
    {
        var count = 0;
        while (count < buffer.Length && RandomAccess.Read(file, buffer.AsSpan(count), at + count) is var read and > 0)
        {
            count += read;
        }

        return buffer.AsSpan(0, count);
    }
}
