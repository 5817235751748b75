using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Distil.Pipelines.Tests.Graphs;

/// <summary>The rows of <see cref="Origin"/> as lines of several files, some of them blank and some files compressed.</summary>
public static class OriginFiles
{
    private static readonly ConcurrentDictionary<(long Salt, int Rows), Lazy<string>> s_folders = new();
    private static readonly Lazy<string> s_root = new(static () =>
    {
        var root = Directory.CreateTempSubdirectory("distil-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, recursive: true);
        return root;
    });

    /// <summary>The folder of the files, which are written once.</summary>
    public static string Of(long salt, int rows) => s_folders.GetOrAdd((salt, rows), static key => new(() => Write(key.Salt, key.Rows))).Value;

    private static string Write(long salt, int rows)
    {
        var folder = Directory.CreateDirectory(Path.Combine(s_root.Value, string.Create(CultureInfo.InvariantCulture, $"{salt}-{rows}"))).FullName;
        var random = new Random((int)salt);
        var row = 0;
        for (var file = 0; file == 0 || row < rows; file++)
        {
            var text = new StringBuilder();
            for (var end = Math.Min(rows, row + random.Next(rows + 1)); row < end; row++)
            {
                text.Append(random.Next(10) == 0 ? "\n" : "");
                text.Append(CultureInfo.InvariantCulture, $"{{\"value\":{Hash.Of(salt, row)}}}{(random.Next(10) == 0 ? "\r\n" : "\n")}");
            }

            var isCompressed = random.Next(3) == 0;
            using var stream = File.Create(Path.Combine(folder, $"{file:0000}.jsonl{(isCompressed ? ".gz" : "")}"));
            using var content = isCompressed ? new GZipStream(stream, CompressionLevel.Fastest) : (Stream)stream;
            content.Write(Encoding.UTF8.GetBytes(text.ToString()));
        }

        return folder;
    }
}
