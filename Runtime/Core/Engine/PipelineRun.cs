using System.ComponentModel;
using Microsoft.Extensions.Logging;

namespace Distil.Engine;

/// <summary>One run of a pipeline: its settings, its counts, whether it is to stop. Its stages are declared by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class PipelineRun : IDisposable
{
    private const int PlaceBits = 48;
    private const long PlaceMask = (1L << PlaceBits) - 1;
    private const int DryRunRows = 50;

    private readonly RunOptions _options;
    private readonly StepDefinition[] _steps;
    private readonly IReadOnlyList<StepSettings> _settings;
    private readonly string[] _sources;
    private readonly long[] _sourceLengths;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _hard = new();
    private readonly SequentialTurn? _turn;
    private readonly Gate _lock = new();
    private bool _isDisposed;
    private StepException? _failure;
    private int _isIncomplete;

    internal PipelineRun(RunOptions options, string runId, StepDefinition[] steps, IReadOnlyList<StepSettings> settings, RunEvents events)
    {
        _options = options;
        _steps = steps;
        _settings = settings;
        RunId = runId;
        Events = events;
        Counters = Array.ConvertAll(steps, static _ => new StepCounters());
        _sources = [.. steps.Where(static step => step.Kind == StepKind.Source || step.Settings.NewRows).Select(static step => step.Name)];
        _sourceLengths = new long[_sources.Length];
        Array.Fill(_sourceLengths, -1);
        Limit = options.DryRun ? Math.Min(DryRunRows, options.Limit ?? long.MaxValue) : options.Limit ?? long.MaxValue;
        _turn = options.Sequential ? new() : null;
        LateCalls = new(this);
    }

    /// <summary>The hard stop: handed to every call.</summary>
    public CancellationToken Token => _hard.Token;

    /// <summary>Rows that a batch between two stages holds.</summary>
    public int TransportSize => _options.Engine.TransportSize;

    /// <summary>Whether sinks are called; a dry run leaves them out.</summary>
    public bool CallsSinks => !_options.DryRun;

    internal string RunId { get; }

    internal RunEvents Events { get; }

    internal StepCounters[] Counters { get; }

    /// <summary>Calls that have not ended although their time is over.</summary>
    internal LateCalls LateCalls { get; }

    internal TimeProvider TimeProvider => _options.TimeProvider;

    internal EngineSettings Engine => _options.Engine;

    internal bool IsSequential => _options.Sequential;

    /// <summary>Rows that are read of each source at most.</summary>
    internal long Limit { get; }

    /// <summary>Fires when sources are to stop.</summary>
    internal CancellationToken SourceToken => _stop.Token;

    internal bool IsStopping => _stop.IsCancellationRequested;

    /// <summary>A run that reads only the first rows of its sources cannot tell whether their lengths differ.</summary>
    internal bool AllowsUnequalZip => Limit != long.MaxValue;

    internal StepException? Failure => _failure;

    /// <summary>Something was left to the next run.</summary>
    internal bool IsIncomplete => Volatile.Read(ref _isIncomplete) != 0;

    internal RunSummary Summary { get; set; } = null!;

    /// <summary>Packs a row's number.</summary>
    /// <param name="source">The source's index.</param>
    /// <param name="place">The row's place in it.</param>
    /// <returns>A number that sorts by source, then by place.</returns>
    public static long Pack(int source, long place) => ((long)source << PlaceBits) | place;

    /// <summary>Unpacks a row's number.</summary>
    /// <param name="number">The packed number.</param>
    /// <returns>The number as users see it.</returns>
    public RowId RowId(long number) => new(SourceName(SourceOf(number)), PlaceOf(number));

    /// <summary>Unpacks a row's number.</summary>
    /// <param name="number">The packed number.</param>
    /// <param name="children">The child's number at each expand step; -1 where a merged branch has none.</param>
    /// <returns>The number as users see it.</returns>
    public RowId RowId(long number, params long[] children) =>
        new(SourceName(SourceOf(number)), PlaceOf(number), Array.FindAll(children, static child => child >= 0));

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
    public StepContext Context(int step, RowId row, StepCall call)
    {
        var name = _steps[step].Name;
        return new(name, row, RunId, call.Attempt, _options.LoggerFactory?.CreateLogger("Distil." + name), TimeProvider);
    }

    internal static int SourceOf(long number) => (int)(number >> PlaceBits);

    internal static long PlaceOf(long number) => number & PlaceMask;

    /// <summary>The index among the sources of a step that makes rows or makes them anew.</summary>
    internal int SourceIndex(int step) => Array.IndexOf(_sources, _steps[step].Name);

    internal string SourceName(int source) => source < _sources.Length ? _sources[source] : "";

    internal long SourceLength(int source) => Volatile.Read(ref _sourceLengths[source]);

    internal void SetSourceLength(int source, long rows) => Volatile.Write(ref _sourceLengths[source], rows);

    internal string StepName(int step) => _steps[step].Name;

    internal StepSettings Settings(int step) => _settings[step];

    internal bool IsSkipped(int step) => _steps[step].Kind == StepKind.Sink && !CallsSinks;

    /// <summary>Sources stop; calls that have begun are finished.</summary>
    internal void Stop()
    {
        lock (_lock)
        {
            if (_isDisposed || IsStopping)
            {
                return;
            }

            Events.Stopping();
        }

        _stop.Cancel();
    }

    /// <summary>Calls are cancelled as well.</summary>
    internal void Cancel()
    {
        // Calls first: what stops for the run's sake must find the hard stop already there.
        _hard.Cancel();
        Stop();
    }

    internal IDisposable WhenStopping(Action action) => _stop.Token.UnsafeRegister(static state => ((Action)state!)(), action);

    internal void NoteIncomplete() => Volatile.Write(ref _isIncomplete, 1);

    /// <summary>The first failure stops the run and is what it throws; its step and row are kept with it.</summary>
    internal void Fail(int step, Exception exception)
    {
        var failure = exception as StepException ?? new StepException(step, 0, null, exception);
        lock (_lock)
        {
            _failure ??= failure;
        }

        Counters[failure.Step].AddFailed();
        Events.StepFailed(_steps[failure.Step].Name, failure.RowId, failure.InnerException!);
        NoteIncomplete();
        Stop();
    }

    /// <summary>In a sequential run, waits for the turn; otherwise returns at once.</summary>
    internal ValueTask EnterAsync() => _turn is null ? default : _turn.EnterAsync();

    internal void Leave() => _turn?.Leave();

    void IDisposable.Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        _turn?.Dispose();
        _stop.Dispose();
        _hard.Dispose();
    }
}
