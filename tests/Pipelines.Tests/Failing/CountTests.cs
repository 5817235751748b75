namespace Distil.Pipelines.Tests.Failing;

/// <summary>Fails at one number, whatever the kind of step it is asked by.</summary>
public static class Bad
{
    public static int At(int number, int bad) => number == bad ? throw new InvalidDataException($"No {bad}.") : number;

    public static IReadOnlyList<int> AllAt(IReadOnlyList<int> numbers, int bad) => [.. numbers.Select(number => At(number, bad))];

    public static async Task<int> LaterAt(int number, int bad)
    {
        await Task.Yield();
        return At(number, bad);
    }
}

[Step(OnError = OnError.Stop)]
public sealed class BadRow(int bad)
{
    [return: Column("number")]
    public int Process(int number) => Bad.At(number, bad);
}

[Step(Retries = 0, Concurrency = 6, Version = "1", OnError = OnError.Stop)]
public sealed class BadRowLater(int bad)
{
    [return: Column("number")]
    public Task<int> ProcessAsync(int number) => Bad.LaterAt(number, bad);
}

[Step(BatchSize = 10, OnError = OnError.Stop)]
public sealed class BadBatch(int bad)
{
    [return: Column("number")]
    public IReadOnlyList<int> ProcessBatch(IReadOnlyList<int> number) => Bad.AllAt(number, bad);
}

[Step(BatchSize = 10, Retries = 0, Concurrency = 3, Version = "1", OnError = OnError.Stop)]
public sealed class BadBatchLater(int bad)
{
    [return: Column("number")]
    public async Task<IReadOnlyList<int>> ProcessBatchAsync(IReadOnlyList<int> number)
    {
        await Task.Yield();
        return Bad.AllAt(number, bad);
    }
}

[Step]
public sealed class BadAll(int bad)
{
    [return: Column("number")]
    public IReadOnlyList<int> ProcessAll(IReadOnlyList<int> number) => Bad.AllAt(number, bad);
}

[Filter(OnError = OnError.Stop)]
public sealed class BadFilter(int bad)
{
    public bool Keep(int number) => Bad.At(number, bad) >= 0;
}

[Filter(Retries = 0, Version = "1", OnError = OnError.Stop)]
public sealed class BadFilterLater(int bad)
{
    public async Task<bool> KeepAsync(int number) => await Bad.LaterAt(number, bad) >= 0;
}

[Expand(OnError = OnError.Stop)]
public sealed class BadExpand(int bad)
{
    [return: Column("part")]
    public IEnumerable<int> Expand(int number) => [Bad.At(number, bad)];
}

[Expand(Retries = 0, Version = "1", OnError = OnError.Stop)]
public sealed class BadExpandLater(int bad)
{
    [return: Column("part")]
    public async IAsyncEnumerable<int> ExpandAsync(int number)
    {
        yield return await Bad.LaterAt(number, bad);
    }
}

[Sink(OnError = OnError.Stop)]
public sealed class BadSink(int bad)
{
    public void Write(int number) => Bad.At(number, bad);
}

[Sink(Retries = 0, OnError = OnError.Stop)]
public sealed class BadSinkLater(int bad)
{
    public Task WriteAsync(int number) => Bad.LaterAt(number, bad);
}

[Pipeline]
public sealed partial class CountsRow(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] BadRow Step { get; } = new(bad);
    [From(nameof(Step))] Name After { get; } = new("n");
}

[Pipeline]
public sealed partial class CountsReplicatedRow(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All)), Step(Concurrency = 4)] BadRow Step { get; } = new(bad);
    [From(nameof(Step)), Step(BatchSize = 5)] See After { get; } = new(new Calls());
}

[Pipeline]
public sealed partial class CountsEdgeRow(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All)), Step(Concurrency = 3)] Add Before { get; } = new(0);
    [From(nameof(Before))] BadRow Step { get; } = new(bad);
    [From(nameof(Step))] Name After { get; } = new("n");
}

[Pipeline]
public sealed partial class CountsRowLater(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] BadRowLater Step { get; } = new(bad);
    [From(nameof(Step))] Name After { get; } = new("n");
}

[Pipeline]
public sealed partial class CountsBatch(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] BadBatch Step { get; } = new(bad);
    [From(nameof(Step))] Name After { get; } = new("n");
}

[Pipeline]
public sealed partial class CountsBatchLater(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] BadBatchLater Step { get; } = new(bad);
    [From(nameof(Step))] Name After { get; } = new("n");
}

[Pipeline]
public sealed partial class CountsBatchOneByOne(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All)), Step(Concurrency = 1)] BadBatchLater Step { get; } = new(bad);
    [From(nameof(Step))] Name After { get; } = new("n");
}

