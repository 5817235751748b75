using System.Text.Encodings.Web;
using System.Text.Json;
using Distil.RunDirectories;

namespace Distil.IO;

/// <summary>Writes a small file whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>How files are written that people read.</summary>
    public static JsonWriterOptions Readable { get; } = new()
    {
        Indented = true,
#if NET9_0_OR_GREATER
        NewLine = "\n",
#endif
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a temporary file under <c>.distil</c>, flushes it, renames it to its place and flushes the directory.</summary>
    public static void Write(IDisk disk, string path, string directory, Action<Stream> write)
    {
        using var content = new MemoryStream();
        write(content);
        var beside = Path.Combine(directory, RunDirectory.OwnFolder, Path.GetFileName(path) + ".new");
        try
        {
            using (var file = disk.Open(beside, DiskFileMode.Replace))
            {
                file.Write(content.GetBuffer().AsSpan(0, (int)content.Length));
                file.Sync();
            }

            disk.Move(beside, path);
            disk.SyncDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw IoErrors.OnWrite(path, exception);
        }
    }
}
