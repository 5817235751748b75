using Distil.Journal;
using Distil.Runtime.Tests.IO;
using Microsoft.Extensions.Time.Testing;

namespace Distil.Runtime.Tests.Journal;

public sealed class JournalSyncTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly JournalFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly List<RunDirectoryException> _failures = [];
    private readonly SemaphoreSlim _flushed = new(0);
    private readonly SemaphoreSlim _goOn = new(0);
    private readonly FaultyDisk _disk;
    private Exception? _fault;
    private bool _waits;
    private bool _counts;
    private int _flushes;

    public JournalSyncTests() => _disk = new FaultyDisk(operation =>
    {
        if (operation.Action != DiskAction.Sync || !_counts)
        {
            return null;
        }

        Interlocked.Increment(ref _flushes);
        _flushed.Release();
        if (_waits)
        {
            _goOn.Wait(s_limit);
        }

        return _fault;
    });

    public void Dispose()
    {
        _folder.Dispose();
        _flushed.Dispose();
        _goOn.Dispose();
    }

    [Fact]
    public void What_was_appended_is_flushed_at_the_next_tick()
    {
        using var journal = Open();
        using var sync = new JournalSync(journal, _time, _failures.Add);
        for (var round = 1; round <= 3; round++)
        {
            journal.AppendAnswer(1, default, "answer"u8);
            _time.Advance(JournalSync.Interval);
            Assert.True(_flushed.Wait(s_limit));
        }

        Assert.Equal(3, _flushes);
        Assert.Empty(_failures);
    }

    [Fact]
    public void Nothing_is_flushed_before_the_tick_or_without_an_answer()
    {
        using var journal = Open();
        using (new JournalSync(journal, _time, _failures.Add))
        {
            _time.Advance(JournalSync.Interval * 5);
        }

        // The end of the thread has seen every tick.
        Assert.Equal(0, _flushes);
    }

    [Fact]
    public void The_end_flushes_what_is_left()
    {
        using var journal = Open();
        using (new JournalSync(journal, _time, _failures.Add))
        {
            journal.AppendAnswer(1, default, "answer"u8);
        }

        Assert.Equal(1, _flushes);
        Assert.False(journal.HasUnsynced);
        Assert.Equal(journal.End, journal.Synced);
    }

    [Fact]
    public void Ticks_during_a_flush_neither_overlap_nor_pile_up()
    {
        using var journal = Open();
        using (new JournalSync(journal, _time, _failures.Add))
        {
            _waits = true;
            journal.AppendAnswer(1, default, "first"u8);
            _time.Advance(JournalSync.Interval);
            Assert.True(_flushed.Wait(s_limit));
            journal.AppendAnswer(1, default, "second"u8);
            for (var tick = 0; tick < 10; tick++)
            {
                _time.Advance(JournalSync.Interval);
            }

            Assert.Equal(1, _flushes);
            _goOn.Release();
            Assert.True(_flushed.Wait(s_limit));
            _goOn.Release();
        }

        Assert.Equal(2, _flushes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failure_is_told_once(bool isOfTheFlush)
    {
        using var journal = Open();
        using (new JournalSync(journal, _time, _failures.Add))
        {
            _fault = new IOException("Input/output error", 5);
            journal.AppendAnswer(1, default, "answer"u8);
            if (!isOfTheFlush)
            {
                Assert.Throws<RunDirectoryException>(() => journal.Sync());
            }

            _time.Advance(JournalSync.Interval);
            Assert.True(_flushed.Wait(s_limit));
            _time.Advance(JournalSync.Interval * 3);
        }

        Assert.Same(_fault, Assert.Single(_failures).InnerException);
        Assert.Equal(1, _flushes);
        Assert.Throws<RunDirectoryException>(() => journal.Write());
    }

    private AnswerJournal Open()
    {
        var journal = AnswerJournal.Open(_folder.Settings(_disk), default).Journal;
        _counts = true;
        return journal;
    }
}