[Pipeline]
public sealed partial class CountsAll(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] BadAll Step { get; } = new(bad);
    [From(nameof(Step))] Name After { get; } = new("n");
}

[Pipeline]
public sealed partial class CountsFilter(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] BadFilter Step { get; } = new(bad);
    [From(nameof(Step))] Name After { get; } = new("n");
}

[Pipeline]
public sealed partial class CountsFilterLater(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] BadFilterLater Step { get; } = new(bad);
    [From(nameof(Step))] Name After { get; } = new("n");
}

[Pipeline]
public sealed partial class CountsExpand(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] BadExpand Step { get; } = new(bad);
    [From(nameof(Step))] Name After { get; } = new("n");
}

[Pipeline]
public sealed partial class CountsExpandLater(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] BadExpandLater Step { get; } = new(bad);
    [From(nameof(Step))] Name After { get; } = new("n");
}

[Pipeline]
public sealed partial class CountsSink(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] BadSink Step { get; } = new(bad);
}

[Pipeline]
public sealed partial class CountsSinkLater(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] BadSinkLater Step { get; } = new(bad);
}

[Pipeline]
public sealed partial class CountsBehindRowLater(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] BadRowLater Before { get; } = new(-1);
    [From(nameof(Before))] BadRow Step { get; } = new(bad);
    [From(nameof(Step))] Name After { get; } = new("n");
}

[Pipeline]
public sealed partial class CountsBehindBatch(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] BadBatch Before { get; } = new(-1);
    [From(nameof(Before))] BadRow Step { get; } = new(bad);
    [From(nameof(Step))] Name After { get; } = new("n");
}

[Pipeline]
public sealed partial class CountsBehindBatchLater(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] BadBatchLater Before { get; } = new(-1);
    [From(nameof(Before))] BadRow Step { get; } = new(bad);
    [From(nameof(Step))] Name After { get; } = new("n");
}

[Pipeline]
public sealed partial class CountsBehindBatchOneByOne(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All)), Step(Concurrency = 1)] BadBatchLater Before { get; } = new(-1);
    [From(nameof(Before))] BadRow Step { get; } = new(bad);
    [From(nameof(Step))] Name After { get; } = new("n");
}

[Pipeline]
public sealed partial class CountsBehindAll(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] BadAll Before { get; } = new(-1);
    [From(nameof(Before))] BadRow Step { get; } = new(bad);
    [From(nameof(Step))] Name After { get; } = new("n");
}

[Pipeline]
public sealed partial class CountsBehindJoin(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] NameLater Left { get; } = new("n", 0);
    [From(nameof(All)), Step(BatchSize = 7)] Tag Right { get; } = new("t", new Calls());
    [From(nameof(Left), nameof(Right))] BadRow Step { get; } = new(bad);
}

[Pipeline]
public sealed partial class CountsBehindMerge(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] ByParity Route { get; } = new();
    [From(nameof(Route), When = Parity.Even)] NameLater Left { get; } = new("n", 0);
    [From(nameof(Route), When = Parity.Odd), Step(BatchSize = 7)] Tag Right { get; } = new("t", new Calls());
    [Merge(nameof(Left), nameof(Right))] BadRow Step { get; } = new(bad);
}

/// <summary>Whatever the kind of step that fails: the row is among those that came in and those that failed, and never among those that wait.</summary>
public sealed class CountTests
{
    private const int BadNumber = 37;

