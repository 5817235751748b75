namespace Distil.IO.JsonLines;

/// <summary>Finds the files that a path stands for.</summary>
internal static class JsonFiles
{
    private static readonly EnumerationOptions s_options = new()
    {
        MatchType = MatchType.Simple,
        MatchCasing = MatchCasing.PlatformDefault,
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
    };

    /// <summary>Full paths in ordinal order; never none.</summary>
    public static IReadOnlyList<string> Find(string path)
    {
        var full = Path.GetFullPath(path);
        if (File.Exists(full))
        {
            return [full];
        }

        if (Directory.Exists(full))
        {
            return Some(
                Directory.EnumerateFiles(full, "*", s_options).Where(IsJsonLines),
                $"The folder '{full}' holds no file whose name ends in .jsonl or .jsonl.gz.");
        }

        var pattern = Path.GetFileName(full);
        var folder = Path.GetDirectoryName(full);
        if (folder is null || pattern.IndexOfAny(['*', '?']) < 0)
        {
            throw new FileNotFoundException($"There is no file or folder '{full}'.", full);
        }

        if (!Directory.Exists(folder))
        {
            var advice = folder.IndexOfAny(['*', '?']) < 0 ? "" : " A pattern can have * and ? in its last part alone.";
            throw new FileNotFoundException($"No file matches '{full}': there is no folder '{folder}'.{advice}", full);
        }

        return Some(Directory.EnumerateFiles(folder, pattern, s_options), $"No file matches '{full}'.");

        IReadOnlyList<string> Some(IEnumerable<string> files, string none)
        {
            string[] found = [.. files.Order(StringComparer.Ordinal)];
            return found.Length > 0 ? found : throw new FileNotFoundException(none, full);
        }
    }

    private static bool IsJsonLines(string file) =>
        file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".jsonl.gz", StringComparison.OrdinalIgnoreCase);
}
