namespace Distil.IO;

/// <summary>
/// Brings what is written to a file to disk while the loop goes on writing, so that little is left to wait for when the file is closed.
/// Used by one thread at a time.
/// </summary>
internal sealed class DiskSync
{
    /// <summary>
    /// How much is written before it is brought to disk: enough to keep a disk busy, little enough to be there in an instant.
    /// </summary>
    private const int Step = 8 * 1024 * 1024;

    private Task _underWay = Task.CompletedTask;
    private long _since;

    /// <summary>Notes that bytes have been written, and flushes from time to time.</summary>
    /// <exception cref="IOException">What was written before did not come to the disk.</exception>
    public void Advance(DiskFile file, int bytes)
    {
        _since += bytes;
        if (_since < Step || !_underWay.IsCompleted)
        {
            return;
        }

        Wait();

        // A thread of its own: it only waits, and the pool has no more threads than cores.
        _underWay = Task.Factory.StartNew(
            file.Sync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Waits until everything is on disk.</summary>
    /// <exception cref="IOException">It did not come there.</exception>
    public void Complete(DiskFile file)
    {
        Wait();
        file.Sync();
    }

    /// <summary>Waits for what is under way, however that ends: the file can be closed afterwards.</summary>
    public void Abandon()
    {
        try
        {
            Wait();
        }
        catch (Exception exception) when (IoErrors.Is(exception))
        {
            // The failure for which the file is given up came first, and is the one to report.
        }
    }

    private void Wait()
    {
        var underWay = _underWay;
        (_underWay, _since) = (Task.CompletedTask, 0);
        underWay.GetAwaiter().GetResult();
    }
}
