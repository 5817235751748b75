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
}
