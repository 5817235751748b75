using Distil.IO;

namespace Distil.Runtime.Tests.IO;

public sealed class DiskFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void After_a_flush_that_failed_each_one_fails()
    {
        // As an operating system does: it tells of the lost bytes once.
        var hasFailed = false;
        var disk = new FaultyDisk(operation => operation.Action == DiskAction.Sync && !hasFailed && (hasFailed = true) ? FaultyDisk.Full : null);
        using var file = disk.Open(_folder["file"], DiskFileMode.Replace);
        file.Write("text"u8);

        Assert.Same(FaultyDisk.Full, Assert.Throws<IOException>(file.Sync));
        Assert.Same(FaultyDisk.Full, Assert.Throws<IOException>(file.Sync));
        Assert.Single(disk.Operations, operation => operation.Action == DiskAction.Sync);
    }

    [Fact]
    public void A_file_that_is_opened_to_be_appended_to_can_be_cut()
    {
        using (var file = RealDisk.Instance.Open(_folder["file"], DiskFileMode.Replace))
        {
            file.Write("one two"u8);
        }

        using (var file = RealDisk.Instance.Open(_folder["file"], DiskFileMode.Append))
        {
            Assert.Equal(7, file.Length);
            file.SetLength(3);
        }

        using (var file = RealDisk.Instance.Open(_folder["file"], DiskFileMode.Append))
        {
            file.Write(" three"u8);
        }

        Assert.Equal("one three", File.ReadAllText(_folder["file"]));
    }
}
