using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Distil.IO;

/// <summary>
/// Exchanges two directories in one operation: by <c>renameat2</c> with <c>RENAME_EXCHANGE</c> on Linux, by <c>renamex_np</c> with
/// <c>RENAME_SWAP</c> on macOS. Windows has no such operation.
/// </summary>
internal static class DirectoryExchange
{
    private const int CurrentFolder = -100;
    private const uint Exchange = 2;

    /// <summary>ENOSYS and EINVAL of both, EOPNOTSUPP of Linux and ENOTSUP of macOS: the system or the file system cannot.</summary>
    private static readonly int[] s_cannot = [38, 78, 22, 95, 45];

    /// <summary>Exchanges two directories.</summary>
    /// <returns>False: the system or the file system cannot, and nothing has changed.</returns>
    /// <exception cref="IOException">It failed.</exception>
    public static bool Try(string one, string other)
    {
        int result;
        try
        {
            var (first, second) = (Encoding.UTF8.GetBytes(one + "\0"), Encoding.UTF8.GetBytes(other + "\0"));
            if (OperatingSystem.IsLinux())
            {
                result = RenameAt(CurrentFolder, first, CurrentFolder, second, Exchange);
            }
            else if (OperatingSystem.IsMacOS())
            {
                result = Rename(first, second, Exchange);
            }
            else
            {
                return false;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // An older library, or another one, does not have it.
            return false;
        }

        if (result == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return Array.IndexOf(s_cannot, error) >= 0
            ? false
            : throw new IOException($"'{one}' and '{other}' could not be exchanged: {new Win32Exception(error).Message}", error);
    }

    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int RenameAt(int oldFolder, byte[] oldPath, int newFolder, byte[] newPath, uint flags);

    [DllImport("libc", EntryPoint = "renamex_np", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Rename(byte[] oldPath, byte[] newPath, uint flags);
}
