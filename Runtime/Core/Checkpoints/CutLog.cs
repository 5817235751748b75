using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Distil.IO;

namespace Distil.Checkpoints;

/// <summary>
/// The cuts of a run, one behind the other, in files <c>000001.cuts</c> and on. The last that is whole counts. A file that has become large
/// is followed by another, and goes when that holds a cut.
/// </summary>
/// <remarks>
/// A record: its length (4 bytes), the CRC-32C of what follows (4), its number (8), the length of the cut (4), 4 bytes of zero, the cut as
/// <see cref="CutFormat"/> says, zeros up to a multiple of 16. Numbers are little-endian. Used by one thread at a time.
/// </remarks>
internal sealed class CutLog : IDisposable
{
    private const int Header = 24;
    private const int Alignment = 16;

    private readonly string _folder;
    private readonly IDisk _disk;
    private readonly long _maxBytes;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private DiskFile? _file;
    private int _fileNumber;
    private long _bytes;
    private long _sequence;

    private CutLog(string folder, IDisk disk, long maxBytes) => (_folder, _disk, _maxBytes) = (folder, disk, maxBytes);

    /// <summary>The last cut that was written whole, by an earlier run; null: there is none.</summary>
    public Cut? Last { get; private set; }

    /// <summary>Bytes behind the last whole cut, of one that was not written to its end.</summary>
    public long TornBytes { get; private set; }

    /// <summary>Finds the last cut in a folder. Nothing is written.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    /// <param name="disk">Where cuts are written.</param>
    /// <param name="isRead">False: the cuts there are those of a run that is replaced, and may be of any format.</param>
    /// <param name="maxBytes">At so many bytes a file is followed by another; by default 4 MB.</param>
    /// <param name="waysOut">What a user can do if the last cut cannot be read; null: what can be done about the run's own.</param>
    /// <exception cref="RunDirectoryException">A file cannot be read, or is of another format.</exception>
    public static CutLog Open(string folder, IDisk disk, bool isRead = true, long maxBytes = 4 * 1024 * 1024, string? waysOut = null)
    {
        var log = new CutLog(folder, disk, maxBytes);
        waysOut ??= "Run with the version of Distil that wrote it, or pass RunOptions.Resume = false, which makes all data anew.";
        foreach (var number in Numbers(folder).OrderDescending())
        {
            log._fileNumber = Math.Max(log._fileNumber, number);
            if (!isRead || log.TryReadLast(number, waysOut))
            {
                break;
            }
        }

        return log;
    }

    /// <summary>The last cut, if it is one of a run; otherwise null.</summary>
    /// <param name="run">The id of the run.</param>
    public Cut? CutOf(string run) => Last?.Run == run ? Last : null;

    /// <summary>Deletes the cuts of a folder.</summary>
    public static void Delete(string folder, IDisk disk)
    {
        foreach (var number in Numbers(folder))
        {
            disk.Delete(PathOf(folder, number));
        }
    }

    /// <summary>Writes a cut. It is on disk when this returns.</summary>
    /// <exception cref="RunDirectoryException">It could not be written.</exception>
    public void Append(Cut cut)
    {
        try
        {
            var isNew = _file is null || _bytes >= _maxBytes;
            if (isNew)
            {
                // Never behind a record that may be torn: what stands there is not trusted.
                _file?.Dispose();
                _disk.CreateDirectory(_folder);
                _file = _disk.Open(PathOf(_folder, ++_fileNumber), DiskFileMode.Replace);
                _bytes = 0;
            }

            var record = Encode(cut, ++_sequence);
            _file!.Write(record);
            _file.Sync();
            _bytes += record.Length;
            if (isNew)
            {
                _disk.SyncDirectory(_folder);
                DeleteOlder();
            }
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw IoErrors.OnWrite(PathOf(_folder, _fileNumber), exception);
        }
    }

    public void Dispose() => _file?.Dispose();

    private void DeleteOlder()
    {
        foreach (var number in Numbers(_folder).Where(number => number < _fileNumber))
        {
            _disk.Delete(PathOf(_folder, number));
        }
    }

    private ReadOnlySpan<byte> Encode(Cut cut, long sequence)
    {
        _buffer.ResetWrittenCount();
        _buffer.GetSpan(Header)[..Header].Clear();
        _buffer.Advance(Header);
        CutFormat.Write(_buffer, cut);
        var payload = _buffer.WrittenCount - Header;
        var padding = -_buffer.WrittenCount & (Alignment - 1);
        _buffer.GetSpan(padding)[..padding].Clear();
        _buffer.Advance(padding);
        var record = System.Runtime.InteropServices.MemoryMarshal.AsMemory(_buffer.WrittenMemory).Span;
        BinaryPrimitives.WriteInt32LittleEndian(record, record.Length);
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], sequence);
        BinaryPrimitives.WriteInt32LittleEndian(record[16..], payload);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Crc32C.Of(record[8..]));
        return record;
    }

    private bool TryReadLast(int number, string waysOut)
    {
        var path = PathOf(_folder, number);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw IoErrors.OnRead(path, exception);
        }

        var at = 0;
        var last = (Start: -1, Length: 0);
        while (LengthAt(bytes.AsSpan(at)) is var length and > 0)
        {
            last = (at, length);
            at += length;
        }

        TornBytes += bytes.Length - at;
        if (last.Start < 0)
        {
            return false;
        }

        var record = bytes.AsMemory(last.Start, last.Length);
        _sequence = BinaryPrimitives.ReadInt64LittleEndian(record.Span[8..]);
        try
        {
            Last = CutFormat.Read(record.Slice(Header, BinaryPrimitives.ReadInt32LittleEndian(record.Span[16..])));
        }
        catch (Exception exception) when (
            exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new RunDirectoryException(
                $"The checkpoint '{path}' cannot be read: {exception.Message} {waysOut}", path, exception);
        }

        return true;
    }

    /// <summary>The length of the record that the bytes begin with; 0: they begin with no whole one.</summary>
    private static int LengthAt(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Header)
        {
            return 0;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var payload = BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]);
        var isWhole = length >= Header && length <= bytes.Length && payload >= 0 && payload <= length - Header
            && Crc32C.Of(bytes[8..length]) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        return isWhole ? length : 0;
    }

    private static IEnumerable<int> Numbers(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return [.. Directory.EnumerateFiles(folder, "*.cuts")
            .Select(static path => int.TryParse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture, out var number)
                ? number
                : 0)
            .Where(static number => number > 0)];
    }

    private static string PathOf(string folder, int number) =>
        Path.Combine(folder, number.ToString("D6", CultureInfo.InvariantCulture) + ".cuts");
}
