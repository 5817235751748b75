using System.Text;
using Distil.Checkpoints;
using Distil.IO;
using Distil.Logging;
using Distil.Reporting;
using Distil.RunDirectories;

namespace Distil;

/// <summary>
/// The page of a run: <c>report.html</c> in its directory, which every run writes when it ends, is stopped or fails. It needs nothing but
/// itself, and holds no script.
/// </summary>
public static class RunReport
{
    /// <summary>
    /// Makes the page of the last run in a directory anew, of what the directory holds: so that of a run whose process was killed there is
    /// a page too. Its figures then end up to a second before the run did, of a long run up to a thousandth of its time, and the page says
    /// when. A run that goes on is not disturbed.
    /// </summary>
    /// <param name="directory">The directory of the run.</param>
    /// <param name="path">Where the page is written; null, the default: <c>report.html</c> in the directory.</param>
    /// <returns>The full path of the page.</returns>
    /// <exception cref="RunDirectoryException">The directory holds no run, cannot be read, or the page cannot be written.</exception>
    public static string Write(string directory, string? path = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        var full = Path.GetFullPath(directory);
        var page = Path.GetFullPath(path ?? Path.Combine(full, RunDirectoryFiles.Report));
        try
        {
            Write(full, page, RealDisk.Instance, isEnding: false);
            return page;
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw new RunDirectoryException(
                $"The page '{page}' of the run in '{full}' cannot be made: {exception.Message}", full, exception);
        }
    }

    /// <summary>Writes the page of a run that has just ended. Never throws: where it cannot be written, the log says so.</summary>
    internal static void WriteAtEnd(string directory, IDisk disk, RunEvents events)
    {
        try
        {
            Write(directory, Path.Combine(directory, RunDirectoryFiles.Report), disk, isEnding: true);
        }
        catch (Exception exception)
        {
            events.PageFailed(exception);
        }
    }

    private static void Write(string directory, string page, IDisk disk, bool isEnding)
    {
        var record = RunReading.Read(directory, isEnding);
        var content = Encoding.UTF8.GetBytes(PageWriter.Write(record));

        // Beside it first, so that a reader never sees a half.
        var temporary = page == Path.Combine(directory, RunDirectoryFiles.Report)
            ? RunDirectoryFiles.Temporary(directory, RunDirectoryFiles.Report)
            : page + ".new";
        using (var file = disk.Open(temporary, DiskFileMode.Replace))
        {
            file.Write(content);
        }

        disk.Move(temporary, page);
    }
}
