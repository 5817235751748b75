namespace Distil.IO;

/// <summary>
/// A disk that knows whether a flush has failed: what failed otherwise may be tried again, a flush may not, since the system reports
/// success the next time although the bytes are lost.
/// </summary>
/// <remarks>Used by one thread at a time.</remarks>
/// <param name="disk">The disk behind it.</param>
internal sealed class FlushWatch(IDisk disk) : ForwardingDisk(disk)
{
    /// <summary>Whether a flush has failed.</summary>
    public bool HasFailed { get; private set; }

    public override DiskFile Open(string path, DiskFileMode mode) => new WatchedFile(this, base.Open(path, mode));

    public override void SyncDirectory(string path) => Flush(() => base.SyncDirectory(path));

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
