using System.Globalization;
using Distil.IO;
using Distil.Journal;

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
/// <item>Card, schema, errors and cuts follow. If the new generation has a journal of its own, that takes the place of the old one.</item>
/// <item><c>pipeline.json</c> says that the new generation is the one under <c>data</c>.</item>
/// <item>What is left of the old one is deleted.</item>
/// </list>
/// <para>
/// A step that fails is tried again for <see cref="Limit"/>, since another process may have a file open for a moment. One whose flush has
/// failed is not. While it waits, the thread does.
/// </para>
/// </remarks>
/// <param name="disk">The disk.</param>
/// <param name="directory">The directory of the run.</param>
/// <param name="clock">The clock of the run.</param>
internal sealed class DirectorySwitch(IDisk disk, string directory, TimeProvider clock)
{
    private const string Marker = ".generation";
    private const string Probe = ".volume";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly FlushWatch _disk = new(disk);
    private readonly string _next = RunDirectoryFiles.Next(directory);

    /// <summary>How long a step that fails is tried.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Where an old folder waits while folders cannot be exchanged.</summary>
    private readonly string _old = Path.Combine(directory, RunDirectoryFiles.Own, "old");

    /// <summary>Switches to a generation that is complete under <c>.distil/next</c>.</summary>
    /// <param name="record">The record, with the generation as it is at its end.</param>
    /// <returns>The record afterwards.</returns>
    /// <exception cref="RunDirectoryException">A step failed.</exception>
    public RunDirectoryRecord Begin(RunDirectoryRecord record)
    {
        foreach (var folder in Folders(record.Next!).Select(static pair => pair.New).Where(Directory.Exists))
        {
            Try(folder, () => Mark(folder, record.Next!.Number));
        }

        var switching = record with { IsSwitching = true };
        Try(directory, () => switching.Write(_disk, directory));
        return Complete(switching);
    }

    /// <summary>Completes a switch that has begun.</summary>
    /// <returns>The record afterwards.</returns>
    /// <exception cref="RunDirectoryException">A step failed.</exception>
    public RunDirectoryRecord Complete(RunDirectoryRecord record)
    {
        var next = record.Next!;
        var data = Path.Combine(directory, RunDirectoryFiles.Data);
        Try(data, () => _disk.CreateDirectory(data));
        foreach (var (old, made) in Folders(next))
        {
            Try(old, () => Exchange(old, made, next.Number));
        }

        foreach (var (old, _) in Folders(record.Data).Except(Folders(next)))
        {
            Try(old, () => DeleteRows(old));
        }

        Try(directory, () => MoveDescriptions(next));
        Try(RunDirectoryFiles.Cuts(directory), MoveCuts);
        if (next.Journal is not null)
        {
            Try(RunDirectoryFiles.Answers(directory), MoveAnswers);
        }

        var done = record with
        {
            Data = next with { Journal = null },
            Next = null,
            JournalId = next.Journal ?? record.JournalId,
            IsSwitching = false,
        };
        Try(directory, () => done.Write(_disk, directory));
        Clean(done);
        return done;
    }

    /// <summary>
    /// Requires that folders can be moved from <c>.distil</c> to <c>data</c>: one of the two may be a link to another volume.
    /// </summary>
    /// <exception cref="RunDirectoryException">They cannot.</exception>
    public void RequireOneVolume()
    {
        var (data, own) = (Path.Combine(directory, RunDirectoryFiles.Data), Path.Combine(directory, RunDirectoryFiles.Own));
        if (!Directory.Exists(data))
        {
            return;
        }

        var (probe, moved) = (Path.Combine(own, Probe), Path.Combine(data, Probe));
        _disk.CreateDirectory(probe);
        if (Directory.Exists(moved))
        {
            // The process was killed that had moved it.
            _disk.DeleteDirectory(moved);
        }

        try
        {
            _disk.MoveDirectory(probe, moved);
        }
        catch (IOException exception) when (IoErrors.IsOtherVolume(exception))
        {
            _disk.DeleteDirectory(probe);
            throw new RunDirectoryException(
                $"'{data}' is on another volume than '{own}', where data are made anew, and they could not be put in place. Have both on "
                    + "one volume, or choose another directory.",
                data,
                exception);
        }

        _disk.DeleteDirectory(moved);
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
                _disk.Delete(marker);
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
    /// <param name="keepsAnswers">Whether its answers stay, if it has a journal of its own.</param>
    public void DeleteNext(bool keepsAnswers = false)
    {
        if (!Directory.Exists(_next))
        {
            return;
        }

        // The cuts first: none may come back that names rows which are gone.
        RunDirectoryFiles.DeleteData(_disk, _next, []);
        DeleteFolders(Path.Combine(_next, RunDirectoryFiles.Data));
        if (!keepsAnswers)
        {
            RunDirectoryFiles.DeleteAnswers(_disk, _next);
        }

        RunDirectoryFiles.DeleteIfEmpty(_disk, RunDirectoryFiles.Cuts(_next));
        RunDirectoryFiles.DeleteIfEmpty(_disk, Path.Combine(_next, RunDirectoryFiles.Own));
        RunDirectoryFiles.DeleteIfEmpty(_disk, _next);
    }

    /// <summary>Does a step, again and again until it succeeds or <see cref="Limit"/> is over.</summary>
    /// <param name="at">The file or folder with which it has to do.</param>
    /// <param name="step">The step. It can be repeated.</param>
    /// <exception cref="RunDirectoryException">It failed.</exception>
    private void Try(string at, Action step)
    {
        var begun = clock.GetTimestamp();
        while (true)
        {
            try
            {
                step();
                return;
            }
            catch (Exception exception) when (CauseOf(exception) is not null)
            {
                if (_disk.HasFailed || clock.GetElapsedTime(begun) >= Limit)
                {
                    throw Failed(at, CauseOf(exception)!);
                }
            }

            Task.Delay(s_pause, clock).GetAwaiter().GetResult();
        }
    }

    /// <summary>What the file system has thrown; null: it has not.</summary>
    private static Exception? CauseOf(Exception exception)
    {
        var cause = exception is RunDirectoryException { InnerException: { } inner } ? inner : exception;
        return IoErrors.Is(cause) ? cause : null;
    }

    private RunDirectoryException Failed(string at, Exception cause)
    {
        var advice = IoErrors.IsDiskFull(cause)
            ? "Free some space on the disk"
            : $"Close what uses '{at}', or give this process the permission to write there";
        return new(
            $"The new data sets are complete under '{_next}', and cannot be put in place: {cause.Message.TrimEnd('.')}. {advice}, and run "
                + "again: nothing is computed again.",
            at,
            cause);
    }

    private void DeleteFolders(string parent)
    {
        foreach (var folder in Directory.Exists(parent) ? Directory.GetDirectories(parent) : [])
        {
            DeleteRows(folder);
        }

        RunDirectoryFiles.DeleteIfEmpty(_disk, parent);
    }

    /// <summary>Of each leaf of a generation: its folder under <c>data</c>, and that under <c>.distil/next</c>.</summary>
    private IEnumerable<(string Old, string New)> Folders(Generation generation) => generation.Leaves.Select(leaf =>
        (RunDirectoryFiles.LeafFolder(directory, leaf), RunDirectoryFiles.LeafFolder(_next, leaf)));

    private void Mark(string folder, int generation)
    {
        using (var file = _disk.Open(Path.Combine(folder, Marker), DiskFileMode.Replace))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(generation.ToString(CultureInfo.InvariantCulture)));
            file.Sync();
        }

