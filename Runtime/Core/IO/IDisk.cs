using System.Runtime.ExceptionServices;

namespace Distil.IO;

/// <summary>
/// The disk that a run writes to. Data sets, card, schema, errors, log and the files under <c>.distil</c> are written through it alone,
/// so that a test can make any write fail. Reads do not go through it.
/// </summary>
/// <remarks>All members are thread-safe. They throw the exceptions of the file system, see <see cref="IoErrors"/>.</remarks>
internal interface IDisk
{
    /// <summary>Opens a file for writing. Other processes may read it while it is open.</summary>
    /// <param name="path">The full path. Its directory exists.</param>
    /// <param name="mode">What happens to the contents of a file that exists.</param>
    DiskFile Open(string path, DiskFileMode mode);

    /// <summary>
    /// Opens a file that no other process and no other run can open until the result is disposed. The file is created if it does not exist.
    /// </summary>
    /// <exception cref="IOException">The file is open elsewhere, see <see cref="IoErrors.IsInUse"/>.</exception>
    IDisposable Lock(string path);

    /// <summary>
    /// Opens a file that exists so that others can open it so, too, and nobody can <see cref="Lock"/> it until the result is disposed.
    /// Nothing is written.
    /// </summary>
    /// <exception cref="IOException">The file is locked, see <see cref="IoErrors.IsInUse"/>, or it does not exist.</exception>
    IDisposable LockForReading(string path);

    /// <summary>Creates a directory and its parents, if they do not exist, and flushes the names of those that it creates.</summary>
    void CreateDirectory(string path);

    /// <summary>Renames a file atomically. A file of the new name is replaced.</summary>
    void Move(string from, string to);

    /// <summary>Renames a directory atomically. There is none of the new name.</summary>
    void MoveDirectory(string from, string to);

    /// <summary>Exchanges two directories in one operation: at each moment there is one of each name.</summary>
    /// <returns>False: the system or the file system cannot, and nothing has changed.</returns>
    bool TryExchange(string one, string other);

    /// <summary>Deletes a file, if it exists.</summary>
    void Delete(string path);

    /// <summary>Deletes an empty directory.</summary>
    void DeleteDirectory(string path);

    /// <summary>
    /// Flushes the names of the files that were created, renamed or deleted in a directory. Does nothing on Windows, where the file system
    /// does so itself.
    /// </summary>
    void SyncDirectory(string path);
}

/// <summary>What happens to the contents of a file that is opened for writing.</summary>
internal enum DiskFileMode
{
    /// <summary>They are removed. The file is created if it does not exist.</summary>
    Replace,

    /// <summary>They are kept, and writes follow them. The file is created if it does not exist.</summary>
    Append,
}

/// <summary>A file that is open for writing. Writes are not buffered.</summary>
internal abstract class DiskFile : Stream
{
    private readonly Gate _syncing = new();
    private Exception? _syncFailure;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// Flushes the written bytes to the storage device. It may be called by several threads, while another writes. After a flush that
    /// failed each one fails with the same: the operating system tells of the lost bytes once, and a flush that follows succeeds without
    /// them.
    /// </summary>
    /// <exception cref="IOException">The flush failed. Bytes that were written since the last successful one may be lost.</exception>
    public void Sync()
    {
        lock (_syncing)
        {
            if (_syncFailure is not null)
            {
                ExceptionDispatchInfo.Throw(_syncFailure);
            }

            try
            {
                SyncOnce();
            }
            catch (Exception exception) when (IoErrors.Is(exception))
            {
                _syncFailure = exception;
                throw;
            }
        }
    }

    /// <summary>Flushes the written bytes.</summary>
    protected abstract void SyncOnce();

    public override void Flush()
    {
        // Writes are not buffered.
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public abstract override void Write(ReadOnlySpan<byte> buffer);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
}
