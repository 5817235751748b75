using Distil.Checkpoints;
using Distil.IO;

namespace Distil.RunDirectories;

/// <summary>The files of an earlier run that this one goes on with.</summary>
internal static class ResumedFiles
{
    /// <summary>Refuses to go on with a generation whose committed files are not what was written.</summary>
    /// <param name="directory">The directory in which its files stand.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="cut">How far it came; null: nothing is committed.</param>
    public static void Check(string directory, Generation generation, Cut? cut)
    {
        foreach (var (leaf, place) in cut?.Leaves ?? new Dictionary<string, LeafPlace>(StringComparer.Ordinal))
        {
            CheckLeaf(RunDirectoryFiles.LeafFolder(directory, leaf), place);
        }

        foreach (var (path, place) in generation.HasEnded ? [] : HeldFiles.Of(directory, cut))
        {
            CheckFile(path, place.Bytes, place.Checksum);
        }

        if (cut is { Errors.Bytes: > 0 })
        {
            CheckFile(Path.Combine(directory, RunDirectoryFiles.Errors), cut.Errors.Bytes, cut.Errors.Checksum);
        }
    }

    /// <summary>Removes what stands behind the last cut: it is made anew.</summary>
    public static void CutBack(IDisk disk, string directory, IReadOnlyList<string> leaves, Cut? cut)
    {
        foreach (var leaf in leaves)
        {
            var folder = RunDirectoryFiles.LeafFolder(directory, leaf);
            if (Directory.Exists(folder))
            {
                CutLeaf(disk, folder, cut?.Leaves.GetValueOrDefault(leaf) ?? default);
            }
        }

        var held = HeldFiles.Of(directory, cut);
        HeldFiles.Delete(disk, directory, held.ConvertAll(static held => held.Path));
        held.ForEach(held => Truncate(disk, held.Path, held.Place.Bytes));

        var errors = Path.Combine(directory, RunDirectoryFiles.Errors);
        if (!File.Exists(errors))
        {
            return;
        }

        if (cut is null or { Errors.Bytes: 0 })
        {
            disk.Delete(errors);
            disk.SyncDirectory(directory);
        }
        else
        {
            Truncate(disk, errors, cut.Errors.Bytes);
        }
    }

    private static void CutLeaf(IDisk disk, string folder, LeafPlace place)
    {
        var files = RunDirectoryFiles.FilesOf(folder).ToList();
        foreach (var file in files.Skip(place.Files).Reverse())
        {
            disk.Delete(file);
        }

        if (place.Files > 0)
        {
            Truncate(disk, files[place.Files - 1], place.Bytes);
        }

        disk.SyncDirectory(folder);
    }

    private static void Truncate(IDisk disk, string path, long bytes)
    {
        if (new FileInfo(path).Length > bytes)
        {
            using var file = disk.Open(path, DiskFileMode.Append);
            file.SetLength(bytes);
            file.Sync();
        }
    }

    private static void CheckLeaf(string folder, LeafPlace place)
    {
        var files = Directory.Exists(folder) ? RunDirectoryFiles.FilesOf(folder).ToList() : [];
        for (var file = 1; file <= place.Files; file++)
        {
            var path = Path.Combine(folder, file.ToString("D6", System.Globalization.CultureInfo.InvariantCulture) + ".jsonl");
            if (files.Count < file || files[file - 1] != path)
            {
                throw Changed(path, "is missing");
            }
        }

        if (place.Files > 0)
        {
            CheckFile(files[place.Files - 1], place.Bytes, place.Checksum);
        }
    }

    private static void CheckFile(string path, long bytes, uint checksum)
    {
        var crc = Crc32C.Start;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            var buffer = new byte[1024 * 1024];
            while (bytes > 0)
            {
                var read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, bytes));
                if (read == 0)
                {
                    throw Changed(path, "is shorter than what was committed");
                }

                crc = Crc32C.Add(crc, buffer.AsSpan(0, read));
                bytes -= read;
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Changed(path, "is missing");
        }

        if (Crc32C.End(crc) != checksum)
        {
            throw Changed(path, "has other bytes than were committed");
        }
    }

    private static RunDirectoryException Changed(string path, string how) => new(
        $"The file '{path}' {how}: it was changed after the run had written it, and so this run cannot go on with it. Put it back as it "
            + "was, or pass RunOptions.Recompute = true, which makes the data anew from the answers that are kept.",
        path);
}
