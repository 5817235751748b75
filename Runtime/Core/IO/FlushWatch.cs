namespace Distil.IO;

/// <summary>
/// A disk that knows whether a flush has failed: what failed otherwise may be tried again, a flush may not, since the system reports
/// success the next time although the bytes are lost.
/// </summary>
/// <remarks>Used by one thread at a time.</remarks>
/// <param name="disk">The disk behind it.</param>
internal sealed class FlushWatch(IDisk disk) : IDisk
{
    /// <summary>Whether a flush has failed.</summary>
    public bool HasFailed { get; private set; }

    public DiskFile Open(string path, DiskFileMode mode) => new WatchedFile(this, disk.Open(path, mode));

    public IDisposable Lock(string path) => disk.Lock(path);

    public IDisposable LockForReading(string path) => disk.LockForReading(path);

    public void CreateDirectory(string path) => disk.CreateDirectory(path);

    public void Move(string from, string to) => disk.Move(from, to);

    public void MoveDirectory(string from, string to) => disk.MoveDirectory(from, to);

    public bool TryExchange(string one, string other) => disk.TryExchange(one, other);

    public void Delete(string path) => disk.Delete(path);

    public void DeleteDirectory(string path) => disk.DeleteDirectory(path);

    public void SyncDirectory(string path) => Flush(() => disk.SyncDirectory(path));

    private void Flush(Action flush)
    {
        try
        {
            flush();
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            HasFailed = true;
            throw;
        }
    }

    private sealed class WatchedFile(FlushWatch watch, DiskFile file) : DiskFile
    {
        public override long Length => file.Length;

        public override void Write(ReadOnlySpan<byte> buffer) => file.Write(buffer);

        public override void SetLength(long value) => file.SetLength(value);

        protected override void SyncOnce() => watch.Flush(file.Sync);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
