namespace Distil.Runtime.Tests;

/// <summary>A new folder for one test, deleted at its end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private const string MemoryFolder = "/dev/shm";

    public TemporaryFolder()
        : this(Directory.CreateTempSubdirectory("distil-"))
    {
    }

    private TemporaryFolder(DirectoryInfo folder) => FullPath = folder.FullName;

    public string FullPath { get; }

    /// <summary>A folder in memory where the system has such a place: for tests that make thousands of folders.</summary>
    public static TemporaryFolder InMemory() => Directory.Exists(MemoryFolder)
        ? new(Directory.CreateDirectory(Path.Combine(MemoryFolder, "distil-" + Guid.NewGuid().ToString("N"))))
        : new();

    public string this[string name] => Path.Combine(FullPath, name);

    public string Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], content);
        return this[name];
    }

    /// <summary>The relative paths of all files, sorted.</summary>
    public string[] Files() =>
        [.. Directory.EnumerateFiles(FullPath, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(FullPath, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
