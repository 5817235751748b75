using System.Globalization;

namespace Distil.Engine;

/// <summary><c>.distil/lock</c>: open as long as a run uses the directory. It goes with its process, however that ends.</summary>
internal static class RunDirectoryLock
{
    public static FileStream Take(string directory)
    {
        var path = Path.Combine(directory, RunDirectory.OwnFolder, "lock");
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException exception) when (FileTrouble.IsInUse(exception))
        {
            throw new RunDirectoryException(
                $"The directory '{directory}' is used by another run{Owner(directory)}: wait for it to end, or choose another directory.",
                directory,
                exception);
        }

        try
        {
            File.WriteAllText(OwnerPath(directory), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    // Beside the lock: a locked file cannot be read.
    private static string OwnerPath(string directory) => Path.Combine(directory, RunDirectory.OwnFolder, "process");

    private static string Owner(string directory)
    {
        try
        {
            return int.TryParse(File.ReadAllText(OwnerPath(directory)), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                ? string.Create(CultureInfo.InvariantCulture, $" (process {process})")
                : "";
        }
        catch (Exception exception) when (FileTrouble.Is(exception))
        {
            return "";
        }
    }
}
