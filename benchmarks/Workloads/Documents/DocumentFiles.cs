using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Workloads.Documents;

/// <summary>The files that are read, made when they are first asked for, and a place for those that are written.</summary>
internal static class DocumentFiles
{
    /// <summary>How many rows are compared; the files of longer runs are not looked into.</summary>
    public const long CheckedRows = 3_001;

    private static readonly string[] s_languages = ["en", "de", "fr", "en", "ja", "en", "de", "en"];
    private static readonly string[] s_words =
        ["pipeline", "row", "the", "of", "a", "column", "writes", "\"reads\"", "größer", "batch", "and\n", "under", "source", "in", "is", "order"];

    private static readonly Lazy<string> s_folder = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("distil-benchmarks-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    /// <summary>As the runtime writes: readable text, names in snake case.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A file of so many documents, about 1 KB each.</summary>
    public static string Input(long rows)
    {
        var path = Path.Combine(s_folder.Value, string.Create(CultureInfo.InvariantCulture, $"documents-{rows}.jsonl"));
        if (!File.Exists(path))
        {
            using var file = File.Create(path);
            var context = new DocumentJson(new JsonSerializerOptions(Json));
            for (var id = 0L; id < rows; id++)
            {
                JsonSerializer.Serialize(file, Make(id), context.Document);
                file.WriteByte((byte)'\n');
            }
        }

        return path;
    }

    /// <summary>A path that nothing is at.</summary>
    public static string Output()
    {
        var path = Path.Combine(s_folder.Value, "output");
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        File.Delete(path);
        return path;
    }

    /// <summary>What was written to that path: a file, or a run's directory.</summary>
    public static Outcome Outcome(string path, long rows)
    {
        if (rows > CheckedRows)
        {
            return default;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = File.Exists(path)
            ? [path]
            : Directory.GetFiles(Path.Combine(path, "data"), "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        foreach (var file in files)
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        var sum = BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());
        return new(sum, sum);
    }

    private static Document Make(long id)
    {
        var random = (ulong)id * 0x9E37_79B9_7F4A_7C15 + 0x1234_5678;
        var text = new StringBuilder();
        var length = 600 + (int)(random >> 40) % 300;
        while (text.Length < length)
        {
            random = random * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407;
            text.Append(s_words[(int)(random >> 60)]).Append(' ');
        }

        return new(
            id,
            $"About {s_words[(int)(random >> 33) & 15].Trim()} number {id}",
            text.ToString(),
            s_languages[(int)(random >> 50) & 7],
            (int)(random >> 20) & 0xFF,
            (int)(random >> 30) & 0xFFFF,
            $"/articles/{id / 1000}/{id}",
            $"author-{(random >> 45) & 0x3FF}");
    }
}
