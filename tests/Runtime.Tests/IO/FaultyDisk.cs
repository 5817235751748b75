using Distil.IO;

namespace Distil.Runtime.Tests.IO;

/// <summary>What is done to a disk.</summary>
internal enum DiskAction
{
    Open,
    Lock,
    CreateDirectory,
    Move,
    MoveDirectory,
    Exchange,
    Delete,
    DeleteDirectory,
    SyncDirectory,
    Write,
    SetLength,
    Sync,
}

/// <summary>One operation on a disk.</summary>
/// <param name="Number">Its place among the operations of the disk, from 1.</param>
/// <param name="Bytes">How many are written; otherwise 0.</param>
internal sealed record DiskOperation(int Number, DiskAction Action, string Path, int Bytes);

/// <summary>A disk of which chosen operations fail. A write that fails has written half of its bytes.</summary>
/// <param name="fault">What an operation fails with; null: it succeeds. Called from any thread, one call at a time.</param>
internal sealed class FaultyDisk(Func<DiskOperation, Exception?> fault) : IDisk
{
    private readonly RealDisk _disk = RealDisk.Instance;
    private readonly Lock _lock = new();
    private readonly List<DiskOperation> _operations = [];

    public static IOException Full { get; } = new("No space left on device", OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28);

    /// <summary>All operations so far, those that failed too.</summary>
    public IReadOnlyList<DiskOperation> Operations
    {
        get
        {
            lock (_lock)
            {
                return [.. _operations];
            }
        }
    }

    /// <summary>A disk that has room for so many bytes more, and is full then.</summary>
    public static FaultyDisk WithRoom(long bytes) =>
        new(operation => operation.Action == DiskAction.Write && (bytes -= operation.Bytes) < 0 ? Full : null);

    /// <summary>A disk of which every operation fails from the given one on.</summary>
    public static FaultyDisk From(int operation, Exception exception) => new(each => each.Number >= operation ? exception : null);

    /// <summary>A disk of which the given operation fails, once.</summary>
    public static FaultyDisk At(int operation, Exception exception) => new(each => each.Number == operation ? exception : null);

    public DiskFile Open(string path, DiskFileMode mode)
    {
        Try(DiskAction.Open, path);
        return new FaultyFile(this, path, _disk.Open(path, mode));
    }

    public IDisposable Lock(string path)
    {
        Try(DiskAction.Lock, path);
        return _disk.Lock(path);
    }

    public IDisposable LockForReading(string path) => RealDisk.Instance.LockForReading(path);

    public void CreateDirectory(string path)
    {
        Try(DiskAction.CreateDirectory, path);
        _disk.CreateDirectory(path);
    }

    public void Move(string from, string to)
    {
        Try(DiskAction.Move, to);
        _disk.Move(from, to);
    }

    public void MoveDirectory(string from, string to)
    {
        Try(DiskAction.MoveDirectory, to);
        _disk.MoveDirectory(from, to);
    }

    public bool TryExchange(string one, string other)
    {
        Try(DiskAction.Exchange, one);
        return _disk.TryExchange(one, other);
    }

    public void Delete(string path)
    {
        Try(DiskAction.Delete, path);
        _disk.Delete(path);
    }

    public void DeleteDirectory(string path)
    {
        Try(DiskAction.DeleteDirectory, path);
        _disk.DeleteDirectory(path);
    }

    public void SyncDirectory(string path)
    {
        Try(DiskAction.SyncDirectory, path);
        _disk.SyncDirectory(path);
    }

    private Exception? Ask(DiskAction action, string path, int bytes)
    {
        lock (_lock)
        {
            var operation = new DiskOperation(_operations.Count + 1, action, path, bytes);
            _operations.Add(operation);
            return fault(operation);
        }
    }

    private void Try(DiskAction action, string path)
    {
        if (Ask(action, path, 0) is { } exception)
        {
            throw exception;
        }
    }

    private sealed class FaultyFile(FaultyDisk disk, string path, DiskFile file) : DiskFile
    {
        public override long Length => file.Length;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (disk.Ask(DiskAction.Write, path, buffer.Length) is { } exception)
            {
                file.Write(buffer[..(buffer.Length / 2)]);
                throw exception;
            }

            file.Write(buffer);
        }

        public override void SetLength(long value)
        {
            disk.Try(DiskAction.SetLength, path);
            file.SetLength(value);
        }

        protected override void SyncOnce()
        {
            disk.Try(DiskAction.Sync, path);
            file.Sync();
        }

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
