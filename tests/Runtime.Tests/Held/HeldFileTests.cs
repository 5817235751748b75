using Distil.Checkpoints;
using Distil.Held;
using Distil.IO;
using Distil.Runtime.Tests.IO;

namespace Distil.Runtime.Tests.Held;

public sealed class HeldFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => Path.Combine(_folder.FullPath, "held", "rows", "000001.rows");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_committed_is_in_the_file_with_its_length_and_checksum()
    {
        using var file = Create(RealDisk.Instance);
        Assert.Equal(3, file.Append([1, 2, 3], rows: 2));
        file.Note(10);
        file.Append([4], rows: 1);
        file.Note(20);
        file.Append([5], rows: 1);

        Assert.Equal(20, file.Last.Below);
        Assert.Equal(default, file.Commit(9));
        Assert.Equal(new(10, 2, 1, 2, 3, Crc32C.Of([1, 2, 3])), file.Commit(19));
        Assert.Equal(new(20, 3, 1, 3, 4, Crc32C.Of([1, 2, 3, 4])), file.Commit(long.MaxValue));
        Assert.Equal([1, 2, 3, 4, 5], File.ReadAllBytes(FilePath));
    }

    [Fact]
    public void A_file_is_gone_on_with_behind_what_is_committed()
    {
        LeafPlace place;
        using (var file = Create(RealDisk.Instance))
        {
            file.Append([1, 2, 3], rows: 2);
            file.Note(10);
            place = file.Commit(10);
        }

        using var resumed = Create(RealDisk.Instance, place);
        Assert.Equal(5, resumed.Append([4, 5], rows: 1));
        resumed.Note(30);
        Assert.Equal(new(30, 3, 1, 3, 5, Crc32C.Of([1, 2, 3, 4, 5])), resumed.Commit(30));
        Assert.Equal([1, 2, 3, 4, 5], File.ReadAllBytes(FilePath));
    }

    [Fact]
    public void A_place_without_a_row_names_a_file_that_is_there()
    {
        using var file = Create(RealDisk.Instance);
        file.Note(10);
        Assert.Equal(new(10, 0, 1, 0, 0, Crc32C.Of([])), file.Commit(10));
        Assert.Empty(File.ReadAllBytes(FilePath));
    }

    [Fact]
    public void After_a_failed_write_nothing_is_written_and_nothing_committed()
    {
        using var file = Create(new FaultyDisk(static operation => operation.Action == DiskAction.Write ? FaultyDisk.Full : null));
        file.Append([1], rows: 1);
        file.Note(10);
        Assert.Equal(FilePath, Assert.Throws<RunDirectoryException>(() => file.Commit(10)).Path);
        Assert.Throws<RunDirectoryException>(() => file.Append([2], rows: 1));
        Assert.Throws<RunDirectoryException>(() => file.Commit(10));
    }

    [Fact]
    public void A_file_that_was_deleted_takes_nothing_more()
    {
        using var file = Create(RealDisk.Instance);
        file.Append([1], rows: 1);
        file.Note(10);
        file.Commit(10);
        file.Delete();
        file.Append([2], rows: 1);
        file.Note(20);
        file.Commit(20);
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void Records_are_read_while_others_are_appended()
    {
        using var file = Create(RealDisk.Instance);
        using var reader = new HeldFileReader(file);
        long read = 0;
        for (var record = 1; record < 200; record++)
        {
            var bytes = Enumerable.Repeat((byte)record, record * 20).ToArray();
            var end = file.Append(Record(bytes), rows: 1);
            if (record % 3 != 0)
            {
                Assert.Equal(bytes, reader.Read(read, end).ToArray());
            }

            // Some are passed over.
            read = end;
        }
    }

    [Fact]
    public void A_record_that_was_changed_is_not_read()
    {
        using var file = Create(RealDisk.Instance);
        file.Append(Record([1, 2, 3]), rows: 1);
        file.Note(10);
        var end = file.Commit(10).Bytes;
        foreach (var at in Enumerable.Range(0, (int)end))
        {
            var bytes = File.ReadAllBytes(FilePath);
            bytes[at] ^= 0x10;
            File.WriteAllBytes(FilePath + ".changed", bytes);
            using var changed = new HeldFile("", FilePath + ".changed", RealDisk.Instance, static () => { }, new(10, 1, 1, 1, end, 0));
            using var reader = new HeldFileReader(changed);
            Assert.Equal(changed.Path, Assert.Throws<RunDirectoryException>(() => reader.Read(0, end)).Path);
        }
    }

    [Fact]
    public void A_block_of_zeros_is_no_record()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllBytes(FilePath, new byte[100]);
        using var file = Create(RealDisk.Instance, new(10, 1, 1, 1, 100, 0));
        using var reader = new HeldFileReader(file);
        Assert.Equal(FilePath, Assert.Throws<RunDirectoryException>(() => reader.Read(0, 100)).Path);
    }

    private static byte[] Record(byte[] bytes)
    {
        var writer = new HeldWriter();
        writer.WriteInt64(0);
        writer.WriteBytes(bytes);
        HeldFileReader.SetHeader(writer);
        return writer.Written.ToArray();
    }

    private HeldFile Create(IDisk disk, LeafPlace start = default) => new("rows/000001", FilePath, disk, static () => { }, start);
}
