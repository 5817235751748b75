using System.Text.Encodings.Web;
using System.Text.Json;

namespace Distil.IO;

/// <summary>Writes a small file whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>The options for JSON files that people read.</summary>
    public static JsonWriterOptions Readable { get; } = new()
    {
        Indented = true,
#if NET9_0_OR_GREATER
        NewLine = "\n",
#endif
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a temporary file, flushes it, renames it and flushes the directory.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="temporary">The path of the temporary file, on the same volume.</param>
    /// <param name="write">Writes the contents.</param>
    public static void Write(IDisk disk, string path, string temporary, Action<Stream> write)
    {
        using var content = new MemoryStream();
        write(content);
        try
        {
            using (var file = disk.Open(temporary, DiskFileMode.Replace))
            {
                file.Write(content.GetBuffer().AsSpan(0, (int)content.Length));
                file.Sync();
            }

            disk.Move(temporary, path);
            disk.SyncDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw IoErrors.OnWrite(path, exception);
        }
    }
}
