using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Distil.Pipelines.Tests.Failing;

/// <summary>Code of the user's that throws, and is no step's method.</summary>
public enum Place
{
    /// <summary>Nowhere: what the others are compared with.</summary>
    Nowhere,

    /// <summary>A callback that the source registered on its token.</summary>
    SourceCallback,

    /// <summary>A callback that a call registered on its token.</summary>
    CallCallback,

    /// <summary>A callback that LoadAsync registered on its token.</summary>
    LoadCallback,

    /// <summary>The logger, when it is given an exception.</summary>
    LoggerOfExceptions,

    /// <summary>The logger, whatever it is given, and its scopes.</summary>
    Logger,

    /// <summary>The factory of the loggers.</summary>
    LoggerFactory,

    /// <summary>The progress.</summary>
    Progress,

    /// <summary>The end of the source's enumeration.</summary>
    SourceDispose,

    /// <summary>UnloadAsync.</summary>
    Unload,

    /// <summary>The message of the exception that the step threw.</summary>
    Message,

    /// <summary>The text of the exception that the step threw.</summary>
    Text,

    /// <summary>The stack trace of the exception that the step threw.</summary>
    Trace,

    /// <summary>The clock.</summary>
    Clock,

    /// <summary>The clock's timers.</summary>
    Timer,

    /// <summary>A parameter that refuses its first value at the end.</summary>
    Parameter,
}

/// <summary>Where a run is to meet trouble, and what was thrown.</summary>
public sealed class Trouble(Place place)
{
    private readonly ConcurrentQueue<Exception> _thrown = new();

    public Place Place => place;

    /// <summary>What was thrown, in order; texts of exceptions excepted.</summary>
    public IReadOnlyList<Exception> Thrown => [.. _thrown];

    /// <summary>The failure of the step <c>Bad</c>.</summary>
    public Exception Cause { get; } = new HostileException(place);

    /// <summary>The number at which <c>Bad</c> fails; none.</summary>
    public int Bad { get; init; } = -1;

    /// <summary>The number whose call waits until it is cancelled; none.</summary>
    public int Stuck { get; init; } = -1;

    public TaskCompletionSource IsStuck { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Throw(Place here)
    {
        if (here == place)
        {
            var exception = new NotSupportedException($"Trouble in {here}.");
            _thrown.Enqueue(exception);
            throw exception;
        }
    }
}

/// <summary>An exception whose members throw.</summary>
public sealed class HostileException(Place place) : Exception
{
    public override string Message => place == Place.Message ? throw new NotSupportedException("No message.") : "No 7.";

    public override string? StackTrace => place == Place.Trace ? throw new NotSupportedException("No trace.") : base.StackTrace;

    public override string ToString() => place == Place.Text ? throw new NotSupportedException("No text.") : base.ToString();
}

public sealed class TroubledLoggers(Trouble trouble) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName)
    {
        trouble.Throw(Place.LoggerFactory);
        return this;
    }

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        trouble.Throw(Place.Logger);
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        trouble.Throw(Place.Logger);
        if (exception is not null)
        {
            trouble.Throw(Place.LoggerOfExceptions);
        }
    }

    public void Dispose()
    {
    }
}

public sealed class TroubledProgress(Trouble trouble) : IProgress<RunProgress>
{
    private readonly ConcurrentQueue<RunProgress> _reports = new();

    public IReadOnlyList<RunProgress> Reports => [.. _reports];

    public void Report(RunProgress value)
    {
        _reports.Enqueue(value);
        trouble.Throw(Place.Progress);
    }
}

public sealed class TroubledClock(Trouble trouble) : TimeProvider
{
    public override long GetTimestamp()
    {
        trouble.Throw(Place.Clock);
        return base.GetTimestamp();
    }

    public override DateTimeOffset GetUtcNow()
    {
        trouble.Throw(Place.Clock);
        return base.GetUtcNow();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        trouble.Throw(Place.Timer);
        return base.CreateTimer(callback, state, dueTime, period);
    }
}

[Source(Version = "1")]
public sealed class TroubledNumbers(int count, Trouble trouble)
{
    [return: Column("number")]
    public IEnumerable<int> Read(CancellationToken ct)
    {
        ct.Register(() => trouble.Throw(Place.SourceCallback));
        try
        {
            for (var i = 0; i < count; i++)
            {
                yield return i;
            }
        }
        finally
        {
            trouble.Throw(Place.SourceDispose);
        }
    }
}

/// <summary>A call that logs, registers on its token, and waits at one number until it is cancelled.</summary>
[Step(Concurrency = 3, Retries = 0, Version = "1", OnError = OnError.Stop)]
public sealed class TroubledCall(Trouble trouble) : IStepLifecycle
{
    private static readonly Exception s_logged = new InvalidDataException("Only logged.");

    private int _factor = 1;

    [RuntimeParameter]
    public int Factor
    {
        get => _factor;
        set
        {
            if (value < _factor)
            {
                trouble.Throw(Place.Parameter);
            }

            _factor = value;
        }
    }

    [return: Column("text")]
    public async Task<string> ProcessAsync(int number, StepContext context, CancellationToken ct)
    {
        ct.Register(() => trouble.Throw(Place.CallCallback));
        using var scope = context.Logger.BeginScope("call");
        await Task.Yield();
        context.Logger.Log(LogLevel.Information, default, number, s_logged, static (n, _) => $"called with {n}");
        if (number == trouble.Stuck)
        {
            trouble.IsStuck.TrySetResult();
            await Task.Delay(Timeout.Infinite, ct);
        }

        return $"n{number * Factor}";
    }

    public ValueTask LoadAsync(CancellationToken ct)
    {
        ct.Register(() => trouble.Throw(Place.LoadCallback));
        return default;
    }

    public ValueTask UnloadAsync(CancellationToken ct)
    {
        trouble.Throw(Place.Unload);
        return default;
    }
}

[Step(OnError = OnError.Stop)]
public sealed class TroubledStep(Trouble trouble)
{
    [return: Column("number")]
    public int Process(int number) => number == trouble.Bad ? throw trouble.Cause : number;
}

[Pipeline]
public sealed partial class Troubled(int rows, Trouble trouble)
{
    TroubledNumbers All { get; } = new(rows, trouble);
    [From(nameof(All))] TroubledStep Bad { get; } = new(trouble);
    [From(nameof(Bad))] TroubledCall Called { get; } = new(trouble);
    [From(nameof(Called)), Step(BatchSize = 4)] See Seen { get; } = new(new Calls());
}
