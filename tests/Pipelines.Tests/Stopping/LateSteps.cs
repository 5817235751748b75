namespace Distil.Pipelines.Tests.Stopping;

/// <summary>
/// What steps do that hang: the first attempt at one number tells the test that it is there, waits for the test, whatever its token says, and
/// then answers after all.
/// </summary>
public sealed class Hang(int at, WatchedTime time) : IDisposable
{
    private readonly ManualResetEventSlim _mayEnd = new();
    private readonly TaskCompletionSource _mayEndAsync = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Entered => _entered.Task;

    /// <summary>The call that hung is over.</summary>
    public Task Ended => _ended.Task;

    /// <summary>When the attempts at the number began, in seconds.</summary>
    public Log<double> Begun { get; } = new();

    public void Block(IReadOnlyList<int> numbers, int attempt)
    {
        if (IsLate(numbers, attempt))
        {
            _mayEnd.Wait();
        }
    }

    public async Task WaitAsync(IReadOnlyList<int> numbers, int attempt)
    {
        if (IsLate(numbers, attempt))
        {
            await _mayEndAsync.Task;
        }
    }

    public string Answer(int number, int attempt) => $"{number}{(number == at && attempt == 1 ? " too late" : "")}";

    /// <summary>Called by the step before it returns.</summary>
    public void End(IReadOnlyList<int> numbers, int attempt)
    {
        if (numbers.Contains(at) && attempt == 1)
        {
            _ended.TrySetResult();
        }
    }

    public void Release()
    {
        _mayEnd.Set();
        _mayEndAsync.TrySetResult();
    }

    public void Dispose() => Release();

    private bool IsLate(IReadOnlyList<int> numbers, int attempt)
    {
        if (!numbers.Contains(at))
        {
            return false;
        }

        Begun.Add((time.GetUtcNow() - time.Start).TotalSeconds);
        if (attempt > 1)
        {
            return false;
        }

        _entered.TrySetResult();
        return true;
    }
}

[Step(Timeout = 5, Retries = 1, Concurrency = 1, OnError = OnError.Stop)]
public sealed class LateRow(Hang hang)
{
    [return: Column("text")]
    public async ValueTask<string> ProcessAsync(int number, StepContext context, CancellationToken ct)
    {
        _ = ct;
        await hang.WaitAsync([number], context.Attempt);
        hang.End([number], context.Attempt);
        return hang.Answer(number, context.Attempt);
    }
}

[Step(Timeout = 5, Retries = 1, OnError = OnError.Stop)]
public sealed class BlockingRow(Hang hang)
{
    [return: Column("text")]
    public string Process(int number, StepContext context, CancellationToken ct)
    {
        _ = ct;
        hang.Block([number], context.Attempt);
        hang.End([number], context.Attempt);
        return hang.Answer(number, context.Attempt);
    }
}

/// <summary>Looks, when it comes back, whether it still has the rows that it was given.</summary>
[Step(Timeout = 5, Retries = 1, Concurrency = 1, BatchSize = 2, OnError = OnError.Stop)]
public sealed class LateBatch(Hang hang, Log<bool> kept)
{
    [return: Column("text")]
    public async Task<IReadOnlyList<string>> ProcessBatchAsync(IReadOnlyList<int> number, StepContext context, CancellationToken ct)
    {
        _ = ct;
        int[] before = [.. number];
        await hang.WaitAsync(before, context.Attempt);
        kept.Add(before.SequenceEqual(number));
        string[] answers = [.. before.Select(n => hang.Answer(n, context.Attempt))];
        hang.End(before, context.Attempt);
        return answers;
    }
}

[Step(Timeout = 5, Retries = 1, BatchSize = 2, OnError = OnError.Stop)]
public sealed class BlockingBatch(Hang hang, Log<bool> kept)
{
    [return: Column("text")]
    public string[] ProcessBatch(IReadOnlyList<int> number, StepContext context, CancellationToken ct)
    {
        _ = ct;
        int[] before = [.. number];
        hang.Block(before, context.Attempt);
        kept.Add(before.SequenceEqual(number));
        string[] answers = [.. before.Select(n => hang.Answer(n, context.Attempt))];
        hang.End(before, context.Attempt);
        return answers;
    }
}

[Step(Timeout = 5, Retries = 1)]
public sealed class LateGlobal(Hang hang, Log<bool> kept)
{
    [return: Column("text")]
    public async Task<IReadOnlyList<string>> ProcessAllAsync(IReadOnlyList<int> number, StepContext context, CancellationToken ct)
    {
        _ = ct;
        int[] before = [.. number];
        await hang.WaitAsync(before, context.Attempt);
        kept.Add(before.SequenceEqual(number));
        string[] answers = [.. before.Select(n => hang.Answer(n, context.Attempt))];
        hang.End(before, context.Attempt);
        return answers;
    }
}

