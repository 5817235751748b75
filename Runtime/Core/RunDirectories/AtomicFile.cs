using System.Text.Encodings.Web;
using System.Text.Json;

namespace Distil.Engine;

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

    /// <summary>Writes to a file beside, under <c>.distil</c>, and moves it to its place once it is on disk.</summary>
    public static void Write(string path, string directory, Action<Stream> write)
    {
        var beside = Path.Combine(directory, RunDirectory.OwnFolder, Path.GetFileName(path) + ".new");
        try
        {
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception exception) when (FileTrouble.Is(exception))
        {
            throw FileTrouble.OnWrite(path, exception);
        }
    }
}
