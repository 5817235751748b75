using System.Runtime.CompilerServices;
using Distil.Checkpoints;
using Distil.Engine.Kernels;
using Distil.IO.JsonLines;
using Distil.Journal;

namespace Distil.Engine.Stages;

/// <summary>One loop of a run: takes rows from its head, lets a kernel handle them, sends what the kernel wrote.</summary>
internal abstract partial class Stage
{
    private readonly StageOutput? _output;
    private bool _hasFailed;

    /// <summary>Prepares a stage that no rows leave.</summary>
    protected Stage(PipelineRun run, string name, int step)
    {
        Run = run;
        Name = name;
        Step = step;
        _position = new(run.Abandonment);
    }

    /// <summary>Prepares a stage whose rows a kernel writes.</summary>
    protected Stage(PipelineRun run, string name, int step, Kernel kernel, ForkGate[] forks, bool isReplicated = false)
        : this(run, name, step) => _output = new(run, step, _position, kernel, forks, isReplicated);

    public string Name { get; }

    /// <summary>The index of the source that it reads; -1: it reads none.</summary>
    public virtual int SourceIndex => -1;

    /// <summary>Where in its files the source that it reads may begin again; null: as of <see cref="SourceKernel.Locations"/>.</summary>
    public virtual SourceLocations? Locations => null;

    /// <summary>Whether it gives nothing before it has every row.</summary>
    public virtual bool NeedsAll => false;

    /// <summary>How far it has come; null: no rows leave it, or the run cannot be resumed.</summary>
    public StageProgress? Progress => _output?.Progress;

    /// <summary>Whether it remembers something of the rows before, and so may begin again only where it has noted what.</summary>
    public bool KeepsPoints => _output is { KeepsPoints: true };

    /// <summary>The answers of the step at its head; null: they are not kept.</summary>
    public StepAnswers? Answers => _output?.Answers;

    /// <summary>The edges that it writes.</summary>
    public IEnumerable<Edge> Outlets => _output?.Edges ?? [];

    /// <summary>The steps that it calls.</summary>
    public IEnumerable<int> Steps => _output is null ? [] : _output.BodySteps.Prepend(Step).Distinct();

    protected PipelineRun Run { get; }

    /// <summary>The step at the head: failures without a better place, and waiting rows, are its.</summary>
    public int Step { get; }

    /// <summary>How rows leave the stage.</summary>
    protected StageOutput Output => _output!;

    /// <summary>Has the stage begin where an earlier run stood. Called before it runs.</summary>
    public virtual void StartAt(RestartPoint start) => _output?.StartAt(start);

    /// <summary>Called by the run's timer: sends rows that wait though the stage's loop stands in user code.</summary>
    public void SendStanding()
    {
        try
        {
            _output?.SendStanding();
        }
        catch (Exception exception)
        {
            Run.Fail(Step, exception);
        }
    }

    /// <summary>
    /// Runs until the input ends; never throws. What it reads is read to the end and what it writes is completed, whatever happens.
    /// </summary>
    public async Task RunAsync()
    {
        try
        {
            await ExecuteAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }

        if (IsLeftBehind)
        {
            return;
        }

        await EndCallsAsync().ConfigureAwait(false);
        if (!_hasFailed && _output?.Progress is not null)
        {
            // So that what is below knows how far this stage has come.
            await _output.FlushAsync(all: true).ConfigureAwait(false);
        }

        // Completed first, so that what is below can finish while this stage still drains.
        Complete();
        await DrainAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// The stage has failed: stops the run. Of several failures the first is said; what a hard stop ends, the run itself says.
    /// </summary>
    protected void Fail(Exception exception)
    {
        if (IsExpansionLeft(exception))
        {
            Run.NoteIncomplete();
            return;
        }

        if (!_hasFailed && !IsLeftBehind && !IsHardStop(exception))
        {
            _hasFailed = true;
            Run.Fail(Step, exception);
        }
    }

    /// <summary>Whether something ended because the run was cancelled, and not by a failure of its own.</summary>
    protected bool IsHardStop(Exception? exception) =>
        Run.Token.IsCancellationRequested
            && exception is (OperationCanceledException or StepException { InnerException: OperationCanceledException });

    /// <summary>Whether something ended since the run stops in the middle of a row's expansion: no failure.</summary>
    protected static bool IsExpansionLeft(Exception? exception) => exception is StepException { InnerException: ExpansionLeftException };

    protected abstract Task ExecuteAsync();

    /// <summary>Completes the edges that it writes.</summary>
    protected virtual void Complete() => _output?.Complete();

    /// <summary>Reads and discards what is left on the edges that it reads.</summary>
    protected abstract ValueTask DrainAsync();

    /// <summary>Waits for rows of the input, and measures how long, where the step at the head is called in this stage.</summary>
    protected ValueTask<bool> AwaitInputAsync(ValueTask<bool> rows) =>
        rows.IsCompleted || _output is not { HoldsStep: true } ? rows : TimeInputAsync(rows);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> TimeInputAsync(ValueTask<bool> rows)
    {
        var wait = Run.Counters[Step].InputWait;
        wait.Begin(Run.TimeProvider);
        try
        {
            return await rows.ConfigureAwait(false);
        }
        finally
        {
            wait.End(Run.TimeProvider);
        }
    }

    /// <summary>Reads and discards what is left on an edge.</summary>
    /// <param name="reader">The edge.</param>
    /// <param name="areWaiting">Whether the next run has to do with the rows.</param>
    protected async ValueTask DrainAsync(IRowReader reader, bool areWaiting = true)
    {
        var left = reader.LeaveHeld();
        while (await reader.WaitAsync().ConfigureAwait(false))
        {
            while (reader.TryRead(out var rows))
            {
                left += rows.Count;
                rows.Release();
            }
        }

        Run.Counters[Step].AddWaiting(areWaiting ? left + reader.LeaveHeld() : 0);
    }

    /// <summary>Counts the rows of a block behind the one that failed: they wait.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="to">Behind the last row of the block.</param>
    /// <param name="atHand">How many rows wait where no row failed: the run ends before they are handled.</param>
    protected void CountBehind(Exception failure, int to, int atHand = 0) =>
        Run.Counters[Step].AddWaiting(failure is StepException step ? Math.Max(0, to - step.Row - 1) : atHand);

    /// <summary>
    /// Counts rows behind the one that failed that were counted as rows in: their results do not go on, and so they wait.
    /// </summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="to">Behind the last row that was counted.</param>
    protected void CountLeftBehind(Exception failure, int to)
    {
        if (failure is StepException step)
        {
            Run.Counters[Step].Add(Math.Min(0, step.Row + 1 - to), 0);
            CountBehind(failure, to);
        }
    }
}
