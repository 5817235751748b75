using Distil.Guards;
using Distil.Running;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Distil.Runtime.Tests.Guards;

/// <summary>Code of the user's that throws, called through what the engine calls it with.</summary>
public sealed class GuardTests
{
    private readonly UserCode _code = new();

    [Fact]
    public async Task Callbacks_of_a_token_all_run_and_what_they_throw_is_kept()
    {
        var ran = 0;
        using var source = new CancellationTokenSource();
        using var first = source.Token.Register(() => throw new InvalidOperationException("first"));
        using var second = source.Token.Register(() => ran++);
        using var third = source.Token.Register(() => throw new InvalidOperationException("third"));

        var callbacks = _code.CancelAsync(source);
        Assert.True(source.IsCancellationRequested);
        await callbacks;

        Assert.Equal(1, ran);
        Assert.Equal(["third", "first"], _code.Errors.All.Kept.Select(error => error.Exception!.Message));
        Assert.All(_code.Errors.All.Kept, error => Assert.Equal(UserCode.Callback, error.Step));
    }

    [Fact]
    public async Task A_token_that_is_gone_is_not_cancelled()
    {
        var source = new CancellationTokenSource();
        source.Dispose();
        await _code.CancelAsync(source);

        Assert.Empty(_code.Errors.All.Kept);
    }

    [Fact]
    public async Task A_callback_that_blocks_holds_up_nobody_who_cancels()
    {
        var go = new TaskCompletionSource();
        using var source = new CancellationTokenSource();
        using var blocking = source.Token.Register(() => go.Task.Wait());

        var callbacks = _code.CancelAsync(source);
        Assert.False(callbacks.IsCompleted);
        go.SetResult();
        await callbacks;
    }

    [Fact]
    public void The_failure_that_ended_the_run_comes_first()
    {
        _code.Failed("Some", null, new InvalidDataException("some"));
        _code.Errors.Add(new RunError("Bad", null, new InvalidDataException("bad")), isFirst: true);
        for (var i = 0; i < 2 * RunSummary.MaxErrors; i++)
        {
            _code.Failed("Other", null, new InvalidDataException("other"));
        }

        var (kept, count) = _code.Errors.All;
        Assert.Equal(["bad", "some", "other"], kept.Take(3).Select(error => error.Exception!.Message));
        Assert.Equal(RunSummary.MaxErrors, kept.Count);
        Assert.Equal((2 * RunSummary.MaxErrors) + 2, count);
    }

    [Fact]
    public void A_logger_that_refuses_exceptions_is_told_of_them_as_text()
    {
        var refusing = new Refusing(exceptionsOnly: true);
        var logger = GuardedLogger.Create(refusing, "Category", Failed);
        logger.Log(LogLevel.Warning, default, 7, new InvalidDataException("broken"), static (number, _) => $"row {number}");
        logger.Log(LogLevel.Warning, default, 8, null, static (number, _) => $"row {number}");

        Assert.Equal("row 7: System.IO.InvalidDataException: broken", refusing.Lines[0]);
        Assert.Equal("row 8", refusing.Lines[1]);
        Assert.Equal(UserCode.Logging, Assert.Single(_code.Errors.All.Kept).Step);
    }

    [Fact]
    public void A_logger_that_always_throws_logs_nothing()
    {
        var logger = GuardedLogger.Create(new Refusing(exceptionsOnly: false), "Category", Failed);
        Assert.Null(logger.BeginScope("scope"));
        Assert.False(logger.IsEnabled(LogLevel.Critical));
        logger.Log(LogLevel.Warning, default, 7, new InvalidDataException("broken"), static (number, _) => $"row {number}");

        Assert.Equal("no logging", Assert.Single(_code.Errors.All.Kept).Exception!.Message);
    }

    [Fact]
    public void A_factory_that_throws_or_has_no_logger_logs_nothing()
    {
        Assert.Same(NullLogger.Instance, GuardedLogger.Create(new Refusing(exceptionsOnly: false), "Refused", Failed));
        Assert.Same(NullLogger.Instance, GuardedLogger.Create(new Refusing(exceptionsOnly: false), "None", Failed));
        Assert.Same(NullLogger.Instance, GuardedLogger.Create(null, "Category", Failed));
        Assert.Equal("no such category", Assert.Single(_code.Errors.All.Kept).Exception!.Message);
    }

    [Fact]
    public async Task A_clock_that_throws_stands_still_and_its_timers_are_the_systems()
    {
        var broken = new BrokenClock();
        var clock = GuardedClock.Of(broken, exception => _code.FailedOnce(UserCode.Clock, exception));
        var begun = clock.GetTimestamp();
        broken.IsBroken = true;

        Assert.Equal(TimeSpan.Zero, clock.GetElapsedTime(begun));
        Assert.NotEqual(default, clock.GetUtcNow());
        await Task.Delay(TimeSpan.FromMilliseconds(1), clock);
        Assert.Equal("no time", Assert.Single(_code.Errors.All.Kept).Exception!.Message);
        Assert.Same(TimeProvider.System, GuardedClock.Of(TimeProvider.System, static _ => { }));
    }

    [Fact]
    public void A_text_that_cannot_be_read_says_so()
    {
        Assert.Equal("(its message cannot be read: System.NotSupportedException)", ExceptionText.MessageOf(new Unreadable()));
        Assert.StartsWith("Distil.Runtime.Tests.Guards.GuardTests+Unreadable: (its message", ExceptionText.Of(new Unreadable()), StringComparison.Ordinal);
        Assert.Contains("(its message cannot be read", new PipelineFailedException("P", "S", null, new Unreadable()).Message, StringComparison.Ordinal);
        Assert.Contains("(its message cannot be read", new StepLoadException("S", new Unreadable()).Message, StringComparison.Ordinal);
    }

    private void Failed(Exception exception) => _code.FailedOnce(UserCode.Logging, exception);

    private sealed class Unreadable : Exception
    {
        public override string Message => throw new NotSupportedException();

        public override string? StackTrace => throw new NotSupportedException();

        public override string ToString() => throw new NotSupportedException();
    }

    private sealed class BrokenClock : TimeProvider
    {
        public bool IsBroken { get; set; }

        public override long GetTimestamp() => IsBroken ? throw new NotSupportedException("no time") : base.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => throw new NotSupportedException("no time");

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            throw new NotSupportedException("no time");
    }

    private sealed class Refusing(bool exceptionsOnly) : ILoggerFactory, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => categoryName switch
        {
            "Refused" => throw new NotSupportedException("no such category"),
            "None" => null!,
            _ => this,
        };

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new NotSupportedException("no logging");

        public bool IsEnabled(LogLevel logLevel) => throw new NotSupportedException("no logging");

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!exceptionsOnly || exception is not null)
            {
                throw new NotSupportedException("no logging");
            }

            Lines.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
