using System.Globalization;
using System.Text;
using Distil.IO;

namespace Distil.RunDirectories;

/// <summary><c>.distil/lock</c>: open as long as a run uses the directory. It goes with its process, however that ends.</summary>
internal static class RunDirectoryLock
{
    public static IDisposable Take(string directory, IDisk disk)
    {
        var path = PathIn(directory);
        IDisposable taken;
        try
        {
            taken = disk.Lock(path);
        }
        catch (IOException exception) when (IoErrors.IsInUse(exception))
        {
            var use = IsOnlyRead(path, disk)
                ? "is one whose answers another run takes over (RunOptions.ReuseFrom)"
                : $"is used by another run{Owner(directory)}";
            throw new RunDirectoryException(
                $"The directory '{directory}' {use}: wait for it to end, or choose another directory.", directory, exception);
        }

        try
        {
            using var owner = disk.Open(OwnerPath(directory), DiskFileMode.Replace);
            owner.Write(Encoding.UTF8.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Sees to it that no run begins in a directory, and writes nothing there. Several may do so at a time.</summary>
    /// <returns>To be disposed when one may begin; null: the directory cannot be locked, since the lock is missing or may not be read.
    /// </returns>
    /// <exception cref="RunDirectoryException">A run uses the directory.</exception>
    public static IDisposable? TryTakeForReading(string directory, IDisk disk)
    {
        try
        {
            return disk.LockForReading(PathIn(directory));
        }
        catch (IOException exception) when (IoErrors.IsInUse(exception))
        {
            throw new RunDirectoryException(
                $"The directory '{directory}', whose answers RunOptions.ReuseFrom asks for, is used by a run{Owner(directory)}: wait for "
                    + "it to end, or run without ReuseFrom.",
                directory,
                exception);
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            return null;
        }
    }

    private static bool IsOnlyRead(string path, IDisk disk)
    {
        try
        {
            using var reading = disk.LockForReading(path);
            return true;
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            return false;
        }
    }

    private static string PathIn(string directory) => Path.Combine(directory, RunDirectoryFiles.Own, "lock");

    /// <summary>Whether a run uses a directory just now; it is not disturbed.</summary>
    public static bool IsTaken(string directory, IDisk disk)
    {
        try
        {
            using var reading = disk.LockForReading(PathIn(directory));
            return false;
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            return exception is IOException used && IoErrors.IsInUse(used);
        }
    }

    // Beside the lock: a locked file cannot be read.
    private static string OwnerPath(string directory) => Path.Combine(directory, RunDirectoryFiles.Own, "process");

    private static string Owner(string directory)
    {
        try
        {
            return int.TryParse(File.ReadAllText(OwnerPath(directory)), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                ? string.Create(CultureInfo.InvariantCulture, $" (process {process})")
                : "";
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            return "";
        }
    }
}
