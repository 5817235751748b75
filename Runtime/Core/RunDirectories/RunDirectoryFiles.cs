using System.Text.Json;

namespace Distil.Engine;

/// <summary>The names of the files in a run's directory, and which of them are a run's own.</summary>
internal static class RunDirectoryFiles
{
    public const string Card = "README.md";
    public const string Schema = "schema.json";
    public const string Errors = "errors.jsonl";
    public const string Log = "run.log";
    public const string Data = "data";

    private const string RowFiles = "*.jsonl";

    /// <summary>A leaf's or column's name in files.</summary>
    public static string FileName(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    public static string LeafFolder(string directory, string leaf) => Path.Combine(directory, Data, FileName(leaf));

    /// <summary>Refuses leaves that would share a folder.</summary>
    public static void RequireDistinctFolders(string directory, IReadOnlyList<string> leaves)
    {
        var byFolder = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var leaf in leaves)
        {
            if (!byFolder.TryAdd(FileName(leaf), leaf))
            {
                throw new RunDirectoryException(
                    $"The leaves '{byFolder[FileName(leaf)]}' and '{leaf}' would both write to '{Data}/{FileName(leaf)}': rename one of them.",
                    directory);
            }
        }
    }

    /// <summary>Refuses a directory without a run where the run's files would take the place of somebody else's.</summary>
    public static void RefuseForeign(string directory, IReadOnlyList<string> leaves)
    {
        if (File.Exists(directory))
        {
            throw new RunDirectoryException($"'{directory}' is a file: choose a directory for the run.", directory);
        }

        foreach (var path in ((string[])[Card, Schema, Errors, Log]).Select(name => Path.Combine(directory, name)))
        {
            if (Path.Exists(path))
            {
                throw Foreign(directory, path);
            }
        }

        foreach (var folder in leaves.Select(leaf => LeafFolder(directory, leaf)))
        {
            if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, RowFiles).FirstOrDefault() is { } path)
            {
                throw Foreign(directory, path);
            }
        }
    }

    /// <summary>Deletes what an earlier run wrote, but for <c>run.log</c>, and nothing else.</summary>
    public static void DeleteOwn(string directory, IReadOnlyList<string> leaves)
    {
        foreach (var name in (string[])[Card, Schema, Errors])
        {
            File.Delete(Path.Combine(directory, name));
        }

        foreach (var folder in leaves.Select(leaf => LeafFolder(directory, leaf)).Where(Directory.Exists))
        {
            foreach (var file in Directory.GetFiles(folder, RowFiles).Where(IsNumbered))
            {
                File.Delete(file);
            }

            DeleteIfEmpty(folder);
        }

        DeleteIfEmpty(Path.Combine(directory, Data));
    }

    private static bool IsNumbered(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return name.Length >= 6 && name.All(char.IsAsciiDigit);
    }

    private static void DeleteIfEmpty(string folder)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    private static RunDirectoryException Foreign(string directory, string path)
        => new(
            $"The directory '{directory}' holds no run, but a file that a run would replace: '{path}'. Choose another directory, or move the file away.",
            path);
}
