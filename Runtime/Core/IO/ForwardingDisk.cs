namespace Distil.IO;

/// <summary>A disk that hands everything on to the one behind it. What derives from it changes what it overrides.</summary>
/// <param name="disk">The disk behind it.</param>
internal abstract class ForwardingDisk(IDisk disk) : IDisk
{
    public virtual DiskFile Open(string path, DiskFileMode mode) => disk.Open(path, mode);

    public IDisposable Lock(string path) => disk.Lock(path);

    public IDisposable LockForReading(string path) => disk.LockForReading(path);

    public void CreateDirectory(string path) => disk.CreateDirectory(path);

    public void Move(string from, string to) => disk.Move(from, to);

    public void MoveDirectory(string from, string to) => disk.MoveDirectory(from, to);

    public bool TryExchange(string one, string other) => disk.TryExchange(one, other);

    public void Delete(string path) => disk.Delete(path);

    public void DeleteDirectory(string path) => disk.DeleteDirectory(path);

    public virtual void SyncDirectory(string path) => disk.SyncDirectory(path);
}
