namespace Distil.IO;

/// <summary>The file system of the machine.</summary>
internal sealed class RealDisk : IDisk
{
    public static RealDisk Instance { get; } = new();

    private RealDisk()
    {
    }

    public DiskFile Open(string path, DiskFileMode mode)
    {
        // Not FileMode.Append: a stream that is opened so cannot cut off what stood in the file before.
        var opening = mode == DiskFileMode.Replace ? FileMode.Create : FileMode.OpenOrCreate;
        var stream = new FileStream(path, opening, FileAccess.Write, FileShare.Read, bufferSize: 0);
        stream.Seek(0, SeekOrigin.End);
        return new File(stream);
    }

    public IDisposable Lock(string path) =>
        new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);

    public IDisposable LockForReading(string path) =>
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

    public void CreateDirectory(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent))
        {
            CreateDirectory(parent);
        }

        Directory.CreateDirectory(path);
        if (!string.IsNullOrEmpty(parent))
        {
            SyncDirectory(parent);
        }
    }

    public void Move(string from, string to) => System.IO.File.Move(from, to, overwrite: true);

    public void MoveDirectory(string from, string to) => Directory.Move(from, to);

    public bool TryExchange(string one, string other) => DirectoryExchange.Try(one, other);

    public void Delete(string path) => System.IO.File.Delete(path);

    public void DeleteDirectory(string path) => Directory.Delete(path);

    public void SyncDirectory(string path) => DiskSyncCall.OfDirectory(path);

    private sealed class File(FileStream stream) : DiskFile
    {
        public override long Length => stream.Length;

        public override void Write(ReadOnlySpan<byte> buffer) => stream.Write(buffer);

        public override void SetLength(long value) => stream.SetLength(value);

        protected override void SyncOnce() => DiskSyncCall.OfFile(stream.SafeFileHandle);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                stream.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
