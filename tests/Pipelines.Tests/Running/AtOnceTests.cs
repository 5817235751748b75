namespace Distil.Pipelines.Tests.Running;

/// <summary>What an awaited step does before it answers.</summary>
public delegate ValueTask BeforeAnswer(int number);

/// <summary>Answers at once, but for what it is told to do before.</summary>
[Step(Concurrency = Concurrency, OnError = OnError.Stop, Retries = 0)]
public sealed class AnswerAtOnce(BeforeAnswer before, Log<int> called)
{
    public const int Concurrency = 4;

    [return: Column("answer")]
    public ValueTask<int> ProcessAsync(int number)
    {
        called.Add(number);
        var wait = before(number);
        return wait.IsCompletedSuccessfully ? new(-number) : AnswerAsync(wait, number);
    }

    private static async ValueTask<int> AnswerAsync(ValueTask wait, int number)
    {
        await wait;
        return -number;
    }
}

[Pipeline]
public sealed partial class AnsweredAtOnce(int rows, BeforeAnswer before, Log<int> called)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] AnswerAtOnce Answered { get; } = new(before, called);
}

/// <summary>
/// Where calls are answered at once, a worker of an awaited step takes several rows at a time. That shows in nothing else: a row that is not
/// answered at once holds up no other.
/// </summary>
public sealed class AtOnceTests
{
    private const int Rows = 3_000;

    [Theory]
    [InlineData(0, true)]
    [InlineData(700, true)]
    [InlineData(1_003, true)]
    [InlineData(0, false)]
    [InlineData(701, false)]
    [InlineData(1_031, false)]
    public async Task As_many_calls_as_the_concurrency_allows_run_at_a_time_though_those_before_were_answered_at_once(int first, bool blocks)
    {
        using var allInside = new CountdownEvent(AnswerAtOnce.Concurrency);
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var result = await Run.WithLimit(o => new AnsweredAtOnce(Rows, Before, new()).RunAsync(o));
        Assert.Equal(Enumerable.Range(0, Rows).Select(number => (number, -number)), result.Answered.Select(row => (row.Number, row.Answer)));

        ValueTask Before(int number)
        {
            if (number < first || number >= first + AnswerAtOnce.Concurrency)
            {
                return default;
            }

            if (allInside.Signal())
            {
                opened.SetResult();
            }

            if (!blocks)
            {
                return new(opened.Task);
            }

            Assert.True(allInside.Wait(Run.Limit));
            return default;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(1_037)]
    public async Task Rows_that_are_answered_go_on_though_a_call_behind_them_blocks_its_thread(int blocking)
    {
        var reached = new Reached();
        var rows = await Run.WithLimit(ReadAsync());
        Assert.Equal(Enumerable.Range(0, Rows), rows);

        async Task<List<int>> ReadAsync()
        {
            var read = new List<int>();
            var pipeline = new AnsweredAtOnce(Rows, Before, new());
            await foreach (var row in pipeline.StreamAsync(new RunOptions { HandleSignals = false }))
            {
                read.Add(row.Number);
                reached.Add(row.Number);
            }

            return read;
        }

        ValueTask Before(int number)
        {
            if (number == blocking)
            {
                reached.WaitFor(number - 1);
            }

            return default;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(333)]
    [InlineData(1_024)]
    [InlineData(2_000)]
    public async Task After_a_stop_all_rows_that_were_called_have_gone_on(int at)
    {
        using var stop = new CancellationTokenSource();
        var called = new Log<int>();
        var result = await Run.WithLimit(
            o => new AnsweredAtOnce(Rows, Before, called).RunAsync(o), new RunOptions { StopToken = stop.Token });

        Assert.Equal(Enumerable.Range(0, result.Answered.Count), result.Answered.Select(row => row.Number));
        Assert.Equal(called.All.Order(), result.Answered.Select(row => row.Number));
        var steps = result.Steps;
        Assert.Equal(steps[0].RowsOut, steps[1].RowsIn + steps[1].Waiting);

        ValueTask Before(int number)
        {
            if (number == at)
            {
                stop.Cancel();
            }

            return default;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(1_500)]
    public async Task The_first_row_that_fails_stops_the_run_and_those_before_it_have_gone_on(int first)
    {
        var failure = await Run.WithLimit(Assert.ThrowsAsync<PipelineFailedException>(
            () => new AnsweredAtOnce(Rows, Before, new()).RunAsync(new RunOptions { HandleSignals = false })));
        Assert.Equal(first, failure.PartialResult!.Steps.Single(step => step.Name == "Answered").RowsOut);
        Assert.Equal($"{first}", failure.InnerException!.Message);

        ValueTask Before(int number) => number >= first ? throw new InvalidDataException($"{number}") : default;
    }
}
