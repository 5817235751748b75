using System.Text.Json;
using Distil.Engine;
using Distil.Engine.Run;
using Distil.Engine.Stages;
using Distil.Engine.State;
using Distil.Guards;
using Distil.IO;
using Distil.Journal;
using Distil.Journal.Records;
using Distil.Logging;
using Distil.Runtime.Tests.Engine;
using Distil.Running;

namespace Distil.Runtime.Tests.Journal.Earlier;

/// <summary>How a durable step is called.</summary>
internal enum StageForm
{
    Row,
    Batch,
    ConcurrentBatch,
    WholeBatch,
    Global,
}

/// <summary>One generation of a stage with a durable step, and what it gave for each row.</summary>
/// <param name="form">How the step is called.</param>
/// <param name="generation">The generation: an answer is its number times 1,000, and the number of the call.</param>
/// <param name="inputOf">What the step is given for the row of a number.</param>
internal sealed class TakenStage(StageForm form, uint generation, Func<long, long> inputOf)
{
    private readonly Lock _lock = new();

    /// <summary>By its number: what a row was answered.</summary>
    public SortedDictionary<long, long> Answers { get; } = [];

    /// <summary>How many rows were sent to calls.</summary>
    public int Called { get; private set; }

    /// <summary>How many answers were taken over.</summary>
    public long TakenOver { get; private set; }

    /// <summary>What the run failed with.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Whether each call found all claims of its batch, and of those before, written.</summary>
    public bool AreClaimsAhead { get; private set; } = true;

    /// <summary>Called before each call.</summary>
    public Action<int>? Calling { get; init; }

    /// <summary>Runs the stage with rows in batches of five.</summary>
    /// <param name="path">The journal's folder.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="disk">The disk; null: one without faults.</param>
    public async Task<TakenStage> RunAsync(string path, int rows, IDisk? disk = null)
    {
        var settings = new StepSettings
        {
            BatchSize = 5, Concurrency = form is StageForm.Batch or StageForm.Global ? 1 : 3, SplitBatches = form != StageForm.WholeBatch,
        };
        using var run = new PipelineRun(
            new RunOptions { Engine = new() { TransportSize = 5 } },
            TimeProvider.System,
            "run",
            [new("source", StepKind.Source, MethodForm.Row, new object()), new("Judge", StepKind.Step, MethodForm.Batch, new object())],
            [new(), settings],
            new RunEvents(null, null, "Tested"),
            new UserCode());
        run.Answers = RunAnswers.Open(
            JournalFolder.Settings(path, disk) with { Generation = generation },
            default, [new(1, "Judge", 5)], static _ => null, static _ => -1, TimeProvider.System, static _ => { });
        using var answers = run.Answers;
        var edge = new Edge<NumberBatch>(static capacity => new(1, capacity), readers: 1, feedsFanIn: false, new());
        Stage stage = form switch
        {
            StageForm.Row => new RowCallStage<NumberBatch, NumberResults, long>(run, "Judge", edge, 0, new RowKernel(run, this), [], true),
            StageForm.Batch => new BatchStage<NumberBatch, NumberResults>(run, "Judge", edge, 0, new ManyKernel(run, this), [], []),
            StageForm.Global => new GlobalStage<NumberBatch, NumberResults>(run, "Judge", edge, 0, new ManyKernel(run, this), []),
            _ => new ConcurrentBatchStage<NumberBatch, NumberResults>(run, "Judge", edge, 0, new ManyKernel(run, this), [], true, []),
        };
        var running = Task.Run(stage.RunAsync);
        for (var from = 0; from < rows; from += 5)
        {
            var to = Math.Min(rows, from + 5);
            await edge.SendAsync(NumberBatch.Of([.. Enumerable.Range(from, to - from).Select(static row => (long)row)])
                .UpTo(to == rows ? long.MaxValue : to));
        }

        edge.Complete();
        await running.WaitAsync(TimeSpan.FromSeconds(60));
        (TakenOver, Failure) = (answers.Of(1)!.TakenOver, run.Failure?.InnerException);
        if (Failure is null)
        {
            answers.Journal.Sync();
        }

        return this;
    }

    private long[] Call(PipelineRun run, int rows)
    {
        lock (_lock)
        {
            AreClaimsAhead &= run.Answers!.Journal.Written == run.Answers.Journal.End || form == StageForm.Row;
            long[] given = [.. Enumerable.Range(Called, rows).Select(call => (generation * 1000L) + call)];
            Called += rows;
            Calling?.Invoke(Called);
            return given;
        }
    }

    private int Take(NumberBatch rows, NumberResults results, int from, int to)
    {
        for (var row = from; row < to; row++)
        {
            Answers.Add(rows.Numbers[row], results[row]);
        }

        return to;
    }

    private sealed class RowKernel(PipelineRun run, TakenStage stage) : CallKernel<NumberBatch, NumberResults, long>(run, 0, [1], 1)
    {
        public override NumberResults CreateResults(int capacity) => new(capacity);

        public override ValueTask<long> CallAsync(NumberBatch rows, int row, CallAttempt call) => new(stage.Call(Run, 1)[0]);

        public override void Take(NumberResults results, int row, long result) => results[row] = result;

        public override void WriteKey(NumberBatch rows, int row, KeyWriter key) => key.Write(stage.InputOf(rows.Numbers[row]));

        public override void WriteAnswer(NumberResults results, int row, JsonRowWriter line) => line.WriteNumber(results[row]);

        public override void ReadAnswer(NumberResults results, int row, ref Utf8JsonReader reader) => results[row] = Read(ref reader);

        public override int Process(NumberBatch rows, NumberResults results, int from, int to) => stage.Take(rows, results, from, to);
    }

    private sealed class ManyKernel(PipelineRun run, TakenStage stage) : BatchKernel<NumberBatch, NumberResults>(run, 0, [1], 1)
    {
        public override NumberResults CreateResults(int capacity) => new(capacity);

        public override async ValueTask CallAsync(NumberBatch rows, int from, int count, NumberResults results, CallAttempt call)
        {
            var given = stage.Call(Run, count);
            await Task.Yield();
            for (var row = 0; row < count; row++)
            {
                results[from + row] = given[row];
            }
        }

        public override void WriteKey(NumberBatch rows, int row, KeyWriter key) => key.Write(stage.InputOf(rows.Numbers[row]));

        public override void WriteAnswer(NumberResults results, int row, JsonRowWriter line) => line.WriteNumber(results[row]);

        public override void ReadAnswer(NumberResults results, int row, ref Utf8JsonReader reader) => results[row] = Read(ref reader);

        public override int Process(NumberBatch rows, NumberResults results, int from, int to) => stage.Take(rows, results, from, to);
    }

    private long InputOf(long number) => inputOf(number);

    private static long Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }
}
