using Distil.IO;
using Distil.Runtime.Tests.IO;

namespace Distil.Pipelines.Tests.Resuming;

/// <summary>No answer of a durable step is asked for twice.</summary>
public sealed class DurableTests : IDisposable
{
    private const int Count = 90;

    /// <summary>How many rows each step may be called for at a time.</summary>
    private static readonly (string Step, int AtATime)[] s_atATime =
        [("Price", 4), ("Cheap", 3), ("Side", 3), ("Parts", 3), ("Score", 10), ("Rank", 1), ("Mean", 1)];

    private readonly TemporaryDirectory _directory = new();
    private readonly Ledger _ledger = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_run_that_is_stopped_repeats_no_call()
    {
        var (expected, calls) = await UndisturbedAsync();
        for (var at = 1; at < calls; at += 71)
        {
            using var stop = new CancellationTokenSource();
            var ledger = new Ledger { Event = (at, stop.Cancel) };
            var path = _directory[$"{at}"];
            await RunAsync(ledger, path, RealDisk.Instance, stop.Token);
            var result = await RunAsync(ledger, path, RealDisk.Instance);

            Assert.Equal(RunStatus.CompletedWithErrors, result.Status);
            Assert.Equal(expected, RunFiles.Contents(path));
            Assert.All(s_atATime, step => Assert.Equal(0, ledger.Repeated(step.Step)));
            Assert.Equal(calls, ledger.Asked);
        }
    }

    [Fact]
    public async Task A_run_that_is_killed_at_an_operation_repeats_what_was_under_way_at_most()
    {
        var (expected, _) = await UndisturbedAsync();
        var counting = new FrozenDisk(int.MaxValue);
        await RunAsync(new(), _directory["counted"], counting);
        var random = new Random(counting.Operations);
        for (var turn = 0; turn < 6; turn++)
        {
            var ledger = new Ledger();
            var path = _directory[$"{turn}"];
            for (var kill = 0; kill < 3; kill++)
            {
                var disk = new FrozenDisk(random.Next(1, counting.Operations));
                ledger.IsDead = () => disk.IsFrozen;
                await IgnoreAsync(RunAsync(ledger, path, disk));
            }

            ledger.IsDead = static () => false;
            await RunAsync(ledger, path, RealDisk.Instance);
            Assert.Equal(expected, RunFiles.Contents(path));
            Assert.All(s_atATime, step => Assert.InRange(ledger.Repeated(step.Step), 0, 3 * step.AtATime));
        }
    }

    [Fact]
    public async Task Rows_with_equal_inputs_keep_their_own_answers()
    {
        for (var turn = 1; turn < 12; turn++)
        {
            using var stop = new CancellationTokenSource();
            var ledger = new Ledger { Event = (turn * 7, stop.Cancel) };
            var path = _directory[$"{turn}"];
            await Run.WithLimit(new AskedAnew(Count, ledger).RunAsync(Options(path, RealDisk.Instance, stop.Token)));
            var result = await Run.WithLimit(new AskedAnew(Count, ledger).RunAsync(Options(path, RealDisk.Instance)));

            Assert.Equal(RunStatus.Completed, result.Status);
            Assert.Equal(Count, result.Kept.Select(row => row.Answer).Distinct().Count());
            Assert.Equal(Count, ledger.Count);
            Assert.All(result.Kept, (row, index) => Assert.True(ledger.See($"All#{index}", row.Answer)));
        }
    }

    [Fact]
    public async Task A_row_that_comes_on_two_branches_is_asked_for_each()
    {
        for (var turn = 1; turn < 12; turn++)
        {
            using var stop = new CancellationTokenSource();
            var ledger = new Ledger { Event = (turn * 13, stop.Cancel) };
            var path = _directory[$"{turn}"];
            var stopped = await Run.WithLimit(new AskedTwice(Count, ledger).RunAsync(Options(path, RealDisk.Instance, stop.Token)));
            var before = stopped.Asked.Select(row => row.Answer).ToList();
            var result = await Run.WithLimit(new AskedTwice(Count, ledger).RunAsync(Options(path, RealDisk.Instance)));

            Assert.Equal(RunStatus.Completed, result.Status);
            Assert.Equal(2 * Count, result.Asked.Select(row => row.Answer).Distinct().Count());
            Assert.Equal(2 * Count, ledger.Count);
            Assert.Equal(before, result.Asked.Select(row => row.Answer).Take(before.Count));
        }
    }

