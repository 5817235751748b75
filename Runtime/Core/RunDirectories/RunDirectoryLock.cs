using System.Globalization;
using System.Text;
using Distil.IO;

namespace Distil.RunDirectories;

/// <summary><c>.distil/lock</c>: open as long as a run uses the directory. It goes with its process, however that ends.</summary>
internal static class RunDirectoryLock
{
    public static IDisposable Take(string directory, IDisk disk)
    {
        var path = Path.Combine(directory, RunDirectoryFiles.Own, "lock");
        IDisposable taken;
        try
        {
            taken = disk.Lock(path);
        }
        catch (IOException exception) when (IoErrors.IsInUse(exception))
        {
            throw new RunDirectoryException(
                $"The directory '{directory}' is used by another run{Owner(directory)}: wait for it to end, or choose another directory.",
                directory,
                exception);
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
