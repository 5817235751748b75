using System.Globalization;
using Distil.IO;
using Distil.Runtime.Tests.IO;

namespace Distil.Pipelines.Tests.Resuming;

/// <summary>
/// The process is killed at every operation on the disk, again in the resume, or one of them fails: resumed in the end, the files are those
/// of a run that was not disturbed. DISTIL_OPERATIONS sets how many operations of each pipeline are tried, 0: all; DISTIL_PIPELINES of how
/// many pipelines.
/// </summary>
public sealed class EveryOperationTests
{
    private static readonly int s_most =
        int.TryParse(Environment.GetEnvironmentVariable("DISTIL_OPERATIONS"), CultureInfo.InvariantCulture, out var most) ? most : 12;

    private static readonly int s_count =
        int.TryParse(Environment.GetEnvironmentVariable("DISTIL_PIPELINES"), CultureInfo.InvariantCulture, out var count) ? count : 4;

    public static TheoryData<string> Pipelines => [.. ResumedPipelines.All.Keys.Take(s_count)];

    [Theory]
    [MemberData(nameof(Pipelines))]
    public Task Killed_at_an_operation_a_run_is_resumed(string pipeline) =>
        EachAsync(pipeline, static operation => new FrozenDisk(operation), (disk, exception) => ((FrozenDisk)disk).IsFrozen);

    [Theory]
    [MemberData(nameof(Pipelines))]
    public Task A_run_of_which_an_operation_failed_is_resumed(string pipeline) =>
        EachAsync(pipeline, static operation => FaultyDisk.At(operation, FaultyDisk.Full), (disk, exception) => true);

    private static async Task EachAsync(string pipeline, Func<int, IDisk> faulty, Func<IDisk, Exception, bool> mayFail)
    {
        using var directory = new TemporaryDirectory();
        var counting = new FrozenDisk(int.MaxValue);
        await RunAsync(pipeline, directory["undisturbed"], counting);
        var expected = RunFiles.Contents(directory["undisturbed"]);
        var every = s_most == 0 ? 1 : Math.Max(1, counting.Operations / s_most);
        var random = new Random(counting.Operations);
        for (var operation = 1; operation <= counting.Operations; operation += every)
        {
            var path = directory[$"{operation}"];
            foreach (var at in (int[])[operation, random.Next(1, counting.Operations)])
            {
                var disk = faulty(at);
                try
                {
                    await RunAsync(pipeline, path, disk);
                }
                catch (Exception exception) when (exception is RunDirectoryException or IOException && mayFail(disk, exception))
                {
                    // The next run goes on.
                }
            }

            await RunAsync(pipeline, path, RealDisk.Instance);
            Assert.Equal(expected, RunFiles.Contents(path));
            Directory.Delete(path, recursive: true);
        }
    }

    private static Task<RunStatus> RunAsync(string pipeline, string directory, IDisk disk) =>
        Run.WithLimit(ResumedPipelines.All[pipeline], SmallSteps.On(disk, directory));
}
