using System.Buffers.Binary;
using Distil.IO;
using Distil.Journal.Records;

namespace Distil.Journal;

/// <summary>Bodies that have a file of their own, and the references to them that stand in records.</summary>
/// <remarks>
/// <para>A reference; numbers are little-endian:</para>
/// <code>
///  0  since      8   the end of the journal when the file was begun, packed: the record lies there or behind
///  8  length     4   of the file
/// 12  checksum   4   CRC-32C of the file
/// </code>
/// <para>
/// A file is written and flushed, then its name, and only then its record enters the journal. The name begins with <c>since</c>. So a
/// resume that reads the journal from a cut on knows of each file without reading more whether it can be one whose record was never
/// written: only where <c>since</c> is not below the cut's location.
/// </para>
/// </remarks>
internal static class LargeBodies
{
    /// <summary>The length of a reference.</summary>
    public const int ReferenceLength = 16;

    private const int LengthAt = 8;
    private const int ChecksumAt = 12;

    /// <summary>Writes a body to its file, and brings both to the storage device.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="path">The file.</param>
    /// <param name="body">The body.</param>
    public static void Write(IDisk disk, string path, ReadOnlySpan<byte> body)
    {
        using (var file = disk.Open(path, DiskFileMode.Replace))
        {
            file.Write(body);
            file.Sync();
        }

        disk.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Writes the reference to a body.</summary>
    public static void WriteReference(Span<byte> to, JournalLocation since, ReadOnlySpan<byte> body)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to, since.Packed);
        BinaryPrimitives.WriteInt32LittleEndian(to[LengthAt..], body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(to[ChecksumAt..], Crc32C.Of(body));
    }

    /// <summary>The path of the body that a reference means.</summary>
    public static string PathOf(JournalFiles files, ReadOnlySpan<byte> reference, in AnswerId id) =>
        files.Large(JournalLocation.FromPacked(BinaryPrimitives.ReadInt64LittleEndian(reference)), id);

    /// <summary>The bodies of a record that have a file of their own: their paths, and the references to them.</summary>
    public static List<(string File, byte[] Reference)> NamedBy(JournalFiles files, in JournalRecord record)
    {
        var named = new List<(string, byte[])>();
        if (record.Kind == RecordKind.Batch)
        {
            var at = BatchBody.FirstBody(record.Body);
            for (var answer = 0; answer < record.Answers; answer++)
            {
                var length = BatchBody.LengthAt(record.Body, answer, out var isLarge);
                if (isLarge)
                {
                    Add(record.Body.Slice(at, length), record.AnswerAt(answer));
                }

                at += length;
            }
        }
        else if (record.IsLarge)
        {
            Add(record.AnswerBody, record.Id);
        }

        return named;

        void Add(ReadOnlySpan<byte> reference, AnswerId id) => named.Add((PathOf(files, reference, id), reference.ToArray()));
    }

    /// <summary>
    /// What is wrong with the bodies of a record that have a file of their own; null: all are there, and as long as they were. Their
    /// contents are not compared: that would take as long as they are large.
    /// </summary>
    public static string? FindFault(JournalFiles files, in JournalRecord record)
    {
        foreach (var (path, reference) in NamedBy(files, record))
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length != BinaryPrimitives.ReadInt32LittleEndian(reference.AsSpan(LengthAt)))
            {
                return $"the file '{path}', to which it refers, is missing or is not as long as it was";
            }
        }

        return null;
    }

    /// <summary>Reads the body that a reference means.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="reference">The reference.</param>
    /// <returns>The body; null: the file is missing, or holds something else.</returns>
    public static byte[]? Read(string path, ReadOnlySpan<byte> reference)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var body = new byte[BinaryPrimitives.ReadInt32LittleEndian(reference[LengthAt..])];
            if (RandomAccess.GetLength(file) != body.Length)
            {
                return null;
            }

            for (int at = 0, read; at < body.Length; at += read)
            {
                read = RandomAccess.Read(file, body.AsSpan(at), at);
                if (read == 0)
                {
                    return null;
                }
            }

            return Crc32C.Of(body) == BinaryPrimitives.ReadUInt32LittleEndian(reference[ChecksumAt..]) ? body : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw IoErrors.OnRead(path, exception);
        }
    }
}
