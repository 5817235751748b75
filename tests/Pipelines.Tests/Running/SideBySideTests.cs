namespace Distil.Pipelines.Tests.Running;

/// <summary>Reads one row, and the next when it may.</summary>
[Source(Version = "1")]
public sealed class Gated(int count, Task gate, TaskCompletionSource begun)
{
    [return: Column("number")]
    public async IAsyncEnumerable<int> ReadAsync()
    {
        for (var i = 0; i < count; i++)
        {
            yield return i;
            begun.TrySetResult();
            await gate;
        }
    }
}

[Pipeline]
public sealed partial class GatedRun(int count, Task gate, TaskCompletionSource begun)
{
    Gated All { get; } = new(count, gate, begun);
    [From(nameof(All))] Adjustable Sum { get; } = new();
    [From(nameof(Sum)), Step(BatchSize = 4)] See Seen { get; } = new(new Calls());
}

[Step]
public sealed class Adjustable
{
    [RuntimeParameter] public int Amount { get; set; } = 1;

    [return: Column("number")]
    public int Process(int number) => number + Amount;
}

/// <summary>Point 14 of what must hold.</summary>
public sealed class SideBySideTests
{
    private static GatedRun Open(int count) => new(count, Task.CompletedTask, new TaskCompletionSource());

    [Fact]
    public async Task T14_Two_runs_side_by_side_do_not_touch_each_other()
    {
        var gate = new TaskCompletionSource();
        TaskCompletionSource firstBegun = new(), secondBegun = new();
        var first = new GatedRun(30, gate.Task, firstBegun).RunAsync(new RunOptions { HandleSignals = false });
        var second = new GatedRun(20, gate.Task, secondBegun).RunAsync(
            new RunOptions { HandleSignals = false, Parameters = new GatedRun.Parameters { Sum = { Amount = 100 } } });
        await Run.WithLimit(Task.WhenAll(firstBegun.Task, secondBegun.Task));
        gate.SetResult();

        Assert.Equal(Enumerable.Range(1, 30), (await Run.WithLimit(first)).Seen.Select(row => row.Number));
        Assert.Equal(Enumerable.Range(100, 20), (await Run.WithLimit(second)).Seen.Select(row => row.Number));
    }

    [Fact]
    public async Task T14_Two_runs_in_sequence_of_one_instance_are_alike()
    {
        var pipeline = Open(25);
        var first = await Run.WithLimit(o => pipeline.RunAsync(o), new RunOptions { Parameters = new GatedRun.Parameters { Sum = { Amount = 7 } } });
        var second = await Run.WithLimit(o => pipeline.RunAsync(o));
        var third = await Run.WithLimit(o => pipeline.RunAsync(o), new RunOptions { Limit = 3 });

        Assert.Equal(Enumerable.Range(7, 25), first.Seen.Select(row => row.Number));
        Assert.Equal(Enumerable.Range(1, 25), second.Seen.Select(row => row.Number));
        Assert.Equal(Enumerable.Range(1, 3), third.Seen.Select(row => row.Number));
        Assert.Equal(25, second.Steps.Single(step => step.Name == "All").RowsOut);
    }

    [Fact]
    public async Task T14_An_instance_that_runs_is_not_run_again()
    {
        TaskCompletionSource gate = new(), begun = new();
        var pipeline = new GatedRun(10, gate.Task, begun);
        var first = pipeline.RunAsync(new RunOptions { HandleSignals = false });
        await Run.WithLimit(begun.Task);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Run.WithLimit(o => pipeline.RunAsync(o)));
        gate.SetResult();
        var result = await Run.WithLimit(first);

        Assert.Contains(nameof(GatedRun), refused.Message);
        Assert.Equal(Enumerable.Range(1, 10), result.Seen.Select(row => row.Number));
        Assert.Equal(10, (await Run.WithLimit(o => pipeline.RunAsync(o))).Seen.Count);
    }
}
