using System.Globalization;
using Distil.Runtime.Tests.IO;

namespace Distil.Pipelines.Tests.Resuming;

/// <summary>
/// The power fails at a moment of a run: of what was not flushed any part may be there. The run is resumed, and its data sets fit each other and
/// the answers. DISTIL_RUN_POWER_CUTS sets how many states each run is resumed from.
/// </summary>
public sealed class PipelinePowerCutTests : IDisposable
{
    private const int Count = 60;
    private const int StatesOfMoment = 6;

    private static readonly int s_most =
        int.TryParse(Environment.GetEnvironmentVariable("DISTIL_RUN_POWER_CUTS"), CultureInfo.InvariantCulture, out var most) ? most : 20;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Two_data_sets_have_the_same_answers_after_a_power_cut(int seed)
    {
        Directory.CreateDirectory(_directory["root"]);
        var disk = new PowerCutDisk(_directory["root"]);
        var ledger = new Ledger();
        await RunAsync(ledger, Path.Combine(_directory["root"], "run"), disk);
        var random = new Random(seed);
        await EachStateAsync(disk, random, async path =>
        {
            var again = new Ledger();
            var result = await RunAsync(again, path, FrozenDisk.Never);
            Assert.Equal(RunStatus.Completed, result.Status);
            Assert.Equal(Enumerable.Range(0, Count), result.One.Select(row => row.Number));
            Assert.Equal(result.One.Select(row => row.Answer), result.Other.Select(row => row.Answer));
            Assert.Equal(Count, result.One.Select(row => row.Answer).Distinct().Count());
            Assert.InRange(again.Count, 0, Count);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_run_has_the_files_of_an_undisturbed_one_after_a_power_cut(int seed)
    {
        Directory.CreateDirectory(_directory["root"]);
        var disk = new PowerCutDisk(_directory["root"]);
        var whole = Path.Combine(_directory["root"], "run");
        await RunFormsAsync(whole, disk);
        var expected = RunFiles.Contents(whole);
        await EachStateAsync(disk, new Random(seed), async path =>
        {
            await RunFormsAsync(path, FrozenDisk.Never);
            Assert.Equal(expected, RunFiles.Contents(path));
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_run_with_held_rows_has_the_files_of_an_undisturbed_one_after_a_power_cut(int seed)
    {
        Directory.CreateDirectory(_directory["root"]);
        var disk = new PowerCutDisk(_directory["root"]);
        var whole = Path.Combine(_directory["root"], "run");
        await RunHeldAsync(whole, disk);
        var expected = RunFiles.Contents(whole);
        await EachStateAsync(disk, new Random(seed), async path =>
        {
            await RunHeldAsync(path, FrozenDisk.Never);
            Assert.Equal(expected, RunFiles.Contents(path));
        });
    }

    private async Task EachStateAsync(PowerCutDisk disk, Random random, Func<string, Task> check)
    {
        var states = 0;
        var every = Math.Max(1, disk.Operations * StatesOfMoment / s_most);
        foreach (var (operations, model) in disk.Moments())
        {
            if (operations % every != 0)
            {
                continue;
            }

            foreach (var state in model.States(StatesOfMoment, random))
            {
                var root = _directory[$"state{++states}"];
                model.Materialise(state, root);
                try
                {
                    await check(Path.Combine(root, "run"));
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException($"After operation {operations} of {disk.Operations}, state {states} in {root}.", exception);
                }

                Directory.Delete(root, recursive: true);
            }
        }

        Assert.InRange(states, 4, int.MaxValue);
    }

    private static Task<AskedForTwo.Result> RunAsync(Ledger ledger, string path, Distil.IO.IDisk disk) =>
        Run.WithLimit(new AskedForTwo(Count, ledger).RunAsync(Options(path, disk)));

    private static Task<DurableForms.Result> RunFormsAsync(string path, Distil.IO.IDisk disk) =>
        Run.WithLimit(new DurableForms(Count, new()).RunAsync(Options(path, disk)));

    private static Task<HeldAroundJoin.Result> RunHeldAsync(string path, Distil.IO.IDisk disk) =>
        Run.WithLimit(new HeldAroundJoin(Count, new(), new()).RunAsync(Options(path, disk)));

    private static RunOptions Options(string path, Distil.IO.IDisk disk)
    {
        var options = SmallSteps.On(disk, path);
        return options with { Engine = options.Engine with { JournalSegmentBytes = 3_000, LargeBodyBytes = 12 } };
    }
}
