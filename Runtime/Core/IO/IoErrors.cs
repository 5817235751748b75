using System.Security;

namespace Distil.IO;

/// <summary>Turns what the file system throws into an exception that names the file and says what to do.</summary>
internal static class IoErrors
{
    // Windows: ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL. Elsewhere the error number itself: ENOSPC, EDQUOT (Linux, macOS).
    private static readonly int[] s_windowsFull = [unchecked((int)0x80070070), unchecked((int)0x80070027)];
    private static readonly int[] s_unixFull = [28, 122, 69];

    // Windows: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION. Elsewhere EWOULDBLOCK (Linux, macOS).
    private static readonly int[] s_windowsInUse = [unchecked((int)0x80070020), unchecked((int)0x80070021)];
    private static readonly int[] s_unixInUse = [11, 35];

    // Windows: ERROR_NOT_SAME_DEVICE. Elsewhere EXDEV.
    private const int WindowsOtherVolume = unchecked((int)0x80070011);
    private const int UnixOtherVolume = 18;

    /// <summary>
    /// Whether it comes from the file system. A file that grows too large is an <see cref="ArgumentOutOfRangeException"/> on Unix.
    /// </summary>
    public static bool Is(Exception exception)
        => exception is (IOException or UnauthorizedAccessException or SecurityException or ArgumentOutOfRangeException)
            and not RunDirectoryException;

    public static bool IsDiskFull(Exception exception)
        => exception is IOException && Array.IndexOf(OperatingSystem.IsWindows() ? s_windowsFull : s_unixFull, exception.HResult) >= 0;

    public static bool IsInUse(Exception exception)
        => exception is IOException && Array.IndexOf(OperatingSystem.IsWindows() ? s_windowsInUse : s_unixInUse, exception.HResult) >= 0;

    /// <summary>Whether something could not be renamed, since the new name would be on another volume.</summary>
    public static bool IsOtherVolume(Exception exception)
        => exception is IOException && exception.HResult == (OperatingSystem.IsWindows() ? WindowsOtherVolume : UnixOtherVolume);

    public static RunDirectoryException OnWrite(string path, Exception exception)
    {
        var advice = exception switch
        {
            _ when IsDiskFull(exception) =>
                "the disk is full or its quota is used up. Free some space, or choose a directory on another disk, and run again.",
            UnauthorizedAccessException or SecurityException =>
                "this process may not write there. Give it the permission, or choose another directory.",
            _ when IsInUse(exception) => "another process has it open. Close it there and run again.",
            _ => $"{exception.Message.TrimEnd('.')}. Make sure that the disk can be written to, and run again.",
        };
        return new RunDirectoryException($"The file '{path}' could not be written: {advice}", path, exception);
    }

    public static RunDirectoryException OnRead(string path, Exception exception)
    {
        var advice = exception switch
        {
            FileNotFoundException or DirectoryNotFoundException => "it does not exist any more. Run the pipeline anew to get it back.",
            UnauthorizedAccessException or SecurityException => "this process may not read it. Give it the permission.",
            _ => $"{exception.Message.TrimEnd('.')}.",
        };
        return new RunDirectoryException($"The file '{path}' could not be read: {advice}", path, exception);
    }
}
