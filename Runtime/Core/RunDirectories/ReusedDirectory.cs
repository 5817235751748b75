using Distil.Checkpoints;
using Distil.IO;
using Distil.Journal;

namespace Distil.RunDirectories;

/// <summary>
/// The directory whose answers a run takes over (<see cref="RunOptions.ReuseFrom"/>). As long as it is open no run may begin there. Nothing
/// is written there.
/// </summary>
internal sealed class ReusedDirectory : IDisposable
{
    private const string WaysOut = "Put back the file from a copy, or run without RunOptions.ReuseFrom.";

    private readonly IDisposable? _lock;

    private ReusedDirectory(string path, IDisposable? lockFile, RunDirectoryRecord record, ReusedAnswers answers)
    {
        (FullPath, _lock, Answers) = (path, lockFile, answers);
        Newest = record.Next ?? record.Data;
    }

    /// <summary>Its full path.</summary>
    public string FullPath { get; }

    /// <summary>Its answers.</summary>
    public ReusedAnswers Answers { get; }

    /// <summary>The generation that was begun last there.</summary>
    public Generation Newest { get; }

    /// <summary>Whether it is locked; otherwise it cannot be, and is read nevertheless.</summary>
    public bool IsLocked => _lock is not null;

    /// <summary>Locks the directory, and reads its answers.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="own">The full path of the run's own directory.</param>
    /// <param name="journalId">The id of the run's own journal.</param>
    /// <param name="generation">The number of the run's generation.</param>
    /// <param name="disk">The disk.</param>
    /// <exception cref="RunDirectoryException">
    /// It is the run's own, a run uses it, it holds no answers, or they are damaged or cannot be read.
    /// </exception>
    public static ReusedDirectory Open(string path, string own, Guid journalId, int generation, IDisk disk)
    {
        var full = Path.GetFullPath(path);
        if (IsSame(full, own))
        {
            throw new RunDirectoryException(
                $"RunOptions.ReuseFrom names '{full}', the directory of the run itself: its answers are kept anyway. Leave ReuseFrom out, "
                    + "or name the directory of another run.",
                full);
        }

        var isThere = File.Exists(RunDirectoryRecord.PathIn(full));
        var lockFile = isThere ? RunDirectoryLock.TryTakeForReading(full, disk) : throw Without(full);
        try
        {
            var record = RunDirectoryRecord.Read(full, WaysOut);
            if (record is { IsSwitching: true })
            {
                throw new RunDirectoryException(
                    $"RunOptions.ReuseFrom names '{full}', whose new data sets are complete and not in their places yet. Run the pipeline "
                        + "there once more, which puts them there, or run without ReuseFrom.",
                    full);
            }

            RequireJournal(full);
            if (record is not { Data.IsBegun: true })
            {
                throw Without(full);
            }

            var next = record.Next is null ? null : CutOf(RunDirectoryFiles.Next(full), record.Next);
            var answers = ReusedAnswers.Read(
                new(RunDirectoryFiles.Answers(full), WaysOut),
                record.JournalId,
                JournalPlace.Of(record, CutOf(full, record.Data), next),
                (uint)record.LastNumber,
                new((uint)generation, journalId, record.JournalId));
            return new(full, lockFile, record, answers);

            Cut? CutOf(string directory, Generation of)
            {
                using var cuts = CutLog.Open(RunDirectoryFiles.Cuts(directory), disk, waysOut: WaysOut);
                return cuts.CutOf(of.RunId);
            }
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            lockFile?.Dispose();
            throw new RunDirectoryException(
                $"The directory '{full}', whose answers RunOptions.ReuseFrom asks for, cannot be read: {exception.Message.TrimEnd('.')}. "
                    + "Give this process the permission to read it, or run without ReuseFrom.",
                full,
                exception);
        }
        catch
        {
            lockFile?.Dispose();
            throw;
        }
    }

    /// <summary>A run may begin in the directory again.</summary>
    public void Dispose() => _lock?.Dispose();

    private static void RequireJournal(string full)
    {
        if (new JournalFiles(RunDirectoryFiles.Answers(full)).Segments().Count == 0)
        {
            throw Without(full);
        }
    }

    private static RunDirectoryException Without(string full) => new(
        $"RunOptions.ReuseFrom names '{full}', where no run has kept answers of durable steps. Name the directory of a run that has, or "
            + "leave ReuseFrom out.",
        full);

    private static bool IsSame(string one, string other)
    {
        var comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return string.Equals(Target(one), Target(other), comparison);
    }

    /// <summary>Where a directory lies: links are followed.</summary>
    private static string Target(string path) =>
        Path.TrimEndingDirectorySeparator(Directory.Exists(path)
            ? Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path
            : path);
}
