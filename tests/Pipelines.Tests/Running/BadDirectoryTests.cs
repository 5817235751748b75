using System.Diagnostics;

namespace Distil.Pipelines.Tests.Running;

[Pipeline]
public sealed partial class Written(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Name Named { get; } = new("a text that takes some room in a file ");
}

/// <summary>Directories in which nothing can be written.</summary>
public sealed class BadDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_directory_that_is_a_file()
    {
        var file = _directory["file"];
        await File.WriteAllTextAsync(file, "not a directory");

        var exception = await Assert.ThrowsAnyAsync<IOException>(
            () => Run.WithLimit(o => new Written(10).RunAsync(o), new RunOptions { Directory = file }));

        Assert.Contains(file, exception.Message);
        Assert.Equal("not a directory", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written()
    {
        // The kernel's own files cannot be written by anyone, the administrator included.
        const string directory = "/proc/self/distil";
        Assert.SkipUnless(Directory.Exists("/proc/self"), "There is no /proc here.");

        var exception = await Assert.ThrowsAnyAsync<IOException>(
            () => Run.WithLimit(o => new Written(10).RunAsync(o), new RunOptions { Directory = directory }));

        Assert.Contains(directory, exception.Message);
    }

    [Fact]
    public async Task A_full_disk()
    {
        var disk = _directory["disk"];
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(OperatingSystem.IsLinux() && await Command("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk), "A small disk can be made by an administrator of Linux only.");
        try
        {
            var run = Path.Combine(disk, "run");
            var failure = await Assert.ThrowsAsync<RunDirectoryException>(
                () => Run.WithLimit(o => new Written(100_000).RunAsync(o), new RunOptions { Directory = run }));

            Assert.Contains(run, failure.Message);
            Assert.Contains("disk is full", failure.Message);
        }
        finally
        {
            Assert.True(await Command("umount", disk));
        }
    }

    private static async Task<bool> Command(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(name) { RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
