using System.Globalization;
using Distil.Checkpoints;
using Distil.Held;
using Distil.IO;

namespace Distil.RunDirectories;

/// <summary>The rows that a run holds: <c>.distil/held/&lt;step&gt;/000001.rows</c>, a file for each input whose rows are held.</summary>
/// <param name="directory">The directory of the run.</param>
/// <param name="disk">The disk.</param>
/// <param name="begin">Called before a file is made or opened for writing.</param>
/// <param name="start">Where the run begins; null: at its first row.</param>
internal sealed class HeldFiles(string directory, IDisk disk, Action begin, Cut? start) : IDisposable
{
    private const string Extension = ".rows";

    private readonly Gate _gate = new();
    private readonly List<HeldFile> _files = [];

    /// <summary>
    /// A file of rows that are held for a step. Files of steps that would share a folder are numbered in the order of the calls.
    /// </summary>
    public HeldFile Open(string step)
    {
        var folder = RunDirectoryFiles.FileName(step);
        lock (_gate)
        {
            var number = 1 + _files.Count(file => file.Name.StartsWith(folder + "/", StringComparison.OrdinalIgnoreCase));
            var name = string.Create(CultureInfo.InvariantCulture, $"{folder}/{number:D6}");
            _files.Add(new(name, PathOf(directory, name), disk, begin, start?.Held.GetValueOrDefault(name) ?? default));
            return _files[^1];
        }
    }

    /// <summary>Deletes the files that a cut, which is on disk, does not need.</summary>
    /// <exception cref="RunDirectoryException">One could not be deleted.</exception>
    public void DeleteBut(Cut cut)
    {
        lock (_gate)
        {
            _files.FindAll(file => !cut.Held.ContainsKey(file.Name)).ForEach(static file => file.Delete());
        }
    }

    /// <summary>Deletes every file: the run has completed.</summary>
    public void DeleteAll()
    {
        lock (_gate)
        {
            _files.ForEach(static file => file.Delete());
        }

        Delete(disk, directory, needed: []);
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _files.ForEach(static file => file.Dispose());
        }
    }

    /// <summary>The files that a cut names.</summary>
    public static List<(string Path, LeafPlace Place)> Of(string directory, Cut? cut) => cut is null
        ? []
        : [.. from held in cut.Held where held.Value.Files > 0 select (PathOf(directory, held.Key), held.Value)];

    /// <summary>Deletes the files of an earlier run but for those that are needed, and the folders that are empty then.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="directory">The directory of the run.</param>
    /// <param name="needed">The paths of the files that stay.</param>
    public static void Delete(IDisk disk, string directory, IReadOnlyCollection<string> needed)
    {
        var folder = RunDirectoryFiles.Held(directory);
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var file in Directory.GetFiles(folder, "*" + Extension, SearchOption.AllDirectories)
            .Except(needed, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal))
        {
            disk.Delete(file);
        }

        foreach (var step in Directory.GetDirectories(folder))
        {
            RunDirectoryFiles.DeleteIfEmpty(disk, step);
        }

        RunDirectoryFiles.DeleteIfEmpty(disk, folder);
    }

    private static string PathOf(string directory, string name) =>
        Path.Combine([RunDirectoryFiles.Held(directory), .. (name + Extension).Split('/')]);
}
