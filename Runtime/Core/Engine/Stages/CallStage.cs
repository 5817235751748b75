using Distil.Engine.Calls;
using Distil.Engine.State;

namespace Distil.Engine.Stages;

/// <summary>
/// Calls a method row by row: several long-lived workers take rows in order, each result goes to the row's index
/// beside its batch, and what is answered without a gap goes on in order. There is no barrier a batch.
/// </summary>
internal abstract class CallStage<TIn, TResults> : Stage
    where TIn : RowBatch
    where TResults : Results
{
    private static readonly IReadOnlyDictionary<int, CallOutcome> NoFailures = new Dictionary<int, CallOutcome>();

    private readonly Edge<TIn> _input;
    private readonly int _reader;
    private readonly CalledKernel<TIn, TResults> _kernel;
    private readonly ReorderBuffer<TIn, TResults> _window;
    private readonly Caller[] _callers;
    private readonly OnError _policy;
    private readonly AnswerClaims<TIn, TResults>? _claims;
    private Task _feeder = Task.CompletedTask;
    private IDisposable? _stopping;

    /// <summary>Rows in the loop of the stage: those from the given one on are counted as rows in, and have not gone on.</summary>
    private (AnsweredRows<TIn, TResults> Rows, int From)? _atHand;

    protected CallStage(
        PipelineRun run, string name, Edge<TIn> input, int reader, CalledKernel<TIn, TResults> kernel, ForkGate[] forks, bool isOrdered)
        : base(run, name, kernel.Step, kernel, forks)
    {
        var settings = run.Settings(kernel.Step);
        _input = input;
        _reader = reader;
        _kernel = kernel;
        _callers = new Caller[run.IsSequential ? 1 : settings.Concurrency];
        var window = Math.Max(_callers.Length, settings.Window > 0 ? settings.Window : DefaultWindow(_callers.Length));
        _policy = settings.OnError;
        _claims = run.IsSkipped(kernel.Step) ? null : AnswerClaims<TIn, TResults>.Create(Output.Answers, kernel);
        _window = new(window, isOrdered, stopsAtFailure: _policy == OnError.Stop, () => kernel.CreateResults(run.TransportSize));
        for (var caller = 0; caller < _callers.Length; caller++)
        {
            _callers[caller] = new(AddCall(), _window.AddWorker());
        }
    }

    /// <summary>
    /// Ordered output needs a window of the concurrency times the ratio of the tail's latency to the mean: sixteen
    /// covers a tail of 5 % that is 14 times slower.
    /// </summary>
    internal static int DefaultWindow(int concurrency) => concurrency == 1 ? 1 : Math.Max(64, 16 * concurrency);

    /// <summary>The rows that are called.</summary>
    protected ReorderBuffer<TIn, TResults> Window => _window;

    /// <summary>Whether a row whose call failed does not stop the run.</summary>
    protected bool PassesFailures => _policy is OnError.DeadLetter or OnError.Null;

    /// <summary>How many calls run at a time.</summary>
    protected int Callers => _callers.Length;

    private IEnumerable<Caller> LeftCallers => _callers.Where(static caller => caller.Position.IsStillInside);

    public override void LeaveCalls()
    {
        foreach (var caller in _callers)
        {
            if (caller.Position.IsLeft)
            {
                _window.Abandon(caller.Rows);
            }
        }
    }

    public override void AddLeft(List<string> left)
    {
        base.AddLeft(left);
        left.AddRange(LeftCallers.Select(
            caller => $"'{Run.StepName(Step)}' on row {_kernel.RowIdOf(caller.Rows.Batch.Rows, caller.Rows.Row)}"));
    }

    protected override Task ExecuteAsync()
    {
        _stopping = Run.WhenStopping(_window.Stop);
        foreach (var caller in _callers)
        {
            caller.Work = Task.Run(() => WorkAsync(caller));
        }

        _feeder = Task.Run(FeedAsync);
        return EmitAsync();
    }

    protected override async Task EndCallsAsync()
    {
        _window.Close();
        _stopping?.Dispose();
        foreach (var caller in _callers)
        {
            await Task.WhenAny(caller.Work, Run.Abandonment.WhenDue).ConfigureAwait(false);
            if (!caller.Position.IsLeft)
            {
                await caller.Work.ConfigureAwait(false);
            }
        }

        // The run says so, too, but perhaps later than now.
        LeaveCalls();
        Run.Counters[Step].AddCalls(_callers.Sum(static caller => caller.Calls));
    }

    protected override void CountAtHand()
    {
        if (_atHand is var (rows, from))
        {
            var passed = from + Output.RowsOfStanding;
            Run.Counters[Step].Add(passed - rows.To, 0);
            _window.Emitted(rows with { To = passed });
        }
    }

    protected override async ValueTask DrainAsync()
    {
        await _feeder.ConfigureAwait(false);
        CountWaiting();
    }

    /// <summary>Takes batches from the input while the window has room; after a stop, takes and counts them.</summary>
    private async Task FeedAsync()
    {
        var rows = _input.ReaderOf(_reader);
        while (await AwaitInputAsync(rows.WaitToReadAsync()).ConfigureAwait(false))
        {
            while (rows.TryRead(out var batch))
            {
                // Before claims are appended: a run that begins again before these rows needs them.
                var location = Output.AnswerPosition;
                if (!TryTakeOver(batch) || !_window.TryEnqueue(batch, location))
                {
                    Run.NoteIncomplete();
                    Run.Counters[Step].AddWaiting(batch.Count);
                    batch.Release();
                    continue;
                }

                while (!_window.HasRoom)
                {
                    await _window.RoomAvailable.WaitAsync().ConfigureAwait(false);
                }
            }
        }

        _window.EndInput();
    }

    /// <summary>Takes over answers of earlier generations for rows, before any of them is called.</summary>
    /// <returns>False: the run stops, and the rows are left to the next one.</returns>
    private bool TryTakeOver(TIn rows)
    {
        if (_claims is null)
        {
            return true;
        }

        if (Run.IsStopping)
        {
            return false;
        }

        try
        {
            _claims.TakeOver(rows, 0, rows.Count);
            return true;
        }
        catch (RunDirectoryException exception)
        {
            Run.Fail(Step, exception);
            return false;
        }
    }

    /// <summary>One of those that call: one call at a time, until there are no more rows.</summary>
    protected abstract Task WorkAsync(Caller caller);

    private async Task EmitAsync()
    {
        while (_window.TryTake(out var taken))
        {
            if (taken is not { } rows)
            {
                await _window.Answered.WaitAsync().ConfigureAwait(false);
                continue;
            }

            await ProcessAsync(rows).ConfigureAwait(false);
            if (rows.Failure is { } failure)
            {
                await PassFailedAsync(rows, failure).ConfigureAwait(false);
                _window.Emitted(rows with { To = rows.To + 1 });
                continue;
            }

            _window.Emitted(rows);
        }
    }

    /// <summary>
    /// Decides about the row behind those that were answered, whose call failed: it stops the run, is left out, or has nulls.
    /// </summary>
    /// <exception cref="StepException">It stops the run.</exception>
    private async ValueTask PassFailedAsync(AnsweredRows<TIn, TResults> answered, CallOutcome outcome)
    {
        var (row, rows) = (answered.To, answered.Pending.Rows);
        try
        {
            var id = _kernel.RowIdOf(rows, row);
            if (_policy == OnError.Stop)
            {
                throw new StepException(Step, row, id, outcome.Failure!) { Attempts = outcome.Attempts };
            }

            Run.Failures.Add(
                new(Step, id, outcome.Failure!, outcome.Attempts, Run.Failures.KeepsInputs ? _kernel.InputsOf(rows, row)?.End() : null),
                Run.Counters[Step].RowsIn + 1,
                row);
        }
        catch
        {
            await Output.FlushAsync(all: true).ConfigureAwait(false);
            Run.Counters[Step].Add(1, 0);
            _window.Emitted(answered with { To = row + 1 });
            throw;
        }

        if (_policy == OnError.Null)
        {
            _kernel.SetNull(answered.Pending.Results, row);
            await ProcessAsync(answered with { From = row, To = row + 1, Failure = null }).ConfigureAwait(false);
            return;
        }

        Run.Counters[Step].Add(1, 0);
        Output.Pass(rows, row + 1);
        Output.Note(rows, row + 1, location: answered.Pending.Location);
        await Output.FlushAsync(all: answered.IsLast).ConfigureAwait(false);
    }

    private async ValueTask ProcessAsync(AnsweredRows<TIn, TResults> answered)
    {
        var (from, end, rows) = (answered.From, answered.End, answered.Pending.Rows);
        do
        {
            Output.Pass(rows, from);
            _atHand = (answered, from);
            await Output.BeginAsync(BlockRows.Of(rows, from), isTimed: false).ConfigureAwait(false);
            try
            {
                from = ProcessBlock(answered, from);
            }
            catch (Exception failure) when (!IsLeftBehind)
            {
                await Output.FlushFailedAsync().ConfigureAwait(false);
                if (failure is StepException { Row: var failed } && failed < answered.To)
                {
                    // Rows behind the one that failed wait, though they are answered.
                    Run.Counters[Step].Add(failed + 1 - answered.To, 0);
                    _window.Emitted(answered with { To = failed + 1 });
                }

                throw;
            }

            // A row of which only some children have gone on is not passed.
            Output.Pass(rows, Math.Min(from, answered.To));
            if (from <= answered.To && !answered.HasPart)
            {
                Output.Note(rows, from, location: answered.Pending.Location);
            }

            var isLast = answered.HasPart ? !answered.Pending.HasChildren(answered.To) : answered.IsLast;
            await Output.FlushAsync(all: isLast).ConfigureAwait(false);
        }
        while (from < end);
    }

    private int ProcessBlock(in AnsweredRows<TIn, TResults> answered, int from)
    {
        try
        {
            Run.Counters[Step].Add(answered.To - from, 0);
            var next = _kernel.Process(answered.Pending.Rows, answered.Pending.Results, from, answered.End);
            Run.Counters[Step].Add(Math.Min(next, answered.To) - answered.To, 0);
            return next;
        }
        finally
        {
            Output.End();
        }
    }

    /// <summary>After a stop or a failure: what had not begun is left to the next run.</summary>
    private void CountWaiting()
    {
        while (_window.TryTakeLeft(out var pending))
        {
            Run.NoteIncomplete();
            Run.Counters[Step].AddWaiting(pending.Unemitted);
            foreach (var (row, outcome) in pending.Failures ?? NoFailures)
            {
                if (!pending.HasGone(row))
                {
                    Run.FailBehind(Step, _kernel.RowIdOf(pending.Rows, row), outcome.Failure!, outcome.Attempts);
                }
            }

            if (!pending.IsHeld && !IsLeftBehind)
            {
                pending.End().Release();
            }
        }
    }

    /// <summary>One of those that call.</summary>
    protected sealed class Caller(UserCodePosition position, RowWorker<TIn, TResults> rows)
    {
        public UserCodePosition Position => position;

        /// <summary>The row that it calls, or has called last, and those that it means to call next.</summary>
        public RowWorker<TIn, TResults> Rows => rows;

        /// <summary>Calls that it has begun and that are not counted yet; other calls are counted by the invoker.</summary>
        public long Calls { get; set; }

        /// <summary>Whether the invoker has made a call since time was last noted.</summary>
        public bool HasInvoked { get; set; }

        public Task Work { get; set; } = Task.CompletedTask;
    }
}