/// <summary>Lets all rows go; an attempt that is late would let none go.</summary>
[Filter(Timeout = 5, Retries = 1, OnError = OnError.Stop)]
public sealed class BlockingFilter(Hang hang)
{
    public bool Keep(int number, StepContext context, CancellationToken ct)
    {
        _ = ct;
        hang.Block([number], context.Attempt);
        hang.End([number], context.Attempt);
        return !hang.Answer(number, context.Attempt).Contains("late", StringComparison.Ordinal);
    }
}

[Router(Timeout = 5, Retries = 1, Concurrency = 1, OnError = OnError.Stop)]
public sealed class LateRouter(Hang hang)
{
    public async Task<Parity> RouteAsync(int number, StepContext context, CancellationToken ct)
    {
        _ = ct;
        await hang.WaitAsync([number], context.Attempt);
        hang.End([number], context.Attempt);
        return hang.Answer(number, context.Attempt).Contains("late", StringComparison.Ordinal) ? Parity.Odd : Parity.Even;
    }
}

[Expand(Timeout = 5, Retries = 1, OnError = OnError.Stop)]
public sealed class BlockingExpand(Hang hang)
{
    [return: Column("text")]
    public IEnumerable<string> Expand(int number, StepContext context, CancellationToken ct)
    {
        _ = ct;
        hang.Block([number], context.Attempt);
        yield return hang.Answer(number, context.Attempt);
        hang.End([number], context.Attempt);
    }
}

[Sink(Timeout = 5, Retries = 1, OnError = OnError.Stop)]
public sealed class LateSink(Hang hang, Log<string> written)
{
    public async Task WriteAsync(int number, StepContext context, CancellationToken ct)
    {
        _ = ct;
        await hang.WaitAsync([number], context.Attempt);
        written.Add(hang.Answer(number, context.Attempt));
        hang.End([number], context.Attempt);
    }
}

[Pipeline]
public sealed partial class LateRows(Hang hang)
{
    Numbers All { get; } = new(5);
    [From(nameof(All))] LateRow Answered { get; } = new(hang);
}

[Pipeline]
public sealed partial class LateRowsSideBySide(Hang hang)
{
    Numbers All { get; } = new(3_000);
    [From(nameof(All)), Step(Concurrency = 4)] LateRow Answered { get; } = new(hang);
}

[Pipeline]
public sealed partial class BlockedRows(Hang hang)
{
    Numbers All { get; } = new(5);
    [From(nameof(All))] BlockingRow Answered { get; } = new(hang);
}

[Pipeline]
public sealed partial class LateBatches(Hang hang, Log<bool> kept)
{
    Numbers All { get; } = new(3_000);
    [From(nameof(All))] LateBatch Answered { get; } = new(hang, kept);
}

[Pipeline]
public sealed partial class LateBatchesSideBySide(Hang hang, Log<bool> kept)
{
    Numbers All { get; } = new(3_000);
    [From(nameof(All)), Step(Concurrency = 3)] LateBatch Answered { get; } = new(hang, kept);
}

[Pipeline]
public sealed partial class BlockedBatches(Hang hang, Log<bool> kept)
{
    Numbers All { get; } = new(3_000);
    [From(nameof(All))] BlockingBatch Answered { get; } = new(hang, kept);
}

[Pipeline]
public sealed partial class LateGlobals(Hang hang, Log<bool> kept)
{
    Numbers All { get; } = new(5);
    [From(nameof(All))] LateGlobal Answered { get; } = new(hang, kept);
}

[Pipeline]
public sealed partial class BlockedFilter(Hang hang)
{
    Numbers All { get; } = new(5);
    [From(nameof(All))] BlockingFilter Kept { get; } = new(hang);
}

[Pipeline]
public sealed partial class LateRoutes(Hang hang)
{
    Numbers All { get; } = new(5);
    [From(nameof(All))] LateRouter Route { get; } = new(hang);
    [From(nameof(Route), When = Parity.Even)] Pass Even { get; } = new();
    [From(nameof(Route), When = Parity.Odd)] Pass Odd { get; } = new();
}

[Pipeline]
public sealed partial class BlockedExpand(Hang hang)
{
    Numbers All { get; } = new(5);
    [From(nameof(All))] BlockingExpand Parts { get; } = new(hang);
}

[Pipeline]
public sealed partial class LateWrites(Hang hang, Log<string> written)
{
    Numbers All { get; } = new(5);
    [From(nameof(All))] LateSink Written { get; } = new(hang, written);
}
