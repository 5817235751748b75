using System.Collections.Concurrent;
using Distil.IO;
using Distil.Journal;
using Distil.Journal.Records;
using Distil.Runtime.Tests.IO;

namespace Distil.Runtime.Tests.Journal;

public sealed class AnswerJournalTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(64 << 20, 1 << 20)]
    [InlineData(4096, 1 << 20)]
    [InlineData(4096, 150)]
    [InlineData(1, 100)]
    public void What_was_appended_comes_back(int segment, int large)
    {
        var settings = _folder.Settings(RealDisk.Instance, segment, large);
        var script = new JournalScript(1);
        for (var round = 0; round < 3; round++)
        {
            using var journal = JournalFolder.Open(settings, default, out var entries).Journal;
            Assert.Equal(script.Appended, entries);
            Assert.Equal(journal.End, journal.Synced);
            for (var record = 0; record < 60; record++)
            {
                script.Append(journal);
            }

            Assert.Equal(journal.End, journal.Sync());
            Assert.False(journal.HasUnsynced);
        }

        Assert.Equal(script.Appended, JournalFolder.Read(settings));
        Assert.Equal(segment == 64 << 20, Directory.GetFiles(_folder.Path).Length == 1);
        Assert.Equal(large != 1 << 20, Directory.GetFiles(_folder["large"]).Length > 0);
    }

    [Fact]
    public void An_answer_is_read_before_and_after_it_is_written()
    {
        using var journal = AnswerJournal.Open(_folder.Settings(large: 1000), default).Journal;
        using var reader = new AnswerReader(journal);
        var id = new AnswerId(new(1, 2), 3);
        var other = new AnswerId(new(1, 2), 4);
        var answer = journal.AppendAnswer(1, id, "answer"u8);
        var batch = journal.AppendBatch(2, [id, other], [3, 2000], [1, 2, 3, .. new byte[2000]]);
        var failure = journal.AppendFailure(3, other, "failure"u8);
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal("answer"u8, reader.Read(answer, id, out var kind));
            Assert.Equal(RecordKind.Answer, kind);
            Assert.Equal(new byte[2000], reader.Read(batch, other, out kind).ToArray());
            Assert.Equal<byte>([1, 2, 3], reader.Read(batch, id, out kind).ToArray());
            Assert.Equal(RecordKind.Answer, kind);
            Assert.Equal("failure"u8, reader.Read(failure, other, out kind));
            Assert.Equal(RecordKind.Failure, kind);
            var exception = Assert.Throws<RunDirectoryException>(() => ReadOf(answer, other));
            Assert.Contains("another answer", exception.Message, StringComparison.Ordinal);
            Assert.Throws<RunDirectoryException>(() => ReadOf(journal.End, id));
            journal.Write();
        }

        void ReadOf(JournalLocation location, AnswerId answerId)
        {
            using var fresh = new AnswerReader(journal);
            fresh.Read(location, answerId, out _);
        }
    }

    [Fact]
    public void The_answers_of_a_batch_are_split_where_they_are_long()
    {
        var settings = _folder.Settings(large: 1000);
        var script = new JournalScript(1, longestBody: 900);
        using (var journal = AnswerJournal.Open(settings, default).Journal)
        {
            script.AppendBatch(journal, 1, 50);
            journal.Sync();
        }

        var batches = 0;
        AnswerJournal.Open(settings, default, (in JournalRecord record) =>
        {
            batches++;
            Assert.Equal(RecordKind.Batch, record.Kind);
            Assert.InRange(record.Length, 0, JournalRecord.HeaderLength + BatchBody.Overhead + 1000);
        }).Journal.Dispose();
        Assert.InRange(batches, 20, 40);
        Assert.Equal(script.Appended, JournalFolder.Read(settings));
    }

    [Fact]
    public void The_longest_bodies_that_have_no_file_fit_a_record()
    {
        var settings = _folder.Settings();
        var body = new byte[1 << 20];
        Random.Shared.NextBytes(body);
        using (var journal = AnswerJournal.Open(settings, default).Journal)
        {
            for (ulong tag = 0; tag < 5; tag++)
            {
                journal.AppendAnswer(1, new(default, tag), body);
                journal.AppendBatch(1, [new(default, tag), new(default, tag + 10)], [body.Length, 1], [.. body, 7]);
            }

            journal.Write();
        }

        Assert.Empty(Directory.GetFiles(_folder["large"]));
        Assert.Equal(15, JournalFolder.Read(settings).Count);
    }

    [Fact]
    public void Appending_from_many_threads_loses_nothing_and_keeps_the_order_of_each()
    {
        const int Threads = 6;
        const int Answers = 1500;
        var settings = _folder.Settings(segment: 100_000, large: 900);
        var lost = new ConcurrentBag<string>();
        using (var journal = AnswerJournal.Open(settings, default).Journal)
        {
            var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() =>
            {
                using var reader = new AnswerReader(journal);
                var random = new Random(number);
                for (var answer = 0; answer < Answers; answer++)
                {
                    var id = new AnswerId(new((ulong)number, 0), (ulong)answer);
                    var body = new byte[random.Next(1000)];
                    body.AsSpan().Fill((byte)answer);
                    var location = journal.AppendAnswer(number, id, body);
                    if (random.Next(3) == 0 && !reader.Read(location, id, out _).SequenceEqual(body))
                    {
                        lost.Add($"{number} {answer} was read wrongly");
                    }

                    journal.Write(location);
                    if (journal.Written <= location)
                    {
                        lost.Add($"{number} {answer} was not written");
                    }

                    if (answer % 100 == number && journal.Sync() <= location)
                    {
                        lost.Add($"{number} {answer} was not flushed");
                    }
                }
            })).ToList();
            threads.ForEach(thread => thread.Start());
            Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromMinutes(2))));
            Assert.Empty(lost);
        }

        var next = new ulong[Threads];
        var index = new AnswerIndex();
        using var again = AnswerJournal.Open(settings, default, (in JournalRecord record) =>
        {
            Assert.Equal(next[record.Step]++, record.Id.Tag);
            index.Add(record);
        }).Journal;
        Assert.All(next, count => Assert.Equal((ulong)Answers, count));
        using var all = new AnswerReader(again);
        for (var number = 0; number < Threads; number++)
        {
            var random = new Random(number);
            for (var answer = 0; answer < Answers; answer++)
            {
                var id = new AnswerId(new((ulong)number, 0), (ulong)answer);
                Assert.True(index.TryFind(id, out var location));
                var body = all.Read(location, id, out _);
                Assert.Equal(random.Next(1000), body.Length);
                Assert.False(body.ContainsAnyExcept((byte)answer));
                random.Next(3);
            }
        }
    }

    [Fact]
    public void Appending_and_writing_an_answer_allocates_nothing()
    {
        using var journal = AnswerJournal.Open(_folder.Settings(RealDisk.Instance), default).Journal;
        var body = new byte[1000];
        for (var answer = 0; answer < 1000; answer++)
        {
            journal.Write(journal.AppendAnswer(1, new(default, (ulong)answer), body));
        }

        var allocated = Allocated.Least(() =>
        {
            for (var answer = 0; answer < 10_000; answer++)
            {
                journal.Write(journal.AppendAnswer(1, new(default, (ulong)answer), body));
            }
        });

        Assert.InRange(allocated, 0, 1_000);
    }

    [Fact]
    public void Of_many_records_that_wait_one_write_takes_all()
    {
        var disk = new FaultyDisk(static _ => null);
        using var journal = AnswerJournal.Open(_folder.Settings(disk), default).Journal;
        var before = disk.Operations.Count;
        var first = journal.AppendAnswer(1, default, new byte[100]);
        for (var answer = 0; answer < 99; answer++)
        {
            journal.AppendAnswer(1, default, new byte[100]);
        }

        journal.Write(first);
        journal.Write(first);
        journal.Write(journal.End with { Offset = journal.End.Offset - 1 });
        Assert.Equal(DiskAction.Write, Assert.Single(disk.Operations.Skip(before)).Action);
    }

    [Fact]
    public void More_than_the_buffer_holds_is_written_while_it_is_appended()
    {
        var settings = _folder.Settings();
        using (var journal = AnswerJournal.Open(settings, default).Journal)
        {
            for (ulong answer = 0; answer < 100; answer++)
            {
                journal.AppendAnswer(1, new(default, answer), new byte[100_000]);
            }

            Assert.InRange(journal.End.Offset - journal.Written.Offset, 1, RecordBuffer.MaxBytes);
            journal.Write();
        }

        Assert.Equal(100, JournalFolder.Read(settings).Count);
    }

    [Fact]
    public void A_flush_reaches_every_segment_with_new_bytes_and_the_names_of_new_ones()
    {
        var disk = new FaultyDisk(static _ => null);
        using var journal = AnswerJournal.Open(_folder.Settings(disk, segment: 1000), default).Journal;
        for (var answer = 0; answer < 9; answer++)
        {
            journal.AppendAnswer(1, default, new byte[400]);
        }

        var before = disk.Operations.Count;
        journal.Sync();
        journal.Sync();
        string[] expected = ["000001.log", "000002.log", "000003.log", "000004.log", "000005.log", "answers"];
        Assert.Equal(
            expected,
            disk.Operations.Skip(before).Where(operation => operation.Action is DiskAction.Sync or DiskAction.SyncDirectory)
                .Select(operation => Path.GetFileName(operation.Path)));

        before = disk.Operations.Count;
        journal.AppendAnswer(1, default, new byte[1]);
        journal.Sync();
        var flush = Assert.Single(disk.Operations.Skip(before), operation => operation.Action == DiskAction.Sync);
        Assert.Equal("000005.log", Path.GetFileName(flush.Path));
        Assert.DoesNotContain(disk.Operations.Skip(before), operation => operation.Action == DiskAction.SyncDirectory);
    }

    [Fact]
    public void Wrong_arguments_are_refused_and_a_closed_journal_says_so()
    {
        var journal = AnswerJournal.Open(_folder.Settings(), default).Journal;
        Assert.Throws<ArgumentOutOfRangeException>(() => journal.AppendAnswer(1 << 24, default, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => journal.AppendAnswer(-1, default, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => journal.AppendBatch(1, [], [], default));
        Assert.Throws<ArgumentOutOfRangeException>(() => journal.AppendBatch(1, [default], [1, 2], [1, 2, 3]));
        journal.AppendAnswer((1 << 24) - 1, default, default);
        Assert.Throws<ArgumentException>(() => AnswerJournal.Open(_folder.Settings(), new JournalStart { From = journal.End }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _folder.Settings(large: (1 << 20) + 1));
        journal.Dispose();
        Assert.Throws<ObjectDisposedException>(() => journal.AppendAnswer(1, default, default));
        Assert.Throws<ObjectDisposedException>(() => journal.Write());
        Assert.Throws<ObjectDisposedException>(() => journal.Sync());
        journal.Dispose();
    }
}
