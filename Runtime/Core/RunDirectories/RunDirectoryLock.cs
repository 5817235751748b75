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
                $"The directory '{directory}' is used by another run{Owner(path)}: wait for it to end, or choose another directory.",
                directory,
                exception);
        }

        try
        {
            stream.SetLength(0);
            stream.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    // Where the system lets a locked file be read (not on Windows), the message names the process.
    private static string Owner(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            return int.TryParse(reader.ReadToEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var process) ? $" (process {process})" : "";
        }
        catch (Exception exception) when (FileTrouble.Is(exception))
        {
            return "";
        }
    }
}
