namespace Distil.Engine;

/// <summary>Collects every row, calls a global step once, and sends what it gave. A stop before that leaves the rows to the next run.</summary>
internal sealed class GlobalStage<TIn, TAnswers>(
    PipelineRun run, string name, PortLink<TIn> input, int reader, BatchKernel<TIn, TAnswers> kernel, ForkGate[] forks)
    : Stage(run, name, kernel.Step, forks)
    where TIn : RowBatch
    where TAnswers : Answers
{
    private readonly bool _areNew = run.Settings(kernel.Step).NewRows;
    private readonly UserCodePosition _call = new(run.Abandonment);
    private long[]? _head;

    /// <summary>The rows that are counted as rows in and have not gone on.</summary>
    private int _atHand;

    protected override async Task ExecuteAsync()
    {
        var all = input.Create(Run.TransportSize);
        if (!await CollectAsync(all).ConfigureAwait(false) || Run.IsStopping)
        {
            Run.NoteIncomplete();
            Run.Counters[Step].AddWaiting(all.Count);
            return;
        }

        Run.Counters[Step].Add(all.Count, 0);
        var answers = kernel.CreateAnswers(Math.Max(1, all.Count));
        var begun = Run.TimeProvider.GetTimestamp();
        _atHand = all.Count;
        AwaitCall(_call);
        BatchOutcome<TAnswers> outcome;
        try
        {
            outcome = await new BatchCaller<TIn, TAnswers>(Run, kernel).CallAsync(all, 0, all.Count, answers, _call).ConfigureAwait(false);
        }
        finally
        {
            LeaveCall();
        }

        AddTime(begun);
        if (outcome.IsLeft)
        {
            Run.NoteIncomplete();
            Run.Counters[Step].Add(-all.Count, 0);
            Run.Counters[Step].AddWaiting(all.Count);
            return;
        }

        _atHand = 0;
        await EmitAsync(all, outcome.Answers).ConfigureAwait(false);
    }

    public override IEnumerable<int> LeftSteps => _call.IsStillInside ? [Step] : base.LeftSteps;

    protected override IEnumerable<int> Body => kernel.BodySteps;

    public override bool IsInside => base.IsInside || _call.IsInside;

    public override void Decide()
    {
        base.Decide();
        _call.Decide();
    }

    protected override void CountAtHand()
    {
        Run.Counters[Step].Add(-_atHand, 0);
        Run.Counters[Step].AddWaiting(_atHand);
    }

    protected override void Complete() => Complete(kernel);

    protected override ValueTask DrainAsync() => DrainAsync(input.Reader(reader));

    /// <summary>Takes every row, and passes on how far the input has come until the first row is held.</summary>
    /// <returns>Whether the input came to its end.</returns>
    private async ValueTask<bool> CollectAsync(TIn all)
    {
        var isWhole = false;
        var reads = input.ReaderOf(reader);
        Account(all, 0);
        await FlushAsync(kernel, _head!, all: true).ConfigureAwait(false);
        while (await reads.WaitToReadAsync().ConfigureAwait(false))
        {
            while (reads.TryRead(out var rows))
            {
                var isFirst = all.Count == 0;
                all.Append(rows, 0, rows.Count);
                isWhole = rows.IsComplete;
                if (isFirst && !isWhole)
                {
                    rows.Marks.CopyTo(all.Marks, 0);
                    Account(all, 0);
                    await FlushAsync(kernel, _head!, all: true).ConfigureAwait(false);
                }

                rows.Release();
            }
        }

        return isWhole;
    }

    private async ValueTask EmitAsync(TIn all, TAnswers answers)
    {
        var to = _areNew ? answers.Count : all.Count;
        var from = 0;
        do
        {
            Account(all, from);
            await PassForksAsync(kernel, _head!).ConfigureAwait(false);
            await EnterAsync().ConfigureAwait(false);
            try
            {
                from = kernel.Process(all, answers, from, Math.Min(to, from + Run.TransportSize));
            }
            catch (Exception failure)
            {
                if (!_areNew && !IsLeftBehind)
                {
                    CountLeftBehind(failure, all.Count);
                }

                await FlushFailedAsync(kernel).ConfigureAwait(false);
                throw;
            }
            finally
            {
                Leave();
            }

            Account(all, from);
            if (from == to)
            {
                if (_areNew)
                {
                    Run.SetSourceLength(Run.SourceIndex(kernel.Step), to);
                }

                Array.Fill(_head!, long.MaxValue);
            }

            await FlushAsync(kernel, _head!, all: true).ConfigureAwait(false);
        }
        while (from < to);
    }

    /// <summary>Sets the head's marks to the row that is next; new rows have numbers of their own.</summary>
    private void Account(TIn all, int next)
    {
        MarksAt(all, next, ref _head);
        if (_areNew)
        {
            _head[0] = PipelineRun.Pack(Run.SourceIndex(kernel.Step), next);
        }
    }
}