    private static readonly Dictionary<string, (Func<RunOptions, Task<PipelineResult>> Run, int Failed)> s_cases = new()
    {
        ["row"] = (o => Result(new CountsRow(BadNumber).RunAsync(o)), 1),
        ["replicated row"] = (o => Result(new CountsReplicatedRow(BadNumber).RunAsync(o)), 1),
        ["row behind an edge"] = (o => Result(new CountsEdgeRow(BadNumber).RunAsync(o)), 1),
        ["awaited row"] = (o => Result(new CountsRowLater(BadNumber).RunAsync(o)), 1),
        ["batch"] = (o => Result(new CountsBatch(BadNumber).RunAsync(o)), 10),
        ["concurrent batch"] = (o => Result(new CountsBatchLater(BadNumber).RunAsync(o)), 10),
        ["awaited batch"] = (o => Result(new CountsBatchOneByOne(BadNumber).RunAsync(o)), 10),
        ["global"] = (o => Result(new CountsAll(BadNumber).RunAsync(o)), 100),
        ["filter"] = (o => Result(new CountsFilter(BadNumber).RunAsync(o)), 1),
        ["awaited filter"] = (o => Result(new CountsFilterLater(BadNumber).RunAsync(o)), 1),
        ["expand"] = (o => Result(new CountsExpand(BadNumber).RunAsync(o)), 1),
        ["awaited expand"] = (o => Result(new CountsExpandLater(BadNumber).RunAsync(o)), 1),
        ["sink"] = (o => Result(new CountsSink(BadNumber).RunAsync(o)), 1),
        ["awaited sink"] = (o => Result(new CountsSinkLater(BadNumber).RunAsync(o)), 1),
        ["row behind an awaited row"] = (o => Result(new CountsBehindRowLater(BadNumber).RunAsync(o)), 1),
        ["row behind a batch"] = (o => Result(new CountsBehindBatch(BadNumber).RunAsync(o)), 1),
        ["row behind a concurrent batch"] = (o => Result(new CountsBehindBatchLater(BadNumber).RunAsync(o)), 1),
        ["row behind an awaited batch"] = (o => Result(new CountsBehindBatchOneByOne(BadNumber).RunAsync(o)), 1),
        ["row behind a global step"] = (o => Result(new CountsBehindAll(BadNumber).RunAsync(o)), 1),
        ["row behind a join"] = (o => Result(new CountsBehindJoin(BadNumber).RunAsync(o)), 1),
        ["row behind a merge"] = (o => Result(new CountsBehindMerge(BadNumber).RunAsync(o)), 1),
    };

    public static TheoryData<string, int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, bool>();
            foreach (var name in s_cases.Keys)
            {
                cases.Add(name, 7, false);
                cases.Add(name, 1024, false);
                cases.Add(name, 16, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Every_row_is_counted_once(string name, int transport, bool sequential)
    {
        var (run, failed) = s_cases[name];
        var options = new RunOptions { Sequential = sequential, Engine = new EngineSettings { TransportSize = transport } };
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(run, options));

        var result = failure.PartialResult!;
        var said = string.Join('\n', result.Steps);
        Assert.Equal("Step", failure.StepName);
        Assert.True(failed == Of("Step").Failed, said);
        Assert.All(result.Steps.Where(step => step.Name != "Step"), step => Assert.True(step.Failed == 0, said));
        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.Single(result.Errors);

        // Every row that came to a step was called, or waits.
        var names = result.Steps.Select(step => step.Name).ToList();
        if (names.Contains("Right"))
        {
            var isJoin = !names.Contains("Route");
            Assert.True(
                Of("Left").RowsOut + Of("Right").RowsOut == (Of("Step").RowsIn * (isJoin ? 2 : 1)) + Of("Step").Waiting, said);
        }
        else
        {
            foreach (var (above, below) in result.Steps.Zip(result.Steps.Skip(1)))
            {
                Assert.True(above.RowsOut == below.RowsIn + below.Waiting, said);
            }
        }

        // Every row that was called went on, or failed.
        Assert.All(
            result.Steps.Where(step => step.Name is "Step" or "Before" && !name.Contains("sink", StringComparison.Ordinal)),
            step => Assert.True(step.RowsIn == step.RowsOut + step.Failed, said));

        StepReport Of(string step) => result.Steps.Single(report => report.Name == step);
    }

    [Fact]
    public async Task Rows_behind_the_one_that_failed_wait_and_what_they_threw_is_kept()
    {
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(o => new FailTogether(new TaskCompletionSource()).RunAsync(o)));

        Assert.Equal("All#0", $"{failure.RowId}");
        var step = failure.PartialResult!.Steps[1];
        Assert.Equal((1, 0, 1, 3), (step.RowsIn, step.RowsOut, step.Failed, step.Waiting));
        Assert.Equal(["All#0", "All#1", "All#2", "All#3"], failure.PartialResult.Errors.Select(error => $"{error.RowId}").Order(StringComparer.Ordinal));
        Assert.Equal("All#0", $"{failure.PartialResult.Errors[0].RowId}");
    }

    private static async Task<PipelineResult> Result<T>(Task<T> run)
        where T : PipelineResult => await run;
}

/// <summary>Four calls that fail when all of them have begun.</summary>
[Step(Concurrency = 4, Retries = 0, Version = "1", OnError = OnError.Stop)]
public sealed class FailAllTogether(TaskCompletionSource all)
{
    [return: Column("number")]
    public async Task<int> ProcessAsync(int number)
    {
        if (number == 3)
        {
            all.TrySetResult();
        }

        await all.Task;
        throw new InvalidDataException($"No {number}.");
    }
}

[Pipeline]
public sealed partial class FailTogether(TaskCompletionSource all)
{
    Numbers All { get; } = new(4);
    [From(nameof(All))] FailAllTogether Step { get; } = new(all);
}
