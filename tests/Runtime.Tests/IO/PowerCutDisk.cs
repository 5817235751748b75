using Distil.IO;

namespace Distil.Runtime.Tests.IO;

/// <summary>
/// A disk that keeps a log of all that is done to it, so that a test can make what a power cut may leave at each moment. The files are in a
/// real folder, where they are read. Flushes are noted and not done: nothing here loses power.
/// </summary>
/// <remarks>A test runs what it tests on this disk, and then goes through <see cref="Moments"/>.</remarks>
internal sealed class PowerCutDisk : IDisk
{
    private readonly RealDisk _disk = RealDisk.Instance;
    private readonly Lock _lock = new();
    private readonly List<Action<PowerCutModel>> _log = [];
    private readonly PowerCutModel _initial;
    private readonly string _root;
    private int _files;

    /// <param name="root">The folder. What is in it now is on the storage device.</param>
    public PowerCutDisk(string root)
    {
        _root = root;
        _initial = PowerCutModel.Of(root);
    }

    /// <summary>How many operations were done.</summary>
    public int Operations
    {
        get
        {
            lock (_lock)
            {
                return _log.Count;
            }
        }
    }

    /// <summary>The moments before the first operation and after each: how many were done, and the state of the disk. It is one object that changes.</summary>
    public IEnumerable<(int Operations, PowerCutModel Model)> Moments()
    {
        var model = _initial.Copy();
        yield return (0, model);
        for (var done = 0; done < Operations; done++)
        {
            _log[done](model);
            yield return (done + 1, model);
        }
    }

    public DiskFile Open(string path, DiskFileMode mode)
    {
        lock (_lock)
        {
            var (file, name) = (_files++, Name(path));
            var opened = _disk.Open(path, mode);
            _log.Add(model => model.Open(file, name, mode == DiskFileMode.Replace));
            return new PowerCutFile(this, file, opened);
        }
    }

    public IDisposable Lock(string path)
    {
        lock (_lock)
        {
            var (file, name) = (_files++, Name(path));
            var held = _disk.Lock(path);
            _log.Add(model => model.Open(file, name, isReplaced: false));
            return held;
        }
    }

    /// <remarks>The names are flushed by the call itself, see <see cref="IDisk.CreateDirectory"/>.</remarks>
    public IDisposable LockForReading(string path) => RealDisk.Instance.LockForReading(path);

    public void CreateDirectory(string path)
    {
        var name = Name(path);
        Do(() => _disk.CreateDirectory(path), model => model.CreateDirectory(name));
    }

    public void Move(string from, string to)
    {
        var (old, name) = (Name(from), Name(to));
        Do(() => _disk.Move(from, to), model => model.Move(old, name));
    }

    /// <remarks>File systems with a journal change all names of a directory that is renamed or exchanged, or none.</remarks>
    public void MoveDirectory(string from, string to)
    {
        var (old, name) = (Name(from), Name(to));
        Do(() => _disk.MoveDirectory(from, to), model => model.MoveDirectory(old, name));
    }

    public bool TryExchange(string one, string other)
    {
        var (first, second) = (Name(one), Name(other));
        Do(() => Assert.True(_disk.TryExchange(one, other)), model => model.Exchange(first, second));
        return true;
    }

    public void Delete(string path)
    {
        var name = Name(path);
        Do(() => _disk.Delete(path), model => model.Delete(name));
    }

    public void DeleteDirectory(string path)
    {
        var name = Name(path);
        Do(() => _disk.DeleteDirectory(path), model => model.DeleteDirectory(name));
    }

    public void SyncDirectory(string path)
    {
        var name = Name(path);
        Do(static () => { }, model => model.SyncDirectory(name));
    }

    private void Do(Action action, Action<PowerCutModel> log)
    {
        lock (_lock)
        {
            action();
            _log.Add(log);
        }
    }

    private string Name(string path)
    {
        var name = Path.GetRelativePath(_root, path).Replace('\\', '/');
        return name.StartsWith("..", StringComparison.Ordinal) ? throw new ArgumentException($"{path} is outside of {_root}.") : name;
    }

    private sealed class PowerCutFile(PowerCutDisk disk, int number, DiskFile file) : DiskFile
    {
        public override long Length => file.Length;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            lock (disk._lock)
            {
                var (bytes, offset) = (buffer.ToArray(), file.Length);
                file.Write(buffer);
                disk._log.Add(model => model.Write(number, offset, bytes));
            }
        }

        public override void SetLength(long value) => disk.Do(() => file.SetLength(value), model => model.SetLength(number, value));

        protected override void SyncOnce() => disk.Do(static () => { }, model => model.Sync(number));

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
