using System.Collections;

namespace Distil.Pipelines.Tests.Failing;

[Source(Version = "1")]
public sealed class NullRead
{
    [return: Column("number")]
    public IEnumerable<int> Read() => null!;
}

[Source(Version = "1")]
public sealed class NullReadLater
{
    [return: Column("number")]
    public IAsyncEnumerable<int> ReadAsync() => null!;
}

[Source(Version = "1")]
public sealed class NullEnumerator
{
    [return: Column("number")]
    public IEnumerable<int> Read() => new Unreadable();

    private sealed class Unreadable : IEnumerable<int>, IAsyncEnumerable<int>
    {
        public IEnumerator<int> GetEnumerator() => null!;

        public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default) => null!;

        IEnumerator IEnumerable.GetEnumerator() => null!;
    }
}

[Expand(OnError = OnError.Stop)]
public sealed class NullExpand
{
    [return: Column("part")]
    public IEnumerable<int> Expand(int number) => number == 3 ? null! : [1];
}

[Expand(OnError = OnError.Stop)]
public sealed class NullExpandArray
{
    [return: Column("part")]
    public int[] Expand(int number) => number == 3 ? null! : [1];
}

[Expand(OnError = OnError.Stop)]
public sealed class NullExpandList
{
    [return: Column("part")]
    public List<int> Expand(int number) => number == 3 ? null! : [1];
}

[Expand(Retries = 0, Version = "1", OnError = OnError.Stop)]
public sealed class NullExpandLater
{
    [return: Column("part")]
    public IAsyncEnumerable<int> ExpandAsync(int number) => number == 3 ? null! : One();

    private static async IAsyncEnumerable<int> One()
    {
        await Task.Yield();
        yield return 1;
    }
}

[Step(Retries = 0, Version = "1", OnError = OnError.Stop)]
public sealed class NullTask
{
    [return: Column("text")]
    public Task<string> ProcessAsync(int number) => number == 3 ? null! : Task.FromResult("a");
}

[Step(Retries = 0, Version = "1", OnError = OnError.Stop)]
public sealed class NullTap
{
    public Task ProcessAsync(int number) => number == 3 ? null! : Task.CompletedTask;
}

[Filter(Retries = 0, Version = "1", OnError = OnError.Stop)]
public sealed class NullKeep
{
    public Task<bool> KeepAsync(int number) => number == 3 ? null! : Task.FromResult(true);
}

[Router(Retries = 0, Version = "1", OnError = OnError.Stop)]
public sealed class NullRoute
{
    public Task<Parity> RouteAsync(int number) => number == 3 ? null! : Task.FromResult(Parity.Even);
}

[Sink(Retries = 0, OnError = OnError.Stop)]
public sealed class NullWrite
{
    public Task WriteAsync(int number) => number == 3 ? null! : Task.CompletedTask;
}

[Step(Retries = 0, BatchSize = 3, Version = "1", OnError = OnError.Stop)]
public sealed class NullBatchTask
{
    [return: Column("text")]
    public Task<IReadOnlyList<string>> ProcessBatchAsync(IReadOnlyList<int> number) => number[0] == 3 ? null! : Task.FromResult<IReadOnlyList<string>>(["a", "b", "c"]);
}

[Step(Retries = 0, BatchSize = 3, Version = "1", OnError = OnError.Stop)]
public sealed class NullBatchListLater
{
    [return: Column("text")]
    public async Task<string[]> ProcessBatchAsync(IReadOnlyList<int> number)
    {
        await Task.Yield();
        return number[0] == 3 ? null! : ["a", "b", "c"];
    }
}

[Filter(BatchSize = 3, OnError = OnError.Stop)]
public sealed class NullKeepBatch
{
    public IReadOnlyList<bool> KeepBatch(IReadOnlyList<int> number) => number[0] == 3 ? null! : [true, true, true];
}

[Step(OnError = OnError.Stop)]
public sealed class NullAll
{
    [return: Column("text")]
    public List<string> ProcessAll(IReadOnlyList<int> number) => null!;
}

[Step(Retries = 0, OnError = OnError.Stop)]
public sealed class NullAllTask
{
    [return: Column("text")]
    public Task<string[]> ProcessAllAsync(IReadOnlyList<int> number) => null!;
}

[Pipeline]
public sealed partial class ReadsNull
{
    NullRead Step { get; } = new();
}

[Pipeline]
public sealed partial class ReadsNullLater
{
    NullReadLater Step { get; } = new();
}

[Pipeline]
public sealed partial class ReadsNoEnumerator
{
    NullEnumerator Step { get; } = new();
}

[Pipeline]
public sealed partial class ExpandsNull
{
    Numbers All { get; } = new(6);
    [From(nameof(All))] NullExpand Step { get; } = new();
}

[Pipeline]
public sealed partial class ExpandsNullArray
{
    Numbers All { get; } = new(6);
    [From(nameof(All))] NullExpandArray Step { get; } = new();
}

[Pipeline]
public sealed partial class ExpandsNullList
{
    Numbers All { get; } = new(6);
    [From(nameof(All)), Expand(Concurrency = 2)] NullExpandList Step { get; } = new();
}

[Pipeline]
public sealed partial class ExpandsNullLater
{
    Numbers All { get; } = new(6);
    [From(nameof(All))] NullExpandLater Step { get; } = new();
}

[Pipeline]
public sealed partial class AwaitsNull
{
    Numbers All { get; } = new(6);
    [From(nameof(All))] NullTask Step { get; } = new();
}

