using System.Diagnostics;
using Distil.Devices;

namespace Distil.Runtime.Tests.Devices;

public sealed class DeviceSearchTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("0, 2,1", "0 2 1")]
    [InlineData("GPU-1f2e,GPU-99ab", "GPU-1f2e GPU-99ab")]
    [InlineData("0,1,-1,2", "0 1")]
    [InlineData("0,,2", "0")]
    [InlineData("-1", "")]
    [InlineData("", "")]
    [InlineData("NoDevFiles", "")]
    public async Task Devices_of_the_variable_are_those_that_CUDA_sees(string variable, string expected)
    {
        var found = await Search(variable, "/no/such/program").FindAsync(TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), found.Names);
        Assert.Contains("as CUDA_VISIBLE_DEVICES lists them", found.Origin);
    }

    [Fact]
    public async Task A_device_that_the_variable_lists_twice_is_an_error()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Search("0,1,0", "/no/such/program").FindAsync(TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Contains("'0' twice", exception.Message);
    }

    [Theory]
    [InlineData("printf '0\\n1\\n'", "0 1")]
    [InlineData("printf '0\\n'; exit 9", "")]
    [InlineData("echo 'No devices were found' >&2; exit 6", "")]
    [InlineData("true", "")]
    public async Task The_program_is_asked_where_the_variable_is_not_set(string script, string expected)
    {
        using var folder = new TemporaryFolder();
        var found = await Search(null, Program(folder, script)).FindAsync(TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), found.Names);
    }

    [Fact]
    public async Task Without_variable_and_program_there_are_none()
    {
        var found = await Search(null, "/no/such/program").FindAsync(TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Empty(found.Names);
        Assert.Contains("CUDA_VISIBLE_DEVICES is not set", found.Origin);
    }

    [Fact]
    public async Task A_program_that_hangs_lists_none()
    {
        using var folder = new TemporaryFolder();
        var search = new DeviceSearch(_ => null, Program(folder, "sleep 60"), TimeSpan.FromMilliseconds(200));
        Assert.Empty((await search.FindAsync(TimeProvider.System, TestContext.Current.CancellationToken)).Names);
    }

    [Fact]
    public async Task A_search_is_cancelled()
    {
        using var folder = new TemporaryFolder();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var search = new DeviceSearch(_ => null, Program(folder, "sleep 60"), TimeSpan.FromMinutes(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search.FindAsync(TimeProvider.System, cancel.Token));
    }

    private static DeviceSearch Search(string? variable, string program) =>
        new(name => name == "CUDA_VISIBLE_DEVICES" ? variable : null, program, TimeSpan.FromSeconds(30));

    /// <summary>
    /// Makes a program, by a process of its own: a child of another test could hold a file open that this process writes, and then it
    /// cannot be started ("Text file busy").
    /// </summary>
    private static string Program(TemporaryFolder folder, string script)
    {
        var path = folder["list-devices"];
        using var install = Process.Start("install", ["-m", "755", folder.Write("script", "#!/bin/sh\n" + script + "\n"), path]);
        install.WaitForExit();
        Assert.Equal(0, install.ExitCode);
        return path;
    }
}
