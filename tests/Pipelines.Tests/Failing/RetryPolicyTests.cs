using System.Net;

namespace Distil.Pipelines.Tests.Failing;

/// <summary>Fails at the first attempts of every row, with what the test gives.</summary>
public sealed class Failures(int count, Func<Exception> make)
{
    public Log<int> Attempts { get; } = new();

    public int Answer(int number, StepContext context)
    {
        Attempts.Add(context.Attempt);
        return context.Attempt > count ? number * 2 : throw make();
    }
}

[Step(Retries = 3, RetryDelay = 1, MaxRetryDelay = 3, OnError = OnError.Stop)]
public sealed class WithoutAdvice(Failures failures)
{
    [return: Column("doubled")]
    public int Process(int number, StepContext context) => failures.Answer(number, context);
}

/// <summary>Says what the test wants it to say.</summary>
[Step(Retries = 3, RetryDelay = 1, MaxRetryDelay = 3, OnError = OnError.Stop)]
public sealed class WithAdvice(Failures failures, Func<Exception, bool> isTransient, Func<Exception, TimeSpan?> retryAfter) : IRetryAdvice
{
    [return: Column("doubled")]
    public int Process(int number, StepContext context) => failures.Answer(number, context);

    public bool IsTransient(Exception e) => isTransient(e);

    public TimeSpan? RetryAfter(Exception e) => retryAfter(e);
}

/// <summary>The same over batches, awaited.</summary>
[Step(Retries = 3, RetryDelay = 1, MaxRetryDelay = 3, BatchSize = 2, Version = "1", OnError = OnError.Stop)]
public sealed class BatchWithAdvice(Failures failures, Func<Exception, bool> isTransient, Func<Exception, TimeSpan?> retryAfter) : IRetryAdvice
{
    [return: Column("doubled")]
    public async Task<IReadOnlyList<int>> ProcessBatchAsync(IReadOnlyList<int> number, StepContext context)
    {
        await Task.Yield();
        return [.. number.Select(one => failures.Answer(one, context))];
    }

    public bool IsTransient(Exception e) => isTransient(e);

    public TimeSpan? RetryAfter(Exception e) => retryAfter(e);
}

[Pipeline]
public sealed partial class NotAdvised(Failures failures)
{
    Numbers All { get; } = new(1);
    [From(nameof(All))] WithoutAdvice Doubled { get; } = new(failures);
}

[Pipeline]
public sealed partial class Advised(Failures failures, Func<Exception, bool> isTransient, Func<Exception, TimeSpan?> retryAfter)
{
    Numbers All { get; } = new(1);
    [From(nameof(All))] WithAdvice Doubled { get; } = new(failures, isTransient, retryAfter);
}

[Pipeline]
public sealed partial class BatchAdvised(Failures failures, Func<Exception, bool> isTransient, Func<Exception, TimeSpan?> retryAfter)
{
    Numbers All { get; } = new(1);
    [From(nameof(All))] BatchWithAdvice Doubled { get; } = new(failures, isTransient, retryAfter);
}

/// <summary>Retries of the three forms of calls, beside steps in a loop, which have none.</summary>
[Pipeline]
public sealed partial class Counted(Failures rows, Failures batches)
{
    Numbers All { get; } = new(4);
    [From(nameof(All))] WithoutAdvice Doubled { get; } = new(rows);
    [From(nameof(Doubled))] BatchWithAdvice Batched { get; } = new(batches, static _ => true, static _ => null);
    [From(nameof(Batched))] Odd Kept { get; } = new();
}

/// <summary>Keeps every row whose number is odd.</summary>
[Filter]
public sealed class Odd
{
    public bool Keep(int number) => number % 2 == 1;
}

/// <summary>Which failures are tried again, and after which pause; on a clock whose every wait is over at once.</summary>
public sealed class RetryPolicyTests
{
    private readonly HastyClock _clock = new();

    [Theory]
    [InlineData(typeof(InvalidOperationException), true)]
    [InlineData(typeof(TimeoutException), true)]
    [InlineData(typeof(IOException), true)]
    [InlineData(typeof(ArgumentException), false)]
    [InlineData(typeof(ArgumentOutOfRangeException), false)]
    [InlineData(typeof(NotSupportedException), false)]
    [InlineData(typeof(PlatformNotSupportedException), false)]
    [InlineData(typeof(NotImplementedException), false)]
    public async Task A_failure_is_transient_unless_its_type_says_that_the_call_is_wrong(Type type, bool isTransient)
    {
        var failures = new Failures(1, () => (Exception)Activator.CreateInstance(type)!);

        await AssertAsync(failures, isTransient);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(408, true)]
    [InlineData(422, false)]
    [InlineData(425, true)]
    [InlineData(429, true)]
    [InlineData(499, false)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public async Task An_http_answer_is_transient_unless_it_says_that_the_request_is_wrong(int? status, bool isTransient)
    {
        var failures = new Failures(1, () => new HttpRequestException("no", null, (HttpStatusCode?)status));

        await AssertAsync(failures, isTransient);
    }

    [Fact]
    public async Task Pauses_double_up_to_the_longest()
    {
        var failures = new Failures(3, static () => new InvalidDataException("no"));

        await Run.WithLimit(o => new NotAdvised(failures).RunAsync(o), Options());

        Assert.Collection(
            _clock.Pauses,
            first => Assert.InRange(first, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1)),
            second => Assert.InRange(second, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)),
            third => Assert.InRange(third, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(3)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Advice_decides_which_failures_are_transient(bool isBatch)
    {
        var wrong = new Failures(1, static () => new ArgumentException("no"));
        Assert.Equal([0], await RunAsync(isBatch, wrong, static e => e is ArgumentException, static _ => null));
        Assert.Equal([1, 2], wrong.Attempts.All);

        var lost = new Failures(1, static () => new IOException("no"));
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => RunAsync(isBatch, lost, static e => e is ArgumentException, static _ => null));
        Assert.IsType<IOException>(failure.InnerException);
        Assert.Equal([1], lost.Attempts.All);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pause_is_no_shorter_than_advised(bool isBatch)
    {
        var failures = new Failures(2, static () => new IOException("no"));

        await RunAsync(isBatch, failures, static _ => true, static _ => TimeSpan.FromSeconds(2.9));

        Assert.Equal([1, 2, 3], failures.Attempts.All);
        Assert.Equal([TimeSpan.FromSeconds(2.9), TimeSpan.FromSeconds(2.9)], _clock.Pauses);
    }

    [Theory]
    [InlineData(true, 3.1)]
    [InlineData(false, 3.1)]
    [InlineData(false, double.MaxValue)]
    public async Task A_longer_pause_than_the_longest_ends_the_retries(bool isBatch, double seconds)
    {
        var failures = new Failures(1, static () => new IOException("no"));
        var after = seconds == double.MaxValue ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds);

        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => RunAsync(isBatch, failures, static _ => true, _ => after));

        Assert.IsType<IOException>(failure.InnerException);
        Assert.Equal([1], failures.Attempts.All);
        Assert.Empty(_clock.Pauses);
    }

