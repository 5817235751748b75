namespace Distil.IO;

/// <summary>Brings what stands in a file to the storage device, and first its name.</summary>
internal static class FileCommit
{
    /// <summary>Flushes the file, and its folder unless its name is there already.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="file">The file; null: it is closed, and a file that is closed is on disk.</param>
    /// <param name="path">Its path.</param>
    /// <param name="isNameSynced">Whether its name is on the storage device; when this returns, it is.</param>
    /// <exception cref="RunDirectoryException">It could not be flushed.</exception>
    public static void Sync(IDisk disk, DiskFile? file, string path, ref bool isNameSynced)
    {
        try
        {
            if (!isNameSynced)
            {
                disk.SyncDirectory(Path.GetDirectoryName(path)!);
                isNameSynced = true;
            }

            file?.Sync();
        }
        catch (ObjectDisposedException)
        {
            // It was closed meanwhile.
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            throw IoErrors.OnWrite(path, exception);
        }
    }
}
