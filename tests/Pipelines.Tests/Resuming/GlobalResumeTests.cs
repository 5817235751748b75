using Distil.Runtime.Tests.IO;

namespace Distil.Pipelines.Tests.Resuming;

/// <summary>A durable global step; each number is joined by the greatest.</summary>
[Step(Version = "1", Durable = true)]
public sealed class Greatest(Calls seen)
{
    [return: Column("greatest")]
    public async Task<IReadOnlyList<int>> ProcessAllAsync(IReadOnlyList<int> number)
    {
        seen.Add(number);
        await Task.Yield();
        return [.. number.Select(_ => number.Max())];
    }
}

/// <summary>A global step with a leaf, beside a leaf that is behind it.</summary>
[Pipeline]
public sealed partial class GlobalBeside(int count, Calls seen)
{
    Numbers All { get; } = new(count);
    [From(nameof(All))] Greatest Rated { get; } = new(seen);
    [From(nameof(All))] NameLater Named { get; } = new("n", 0);
}

/// <summary>A run with a durable global step is killed at every operation, those behind its last cut among them.</summary>
public sealed class GlobalResumeTests
{
    [Fact]
    public async Task Once_all_below_it_is_committed_a_global_step_is_not_called_again()
    {
        using var directory = new TemporaryDirectory();
        var counting = new FrozenDisk(int.MaxValue);
        await RunAsync(directory["undisturbed"], new Calls(), counting);
        var expected = RunFiles.Contents(directory["undisturbed"]);
        for (var back = 0; back < counting.Operations; back++)
        {
            var seen = new Calls();
            var disk = new FrozenDisk(counting.Operations - back);
            try
            {
                await RunAsync(directory[$"{back}"], seen, disk);
            }
            catch (Exception exception) when (disk.IsFrozen && exception is RunDirectoryException or IOException)
            {
                // A killed process says nothing.
            }

            Assert.Equal(RunStatus.Completed, await RunAsync(directory[$"{back}"], seen, IO.RealDisk.Instance));
            Assert.Equal(expected, RunFiles.Contents(directory[$"{back}"]));
            Assert.All(seen.Sizes, size => Assert.Equal(20, size));
        }
    }

    private static async Task<RunStatus> RunAsync(string directory, Calls seen, IO.IDisk disk) => (await Run.WithLimit(
        o => new GlobalBeside(20, seen).RunAsync(o),
        new RunOptions
        {
            Directory = directory,
            Engine = new EngineSettings { ChannelCapacity = 1, TransportSize = 5, CutInterval = TimeSpan.FromHours(1), Disk = disk },
        })).Status;
}
