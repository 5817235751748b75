using System.Text.Json;

namespace Distil.Pipelines.Tests.Resuming;

/// <summary>What stands in the directory of a run that must not depend on how often it was cut off.</summary>
internal static class RunFiles
{
    /// <summary>The data sets, file by file, and the errors as a set, without the texts that quote places in the program.</summary>
    public static List<string> Contents(string directory) =>
    [
        .. (Directory.Exists(Path.Combine(directory, "data"))
            ? Directory.GetFiles(Path.Combine(directory, "data"), "*.jsonl", SearchOption.AllDirectories)
            : [])
            .Order(StringComparer.Ordinal)
            .Select(path => Path.GetRelativePath(directory, path) + "\n" + File.ReadAllText(path)),
        .. (File.Exists(Path.Combine(directory, "errors.jsonl")) ? File.ReadLines(Path.Combine(directory, "errors.jsonl")) : [])
            .Select(static line => line.Split(",\"details\"")[0].TrimEnd('}'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether the data sets in a directory are complete.</summary>
    public static bool HasEnded(string directory)
    {
        var record = Path.Combine(directory, ".distil", "pipeline.json");
        if (!File.Exists(record))
        {
            return false;
        }

        using var json = JsonDocument.Parse(File.ReadAllText(record));
        return json.RootElement.GetProperty("data").GetProperty("status").GetString()!.StartsWith("completed", StringComparison.Ordinal);
    }

    /// <summary>Copies a directory with all that is in it.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }
}
