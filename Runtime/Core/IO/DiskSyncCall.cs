using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Distil.IO;

/// <summary>
/// Flushes files and directories to the storage device and reports every error. <see cref="RandomAccess.FlushToDisk"/> treats EROFS, EINVAL
/// and ENOTSUP as success, and .NET cannot open a directory on Unix. Therefore <c>fsync</c> is called directly: for directories on every
/// Unix, for files on Linux.
/// </summary>
internal static class DiskSyncCall
{
    private const int ReadOnly = 0;
    private const int Interrupted = 4;

    /// <summary>Flushes the contents of a file.</summary>
    /// <exception cref="IOException">The system reported an error.</exception>
    public static void OfFile(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            // On macOS the framework uses F_FULLFSYNC, which also empties the cache of the drive.
            RandomAccess.FlushToDisk(file);
            return;
        }

        var added = false;
        try
        {
            file.DangerousAddRef(ref added);
            Sync((int)file.DangerousGetHandle(), "a file");
        }
        finally
        {
            if (added)
            {
                file.DangerousRelease();
            }
        }
    }

    /// <summary>Flushes the entries of a directory: the names of files that were created, renamed or deleted in it.</summary>
    /// <exception cref="IOException">The system reported an error.</exception>
    public static void OfDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int folder;
        do
        {
            folder = Open(Encoding.UTF8.GetBytes(path + "\0"), ReadOnly);
        }
        while (folder < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        if (folder < 0)
        {
            throw Failed($"The folder '{path}'");
        }

        try
        {
            Sync(folder, $"the folder '{path}'");
        }
        finally
        {
            _ = Close(folder);
        }
    }

    private static void Sync(int descriptor, string what)
    {
        while (FSync(descriptor) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                throw Failed($"What was written to {what}");
            }
        }
    }

    private static IOException Failed(string what)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{what} could not be flushed to the storage device: {new Win32Exception(error).Message}", error);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FSync(int descriptor);
}
