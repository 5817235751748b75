namespace Distil.Pipelines.Tests.Running;

[Step]
public sealed class Scale
{
    [RuntimeParameter] public int Factor { get; set; } = 2;

    [RuntimeParameter] public string Suffix { get; set; } = "";

    [return: Column("text")]
    public string Process(int number) => $"{number * Factor}{Suffix}";
}

[Step]
public sealed class NeedsKey
{
    [RuntimeParameter(Required = true)] public string? Key { get; set; }

    [return: Column("key")]
    public string Process(int number) => $"{Key}{number}";
}

[Pipeline]
public sealed partial class Optional(int rows, Calls seen, Log<int> sink)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Scale Scaled { get; } = new();
    [From(nameof(Scaled)), Step(BatchSize = 10)] See Seen { get; } = new(seen);
    [From(nameof(All))] Collect Sink { get; } = new(sink);

    public (int Factor, string Suffix) Values => (Scaled.Factor, Scaled.Suffix);
}

[Pipeline]
public sealed partial class Keyed(Log<int> sink)
{
    Numbers All { get; } = new(3);
    [From(nameof(All))] NeedsKey Named { get; } = new();
    [From(nameof(All))] Collect Sink { get; } = new(sink);
}

[Pipeline]
public sealed partial class ZippedDry(int left, int right)
{
    Numbers Left { get; } = new(left);
    [OutputMapping("number", "other")] Numbers Right { get; } = new(right);
    [Zip(nameof(Left), nameof(Right))] Pass Pairs { get; } = new();
}

/// <summary>Notes beside how many others it runs.</summary>
[Step(Concurrency = 8, Version = "1")]
public sealed class Beside(AtWork atWork, Log<int> beside)
{
    [return: Column("text")]
    public async ValueTask<string> ProcessAsync(int number)
    {
        beside.Add(atWork.Begin());
        await Task.Yield();
        atWork.End();
        return $"{number}";
    }
}

[Pipeline]
public sealed partial class OneAtATime(AtWork atWork, Log<int> beside)
{
    Numbers All { get; } = new(300);
    [From(nameof(All)), OutputMapping("text", "a")] Beside A { get; } = new(atWork, beside);
    [From(nameof(All)), OutputMapping("text", "b")] Beside B { get; } = new(atWork, beside);
    [From(nameof(A), nameof(B))] Pass Joined { get; } = new();
}

public sealed class OptionsTests
{
    private static Task<Optional.Result> RunAsync(int rows, RunOptions options, Calls? seen = null, Log<int>? sink = null) =>
        Run.WithLimit(o => new Optional(rows, seen ?? new Calls(), sink ?? new Log<int>()).RunAsync(o), options);

    [Fact]
    public async Task Limit_is_the_rows_read_of_each_source()
    {
        var seen = new Calls();
        var result = await RunAsync(100, new RunOptions { Limit = 13 }, seen);

        Assert.Equal([10, 3], seen.Sizes);
        Assert.Equal(Enumerable.Range(0, 13), result.Seen.Select(row => row.Number));
        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Empty((await RunAsync(100, new RunOptions { Limit = 0 })).Seen);
        Assert.Equal(100, (await RunAsync(100, new RunOptions { Limit = 1_000 })).Seen.Count);
    }

    [Fact]
    public async Task DryRun_reads_fifty_rows_writes_to_no_sink_and_keeps_the_parameters()
    {
        var sink = new Log<int>();
        var result = await RunAsync(
            1_000, new RunOptions { DryRun = true, Parameters = new Optional.Parameters { Scaled = { Factor = 5 } } }, sink: sink);

        Assert.Equal(Enumerable.Range(0, 50).Select(i => (i, $"{5 * i}")), result.Seen.Select(row => (row.Number, row.Text)));
        Assert.Empty(sink.All);
    }

    [Fact]
    public async Task DryRun_of_a_zip_ends_with_the_shorter()
    {
        var result = await Run.WithLimit(o => new ZippedDry(60, 20).RunAsync(o), new RunOptions { DryRun = true });

        Assert.Equal(Enumerable.Range(0, 20).Select(i => (i, i)), result.Pairs.Select(row => (row.Number, row.Other)));
    }

    [Fact]
    public async Task Sequential_makes_one_call_at_a_time_and_the_same_rows()
    {
        var beside = new Log<int>();
        var sequential = await Run.WithLimit(o => new OneAtATime(new AtWork(), beside).RunAsync(o), new RunOptions { Sequential = true });
        Assert.All(beside.All, atWork => Assert.Equal(1, atWork));
        Assert.Equal(Enumerable.Range(0, 300).Select(i => (i, $"{i}", $"{i}")), sequential.Joined.Select(row => (row.Number, row.A, row.B)));

        var sink = new Log<int>();
        var rows = await RunAsync(95, new RunOptions { Sequential = true }, sink: sink);
        Assert.Equal((await RunAsync(95, new RunOptions())).Seen.Select(row => (row.Number, row.Text)), rows.Seen.Select(row => (row.Number, row.Text)));
        Assert.Equal(Enumerable.Range(0, 95), sink.All);
    }

