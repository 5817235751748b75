using Distil.Checkpoints;
using Distil.IO;
using Distil.RunDirectories;

namespace Distil.Reporting;

/// <summary>
/// Reads what the page of a run shows from its directory: <c>run.log</c>, <c>errors.jsonl</c>, the files of the data sets, and of a run
/// whose process was killed the last cut.
/// </summary>
internal static class RunReading
{
    /// <summary>Reads it.</summary>
    /// <param name="directory">The full path of the directory.</param>
    /// <param name="isEnding">Whether the run that has the directory asks, at its end.</param>
    /// <exception cref="RunDirectoryException">The directory holds no run, or cannot be read.</exception>
    public static RunRecord Read(string directory, bool isEnding)
    {
        var path = Path.Combine(directory, RunDirectoryFiles.Log);
        if (!File.Exists(path) || RunLogReader.Read(path) is not { Description: { } description } log)
        {
            throw new RunDirectoryException(
                $"The directory '{directory}' holds no run that a page can be made of: '{path}' tells of none.", directory);
        }

        var root = RootOf(directory, description.RunId);
        var (errors, count) = root is null ? ([], 0) : ErrorGroups.Read(Path.Combine(root, RunDirectoryFiles.Errors));
        var cut = root is not null && log.Status is null ? CutOf(root, description.RunId) : null;
        var datasets = (root is null ? [] : description.Leaves)
            .Select(leaf => FirstRows.Read(
                root!, leaf, log.DataSets.TryGetValue(leaf, out var rows) ? rows : cut?.Leaves.GetValueOrDefault(leaf).Rows))
            .OfType<RunDataSet>();
        return new(
            directory,
            description,
            log.Started,
            log.FiguresEnd,
            log.Elapsed,
            log.Status,
            log.Status is null && !isEnding && RunDirectoryLock.IsTaken(directory, RealDisk.Instance),
            log.Steps,
            log.Frames,
            log.Notes,
            log.Failure,
            errors,
            count,
            [.. datasets]);
    }

    /// <summary>
    /// Where the files of a run are: the directory itself, or where a generation is made that is not complete. Null: the run has none,
    /// since it failed before it began, or was given up; those in the directory are another run's.
    /// </summary>
    private static string? RootOf(string directory, string runId) => RunDirectoryRecord.Read(directory) switch
    {
        { Next: { } next } when next.RunId == runId => RunDirectoryFiles.Next(directory),
        { } record when record.Data.RunId == runId => directory,
        _ => null,
    };

    private static Cut? CutOf(string root, string runId)
    {
        using var cuts = CutLog.Open(RunDirectoryFiles.Cuts(root), RealDisk.Instance);
        return cuts.CutOf(runId);
    }
}
