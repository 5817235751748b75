using System.Globalization;

namespace Distil.Pipelines.Tests.Running;

[Step(OnError = OnError.Stop, Retries = 0, Concurrency = 8, Version = "1")]
public sealed class FailLaterFrom(int bad)
{
    [return: Column("text")]
    public async Task<string> ProcessAsync(int number)
    {
        await Task.Yield();
        return number >= bad ? throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"No {number}.")) : "good";
    }
}

[Filter(OnError = OnError.Stop)]
public sealed class FailingFilter(int bad)
{
    public bool Keep(int number) => number == bad ? throw new InvalidDataException($"No {bad}.") : number % 2 == 0;
}

[Router(OnError = OnError.Stop)]
public sealed class FailingRouter(int bad)
{
    public Parity Route(int number) => number == bad ? throw new InvalidDataException($"No {bad}.") : (Parity)(number % 2);
}

[Sink(OnError = OnError.Stop)]
public sealed class FailingSink(int bad, Log<int> written)
{
    public void Write(int number)
    {
        if (number == bad)
        {
            throw new InvalidDataException($"No {bad}.");
        }

        written.Add(number);
    }
}

[Step]
public sealed class FailingGlobal
{
    [return: Column("total")]
    public IReadOnlyList<int> ProcessAll(IReadOnlyList<int> number) => throw new InvalidDataException($"No {number.Count}.");
}

[Pipeline]
public sealed partial class FailsInARow(int rows, int bad)
{
    NumbersLater All { get; } = new(rows);
    [From(nameof(All))] Divisible Kept { get; } = new(1);
    [From(nameof(Kept)), Step(OnError = OnError.Stop)] FailAt Step { get; } = new(bad);
    [From(nameof(Step)), Step(BatchSize = 10)] See Seen { get; } = new(new Calls());
}

[Pipeline]
public sealed partial class FailsInACall(int rows, int bad)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Split Parts { get; } = new(2);
    [From(nameof(Parts))] FailLaterFrom Step { get; } = new(bad);
}

[Pipeline]
public sealed partial class FailsInAFilter(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] FailingFilter Step { get; } = new(bad);
}

[Pipeline]
public sealed partial class FailsInARouter(int bad)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] FailingRouter Step { get; } = new(bad);
    [From(nameof(Step), When = Parity.Even)] NameLater Even { get; } = new("e", 0);
    [From(nameof(Step), When = Parity.Odd)] NameLater Odd { get; } = new("o", 0);
    [Merge(nameof(Even), nameof(Odd))] Pass Both { get; } = new();
}

[Pipeline]
public sealed partial class FailsInASink(int bad, Log<int> written)
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] FailingSink Step { get; } = new(bad, written);
    [From(nameof(All))] Name Named { get; } = new("n");
}

[Pipeline]
public sealed partial class FailsInAGlobal
{
    Numbers All { get; } = new(100);
    [From(nameof(All))] FailingGlobal Step { get; } = new();
}

/// <summary>What a user is told when a step throws.</summary>
public sealed class FailureTests
{
    private static async Task<PipelineFailedException> FailureOf<T>(Func<RunOptions, Task<T>> run, string pipeline, string row)
    {
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(run));

        Assert.Equal("Step", failure.StepName);
        Assert.Equal(pipeline, failure.PipelineName);
        Assert.Equal(row, $"{failure.RowId}");
        Assert.IsType<InvalidDataException>(failure.InnerException);
        Assert.NotNull(failure.InnerException.StackTrace);
        Assert.Contains("'Step'", failure.Message);
        Assert.Contains(failure.InnerException.Message, failure.Message);
        Assert.Contains(row, failure.Message);
        Assert.NotNull(failure.PartialResult);
        return failure;
    }

    [Fact]
    public async Task A_row_step_fails()
    {
        var failure = await FailureOf(o => new FailsInARow(10_000, bad: 537).RunAsync(o), nameof(FailsInARow), "All#537");

        // What came before the row has gone on, as far as batches were full.
        var result = Assert.IsType<FailsInARow.Result>(failure.PartialResult);
        Assert.Equal(Enumerable.Range(0, result.Seen.Count), result.Seen.Select(row => row.Number));
        Assert.Equal(0, result.Seen.Count % 10);
        Assert.Equal(537, result.Seen.Count + result.Steps.Single(step => step.Name == "Seen").Waiting);
    }

    [Fact]
    public async Task Of_several_calls_that_fail_the_first_row_is_named()
    {
        for (var run = 0; run < 20; run++)
        {
            var failure = await FailureOf(o => new FailsInACall(1_000, bad: 37).RunAsync(o), nameof(FailsInACall), "All#37.0");

            Assert.Equal("No 37.", failure.InnerException!.Message);
            Assert.Equal(74, Assert.IsType<FailsInACall.Result>(failure.PartialResult).Step.Count);
        }
    }

    [Fact]
    public async Task A_filter_a_router_and_a_sink_fail()
    {
        await FailureOf(o => new FailsInAFilter(12).RunAsync(o), nameof(FailsInAFilter), "All#12");
        await FailureOf(o => new FailsInARouter(13).RunAsync(o), nameof(FailsInARouter), "All#13");
        var written = new Log<int>();
        await FailureOf(o => new FailsInASink(14, written).RunAsync(o), nameof(FailsInASink), "All#14");

        Assert.Equal(Enumerable.Range(0, 14), written.All);
    }

    [Fact]
    public async Task A_global_step_fails()
    {
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(o => new FailsInAGlobal().RunAsync(o)));

        Assert.Equal("Step", failure.StepName);
        Assert.Equal("No 100.", Assert.IsType<InvalidDataException>(failure.InnerException).Message);
    }
}
