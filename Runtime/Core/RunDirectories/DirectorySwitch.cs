using System.Globalization;
using Distil.IO;

namespace Distil.RunDirectories;

/// <summary>
/// Puts the data sets of a complete generation into the place of those before. Each of its steps can be repeated: a switch that was
/// interrupted is completed when the directory is opened the next time.
/// </summary>
/// <remarks>
/// <para>The order of the steps:</para>
/// <list type="number">
/// <item>Each new leaf's folder gets a file <c>.generation</c>, which tells the new side from the old.</item>
/// <item><c>pipeline.json</c> says that the switch is under way.</item>
/// <item>Files in the old folders that are none of a run's are moved to the new. Each pair of folders is exchanged, in one operation where
/// the file system can; otherwise the old one is moved away first. Folders of leaves that are no more lose their files of rows.</item>
/// <item>Card, schema, errors and cuts follow.</item>
/// <item><c>pipeline.json</c> says that the new generation is the one under <c>data</c>.</item>
/// <item>What is left of the old one is deleted.</item>
/// </list>
/// </remarks>
/// <param name="disk">The disk.</param>
/// <param name="directory">The directory of the run.</param>
internal sealed class DirectorySwitch(IDisk disk, string directory)
{
    private const string Marker = ".generation";

    private readonly string _next = RunDirectoryFiles.Next(directory);

    /// <summary>Where an old folder waits while folders cannot be exchanged.</summary>
    private readonly string _old = Path.Combine(directory, RunDirectoryFiles.Own, "old");

    /// <summary>Switches to a generation that is complete under <c>.distil/next</c>.</summary>
    /// <param name="record">The record, with the generation as it is at its end.</param>
    /// <returns>The record afterwards.</returns>
    public RunDirectoryRecord Begin(RunDirectoryRecord record)
    {
        foreach (var folder in Folders(record.Next!).Select(static pair => pair.New).Where(Directory.Exists))
        {
            Mark(folder, record.Next!.Number);
        }

        var switching = record with { IsSwitching = true };
        switching.Write(disk, directory);
        return Complete(switching);
    }

    /// <summary>Completes a switch that has begun.</summary>
    /// <returns>The record afterwards.</returns>
    /// <exception cref="RunDirectoryException">A file stands in its way.</exception>
    public RunDirectoryRecord Complete(RunDirectoryRecord record)
    {
        var next = record.Next!;
        var at = directory;
        try
        {
            disk.CreateDirectory(Path.Combine(directory, RunDirectoryFiles.Data));
            foreach (var (old, made) in Folders(next))
            {
                at = old;
                Exchange(old, made, next.Number);
            }

            foreach (var (old, _) in Folders(record.Data).Except(Folders(next)))
            {
                at = old;
                DeleteRows(old);
            }

            at = directory;
            MoveDescriptions(next);
            MoveCuts();
            var done = record with { Data = next, Next = null, IsSwitching = false };
            done.Write(disk, directory);
            Clean(done);
            return done;
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw new RunDirectoryException(
                $"The new data sets are complete under '{_next}', and cannot be put in place: {exception.Message.TrimEnd('.')}. Close what "
                    + $"uses '{at}', or give this process the permission to write there, and run again: nothing is computed again.",
                at,
                exception);
        }
    }

    /// <summary>Whether the new folder of a leaf stands under <c>data</c>, once a switch has begun.</summary>
    public bool IsInPlace(string leaf) =>
        !Directory.Exists(RunDirectoryFiles.LeafFolder(_next, leaf))
            || File.Exists(Path.Combine(RunDirectoryFiles.LeafFolder(directory, leaf), Marker));

    /// <summary>
    /// Deletes what is left of a switch, and of a generation that was given up. What cannot be deleted stays: it is tried again when the
    /// directory is opened the next time.
    /// </summary>
    /// <param name="record">What the directory holds: no generation under <c>.distil/next</c>.</param>
    public void Clean(RunDirectoryRecord record)
    {
        try
        {
            foreach (var marker in Folders(record.Data).Select(static pair => Path.Combine(pair.Old, Marker)).Where(File.Exists))
            {
                disk.Delete(marker);
            }

            DeleteFolders(_old);
            DeleteNext();
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            // The data sets are in place. A generation that begins there insists on an empty folder.
        }
    }