    [Fact]
    public async Task A_pause_that_was_advised_below_zero_changes_nothing()
    {
        var failures = new Failures(1, static () => new IOException("no"));

        await RunAsync(isBatch: false, failures, static _ => true, static _ => TimeSpan.MinValue);

        Assert.InRange(Assert.Single(_clock.Pauses), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Advice_that_throws_is_no_advice_and_hides_nothing(bool isBatch, bool isTransience)
    {
        var failures = new Failures(9, static () => new IOException("the cause"));
        var log = new LogLines();
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => RunAsync(
            isBatch,
            failures,
            _ => isTransience ? throw new InvalidCastException("the advice") : true,
            _ => isTransience ? null : throw new InvalidCastException("the advice"),
            log));

        Assert.Equal("the cause", failure.InnerException!.Message);
        Assert.Equal([1, 2, 3, 4], failures.Attempts.All);
        Assert.Equal(["the cause", "the advice"], failure.PartialResult!.Errors.Select(error => error.Exception!.Message));
        Assert.Contains(log.All, line => line.Exception is InvalidCastException);
    }

    [Fact]
    public async Task Attempts_and_retries_are_counted()
    {
        using var folder = new TemporaryDirectory();
        var rows = new Failures(1, static () => new IOException("no"));
        var batches = new Failures(2, static () => new IOException("no"));
        var result = await Run.WithLimit(o => new Counted(rows, batches).RunAsync(o), Options() with { Directory = folder["run"] });

        Assert.Equal(
            ["All 0 0", "Doubled 8 4", "Batched 6 4", "Kept 4 0"],
            result.Steps.Select(step => FormattableString.Invariant($"{step.Name} {step.Attempts} {step.Retries}")));
        var log = await File.ReadAllTextAsync(folder["run", "run.log"], TestContext.Current.CancellationToken);
        Assert.Contains("""{"name":"Doubled","in":4,"out":4,"attempts":8,"retries":4,""", log, StringComparison.Ordinal);
        Assert.Contains("""{"name":"Batched","in":4,"out":4,"attempts":6,"retries":4,""", log, StringComparison.Ordinal);
        var card = await File.ReadAllTextAsync(folder["run", "README.md"], TestContext.Current.CancellationToken);
        Assert.Contains("| Doubled | 8 | 4 | 0 |", card, StringComparison.Ordinal);
        Assert.Contains("| Kept | 4 | 0 | 0 |", card, StringComparison.Ordinal);
    }

    private async Task AssertAsync(Failures failures, bool isTransient)
    {
        if (isTransient)
        {
            await Run.WithLimit(o => new NotAdvised(failures).RunAsync(o), Options());
        }
        else
        {
            await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(o => new NotAdvised(failures).RunAsync(o), Options()));
        }

        Assert.Equal(isTransient ? [1, 2] : [1], failures.Attempts.All);
    }

    private async Task<IEnumerable<int>> RunAsync(
        bool isBatch, Failures failures, Func<Exception, bool> isTransient, Func<Exception, TimeSpan?> retryAfter, LogLines? log = null)
    {
        var options = Options() with { LoggerFactory = log };
        return isBatch
            ? (await Run.WithLimit(o => new BatchAdvised(failures, isTransient, retryAfter).RunAsync(o), options)).Doubled.Select(row => row.Doubled)
            : (await Run.WithLimit(o => new Advised(failures, isTransient, retryAfter).RunAsync(o), options)).Doubled.Select(row => row.Doubled);
    }

    private RunOptions Options() => new() { TimeProvider = _clock };

    /// <summary>A clock whose waits are over at once, and that notes how long those before retries were.</summary>
    private sealed class HastyClock : TimeProvider
    {
        private readonly Log<TimeSpan> _pauses = new();

        public IReadOnlyList<TimeSpan> Pauses => _pauses.All;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            // Neither the ticks of the progress, nor the wait for what is left behind, nor the looks for rows that wait are pauses: those never come.
            if (period != Timeout.InfiniteTimeSpan || dueTime >= TimeSpan.FromSeconds(10) || dueTime <= TimeSpan.FromMilliseconds(50))
            {
                return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            _pauses.Add(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
