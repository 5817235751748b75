using Distil.Checkpoints;
using Distil.Engine.Calls;
using Distil.Engine.State;

namespace Distil.Engine.Stages;

/// <summary>
/// Collects every row, calls a global step once, and sends what it gave. A stop before that leaves the rows to the next run.
/// </summary>
internal sealed class GlobalStage<TIn, TResults> : Stage
    where TIn : RowBatch
    where TResults : Results
{
    private readonly Edge<TIn> _input;
    private readonly int _reader;
    private readonly BatchKernel<TIn, TResults> _kernel;
    private readonly UserCodePosition _call;
    private readonly bool _areNew;

    /// <summary>Whether an earlier run has called the step and committed all that is below it.</summary>
    private bool _isDone;

    /// <summary>The rows that are counted as rows in and have not gone on.</summary>
    private int _atHand;

    public GlobalStage(PipelineRun run, string name, Edge<TIn> input, int reader, BatchKernel<TIn, TResults> kernel, ForkGate[] forks)
        : base(run, name, kernel.Step, kernel, forks)
    {
        _input = input;
        _reader = reader;
        _kernel = kernel;
        _call = AddCall();
        _areNew = run.Settings(kernel.Step).NewRows;
    }

    public override bool NeedsAll => true;

    public override void StartAt(RestartPoint start)
    {
        base.StartAt(start);
        _isDone = start.Position.Number == long.MaxValue;
    }

    protected override async Task ExecuteAsync()
    {
        if (_isDone)
        {
            // What comes are at most the rows that another reader needs: the step must not see a part of the rows.
            await PassOverAsync().ConfigureAwait(false);
            return;
        }

        var all = _input.Create(Run.TransportSize);
        if (!await CollectAsync(all).ConfigureAwait(false) || Run.IsStopping)
        {
            Run.NoteIncomplete();
            Run.Counters[Step].AddWaiting(all.Count);
            return;
        }

        Run.Counters[Step].Add(all.Count, 0);
        var results = _kernel.CreateResults(Math.Max(1, all.Count));
        var begun = Run.TimeProvider.GetTimestamp();
        _atHand = all.Count;
        AwaitCall(_call);
        BatchOutcome<TResults> outcome;
        try
        {
            var caller = new BatchCaller<TIn, TResults>(Run, _kernel, _input.Create, isGlobal: true);
            outcome = await caller.TakeOverAndCallAsync(all, 0, all.Count, results, _call).ConfigureAwait(false);
        }
        catch (StepException failure) when (Run.Settings(Step).OnError == OnError.Skip && !IsLeftBehind && !IsHardStop(failure))
        {
            await SkipAsync(failure).ConfigureAwait(false);
            return;
        }
        finally
        {
            LeaveCall();
        }

        Output.AddCallTime(begun);
        if (outcome.IsLeft)
        {
            Run.NoteIncomplete();
            Run.Counters[Step].Add(-all.Count, 0);
            Run.Counters[Step].AddWaiting(all.Count);
            return;
        }

        _atHand = 0;
        await EmitAsync(all, outcome.Results).ConfigureAwait(false);
    }

    protected override void CountAtHand()
    {
        Run.Counters[Step].Add(-_atHand, 0);
        Run.Counters[Step].AddWaiting(_atHand);
    }

    protected override ValueTask DrainAsync() => DrainAsync(_input.Reader(_reader));

    private async ValueTask PassOverAsync()
    {
        await DrainAsync(_input.Reader(_reader), areWaiting: false).ConfigureAwait(false);
        var passed = _input.Create(1).Watermarks;
        Array.Fill(passed, long.MaxValue);
        Output.Pass(passed);
        await Output.FlushAsync(all: true).ConfigureAwait(false);
    }

    /// <summary>Takes every row, and passes on how far the input has come until the first row is held.</summary>
    /// <returns>Whether the input came to its end, and every row was taken.</returns>
    private async ValueTask<bool> CollectAsync(TIn all)
    {
        var isWhole = false;
        var reads = _input.ReaderOf(_reader);
        Account(all, 0);
        await Output.FlushAsync(all: true).ConfigureAwait(false);

        // After a stop the step is not called: rows that are held on disk need not be read.
        while (!Run.IsStopping && await AwaitInputAsync(reads.WaitToReadAsync()).ConfigureAwait(false))
        {
            while (!Run.IsStopping && reads.TryRead(out var rows))
            {
                var isFirst = all.Count == 0;
                all.Append(rows, 0, rows.Count);
                isWhole = rows.IsComplete;
                if (isFirst && !isWhole)
                {
                    rows.Watermarks.CopyTo(all.Watermarks, 0);
                    Account(all, 0);
                    await Output.FlushAsync(all: true).ConfigureAwait(false);
                }

                rows.Release();
            }
        }

        return isWhole;
    }

    /// <summary>The step failed, and its data set is left out: the run goes on without it.</summary>
    private async ValueTask SkipAsync(StepException failure)
    {
        Run.Failures.LeaveOut(failure);
        _atHand = 0;
        Output.PassAll();
        await Output.FlushAsync(all: true).ConfigureAwait(false);
    }

    private async ValueTask EmitAsync(TIn all, TResults results)
    {
        var to = _areNew ? results.Count : all.Count;
        var from = 0;
        do
        {
            Account(all, from);
            await Output.BeginAsync(_areNew ? BlockRows.Numbered(from) : BlockRows.Of(all, from), isTimed: false).ConfigureAwait(false);
            try
            {
                from = ProcessBlock(all, results, from, Math.Min(to, from + Run.TransportSize));
            }
            catch (Exception failure)
            {
                if (!_areNew && !IsLeftBehind)
                {
                    CountLeftBehind(failure, all.Count);
                }

                await Output.FlushFailedAsync().ConfigureAwait(false);
                throw;
            }

            Account(all, from);
            if (from == to)
            {
                if (_areNew)
                {
                    Run.Sources.SetLength(Run.SourceIndex(_kernel.Step), to);
                }

                Output.PassAll();
            }

            await Output.FlushAsync(all: true).ConfigureAwait(false);
        }
        while (from < to);
    }

    private int ProcessBlock(TIn all, TResults results, int from, int to)
    {
        try
        {
            return _kernel.Process(all, results, from, to);
        }
        finally
        {
            Output.End();
        }
    }

    /// <summary>Says which row is next; new rows have numbers of their own.</summary>
    private void Account(TIn all, int next)
    {
        Output.Pass(all, next);
        if (_areNew)
        {
            Output.PassNumber(RowNumber.Pack(Run.SourceIndex(_kernel.Step), next));
        }
    }
}
