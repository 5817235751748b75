using System.Text.Json;
using Distil.Checkpoints;
using Distil.IO;
using Distil.Journal;

namespace Distil.RunDirectories;

/// <summary>The names of the files in a run's directory, and which of them are a run's own.</summary>
internal static class RunDirectoryFiles
{
    /// <summary>The folder of the files that Distil keeps for itself.</summary>
    public const string Own = ".distil";

    public const string Card = "README.md";
    public const string Schema = "schema.json";
    public const string Errors = "errors.jsonl";
    public const string Log = "run.log";
    public const string Report = "report.html";
    public const string Data = "data";

    private const string RowFiles = "*.jsonl";

    /// <summary>A leaf's or column's name in files.</summary>
    public static string FileName(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>Where a generation is made whose data take the place of complete ones: laid out as the directory itself.</summary>
    public static string Next(string directory) => Path.Combine(directory, Own, "next");

    /// <summary>The path of the temporary file that becomes a file of the directory.</summary>
    public static string Temporary(string directory, string name) => Path.Combine(directory, Own, name + ".new");

    /// <summary>The folder of the cuts.</summary>
    public static string Cuts(string directory) => Path.Combine(directory, Own, "cuts");

    /// <summary>The folder of the journal of answers.</summary>
    public static string Answers(string directory) => Path.Combine(directory, Own, "answers");

    /// <summary>The folder of the rows that are held, with a folder for each step.</summary>
    public static string Held(string directory) => Path.Combine(directory, Own, "held");

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
                    $"The leaves '{byFolder[FileName(leaf)]}' and '{leaf}' would both write to '{Data}/{FileName(leaf)}': rename one of "
                        + "them.",
                    directory);
            }
        }
    }

    /// <summary>Refuses a directory where the run's files would take the place of somebody else's.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="names">Files of the directory itself that the run would write.</param>
    /// <param name="leaves">Leaves whose rows it would write.</param>
    public static void RefuseForeign(string directory, IEnumerable<string> names, IEnumerable<string> leaves)
    {
        if (File.Exists(directory))
        {
            throw new RunDirectoryException($"'{directory}' is a file: choose a directory for the run.", directory);
        }

        var foreign = names
            .Select(name => Path.Combine(directory, name))
            .Where(Path.Exists)
            .Concat(leaves
                .Select(leaf => LeafFolder(directory, leaf))
                .Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, RowFiles)))
            .FirstOrDefault();
        if (foreign is not null)
        {
            throw new RunDirectoryException(
                $"In the directory '{directory}' stands a file that is none of a run's, but in a run's way: '{foreign}'. Choose another "
                    + "directory, or move the file away.",
                foreign);
        }
    }

    /// <summary>Deletes what a generation noted of how far it came, and the rows that it held.</summary>
    public static void DeleteProgress(IDisk disk, string directory)
    {
        CutLog.Delete(Cuts(directory), disk);
        if (Directory.Exists(Cuts(directory)))
        {
            // No cut may come back that names answers or rows which are gone.
            disk.SyncDirectory(Cuts(directory));
        }

        HeldFiles.Delete(disk, directory, needed: []);
    }

    /// <summary>Deletes the journal of answers, its last files first.</summary>
    public static void DeleteAnswers(IDisk disk, string directory)
    {
        new JournalFiles(Answers(directory)).Delete(disk);
        if (Directory.Exists(Answers(directory)))
        {
            disk.SyncDirectory(Answers(directory));
        }
    }

    /// <summary>
    /// Deletes what a generation wrote, but for the answers and <c>run.log</c>, and nothing else. The names are gone from the disk when it
    /// returns.
    /// </summary>
    /// <param name="disk">The disk.</param>
    /// <param name="directory">The run's directory, or <see cref="Next"/> of it.</param>
    /// <param name="leaves">The leaves whose files it has.</param>
    public static void DeleteData(IDisk disk, string directory, IReadOnlyList<string> leaves)
    {
        DeleteProgress(disk, directory);
        foreach (var name in (string[])[Card, Schema, Errors])
        {
            disk.Delete(Path.Combine(directory, name));
        }

        foreach (var folder in leaves.Select(leaf => LeafFolder(directory, leaf)).Where(Directory.Exists))
        {
            foreach (var file in FilesOf(folder))
            {
                disk.Delete(file);
            }

            DeleteIfEmpty(disk, folder);
        }

        DeleteIfEmpty(disk, Path.Combine(directory, Data));
        disk.SyncDirectory(directory);
    }

    /// <summary>The files of rows in a leaf's folder, in order.</summary>
    public static IEnumerable<string> FilesOf(string folder) =>
        Directory.GetFiles(folder, RowFiles).Where(IsNumbered).Order(StringComparer.Ordinal);

    private static bool IsNumbered(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return name.Length == 6 && name.All(char.IsAsciiDigit);
    }

    /// <summary>Deletes a folder, if it is there and empty. Of one that is not, the names that were deleted are flushed.</summary>
    public static void DeleteIfEmpty(IDisk disk, string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        if (Directory.EnumerateFileSystemEntries(folder).Any())
        {
            disk.SyncDirectory(folder);
        }
        else
        {
            disk.DeleteDirectory(folder);
        }
    }
}