    /// <summary>Deletes the files of a generation under <c>.distil/next</c>.</summary>
    public void DeleteNext()
    {
        if (!Directory.Exists(_next))
        {
            return;
        }

        // The cuts first: none may come back that names rows which are gone.
        RunDirectoryFiles.DeleteData(disk, _next, []);
        DeleteFolders(Path.Combine(_next, RunDirectoryFiles.Data));
        RunDirectoryFiles.DeleteIfEmpty(disk, RunDirectoryFiles.Cuts(_next));
        RunDirectoryFiles.DeleteIfEmpty(disk, Path.Combine(_next, RunDirectoryFiles.Own));
        RunDirectoryFiles.DeleteIfEmpty(disk, _next);
    }

    private void DeleteFolders(string parent)
    {
        foreach (var folder in Directory.Exists(parent) ? Directory.GetDirectories(parent) : [])
        {
            DeleteRows(folder);
        }

        RunDirectoryFiles.DeleteIfEmpty(disk, parent);
    }

    /// <summary>Of each leaf of a generation: its folder under <c>data</c>, and that under <c>.distil/next</c>.</summary>
    private IEnumerable<(string Old, string New)> Folders(Generation generation) => generation.Leaves.Select(leaf =>
        (RunDirectoryFiles.LeafFolder(directory, leaf), RunDirectoryFiles.LeafFolder(_next, leaf)));

    private void Mark(string folder, int generation)
    {
        using (var file = disk.Open(Path.Combine(folder, Marker), DiskFileMode.Replace))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(generation.ToString(CultureInfo.InvariantCulture)));
            file.Sync();
        }

        disk.SyncDirectory(folder);
    }

    private static bool IsMarked(string folder, int generation)
    {
        var marker = Path.Combine(folder, Marker);
        return File.Exists(marker) && File.ReadAllText(marker) == generation.ToString(CultureInfo.InvariantCulture);
    }

    private void Exchange(string old, string made, int generation)
    {
        if (!IsMarked(made, generation))
        {
            // It is in its place, or the generation has no such folder: then the rows of the old one go.
            if (!IsMarked(old, generation))
            {
                DeleteRows(old);
            }

            return;
        }

        if (Directory.Exists(old))
        {
            CarryOver(old, made, RunDirectoryFiles.FilesOf(old));
            if (!disk.TryExchange(old, made))
            {
                disk.CreateDirectory(_old);
                disk.MoveDirectory(old, Path.Combine(_old, Path.GetFileName(old)));
                disk.MoveDirectory(made, old);
                disk.SyncDirectory(_old);
            }
        }
        else
        {
            disk.MoveDirectory(made, old);
        }

        disk.SyncDirectory(Path.GetDirectoryName(old)!);
        disk.SyncDirectory(Path.GetDirectoryName(made)!);
    }

    /// <summary>Moves what is none of a run's from the old folder to the new.</summary>
    private void CarryOver(string old, string made, IEnumerable<string> own)
    {
        var isMoved = false;
        foreach (var path in Directory.GetFileSystemEntries(old).Except(own, StringComparer.Ordinal).ToList())
        {
            if (Path.GetFileName(path) == Marker)
            {
                continue;
            }

            var to = Path.Combine(made, Path.GetFileName(path));
            if (Directory.Exists(path))
            {
                disk.MoveDirectory(path, to);
            }
            else
            {
                disk.Move(path, to);
            }

            isMoved = true;
        }

        if (isMoved)
        {
            disk.SyncDirectory(made);
            disk.SyncDirectory(old);
        }
    }

    private void DeleteRows(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var file in RunDirectoryFiles.FilesOf(folder))
        {
            disk.Delete(file);
        }

        disk.Delete(Path.Combine(folder, Marker));
        RunDirectoryFiles.DeleteIfEmpty(disk, folder);
    }

    private void MoveDescriptions(Generation next)
    {
        foreach (var name in (string[])[RunDirectoryFiles.Card, RunDirectoryFiles.Schema, RunDirectoryFiles.Errors])
        {
            if (File.Exists(Path.Combine(_next, name)))
            {
                disk.Move(Path.Combine(_next, name), Path.Combine(directory, name));
            }
            else if (name == RunDirectoryFiles.Errors && !next.HasErrors)
            {
                disk.Delete(Path.Combine(directory, name));
            }
        }

        disk.SyncDirectory(directory);
    }

    private void MoveCuts()
    {
        var (old, made) = (RunDirectoryFiles.Cuts(directory), RunDirectoryFiles.Cuts(_next));
        if (!Directory.Exists(made))
        {
            return;
        }

        if (Directory.Exists(old))
        {
            Checkpoints.CutLog.Delete(old, disk);
            CarryOver(old, made, own: []);
            disk.DeleteDirectory(old);
        }

        disk.MoveDirectory(made, old);
        disk.SyncDirectory(Path.GetDirectoryName(old)!);
        disk.SyncDirectory(Path.GetDirectoryName(made)!);
    }
}
