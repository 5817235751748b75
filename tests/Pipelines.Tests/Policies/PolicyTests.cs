using System.Text.Json;

namespace Distil.Pipelines.Tests.Policies;

/// <summary>What becomes of a row that a step fails on, by the step's <c>OnError</c>; in loops, in awaited calls, in batches.</summary>
public sealed class PolicyTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_loop_goes_on_behind_a_row_that_failed()
    {
        var result = await Run.WithLimit(o => new LoopChain(9, new(2, 3), new(5)).RunAsync(o));

        Assert.Equal([1, 7], result.Kept.Select(row => row.Number));
        AssertFailed(result, "Doubled All#2", "Doubled All#3", "Kept All#5");
        Assert.Equal(
            ["All 0 9", "Doubled 9 7", "Kept 7 2"],
            result.Steps.Select(step => FormattableString.Invariant($"{step.Name} {step.RowsIn} {step.RowsOut}")));
    }

    [Fact]
    public async Task So_does_that_of_an_awaited_source()
    {
        var result = await Run.WithLimit(o => new LaterChain(6, new(0, 5)).RunAsync(o));

        Assert.Equal([1, 2, 3, 4], result.Squared.Select(row => row.Number));
        AssertFailed(result, "Doubled All#0", "Doubled All#5");
    }

    [Fact]
    public async Task A_join_drops_a_row_that_a_branch_failed_on_and_what_stands_beside_keeps_it()
    {
        var result = await Run.WithLimit(o => new LoopDiamond(8, new(1, 4), new(2, 4), new(6)).RunAsync(o));

        Assert.Equal([0, 5, 6, 7], result.Sum.Select(row => row.Number));
        Assert.Equal(8, result.Beside.Count);
        AssertFailed(result, "Left All#1", "Left All#4", "Right All#2", "Right All#4", "Sum All#3");
        Assert.Equal(
            ["All 0 8", "Left 8 6", "Right 8 6", "Sum 5 4", "Beside 8 8"],
            result.Steps.Select(step => FormattableString.Invariant($"{step.Name} {step.RowsIn} {step.RowsOut}")));
    }

    [Fact]
    public async Task A_merge_keeps_what_its_other_branches_made()
    {
        var kept = new Log<int>();
        var result = await Run.WithLimit(o => new LoopMerge(7, new(1, 3), new(2, 3), kept).RunAsync(o));

        Assert.Equal(
            ["0 0", "0 0", "1 1", "2 4", "4 8", "4 16", "5 10", "5 25", "6 12", "6 36"],
            result.Both.Select(row => FormattableString.Invariant($"{row.Number} {row.Doubled ?? row.Squared}")));
        Assert.Equal([0, 1, 2, 3, 4, 6], kept.All);
        AssertFailed(result, "Left All#1", "Left All#3", "Right All#2", "Right All#3", "Kept All#5");
    }

    [Fact]
    public async Task A_router_that_fails_sends_the_row_nowhere()
    {
        var result = await Run.WithLimit(o => new LoopRouter(8, new(2, 3), new(5)).RunAsync(o));

        Assert.Equal([0, 1, 4, 6, 7], result.Both.Select(row => row.Number));
        AssertFailed(result, "Ways All#2", "Ways All#3", "Odd All#5");
    }

    [Fact]
    public async Task A_join_below_flags_drops_a_row_that_one_of_its_ways_failed_on()
    {
        var result = await Run.WithLimit(o => new LoopFlags(10, new(1), new(3, 4), new(6)).RunAsync(o));

        Assert.Equal([0, 2, 5, 7, 8, 9], result.Both.Select(row => row.Number));
        AssertFailed(result, "Sent All#1", "Left All#3", "Left All#4", "Right All#6");
    }

    [Fact]
    public async Task An_expand_that_fails_gives_no_child_and_a_child_that_fails_leaves_the_others()
    {
        var result = await Run.WithLimit(o => new LoopExpand(4, new(1), new(20, 32)).RunAsync(o));

        Assert.Equal([0, 1, 2, 21, 22, 30, 31], result.Checked.Select(row => row.Checked));
        AssertFailed(result, "Children All#1", "Checked All#2.0", "Checked All#3.2");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_call_that_failed_is_left_out(int concurrency)
    {
        var pipeline = new Awaited(40, new(0, 7, 8, 39));
        var result = await Run.WithLimit(o => pipeline.RunAsync(o), At(concurrency));

        Assert.Equal(Enumerable.Range(0, 40).Except([0, 7, 8, 39]), result.Doubled.Select(row => row.Number));
        AssertFailed(result, "Doubled All#0", "Doubled All#7", "Doubled All#8", "Doubled All#39");
        Assert.Equal((40, 36, 4), (result.Steps[1].RowsIn, result.Steps[1].RowsOut, result.Steps[1].Failed));
    }

    [Fact]
    public async Task With_nulls_the_row_goes_on()
    {
        var awaited = await Run.WithLimit(o => new AwaitedNull(6, new(2, 5)).RunAsync(o));
        Assert.Equal([0, 2, null, 6, 8, null], awaited.Doubled.Select(row => row.Doubled));
        AssertFailed(awaited, "Doubled All#2", "Doubled All#5");

        var loop = await Run.WithLimit(o => new LoopNull(4, new(2)).RunAsync(o));
        Assert.Equal([0, 2, 6], loop.Squared.Select(row => row.Doubled));
        AssertFailed(loop, "Doubled All#2", "Squared All#2");
    }

    [Fact]
    public async Task A_batch_that_failed_is_tried_row_by_row()
    {
        var calls = new Calls();
        var result = await Run.WithLimit(o => new Batches(10, new(5, 9), calls).RunAsync(o));

        Assert.Equal([0, 1, 2, 3, 4, 6, 7, 8], result.Doubled.Select(row => row.Number));
        Assert.Equal([4, 4, 1, 1, 1, 1, 2, 1, 1], calls.Sizes);
        AssertFailed(result, "Doubled All#5", "Doubled All#9");

        var sideBySide = await Run.WithLimit(o => new BatchesSideBySide(10, new(5, 9), new()).RunAsync(o));
        Assert.Equal([0, 1, 2, 3, 4, 6, 7, 8], sideBySide.Doubled.Select(row => row.Number));

        var nulls = await Run.WithLimit(o => new NullBatches(6, new(1), new()).RunAsync(o));
        Assert.Equal([0, null, 4, 6, 8, 10], nulls.Doubled.Select(row => row.Doubled));

        var whole = await Run.WithLimit(o => new WholeBatches(10, new(5), new()).RunAsync(o));
        Assert.Equal([0, 1, 2, 3, 8, 9], whole.Doubled.Select(row => row.Number));
        AssertFailed(whole, "Doubled All#4", "Doubled All#5", "Doubled All#6", "Doubled All#7");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_global_leaf_that_is_skipped_is_empty(bool isInMemory)
    {
        var options = isInMemory ? new RunOptions() : new RunOptions { Directory = _directory["run"] };
        var result = await Run.WithLimit(o => new Skipped(5, new(3)).RunAsync(o), options);

        Assert.Empty(result.Counted);
        Assert.Equal(5, result.Beside.Count);
        Assert.Equal(RunStatus.CompletedWithErrors, result.Status);
        Assert.Equal(["Counted "], result.Errors.Select(error => $"{error.Step} {error.RowId}"));
        Assert.False(Directory.Exists(_directory["run", "data", "counted"]));
        Assert.Equal(!isInMemory, Directory.Exists(_directory["run", "data", "beside"]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Too_many_failures_in_a_row_stop_the_run_at_the_same_row(int concurrency)
    {
        int[] bad = [3, .. Enumerable.Range(10, 19), .. Enumerable.Range(40, 60)];
        var pipeline = new Awaited(100, new(bad));
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(o => pipeline.RunAsync(o), At(concurrency)));

        Assert.Equal("All#59", $"{failure.RowId}");
        Assert.Equal("No 59.", failure.InnerException!.Message);
        Assert.Contains("20 rows in a row", failure.Message, StringComparison.Ordinal);
        Assert.Contains("All#40", failure.Message, StringComparison.Ordinal);
        Assert.Contains("MaxConsecutiveErrors", failure.Message, StringComparison.Ordinal);
        Assert.Equal(40, failure.PartialResult!.Errors.Count(error => error.RowId!.Value.Ordinal < 60));

        var loop = await Assert.ThrowsAsync<PipelineFailedException>(
            () => Run.WithLimit(o => new LoopChain(100, new(bad), new()).RunAsync(o)));
        Assert.Equal("All#59", $"{loop.RowId}");
    }

    [Fact]
    public async Task Without_a_limit_none_are_too_many()
    {
        var bad = new Bad([.. Enumerable.Range(0, 50)]);
        var result = await Run.WithLimit(o => new LoopChain(60, bad, new()).RunAsync(o), new RunOptions { MaxConsecutiveErrors = 0 });

        Assert.Equal(50, result.ErrorCount);
        Assert.Equal(5, result.Kept.Count);
    }

    [Fact]
    public async Task The_file_of_errors_says_what_failed_on_what()
    {
        var result = await Run.WithLimit(
            o => new LoopDiamond(8, new(1, 4), new(2, 4), new(6)).RunAsync(o), new RunOptions { Directory = _directory["run"] });

        var lines = File.ReadAllLines(_directory["run", "errors.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            [
                "Left All#1 {\"number\":1} 1 No 1.",
                "Left All#4 {\"number\":4} 1 No 4.",
                "Right All#2 {\"number\":2} 1 No 2.",
                "Right All#4 {\"number\":4} 1 No 4.",
                "Sum All#3 {\"doubled\":6,\"squared\":9} 1 No 6.",
            ],
            lines.Select(line => $"{line.GetProperty("step")} {line.GetProperty("row")} {line.GetProperty("inputs")} {line.GetProperty("attempts")} {line.GetProperty("message")}")
                .Order(StringComparer.Ordinal));
        Assert.Equal(5, result.ErrorCount);
        Assert.Contains("completed, but some rows failed", File.ReadAllText(_directory["run", "README.md"]), StringComparison.Ordinal);
    }

    private static RunOptions At(int concurrency) =>
        new() { Parameters = new Awaited.Parameters { Doubled = { Concurrency = concurrency } } };

    private static void AssertFailed(PipelineResult result, params string[] failures)
    {
        Assert.Equal(failures, result.Errors.Select(error => $"{error.Step} {error.RowId}"));
        Assert.Equal(failures.Length, result.ErrorCount);
        Assert.Equal(failures.Length, result.Steps.Sum(step => step.Failed));
        Assert.Equal(RunStatus.CompletedWithErrors, result.Status);
        Assert.All(result.Errors, error => Assert.IsType<InvalidDataException>(error.Exception));
    }
}