[Pipeline]
public sealed partial class TapsNull
{
    Numbers All { get; } = new(6);
    [From(nameof(All))] NullTap Step { get; } = new();
}

[Pipeline]
public sealed partial class KeepsNull
{
    Numbers All { get; } = new(6);
    [From(nameof(All))] NullKeep Step { get; } = new();
}

[Pipeline]
public sealed partial class RoutesNull
{
    Numbers All { get; } = new(6);
    [From(nameof(All))] NullRoute Step { get; } = new();
    [From(nameof(Step), When = Parity.Even)] Pass Even { get; } = new();
    [From(nameof(Step), When = Parity.Odd)] Pass Odd { get; } = new();
}

[Pipeline]
public sealed partial class WritesNull
{
    Numbers All { get; } = new(6);
    [From(nameof(All))] NullWrite Step { get; } = new();
}

[Pipeline]
public sealed partial class BatchesNullTask
{
    Numbers All { get; } = new(6);
    [From(nameof(All))] NullBatchTask Step { get; } = new();
}

[Pipeline]
public sealed partial class BatchesNullLater
{
    Numbers All { get; } = new(6);
    [From(nameof(All)), Step(Concurrency = 1)] NullBatchListLater Step { get; } = new();
}

[Pipeline]
public sealed partial class KeepsNullBatch
{
    Numbers All { get; } = new(6);
    [From(nameof(All))] NullKeepBatch Step { get; } = new();
}

[Pipeline]
public sealed partial class AllNull
{
    Numbers All { get; } = new(6);
    [From(nameof(All))] NullAll Step { get; } = new();
}

[Pipeline]
public sealed partial class AllNullTask
{
    Numbers All { get; } = new(6);
    [From(nameof(All))] NullAllTask Step { get; } = new();
}

/// <summary>A method that returns null, against what it says: a sentence that names the step, and the row.</summary>
public sealed class NullTests
{
    private static readonly Dictionary<string, (Func<RunOptions, Task<PipelineResult>> Run, string Sentence, string Row)> s_cases = new()
    {
        ["Read"] = (o => Result(new ReadsNull().RunAsync(o)), "Read of step 'Step' returned null; it must return a sequence", ""),
        ["ReadAsync"] = (o => Result(new ReadsNullLater().RunAsync(o)), "ReadAsync of step 'Step' returned null; it must return a sequence", ""),
        ["GetEnumerator"] = (o => Result(new ReadsNoEnumerator().RunAsync(o)), "Read of step 'Step' returned null; it must return a sequence", ""),
        ["Expand"] = (o => Result(new ExpandsNull().RunAsync(o)), "Expand of step 'Step' returned null; it must return a sequence", "All#3"),
        ["Expand array"] = (o => Result(new ExpandsNullArray().RunAsync(o)), "Expand of step 'Step' returned null; it must return a sequence", "All#3"),
        ["Expand list"] = (o => Result(new ExpandsNullList().RunAsync(o)), "Expand of step 'Step' returned null; it must return a sequence", "All#3"),
        ["ExpandAsync"] = (o => Result(new ExpandsNullLater().RunAsync(o)), "ExpandAsync of step 'Step' returned null; it must return a sequence", "All#3"),
        ["ProcessAsync"] = (o => Result(new AwaitsNull().RunAsync(o)), "ProcessAsync of step 'Step' returned null; it must return a task", "All#3"),
        ["tap"] = (o => Result(new TapsNull().RunAsync(o)), "ProcessAsync of step 'Step' returned null; it must return a task", "All#3"),
        ["KeepAsync"] = (o => Result(new KeepsNull().RunAsync(o)), "KeepAsync of step 'Step' returned null; it must return a task", "All#3"),
        ["RouteAsync"] = (o => Result(new RoutesNull().RunAsync(o)), "RouteAsync of step 'Step' returned null; it must return a task", "All#3"),
        ["WriteAsync"] = (o => Result(new WritesNull().RunAsync(o)), "WriteAsync of step 'Step' returned null; it must return a task", "All#3"),
        ["ProcessBatchAsync"] = (o => Result(new BatchesNullTask().RunAsync(o)), "ProcessBatchAsync of step 'Step' returned null; it must return a task", "All#3"),
        ["ProcessBatchAsync list"] = (o => Result(new BatchesNullLater().RunAsync(o)), "ProcessBatchAsync of step 'Step' returned null; it must return a list", "All#3"),
        ["KeepBatch"] = (o => Result(new KeepsNullBatch().RunAsync(o)), "KeepBatch of step 'Step' returned null; it must return a list", "All#3"),
        ["ProcessAll"] = (o => Result(new AllNull().RunAsync(o)), "ProcessAll of step 'Step' returned null; it must return a list", "All#0"),
        ["ProcessAllAsync"] = (o => Result(new AllNullTask().RunAsync(o)), "ProcessAllAsync of step 'Step' returned null; it must return a task", "All#0"),
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var name in s_cases.Keys)
            {
                cases.Add(name, false);
                cases.Add(name, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_method_returns_null(string name, bool sequential)
    {
        var (run, sentence, row) = s_cases[name];
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(run, new RunOptions { Sequential = sequential }));

        Assert.Equal("Step", failure.StepName);
        Assert.Equal(row, $"{failure.RowId}");
        Assert.StartsWith(sentence, Assert.IsType<InvalidOperationException>(failure.InnerException).Message, StringComparison.Ordinal);
    }

    private static async Task<PipelineResult> Result<T>(Task<T> run)
        where T : PipelineResult => await run;
}
