using System.ComponentModel;
using Distil.Engine.State;
using Distil.Guards;
using Distil.Journal;
using Distil.Logging;
using Distil.Running;
using Microsoft.Extensions.Logging;

namespace Distil.Engine;

/// <summary>One run of a pipeline: its settings, its counts, whether it is to stop. What stages, calls and kernels share.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class PipelineRun : IDisposable
{
    private const int DryRunRows = 50;

    private readonly RunOptions _options;
    private readonly TimeProvider _clock;
    private readonly StepDefinition[] _steps;
    private readonly IReadOnlyList<StepSettings> _settings;
    private readonly CancellationTokenSource _engineStop = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _hard = new();
    private readonly SequentialTurn? _turn;
    private readonly Gate _lock = new();
    private readonly ILogger?[] _loggers;
    private readonly List<Action> _whenStopping = [];
    private readonly List<Task> _callbacks = [];
    private bool _hasEnded;
    private volatile bool _isStopping;
    private StepException? _failure;
    private int _isIncomplete;

    internal PipelineRun(
        RunOptions options, TimeProvider clock, string runId, StepDefinition[] steps, IReadOnlyList<StepSettings> settings,
        RunEvents events, UserCode code, IErrorLog? errors = null)
    {
        _options = options;
        _clock = clock;
        _steps = steps;
        _settings = settings;
        _loggers = new ILogger?[steps.Length];
        RunId = runId;
        Events = events;
        UserCode = code;
        Sources = new(steps);
        var names = Array.ConvertAll(steps, static step => step.Name);
        code.Errors.OrderBy(names, Sources.Names);
        Counters = Array.ConvertAll(steps, static _ => new StepCounters());
        Failures = new(names, Counters, Sources, code.Errors, events, options.MaxConsecutiveErrors, errors);
        Limit = options.DryRun ? Math.Min(DryRunRows, options.Limit ?? long.MaxValue) : options.Limit ?? long.MaxValue;
        _turn = options.Sequential ? new() : null;
        LateCalls = new(this);
        Abandonment = new(options.AbandonAfter, clock);
    }

    /// <summary>The hard stop: handed to every call.</summary>
    public CancellationToken Token => _hard.Token;

    /// <summary>The stop: handed to sources, and to expands that may have no end.</summary>
    public CancellationToken SourceToken => _stop.Token;

    /// <summary>Rows that a batch between two stages holds.</summary>
    public int TransportSize => _options.Engine.TransportSize;

    /// <summary>Whether sinks are called; a dry run leaves them out.</summary>
    public bool CallsSinks => !_options.DryRun;

    internal string RunId { get; }

    internal RunEvents Events { get; }

    /// <summary>The devices that each step has; set before a step is loaded. Null: none has any.</summary>
    internal IReadOnlyList<string>[]? Devices { get; set; }

    /// <summary>Calls what is the user's and no step's method.</summary>
    internal UserCode UserCode { get; }

    internal StepCounters[] Counters { get; }

    internal SourceTable Sources { get; }

    /// <summary>The rows that steps failed on while the run goes on.</summary>
    internal RowFailures Failures { get; }

    /// <summary>The answers of durable steps; null: none is kept.</summary>
    internal RunAnswers? Answers { get; set; }

    /// <summary>The run's clock, which never throws.</summary>
    internal TimeProvider TimeProvider => _clock;

    internal EngineSettings Engine => _options.Engine;

    internal bool IsSequential => _options.Sequential;

    /// <summary>Rows that are read of each source at most.</summary>
    internal long Limit { get; }

    /// <summary>Fires at the stop. The engine's alone: no callback of the user's stands in the way of its own.</summary>
    internal CancellationToken StopToken => _engineStop.Token;

    internal bool IsStopping => _isStopping;

    /// <summary>A run that reads only the first rows of its sources cannot tell whether their lengths differ.</summary>
    internal bool AllowsUnequalZip => Limit != long.MaxValue;

    internal StepException? Failure => _failure;

    /// <summary>Something was left to the next run.</summary>
    internal bool IsIncomplete => Volatile.Read(ref _isIncomplete) != 0;

    /// <summary>The steps are loaded and the stages are made.</summary>
    internal bool IsBuilt { get; set; }

    /// <summary>
    /// Whether rows keep their order whatever a step's <c>Ordered</c> says: what a directory holds is the beginning of the whole.
    /// </summary>
    internal bool KeepsOrder => _options.Directory is not null && !_options.DryRun;

    /// <summary>Unpacks a row's number.</summary>
    /// <param name="number">The packed number.</param>
    /// <returns>The number as users see it.</returns>
    public RowId RowId(long number) => new(Sources.NameOf(RowNumber.SourceOf(number)), RowNumber.OrdinalOf(number));

    /// <summary>Unpacks a row's number.</summary>
    /// <param name="number">The packed number.</param>
    /// <param name="children">The child's number at each expand step; -1 where a merged branch has none.</param>
    /// <returns>The number as users see it.</returns>
    public RowId RowId(long number, params long[] children) =>
        new(Sources.NameOf(RowNumber.SourceOf(number)), RowNumber.OrdinalOf(number), Array.FindAll(children, static child => child >= 0));

    /// <summary>Unpacks the number of a row that came by one of several branches.</summary>
    /// <param name="repeat">As of <see cref="RowId.Repeat"/>.</param>
    /// <param name="number">The packed number.</param>
    /// <param name="children">The child's number at each expand step; -1 where a merged branch has none.</param>
    /// <returns>The number as users see it.</returns>
    public RowId RepeatedRowId(long repeat, long number, params long[] children) => RowId(number, children) with { Repeat = repeat };

    /// <summary>What a synchronous step is told of its call.</summary>
    /// <param name="step">The step.</param>
    /// <param name="row">The row.</param>
    /// <returns>A new context.</returns>
    public StepContext Context(int step, RowId row) => Context(step, row, new(1, Token));

    /// <summary>What a step is told of its call.</summary>
    /// <param name="step">The step.</param>
    /// <param name="row">The row.</param>
    /// <param name="call">The attempt.</param>
    /// <returns>A new context.</returns>
    public StepContext Context(int step, RowId row, CallAttempt call)
    {
        var name = _steps[step].Name;
        var logger = _options.LoggerFactory is null ? null
            : _loggers[step] ??= GuardedLogger.Create(
                _options.LoggerFactory, "Distil." + name, exception => UserCode.FailedOnce(UserCode.Logging, exception));
        return new(name, row, RunId, call.Attempt, logger, _options.TimeProvider) { Devices = Devices?[step] ?? [] };
    }

    /// <summary>The index among the sources of a step that makes rows or makes them anew.</summary>
    internal int SourceIndex(int step) => Sources.IndexOf(_steps[step].Name);

    /// <summary>The index of the step of a name; -1: there is none.</summary>
    internal int StepIndex(string name) => Array.FindIndex(_steps, step => step.Name == name);

    internal string StepName(int step) => _steps[step].Name;

    internal object StepInstance(int step) => _steps[step].Instance;

    internal StepSettings Settings(int step) => _settings[step];

    internal bool IsSkipped(int step) => _steps[step].Kind == StepKind.Sink && !CallsSinks;

    /// <summary>Sources stop; calls that have begun are finished. Never throws, and runs no callback of the user's.</summary>
    internal void Stop()
    {
        Action[] stages;
        lock (_lock)
        {
            if (_hasEnded || _isStopping)
            {
                return;
            }

            _isStopping = true;
            stages = [.. _whenStopping];
            _callbacks.Add(_engineStop.CancelAsync());
            _callbacks.Add(UserCode.CancelAsync(_stop));
        }

        // Logged first: a stage that is woken may end the run, and its end comes last in the log.
        Events.Stopping();
        Reach(RacePoint.Stop);
        Array.ForEach(stages, static stage => stage());
    }

    /// <summary>Calls are cancelled as well.</summary>
    internal void Cancel()
    {
        lock (_lock)
        {
            if (_hasEnded)
            {
                return;
            }

            // Calls first: what stops for the run's sake must find the hard stop already there.
            _callbacks.Add(UserCode.CancelAsync(_hard));
        }

        Stop();
        Abandonment.BeginWaiting();
    }

    /// <summary>
    /// Calls an action of the engine's at the stop, on the thread that stops; at once, where the run is stopping already.
    /// </summary>
    internal IDisposable WhenStopping(Action action)
    {
        lock (_lock)
        {
            if (!_isStopping)
            {
                _whenStopping.Add(action);
                return new StopRegistration(this, action);
            }
        }

        action();
        return new StopRegistration(this, action);
    }

    /// <summary>Cancels a token that calls have. Its callbacks are waited for at the end of the run.</summary>
    internal void CancelUserCode(CancellationTokenSource source)
    {
        lock (_lock)
        {
            _callbacks.RemoveAll(static callback => callback.IsCompleted);
            _callbacks.Add(UserCode.CancelAsync(source));
        }
    }

    /// <summary>When the callbacks of the user's that were set off have run.</summary>
    internal Task CallbacksAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_callbacks);
        }
    }

    /// <summary>The run has its outcome: from now on nothing stops, cancels or fails it.</summary>
    internal void End()
    {
        lock (_lock)
        {
            _hasEnded = true;
        }
    }

    internal void NoteIncomplete() => Volatile.Write(ref _isIncomplete, 1);

    /// <summary>
    /// The first failure stops the run, cancels its calls, and is what it throws; its step and row are kept with it. Never throws.
    /// </summary>
    internal void Fail(int step, Exception exception)
    {
        var failure = exception as StepException ?? new StepException(step, 0, null, exception);
        bool isFirst;
        lock (_lock)
        {
            isFirst = _failure is null;
            _failure ??= failure;
        }

        var name = _steps[failure.Step].Name;
        Counters[failure.Step].AddFailed(failure.Rows);
        UserCode.Errors.Add(new(name, failure.RowId, failure.InnerException!, failure.Attempts), isFirst);
        Events.StepFailed(name, failure.RowId, failure.InnerException!);
        NoteIncomplete();
        Reach(RacePoint.Fail);
        Cancel();
    }

    /// <summary>
    /// A call failed behind a row that failed, or that is left to the next run: its rows have no outcome, and wait. What it threw is kept
    /// and logged.
    /// </summary>
    internal void FailBehind(int step, RowId? row, Exception exception, int attempts)
    {
        var name = _steps[step].Name;
        UserCode.Errors.Add(new(name, row, exception, attempts));
        Events.CallFailed(name, row, exception);
    }

    /// <summary>A place where another thread can come between.</summary>
    internal void Reach(RacePoint point) => _options.Engine.Reached?.Invoke(point);

    /// <summary>In a sequential run, waits for the turn; otherwise returns at once.</summary>
    internal ValueTask EnterAsync() => _turn is null ? default : _turn.EnterAsync();

    internal void Leave() => _turn?.Leave();

    /// <summary>Blocks the thread of a loop that cannot be suspended; in a sequential run, without the turn that it has.</summary>
    internal void WaitWithoutTurn(ValueTask task)
    {
        if (_turn is not null)
        {
            _turn.Wait(task.AsTask());
        }
        else
        {
            task.AsTask().GetAwaiter().GetResult();
        }
    }

    void IDisposable.Dispose()
    {
        End();
        Abandonment.Dispose();
        _turn?.Dispose();
        Answers?.Dispose();
        if (LeftBehind is not null || _leftSteps.Count > 0)
        {
            // What is left behind may still ask for a token.
            return;
        }

        _engineStop.Dispose();
        _stop.Dispose();
        _hard.Dispose();
    }

    private sealed class StopRegistration(PipelineRun run, Action action) : IDisposable
    {
        public void Dispose()
        {
            lock (run._lock)
            {
                run._whenStopping.Remove(action);
            }
        }
    }
}
