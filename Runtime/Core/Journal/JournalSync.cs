namespace Distil.Journal;

/// <summary>
/// Brings a journal to the storage device each 100 ms, for all workers together. So a power cut costs the answers of the last 100 ms and of
/// the flush under way.
/// </summary>
/// <remarks>
/// It has a thread of its own, since a flush can take long and does nothing but wait. The clock wakes it; a tick that comes during a flush
/// wakes it once afterwards, so flushes neither overlap nor pile up. Where nothing was appended it does nothing. After a failure it ends,
/// as the journal does. <see cref="Dispose"/> flushes a last time and waits for the thread.
/// </remarks>
internal sealed class JournalSync : IDisposable
{
    /// <summary>How often the journal is flushed.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly AnswerJournal _journal;
    private readonly Action<RunDirectoryException> _failed;
    private readonly AutoResetEvent _tick = new(initialState: false);
    private readonly ITimer _timer;
    private readonly Thread _thread;
    private volatile bool _isEnding;
    private bool _isDisposed;

    /// <summary>Begins.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="time">The clock.</param>
    /// <param name="failed">Called once when the journal could not be flushed, on the thread of the flushes. It must not throw.</param>
    public JournalSync(AnswerJournal journal, TimeProvider time, Action<RunDirectoryException> failed)
    {
        (_journal, _failed) = (journal, failed);
        _thread = new(Run) { IsBackground = true, Name = "Distil journal" };
        _timer = time.CreateTimer(static tick => Set((AutoResetEvent)tick!), _tick, Interval, Interval);
        _thread.Start();
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _timer.Dispose();
        _isEnding = true;
        _tick.Set();
        _thread.Join();
        _tick.Dispose();
    }

    /// <summary>A tick that was under way when the timer was disposed may come after the end.</summary>
    private static void Set(AutoResetEvent tick)
    {
        try
        {
            tick.Set();
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }

    private void Run()
    {
        bool isEnding;
        do
        {
            _tick.WaitOne();

            // Read before the flush: what was appended before Dispose is in it.
            isEnding = _isEnding;
            if (!TrySync())
            {
                return;
            }
        }
        while (!isEnding);
    }

    private bool TrySync()
    {
        try
        {
            if (_journal.Failure is { } failure)
            {
                _failed(failure);
                return false;
            }

            if (_journal.HasUnsynced)
            {
                _journal.Sync();
            }

            return true;
        }
        catch (RunDirectoryException exception)
        {
            _failed(exception);
            return false;
        }
    }
}