    [Fact]
    public async Task Failures_that_follow_one_another_are_tried_again_although_they_are_in_the_journal()
    {
        _ledger.WrongFrom = 30;
        var path = _directory["run"];
        await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(new AskedAnew(Count, _ledger).RunAsync(Options(path, RealDisk.Instance))));
        _ledger.WrongFrom = null;
        var result = await Run.WithLimit(new AskedAnew(Count, _ledger).RunAsync(Options(path, RealDisk.Instance)));

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal(Count, result.Kept.Count);
        Assert.Equal(Count, _ledger.Count);
    }

    [Fact]
    public async Task Failures_below_a_merge_are_tried_again()
    {
        _ledger.WrongFrom = 30;
        var path = _directory["run"];
        await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(new AskedTwice(Count, _ledger).RunAsync(Options(path, RealDisk.Instance))));
        _ledger.WrongFrom = null;
        var result = await Run.WithLimit(new AskedTwice(Count, _ledger).RunAsync(Options(path, RealDisk.Instance)));

        Assert.Equal("", string.Join('\n', result.Errors.Select(error => $"{error.RowId} {error.Message}")));
        Assert.Equal(2 * Count, result.Asked.Count);
        Assert.Equal(2 * Count, _ledger.Count);
    }

    [Fact]
    public async Task What_single_rows_of_a_batch_were_answered_before_a_stop_is_kept()
    {
        var (expected, _) = await UndisturbedAsync();
        for (var at = 2; at < _ledger.Of("Score"); at += 3)
        {
            using var stop = new CancellationTokenSource();
            var ledger = new Ledger { EventStep = "Score", Event = (at, stop.Cancel) };
            var path = _directory[$"{at}"];
            await RunAsync(ledger, path, RealDisk.Instance, stop.Token);
            await RunAsync(ledger, path, RealDisk.Instance);

            Assert.Equal(expected, RunFiles.Contents(path));
            Assert.Equal(0, ledger.Repeated("Score"));
        }
    }

    [Fact]
    public async Task Failures_that_no_cut_knows_of_are_tried_again_if_no_row_behind_them_was_answered()
    {
        var counting = new FrozenDisk(int.MaxValue);
        await Run.WithLimit(new AskedAnew(Count, new()).RunAsync(Options(_directory["counted"], counting)));
        for (var operation = counting.Operations / 2; operation < counting.Operations; operation += Math.Max(1, counting.Operations / 40))
        {
            var disk = new FrozenDisk(operation);
            var ledger = new Ledger { IsDead = () => disk.IsFrozen };
            ledger.WrongFrom = 30;
            var path = _directory[$"{operation}"];
            var options = Options(path, disk);
            await IgnoreAsync(Run.WithLimit(new AskedAnew(Count, ledger).RunAsync(
                options with { Engine = options.Engine with { CutInterval = TimeSpan.FromHours(1) } })));
            (ledger.WrongFrom, ledger.IsDead) = (null, static () => false);
            var result = await Run.WithLimit(new AskedAnew(Count, ledger).RunAsync(Options(path, RealDisk.Instance)));

            Assert.Equal(RunStatus.Completed, result.Status);
            Assert.Equal(Count, result.Kept.Count);
        }
    }

    [Fact]
    public async Task A_run_that_is_killed_while_it_replaces_another_leaves_one_that_can_be_run()
    {
        for (var operation = 1; operation < 40; operation++)
        {
            using var stop = new CancellationTokenSource();
            var ledger = new Ledger { Event = (50, stop.Cancel) };
            var path = _directory[$"{operation}"];
            await Run.WithLimit(new AskedAnew(Count, ledger).RunAsync(Options(path, RealDisk.Instance, stop.Token)));
            await IgnoreAsync(Run.WithLimit(new AskedAnew(Count, new()).RunAsync(
                Options(path, new FrozenDisk(operation)) with { Resume = false })));
            var result = await Run.WithLimit(new AskedAnew(Count, new()).RunAsync(Options(path, RealDisk.Instance)));

            Assert.Equal(RunStatus.Completed, result.Status);
            Assert.Equal(Count, result.Kept.Count);
        }
    }

    [Fact]
    public async Task Failures_that_no_run_has_passed_are_tried_again_and_sinks_see_their_rows()
    {
        using var stop = new CancellationTokenSource();
        var posted = new Log<int>();
        var ledger = new Ledger { HasOutage = true };
        ledger.Event = (20, stop.Cancel);
        var path = _directory["run"];
        await Run.WithLimit(new AskedThroughOutage(Count, ledger, posted).RunAsync(Options(path, RealDisk.Instance, stop.Token)));

        // The first question is answered now. The outage is known, and is one that stops the run.
        ledger.HasOutage = false;
        await Assert.ThrowsAsync<PipelineFailedException>(
            () => Run.WithLimit(new AskedThroughOutage(Count, ledger, posted).RunAsync(Options(path, RealDisk.Instance))));
        var result = await Run.WithLimit(new AskedThroughOutage(Count, ledger, posted).RunAsync(Options(path, RealDisk.Instance)));

        Assert.Equal("", string.Join('\n', result.Errors.Select(error => $"{error.RowId} {error.Message}")));
        Assert.Equal(Enumerable.Range(0, Count), result.Kept.Select(row => row.Number));
        Assert.Equal(Enumerable.Range(0, Count), posted.All.Distinct().Order());
        Assert.Equal(0, ledger.Repeated("Ask"));
    }

    [Fact]
    public async Task A_run_that_is_killed_while_it_replaces_a_completed_one_leaves_one_that_can_be_run()
    {
        for (var operation = 1; operation < 30; operation++)
        {
            var path = _directory[$"{operation}"];
            await Run.WithLimit(new AskedAnew(Count, new()).RunAsync(Options(path, RealDisk.Instance)));
            await IgnoreAsync(Run.WithLimit(new AskedAnew(Count, new()).RunAsync(
                Options(path, new FrozenDisk(operation)) with { Resume = false })));
            var result = await Run.WithLimit(new AskedAnew(Count, new()).RunAsync(Options(path, RealDisk.Instance)));

            Assert.Equal(RunStatus.Completed, result.Status);
            Assert.Equal(Count, result.Kept.Count);
        }
    }

    [Fact]
    public async Task Without_resuming_the_answers_go()
    {
        using var stop = new CancellationTokenSource();
        _ledger.Event = (50, stop.Cancel);
        var path = _directory["run"];
        await Run.WithLimit(new AskedAnew(Count, _ledger).RunAsync(Options(path, RealDisk.Instance, stop.Token)));
        var asked = _ledger.Count;
        var again = new Ledger();
        var result = await Run.WithLimit(new AskedAnew(Count, again).RunAsync(Options(path, RealDisk.Instance) with { Resume = false }));

        Assert.InRange(asked, 50, Count - 1);
        Assert.Equal(Count, result.Kept.Count);
        Assert.Equal(Count, again.Count);
    }

    [Fact]
    public async Task Without_resuming_complete_data_and_their_answers_stand_until_the_new_ones_are_complete()
    {
        var path = _directory["run"];
        var first = await Run.WithLimit(new AskedAnew(Count, new()).RunAsync(Options(path, RealDisk.Instance)));
        var (old, before) = (first.Kept.Select(row => row.Answer).ToHashSet(), RunFiles.Contents(path));
        using var stop = new CancellationTokenSource();
        var ledger = new Ledger { Event = (50, stop.Cancel) };
        var options = Options(path, RealDisk.Instance) with { Resume = false };
        await Run.WithLimit(new AskedAnew(Count, ledger).RunAsync(options with { StopToken = stop.Token }));
        Assert.Equal(before, RunFiles.Contents(path));
        Assert.InRange(ledger.Count, 50, Count - 1);

        var result = await Run.WithLimit(new AskedAnew(Count, ledger).RunAsync(options));
        Assert.Equal(ResumeKind.Resumed, result.Resume!.Kind);
        Assert.Equal(Count, ledger.Count);
        Assert.Equal(Count, result.Kept.Count(row => !old.Contains(row.Answer)));
        Assert.False(Directory.Exists(_directory["run", ".distil", "next"]));

        // The answers that are kept are the new ones.
        var answers = result.Kept.Select(row => row.Answer).ToList();
        var again = await Run.WithLimit(new AskedAnew(Count, ledger).RunAsync(Options(path, RealDisk.Instance) with { Recompute = true }));
        Assert.Equal(answers, again.Kept.Select(row => row.Answer));
        Assert.Equal(Count, ledger.Count);
        var third = new Ledger();
        var anew = await Run.WithLimit(new AskedAnew(Count, third).RunAsync(options));
        Assert.Equal(ResumeKind.New, anew.Resume!.Kind);
        Assert.Equal(Count, third.Count);
    }

    [Fact]
    public async Task A_run_that_is_killed_while_it_replaces_complete_data_is_gone_on_with()
    {
        var counting = new FrozenDisk(int.MaxValue);
        await Run.WithLimit(new AskedAnew(Count, new()).RunAsync(Options(_directory["first"], counting)));
        RunFiles.Copy(_directory["first"], _directory["counted"]);
        counting = new FrozenDisk(int.MaxValue);
        await Run.WithLimit(new AskedAnew(Count, new()).RunAsync(Options(_directory["counted"], counting) with { Resume = false }));
        var old = RunFiles.Contents(_directory["first"]);
        var resumed = 0;
        for (var operation = 1; operation < counting.Operations; operation += operation < 40 || operation > counting.Operations - 50 ? 1 : 9)
        {
            var path = _directory[$"{operation}"];
            RunFiles.Copy(_directory["first"], path);
            var disk = new FrozenDisk(operation);
            var ledger = new Ledger { IsDead = () => disk.IsFrozen };
            await IgnoreAsync(Run.WithLimit(new AskedAnew(Count, ledger).RunAsync(Options(path, disk) with { Resume = false })));
            ledger.IsDead = static () => false;
            var isNew = !old.SequenceEqual(RunFiles.Contents(path));
            var result = await Run.WithLimit(new AskedAnew(Count, ledger).RunAsync(Options(path, RealDisk.Instance)));

            Assert.Equal(RunStatus.Completed, result.Status);
            Assert.Equal(Count, result.Kept.Select(row => row.Answer).Distinct().Count());
            Assert.True(ledger.Count <= Count + 4, $"Operation {operation}: {ledger.Count} calls");
            Assert.True(!isNew || ledger.Count >= Count);
            resumed += result.Resume!.Kind == ResumeKind.Resumed ? 1 : 0;
            Directory.Delete(path, recursive: true);
        }

        Assert.InRange(resumed, 20, counting.Operations);
    }

    [Fact]
    public async Task A_run_that_replaces_data_and_is_damaged_is_begun_anew()
    {
        var path = _directory["run"];
        await Run.WithLimit(new AskedAnew(Count, new()).RunAsync(Options(path, RealDisk.Instance)));
        using var stop = new CancellationTokenSource();
        var ledger = new Ledger { Event = (50, stop.Cancel) };
        var options = Options(path, RealDisk.Instance) with { Resume = false };
        await Run.WithLimit(new AskedAnew(Count, ledger).RunAsync(options with { StopToken = stop.Token }));
        var journal = _directory["run", ".distil", "next", ".distil", "answers", "000001.log"];
        var bytes = await File.ReadAllBytesAsync(journal);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(journal, bytes);
        await Assert.ThrowsAsync<RunDirectoryException>(
            () => Run.WithLimit(new AskedAnew(Count, ledger).RunAsync(Options(path, RealDisk.Instance))));
        var again = new Ledger();
        var result = await Run.WithLimit(new AskedAnew(Count, again).RunAsync(options));
        Assert.Equal(ResumeKind.New, result.Resume!.Kind);
        Assert.Equal(Count, again.Count);
    }

    [Fact]
    public async Task A_run_that_completed_opens_no_journal()
    {
        var path = _directory["run"];
        await Run.WithLimit(new AskedAnew(Count, _ledger).RunAsync(Options(path, RealDisk.Instance)));
        File.Delete(Path.Combine(path, ".distil", "answers", "000001.log"));
        var again = await Run.WithLimit(new AskedAnew(Count, _ledger).RunAsync(Options(path, RealDisk.Instance)));

        Assert.Equal(RunStatus.Completed, again.Status);
        Assert.Equal(Count, again.Kept.Count);
        Assert.Equal(Count, _ledger.Count);
    }

    [Fact]
    public async Task A_journal_that_is_damaged_is_refused_before_anything_is_called()
    {
        using var stop = new CancellationTokenSource();
        _ledger.Event = (50, stop.Cancel);
        var path = _directory["run"];
        await Run.WithLimit(new AskedAnew(Count, _ledger).RunAsync(Options(path, RealDisk.Instance, stop.Token)));
        var journal = _directory["run", ".distil", "answers", "000001.log"];
        var bytes = await File.ReadAllBytesAsync(journal);
        await File.WriteAllBytesAsync(journal, bytes[..(bytes.Length / 2)]);
        var calls = _ledger.Count;
        var exception = await Assert.ThrowsAsync<RunDirectoryException>(
            () => Run.WithLimit(new AskedAnew(Count, _ledger).RunAsync(Options(path, RealDisk.Instance))));

        Assert.Contains(journal, exception.Message, StringComparison.Ordinal);
        Assert.Equal(calls, _ledger.Count);
    }

    private async Task<(List<string> Files, int Calls)> UndisturbedAsync()
    {
        var path = _directory["undisturbed"];
        var result = await RunAsync(_ledger, path, RealDisk.Instance);
        Assert.Equal(RunStatus.CompletedWithErrors, result.Status);
        Assert.All(s_atATime, step => Assert.InRange(_ledger.Of(step.Step), 1, int.MaxValue));
        return (RunFiles.Contents(path), _ledger.Count);
    }

    private static Task<DurableForms.Result> RunAsync(Ledger ledger, string path, IDisk disk, CancellationToken stop = default) =>
        Run.WithLimit(new DurableForms(Count, ledger).RunAsync(Options(path, disk, stop), CancellationToken.None));

    private static async Task IgnoreAsync(Task run)
    {
        try
        {
            await run;
        }
        catch (Exception exception) when (exception is RunDirectoryException or IOException or PipelineFailedException)
        {
            // A killed process says nothing.
        }
    }

    private static RunOptions Options(string path, IDisk disk, CancellationToken stop = default) =>
        SmallSteps.On(disk, path) with { StopToken = stop };
}