        _disk.SyncDirectory(folder);
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
            if (!_disk.TryExchange(old, made))
            {
                _disk.CreateDirectory(_old);
                _disk.MoveDirectory(old, FreeName(Path.Combine(_old, Path.GetFileName(old))));
                _disk.MoveDirectory(made, old);
                _disk.SyncDirectory(_old);
            }
        }
        else
        {
            _disk.MoveDirectory(made, old);
        }

        _disk.SyncDirectory(Path.GetDirectoryName(old)!);
        _disk.SyncDirectory(Path.GetDirectoryName(made)!);
    }

    /// <summary>The name, with a number behind it where a folder of an earlier switch could not be removed.</summary>
    private static string FreeName(string path)
    {
        var free = path;
        for (var number = 2; Path.Exists(free); number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{path}.{number}");
        }

        return free;
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
            if (Directory.Exists(path) && Directory.Exists(to))
            {
                CarryOver(path, to, []);
                _disk.DeleteDirectory(path);
            }
            else if (Directory.Exists(path))
            {
                _disk.MoveDirectory(path, to);
            }
            else
            {
                _disk.Move(path, to);
            }

            isMoved = true;
        }

        if (isMoved)
        {
            _disk.SyncDirectory(made);
            _disk.SyncDirectory(old);
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
            _disk.Delete(file);
        }

        _disk.Delete(Path.Combine(folder, Marker));
        RunDirectoryFiles.DeleteIfEmpty(_disk, folder);
    }

    private void MoveDescriptions(Generation next)
    {
        foreach (var name in (string[])[RunDirectoryFiles.Card, RunDirectoryFiles.Schema, RunDirectoryFiles.Errors])
        {
            if (File.Exists(Path.Combine(_next, name)))
            {
                _disk.Move(Path.Combine(_next, name), Path.Combine(directory, name));
            }
            else if (name == RunDirectoryFiles.Errors && !next.HasErrors)
            {
                _disk.Delete(Path.Combine(directory, name));
            }
        }

        _disk.SyncDirectory(directory);
    }

    private void MoveCuts() => MoveOwn(
        RunDirectoryFiles.Cuts(directory), RunDirectoryFiles.Cuts(_next), old => Checkpoints.CutLog.Delete(old, _disk));

    private void MoveAnswers() => MoveOwn(
        RunDirectoryFiles.Answers(directory), RunDirectoryFiles.Answers(_next), old => new JournalFiles(old).Delete(_disk));

    /// <summary>Puts a folder under <c>.distil/next</c> into the place of the old one.</summary>
    /// <param name="old">The old one.</param>
    /// <param name="made">The new one; it is missing where it is in its place.</param>
    /// <param name="delete">Deletes the files of the old one.</param>
    private void MoveOwn(string old, string made, Action<string> delete)
    {
        if (!Directory.Exists(made))
        {
            return;
        }

        if (Directory.Exists(old))
        {
            delete(old);
        }

        if (Directory.Exists(old))
        {
            CarryOver(old, made, own: []);
            _disk.DeleteDirectory(old);
        }

        _disk.MoveDirectory(made, old);
        _disk.SyncDirectory(Path.GetDirectoryName(old)!);
        _disk.SyncDirectory(Path.GetDirectoryName(made)!);
    }
}
