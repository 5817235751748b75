using System.Globalization;
using System.Text.Json;

namespace Distil.Pipelines.Tests.Policies;

/// <summary>Fails at random, as a service does now and then, and counts what its callers are to see.</summary>
/// <param name="percent">Of 100 attempts at a row, so many fail.</param>
public sealed class Flaky(int seed, int percent)
{
    private const int Attempts = 4;
    private long _retries;
    private long _failed;

    /// <summary>Attempts that followed one that failed.</summary>
    public long Retries => Volatile.Read(ref _retries);

    /// <summary>Rows whose last attempt failed.</summary>
    public long Failed => Volatile.Read(ref _failed);

    public bool Fails(int number, int attempt)
    {
        var hash = (((ulong)seed << 40) | ((ulong)attempt << 32) | (uint)number) * 0x9E37_79B9_7F4A_7C15;
        hash = (hash ^ (hash >> 29)) * 0xBF58_476D_1CE4_E5B9;
        return (hash >> 32) % 100 < (ulong)percent;
    }

    public int Check(int number, int attempt)
    {
        if (attempt > 1)
        {
            Interlocked.Increment(ref _retries);
        }

        if (!Fails(number, attempt))
        {
            return number;
        }

        if (attempt == Attempts)
        {
            Interlocked.Increment(ref _failed);
        }

        throw new IOException(FormattableString.Invariant($"{number} at attempt {attempt}."));
    }

    /// <summary>A row that fails however often it is tried; not retried, so that it is counted here.</summary>
    public int CheckOnce(int number, bool isAlone)
    {
        if (Fails(number, 1))
        {
            if (isAlone)
            {
                Interlocked.Increment(ref _failed);
            }

            throw new IOException(FormattableString.Invariant($"{number} is wrong."));
        }

        return number;
    }
}

[Step(Concurrency = 8, Retries = 3, Version = "1")]
public sealed class AsksFlaky(Flaky flaky)
{
    [return: Column("asked")]
    public async Task<int> ProcessAsync(int number, StepContext context)
    {
        await Task.Yield();
        return flaky.Check(number, context.Attempt);
    }
}

[Step(Concurrency = 2, Retries = 3)]
public sealed class CallsFlaky(Flaky flaky)
{
    [return: Column("called")]
    public int Process(int asked, StepContext context) => flaky.Check(asked, context.Attempt);
}

[Step]
public sealed class UsesFlaky(Flaky flaky)
{
    [return: Column("used")]
    public int Process(int called) => flaky.CheckOnce(called, isAlone: true);
}

[Step(BatchSize = 7)]
public sealed class BatchesFlaky(Flaky flaky)
{
    [return: Column("batched")]
    public IReadOnlyList<int> ProcessBatch(IReadOnlyList<int> used) => [.. used.Select(one => flaky.CheckOnce(one, used.Count == 1))];
}

[Pipeline]
public sealed partial class FlakyChain(int rows, Flaky asked, Flaky called, Flaky used, Flaky batched)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] AsksFlaky Asked { get; } = new(asked);
    [From(nameof(Asked))] CallsFlaky Called { get; } = new(called);
    [From(nameof(Called))] UsesFlaky Used { get; } = new(used);
    [From(nameof(Used))] BatchesFlaky Batched { get; } = new(batched);
}

/// <summary>One row in a hundred fails at random, at every kind of step: all who count come to the same.</summary>
public sealed class AgreementTests : IDisposable
{
    private const int Rows = 3_001;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Reports_files_and_results_count_what_failed_alike(int seed)
    {
        // 0.32 to the fourth is one in a hundred.
        Flaky[] flaky = [new(seed, 32), new(seed + 100, 32), new(seed + 200, 1), new(seed + 300, 1)];
        var result = await Run.WithLimit(
            o => new FlakyChain(Rows, flaky[0], flaky[1], flaky[2], flaky[3]).RunAsync(o),
            new RunOptions { Directory = _directory["run"], TimeProvider = new HastyTime() });

        var steps = result.Steps.Where(step => step.Name != "All").ToList();
        var lines = File.ReadLines(_directory["run", "errors.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var linesOf = lines.ToLookup(line => line.GetProperty("step").GetString());
        var failed = flaky.Select(one => one.Failed).ToList();
        Assert.All(failed, count => Assert.InRange(count, 1, Rows / 20));
        Assert.Equal(failed, steps.Select(step => step.Failed));
        Assert.Equal(failed, steps.Select(step => (long)linesOf[step.Name].Count()));
        Assert.Equal(failed.Sum(), result.ErrorCount);
        Assert.Equal(failed.Sum(), result.Errors.Count);
        Assert.Equal([flaky[0].Retries, flaky[1].Retries], steps.Take(2).Select(step => step.Retries));
        Assert.Equal(Rows - failed.Sum(), result.Batched.Count);
        Assert.All(linesOf["Asked"].Concat(linesOf["Called"]), line => Assert.Equal(4, line.GetProperty("attempts").GetInt32()));

        // Of one step, errors are in the order of its rows, here and in the file.
        foreach (var step in steps)
        {
            var rows = linesOf[step.Name].Select(line => line.GetProperty("row").GetString()!).ToList();
            Assert.Equal(rows.OrderBy(row => int.Parse(row.Split('#')[1], CultureInfo.InvariantCulture)), rows);
            Assert.Equal(rows, result.Errors.Where(error => error.Step == step.Name).Select(error => error.RowId.ToString()));
        }
    }

    /// <summary>A clock whose every wait is over at once.</summary>
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
