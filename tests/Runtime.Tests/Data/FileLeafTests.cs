using Distil.IO;
using Distil.Leaves;
using Distil.Runtime.Tests.IO;

namespace Distil.Runtime.Tests.Data;

public sealed class FileLeafTests : IDisposable
{
    private static readonly ItemKernel s_kernel = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_are_lines_of_json_a_fixed_number_a_file()
    {
        using var leaf = Leaf(rowsPerFile: 2);
        leaf.Append(s_kernel, ItemBatch.Range(0, 3), 0, 3);
        leaf.Append(s_kernel, ItemBatch.Range(3, 3), 0, 2);
        leaf.Complete();
        Assert.Equal(["000001.jsonl", "000002.jsonl", "000003.jsonl"], _folder.Files());
        Assert.Equal("{\"number\":0,\"text\":\"text\"}\n{\"number\":1,\"text\":\"text\"}\n", Read("000001.jsonl"));
        Assert.Equal("{\"number\":4,\"text\":\"text\"}\n", Read("000003.jsonl"));
        Assert.Equal(5, leaf.Count);

        var dataset = leaf.ToDataset(s_kernel);
        Assert.Equal([0, 1, 2, 3, 4], dataset.Select(item => item.Number));
        Assert.Equal(5, dataset.Count);
        Assert.Equal([_folder["000001.jsonl"], _folder["000002.jsonl"], _folder["000003.jsonl"]], dataset.Files);
    }

    [Fact]
    public void A_full_last_file_is_followed_by_none()
    {
        using var leaf = Leaf(rowsPerFile: 2);
        leaf.Append(s_kernel, ItemBatch.Range(0, 4), 0, 4);
        leaf.Complete();
        Assert.Equal(["000001.jsonl", "000002.jsonl"], _folder.Files());
    }

    [Fact]
    public void A_leaf_without_rows_has_one_empty_file()
    {
        using var leaf = Leaf();
        leaf.Append(s_kernel, ItemBatch.Range(0, 0), 0, 0);
        leaf.Complete();
        Assert.Equal("", Read("000001.jsonl"));
        Assert.Empty(leaf.ToDataset(s_kernel));
        Assert.Equal(0, leaf.Count);
    }

    [Fact]
    public void Text_stays_readable_and_comes_back_as_it_was()
    {
        string?[] texts = ["für <b>'&+\"\\", "日本語 😀", "line\nbreak\t\u0000\u2028", "", null];
        using var leaf = Leaf();
        leaf.Append(s_kernel, ItemBatch.Of([.. texts.Select(text => new Item(0, text))]), 0, texts.Length);
        leaf.Complete();
        Assert.Contains("für <b>'&+", Read("000001.jsonl"), StringComparison.Ordinal);
        Assert.Contains("日本語", Read("000001.jsonl"), StringComparison.Ordinal);
        Assert.Equal(texts, leaf.ToDataset(s_kernel).Select(item => item.Text));
        Assert.Equal(texts.Length, File.ReadAllLines(_folder["000001.jsonl"]).Length);
    }

    [Fact]
    public void Rows_larger_than_the_buffer_are_written_whole()
    {
        var text = new string('x', 300_000);
        using var leaf = Leaf();
        leaf.Append(s_kernel, ItemBatch.Range(0, 3, text), 0, 3);
        leaf.Complete();
        Assert.All(leaf.ToDataset(s_kernel), item => Assert.Equal(text, item.Text));
    }

    [Fact]
    public void Writing_a_row_allocates_nothing()
    {
        using var leaf = Leaf();
        var batch = ItemBatch.Range(0, 1000);
        leaf.Append(s_kernel, batch, 0, 1000);
        var allocated = Allocated.Least(() =>
        {
            for (var i = 0; i < 20; i++)
            {
                leaf.Append(s_kernel, batch, 0, 1000);
            }
        });

        Assert.InRange(allocated, 0, 1_000);
    }

    [Fact]
    public void A_row_that_cannot_be_written_leaves_no_part_of_a_line()
    {
        using var leaf = Leaf();
        var batch = ItemBatch.Of(new(0, "a"), new(1, "throw"));
        Assert.Equal("not writable", Assert.Throws<InvalidOperationException>(() => leaf.Append(s_kernel, batch, 0, 2)).Message);
        leaf.Append(s_kernel, ItemBatch.Of(new Item(2, "b")), 0, 1);
        leaf.Complete();
        Assert.Equal([0, 2], leaf.ToDataset(s_kernel).Select(item => item.Number));
        Assert.Equal(2, leaf.Count);
    }

