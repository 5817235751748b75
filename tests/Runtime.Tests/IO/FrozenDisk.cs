using Distil.IO;

namespace Distil.Runtime.Tests.IO;

/// <summary>
/// A disk that stands still from an operation on, as it does for a process that was killed: that operation is done by half if it is a
/// write, otherwise not at all, and later ones do nothing, without a failure. Flushes do nothing anyway: what a killed process wrote stays.
/// </summary>
/// <param name="operation">The number of the operation, from 1.</param>
internal sealed class FrozenDisk(int operation) : IDisk
{
    private readonly int _frozenAt = operation;
    private readonly RealDisk _disk = RealDisk.Instance;
    private readonly Lock _lock = new();
    private int _operations;

    /// <summary>A disk that never stands still. It is fast, since it does not flush.</summary>
    public static FrozenDisk Never => new(int.MaxValue);

    /// <summary>Whether the file system exchanges directories in one operation.</summary>
    public bool CanExchange { get; init; } = true;

    /// <summary>How many operations were begun.</summary>
    public int Operations
    {
        get
        {
            lock (_lock)
            {
                return _operations;
            }
        }
    }

    /// <summary>Whether operations do nothing any more.</summary>
    public bool IsFrozen => Operations >= _frozenAt;

    public DiskFile Open(string path, DiskFileMode mode)
    {
        lock (_lock)
        {
            return new FrozenFile(this, TryBegin() ? _disk.Open(path, mode) : null);
        }
    }

    public IDisposable Lock(string path)
    {
        lock (_lock)
        {
            return TryBegin() ? _disk.Lock(path) : new MemoryStream();
        }
    }

    public IDisposable LockForReading(string path) => RealDisk.Instance.LockForReading(path);

    public void CreateDirectory(string path) => Do(() => _disk.CreateDirectory(path));

    public void Move(string from, string to) => Do(() => _disk.Move(from, to));

    public void MoveDirectory(string from, string to) => Do(() => _disk.MoveDirectory(from, to));

    public bool TryExchange(string one, string other)
    {
        var isDone = true;
        Do(() => isDone = CanExchange && _disk.TryExchange(one, other));
        return isDone;
    }

    public void Delete(string path) => Do(() => _disk.Delete(path));

    public void DeleteDirectory(string path) => Do(() => _disk.DeleteDirectory(path));

    public void SyncDirectory(string path) => Do(static () => { });

    private void Do(Action action)
    {
        lock (_lock)
        {
            if (TryBegin())
            {
                action();
            }
        }
    }

    private bool TryBegin() => ++_operations < _frozenAt;

    /// <summary>A file; without one behind it, it only counts.</summary>
    private sealed class FrozenFile(FrozenDisk disk, DiskFile? file) : DiskFile
    {
        private long _length = file?.Length ?? 0;

        public override long Length => _length;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            lock (disk._lock)
            {
                var isWhole = disk.TryBegin();
                if (isWhole || disk._operations == disk._frozenAt)
                {
                    file?.Write(isWhole ? buffer : buffer[..(buffer.Length / 2)]);
                }

                _length += buffer.Length;
            }
        }

        public override void SetLength(long value)
        {
            disk.Do(() => file?.SetLength(value));
            _length = value;
        }

        protected override void SyncOnce() => disk.Do(static () => { });

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file?.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
