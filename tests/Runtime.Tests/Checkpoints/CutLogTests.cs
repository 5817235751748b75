using System.Buffers.Binary;
using Distil.Checkpoints;
using Distil.IO;
using Distil.IO.JsonLines;
using Distil.Journal;
using Distil.Journal.Records;
using Distil.Runtime.Tests.IO;

namespace Distil.Runtime.Tests.Checkpoints;

public sealed class CutLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Folder => _folder["cuts"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_cut_comes_back_as_it_was()
    {
        var cut = new Cut(
            "run",
            [new(new(1L << 50, 3), [7, 8]) { Answers = new JournalLocation(3, 99).Packed }, new(Position.End, [])],
            new Dictionary<string, LeafPlace>(StringComparer.Ordinal) { ["Ranked"] = new(5, 4, 2, 1, long.MaxValue, uint.MaxValue) },
            new(3, 400, 12, new Dictionary<string, StepErrors>(StringComparer.Ordinal) { ["A \"b\""] = new(long.MaxValue, 2) }),
            [10, -1])
        {
            Files = new Dictionary<string, SourceRange>(StringComparer.Ordinal)
            {
                ["All"] = new(new(1L << 40, 2, 1L << 41, 7, uint.MaxValue), new(long.MaxValue, 3, 8, 9, 10)),
            },
            Answers = new(
                new(4, 1L << 33),
                IsEnd: true,
                new Dictionary<string, RetriedFailures>(StringComparer.Ordinal) { ["Ask"] = new(1L << 49, new(2, 7)) }),
        };
        Write(cut);

        var read = CutLog.Open(Folder, RealDisk.Instance).Last!;
        Assert.Equal(cut.Run, read.Run);
        Assert.Equal(cut.Stages.Select(stage => stage.Position), read.Stages.Select(stage => stage.Position));
        Assert.Equal(cut.Stages.Select(stage => stage.Forks), read.Stages.Select(stage => stage.Forks));
        Assert.Equal(cut.Stages.Select(stage => stage.Answers), read.Stages.Select(stage => stage.Answers));
        Assert.Equal(cut.Answers with { Retried = read.Answers!.Retried }, read.Answers);
        Assert.Equal(cut.Answers.Retried, read.Answers.Retried);
        Assert.Equal(cut.Leaves, read.Leaves);
        Assert.Equal(cut.Errors with { Steps = read.Errors.Steps }, read.Errors);
        Assert.Equal(cut.Errors.Steps, read.Errors.Steps);
        Assert.Equal(cut.Lengths, read.Lengths);
        Assert.Equal(cut.Files, read.Files);
    }

    [Fact]
    public void The_last_cut_counts_and_earlier_files_go()
    {
        for (var run = 0; run < 3; run++)
        {
            Write([.. Enumerable.Range(0, 20).Select(number => At((run * 20) + number))], maxBytes: 500);
        }

        var log = CutLog.Open(Folder, RealDisk.Instance);
        Assert.Equal(59, log.Last!.Lengths[0]);
        Assert.Equal(0, log.TornBytes);
        Assert.Single(Directory.GetFiles(Folder));
    }

    [Fact]
    public void A_cut_of_another_format_is_refused_and_can_be_replaced()
    {
        Write(At(0));
        var file = Assert.Single(Directory.GetFiles(Folder));
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.AsSpan().IndexOf("\"version\":1"u8) + 10]++;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), Crc32C.Of(bytes.AsSpan(8)));
        File.WriteAllBytes(file, bytes);

        var exception = Assert.Throws<RunDirectoryException>(() => CutLog.Open(Folder, RealDisk.Instance));
        Assert.Contains("Its format is version 2, and this program reads version 1.", exception.Message, StringComparison.Ordinal);
        using (var log = CutLog.Open(Folder, RealDisk.Instance, isRead: false))
        {
            Assert.Null(log.Last);
            log.Append(At(7));
        }

        Assert.Equal(7, CutLog.Open(Folder, RealDisk.Instance).Last!.Lengths[0]);
    }

    [Fact]
    public void Without_a_folder_there_is_no_cut() => Assert.Null(CutLog.Open(Folder, RealDisk.Instance).Last);

    [Fact]
    public void Cut_off_anywhere_the_last_whole_cut_counts()
    {
        Write(At(0), At(1), At(2));
        var file = Assert.Single(Directory.GetFiles(Folder));
        var bytes = File.ReadAllBytes(file);
        var record = bytes.Length / 3;
        for (var length = bytes.Length - 1; length >= 0; length--)
        {
            File.WriteAllBytes(file, bytes[..length]);
            var log = CutLog.Open(Folder, RealDisk.Instance);
            Assert.Equal(length < record ? null : (length / record) - 1L, log.Last?.Lengths[0]);
            Assert.Equal(length % record, log.TornBytes);
        }
    }

    [Fact]
    public void A_cut_with_a_flipped_bit_does_not_count()
    {
        Write(At(0), At(1), At(2));
        var file = Assert.Single(Directory.GetFiles(Folder));
        var bytes = File.ReadAllBytes(file);
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] ^= 0x10;
            File.WriteAllBytes(file, bytes);
            bytes[at] ^= 0x10;
            Assert.Equal(at / (bytes.Length / 3) is var broken and > 0 ? broken - 1L : null, CutLog.Open(Folder, RealDisk.Instance).Last?.Lengths[0]);
        }
    }

    [Fact]
    public void A_run_that_follows_writes_to_another_file_than_the_one_that_may_be_torn()
    {
        Write(At(0), At(1));
        var file = Assert.Single(Directory.GetFiles(Folder));
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^3]);
        Write(At(7));

        Assert.Equal(7, CutLog.Open(Folder, RealDisk.Instance).Last!.Lengths[0]);
        Assert.NotEqual(file, Assert.Single(Directory.GetFiles(Folder)));
    }

    [Fact]
    public void Whatever_operation_fails_the_cut_before_counts_or_the_one_that_was_written()
    {
        var counting = FaultyDisk.At(int.MaxValue, FaultyDisk.Full);
        using (var log = CutLog.Open(_folder["counted"], counting))
        {
            log.Append(At(0));
            log.Append(At(1));
        }

        for (var operation = 1; operation <= counting.Operations.Count; operation++)
        {
            var folder = _folder[$"{operation}"];
            var written = -1L;
            using (var log = CutLog.Open(folder, FaultyDisk.From(operation, FaultyDisk.Full)))
            {
                Assert.Throws<RunDirectoryException>(() =>
                {
                    for (var number = 0; number < 2; number++)
                    {
                        log.Append(At(number));
                        written = number;
                    }
                });
            }

            var last = CutLog.Open(folder, RealDisk.Instance).Last?.Lengths[0] ?? -1;
            Assert.InRange(last, written, written + 1);
        }
    }

    private static Cut At(long number) => new("run", [], new Dictionary<string, LeafPlace>(StringComparer.Ordinal), ErrorPlace.Start, [number]);

    private void Write(params Cut[] cuts) => Write(cuts, 4_000);

    private void Write(Cut[] cuts, long maxBytes)
    {
        using var log = CutLog.Open(Folder, RealDisk.Instance, maxBytes: maxBytes);
        Array.ForEach(cuts, log.Append);
    }
}