    [Fact]
    public void A_full_disk_is_named_and_leaves_whole_lines()
    {
        var begun = 0;
        using var leaf = new FileLeaf<Item>("Ranked", _folder.FullPath, FaultyDisk.WithRoom(100_000), 100_000, () => begun++);
        var exception = Assert.Throws<RunDirectoryException>(() => AppendMuch(leaf));
        Assert.Contains("000001.jsonl' could not be written: the disk is full or its quota is used up. Free some space", exception.Message, StringComparison.Ordinal);
        Assert.Equal(FaultyDisk.Full.HResult, exception.InnerException!.HResult);
        Assert.Equal(_folder["000001.jsonl"], exception.Path);

        var content = Read("000001.jsonl");
        Assert.EndsWith("}\n", content, StringComparison.Ordinal);
        Assert.Equal(leaf.Count, content.Count(character => character == '\n'));
        Assert.Equal(1, begun);

        // What comes later meets the same failure; closing is no second one.
        Assert.Throws<RunDirectoryException>(() => AppendMuch(leaf));
        leaf.Complete();
        Assert.Equal(leaf.Count, leaf.ToDataset(s_kernel).ToList().Count);
    }

    [Fact]
    public void A_disk_that_is_full_at_the_end_is_named_too()
    {
        using var leaf = Leaf(disk: FaultyDisk.WithRoom(10));
        leaf.Append(s_kernel, ItemBatch.Range(0, 3), 0, 3);
        Assert.Throws<RunDirectoryException>(leaf.Complete);
        Assert.Equal("", Read("000001.jsonl"));
        Assert.Equal(0, leaf.Count);
    }

    [Fact]
    public void A_device_without_space_is_a_full_disk()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        File.CreateSymbolicLink(_folder["000001.jsonl"], "/dev/full");
        using var leaf = Leaf();
        var exception = Assert.Throws<RunDirectoryException>(() => AppendMuch(leaf));
        Assert.Contains("the disk is full", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_permission_is_named()
    {
        using var leaf = Leaf(disk: new FaultyDisk(_ => new UnauthorizedAccessException("denied")));
        var exception = Assert.Throws<RunDirectoryException>(() => leaf.Append(s_kernel, ItemBatch.Range(0, 1), 0, 1));
        Assert.Contains("this process may not write there", exception.Message, StringComparison.Ordinal);
        Assert.Equal("denied", exception.InnerException!.Message);
        Assert.Equal(0, leaf.Count);
    }

    [Fact]
    public void A_file_in_the_folders_place_is_named()
    {
        var blocked = _folder.Write("data", "a file");
        using var leaf = new FileLeaf<Item>("Ranked", Path.Combine(blocked, "ranked"), RealDisk.Instance, 10);
        Assert.Contains("data", Assert.Throws<RunDirectoryException>(leaf.Complete).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_made_before_the_first_row()
    {
        var begun = 0;
        using var leaf = new FileLeaf<Item>("Ranked", _folder["ranked"], RealDisk.Instance, 2, () => begun++);
        Assert.Equal(0, begun);
        Assert.Empty(_folder.Files());
        leaf.Append(s_kernel, ItemBatch.Range(0, 5), 0, 5);
        Assert.Equal(1, begun);
    }

    [Fact]
    public void Nothing_can_be_written_after_the_end()
    {
        using var leaf = Leaf();
        leaf.Complete();
        leaf.Complete();
        Assert.Throws<ObjectDisposedException>(() => leaf.Append(s_kernel, ItemBatch.Range(0, 1), 0, 1));
    }

    [Fact]
    public void What_is_buffered_is_written_when_it_is_given_up()
    {
        var leaf = Leaf();
        leaf.Append(s_kernel, ItemBatch.Range(0, 1), 0, 1);
        leaf.Dispose();
        Assert.Equal("{\"number\":0,\"text\":\"text\"}\n", Read("000001.jsonl"));
    }

    private FileLeaf<Item> Leaf(int rowsPerFile = 100_000, IDisk? disk = null)
        => new("Ranked", _folder.FullPath, disk ?? RealDisk.Instance, rowsPerFile);

    private string Read(string name) => File.ReadAllText(_folder[name]);

    private static void AppendMuch(FileLeaf<Item> leaf)
    {
        for (var i = 0; i < 100; i++)
        {
            leaf.Append(s_kernel, ItemBatch.Range(i * 100, 100), 0, 100);
        }
    }
}