    [Fact]
    public async Task Parameters_are_set_by_member_and_return_after_the_run()
    {
        var seen = new Calls();
        var pipeline = new Optional(20, seen, new Log<int>());
        var result = await Run.WithLimit(
            o => pipeline.RunAsync(o),
            new RunOptions { Parameters = new Optional.Parameters { Scaled = { Factor = 3, Suffix = "!" }, Seen = { BatchSize = 15 } } });

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{3 * i}!"), result.Seen.Select(row => row.Text));
        Assert.Equal([15, 5], seen.Sizes);
        Assert.Equal((2, ""), pipeline.Values);
    }

    [Fact]
    public async Task Parameters_are_set_by_name()
    {
        var result = await RunAsync(5, new RunOptions { Parameters = new PipelineParameters { ["Scaled.Factor"] = 4 } });
        Assert.Equal(["0", "4", "8", "12", "16"], result.Seen.Select(row => row.Text));

        var text = await RunAsync(3, new RunOptions { Parameters = new Optional.Parameters { ["Scaled.Factor"] = "6" } });
        Assert.Equal(["0", "6", "12"], text.Seen.Select(row => row.Text));
    }

    [Fact]
    public async Task Parameters_return_after_a_run_that_failed()
    {
        var pipeline = new Optional(5, new Calls(), new Log<int>());
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run.WithLimit(
            o => pipeline.RunAsync(o, cancel.Token), new RunOptions { Parameters = new Optional.Parameters { Scaled = { Factor = 3 } } }));

        Assert.Equal((2, ""), pipeline.Values);
    }

    [Theory]
    [InlineData("Scaled.Faktor", "Scaled.Factor")]
    [InlineData("Scalled.Factor", "Scaled.Factor")]
    public async Task An_unknown_parameter_is_an_error_before_anything_runs(string name, string nearest)
    {
        var seen = new Calls();
        var exception = await Assert.ThrowsAnyAsync<ArgumentException>(
            () => RunAsync(5, new RunOptions { Parameters = new PipelineParameters { [name] = 4 } }, seen));

        Assert.Contains(name, exception.Message);
        Assert.Contains(nearest, exception.Message);
        Assert.Empty(seen.Sizes);
    }

    [Fact]
    public async Task A_required_parameter_without_a_value_is_an_error_before_anything_runs()
    {
        var sink = new Log<int>();
        var exception = await Assert.ThrowsAnyAsync<ArgumentException>(() => Run.WithLimit(o => new Keyed(sink).RunAsync(o)));
        Assert.Contains("Named.Key", exception.Message);
        Assert.Empty(sink.All);

        var result = await Run.WithLimit(o => new Keyed(sink).RunAsync(o), new RunOptions { Parameters = new Keyed.Parameters { Named = { Key = "k" } } });
        Assert.Equal(["k0", "k1", "k2"], result.Named.Select(row => row.Key));
    }

    [Theory]
    [InlineData("Seen.BatchSize", 0)]
    [InlineData("Seen.BatchSize", -5)]
    [InlineData("Scaled.Concurrency", 0)]
    public async Task A_size_below_one_is_refused(string name, int value)
    {
        var seen = new Calls();
        var exception = await Assert.ThrowsAnyAsync<ArgumentException>(
            () => RunAsync(5, new RunOptions { Parameters = new PipelineParameters { [name] = value } }, seen));

        Assert.All(name.Split('.'), part => Assert.Contains($"{part}", exception.Message));
        Assert.Contains($"is {value}", exception.Message);
        Assert.Empty(seen.Sizes);
    }

    [Fact]
    public async Task Progress_ends_with_the_counts_of_the_run()
    {
        var progress = new Last();
        var result = await RunAsync(100, new RunOptions { Progress = progress });

        Assert.Equal(["All", "Scaled", "Seen", "Sink"], result.Steps.Select(step => step.Name));
        Assert.Equal([0, 100, 100, 100], result.Steps.Select(step => step.RowsIn));
        Assert.Equal([100, 100, 100], result.Steps.Take(3).Select(step => step.RowsOut));
        Assert.Equal(result.Steps.Select(step => (step.Name, step.RowsIn, step.RowsOut)), progress.Value!.Steps.Select(step => (step.Name, step.RowsIn, step.RowsOut)));
    }

    private sealed class Last : IProgress<RunProgress>
    {
        public RunProgress? Value { get; private set; }

        public void Report(RunProgress value) => Value = value;
    }
}
