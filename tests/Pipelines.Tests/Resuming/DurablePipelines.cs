using System.Collections.Concurrent;
using System.Globalization;

namespace Distil.Pipelines.Tests.Resuming;

/// <summary>The calls of durable steps, across the runs of one directory.</summary>
public sealed class Ledger
{
    private readonly ConcurrentDictionary<(string Step, string Key), int> _calls = new();
    private readonly ConcurrentDictionary<(string Step, string Key), bool> _failed = new();
    private readonly ConcurrentDictionary<string, string> _answers = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Whether the process counts as killed: what is called now is called by nobody.</summary>
    public Func<bool> IsDead { get; set; } = static () => false;

    /// <summary>At this call the action is run, once.</summary>
    public (int At, Action Then)? Event { get; set; }

    /// <summary>The step whose calls count for <see cref="Event"/>; null: all.</summary>
    public string? EventStep { get; init; }

    /// <summary>The first question for which the key is wrong that the steps ask with; null: it is right.</summary>
    public int? WrongFrom { get; set; }

    /// <summary>Whether the service is out of order.</summary>
    public bool HasOutage { get; set; }

    /// <summary>How many calls were made.</summary>
    public int Count => _calls.Values.Sum();

    /// <summary>How many different calls were made.</summary>
    public int Asked => _calls.Count;

    /// <summary>How many calls of a step were made for rows that it had been called for before, those that failed left out.</summary>
    public int Repeated(string step) =>
        _calls.Where(call => call.Key.Step == step && !_failed.ContainsKey(call.Key)).Sum(static call => call.Value - 1);

    /// <summary>How many calls of a step were made.</summary>
    public int Of(string step) => _calls.Where(call => call.Key.Step == step).Sum(static call => call.Value);

    /// <summary>A step is called for a row.</summary>
    public void Call(string step, string key)
    {
        if (WrongFrom is { } wrong && int.Parse(key, CultureInfo.InvariantCulture) >= wrong)
        {
            throw new InvalidOperationException("The key is wrong.");
        }

        if (IsDead())
        {
            return;
        }

        _calls.AddOrUpdate((step, key), 1, static (_, count) => count + 1);
        if ((EventStep is null || EventStep == step) && Interlocked.Increment(ref _count) == Event?.At)
        {
            Event.Value.Then();
        }
    }

    /// <summary>A call fails. One that is the last of a run is made again by the next.</summary>
    public Exception Fail(string step, string key, string message)
    {
        _failed[(step, key)] = true;
        return new InvalidDataException(message);
    }

    /// <summary>A nonce that no other call has.</summary>
    public string Nonce() => Guid.NewGuid().ToString("N")[..8];

    /// <summary>A step below a durable one sees an answer. Returns false where it has seen another for the same row.</summary>
    public bool See(string row, string answer) => IsDead() || _answers.GetOrAdd(row, answer) == answer;
}

[Row]
public sealed record Quote(decimal Price, double? Weight, DateTime At, IReadOnlyList<string>? Notes, Parity Side);

/// <summary>A row step with columns of many types. Every 23rd row fails.</summary>
[Step(Concurrency = 4, Retries = 0, Version = "1")]
public sealed class PriceLater(Ledger ledger)
{
    public async Task<Quote> ProcessAsync(int number)
    {
        await Task.Yield();
        ledger.Call("Price", $"{number}");
        return number % 23 == 11
            ? throw ledger.Fail("Price", $"{number}", $"{number} has no price.")
            : new(
                number / 4m,
                number % 5 == 0 ? null : number / 3.0,
                new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(number),
                number % 7 == 0 ? null : [.. Enumerable.Range(0, number % 4).Select(note => $"{number}.{note}")],
                number % 2 == 0 ? Parity.Even : Parity.Odd);
    }
}

[Filter(Concurrency = 3, Retries = 0, Version = "1")]
public sealed class CheapLater(Ledger ledger)
{
    public async Task<bool> KeepAsync(int number)
    {
        await Task.Yield();
        ledger.Call("Cheap", $"{number}");
        return number % 6 != 0;
    }
}

[Router(Concurrency = 3, Retries = 0, Version = "1")]
public sealed class SideLater(Ledger ledger)
{
    public async Task<Parity> RouteAsync(int number)
    {
        await Task.Yield();
        ledger.Call("Side", $"{number}");
        return number % 4 < 2 ? Parity.Even : Parity.Odd;
    }
}

/// <summary>Makes a row several; it retries, so its children wait for the last one.</summary>
[Expand(Concurrency = 3, Retries = 1, Version = "1")]
public sealed class PartsLater(Ledger ledger)
{
    [return: Column("part")]
    public async IAsyncEnumerable<string> ExpandAsync(int number)
    {
        ledger.Call("Parts", $"{number}");
        for (var part = 0; part < number % 4; part++)
        {
            await Task.Yield();
            yield return $"{number}/{part}";
        }
    }
}

/// <summary>A batch step. A batch with a part that ends on "/2" fails, and is then called row by row.</summary>
[Step(BatchSize = 5, Concurrency = 2, Retries = 0, Version = "1")]
public sealed class ScoreLater(Ledger ledger)
{
    [return: Column("score")]
    public async Task<IReadOnlyList<double>> ProcessBatchAsync(IReadOnlyList<string> part)
    {
        await Task.Yield();
        if (part.Count > 1 && part.Any(static one => one.EndsWith("7/2", StringComparison.Ordinal)))
        {
            throw new InvalidDataException("A part cannot be scored.");
        }

        foreach (var one in part)
        {
            ledger.Call("Score", one);
        }

        return part is [var only] && only.EndsWith("7/2", StringComparison.Ordinal)
            ? throw ledger.Fail("Score", only, $"{only} cannot be scored.")
            : [.. part.Select(static one => one.Length / 8.0)];
    }
}

/// <summary>A batch step whose call is the batch.</summary>
[Step(BatchSize = 4, Concurrency = 1, Retries = 0, SplitBatches = false, Version = "1")]
public sealed class RankLater(Ledger ledger)
{
    [return: Column("rank")]
    public async Task<IReadOnlyList<int>> ProcessBatchAsync(IReadOnlyList<int> number)
    {
        await Task.Yield();
        ledger.Call("Rank", string.Join(',', number));
        return [.. number.Select(one => number.Count(other => other < one))];
    }
}

/// <summary>A global step that is durable on request.</summary>
[Step(Durable = true, Version = "1")]
public sealed class MeanLater(Ledger ledger)
{
    [return: Column("above")]
    public async Task<IReadOnlyList<bool>> ProcessAllAsync(IReadOnlyList<double> score)
    {
        await Task.Yield();
        ledger.Call("Mean", "all");
        var mean = score.DefaultIfEmpty().Average();
        return [.. score.Select(one => one > mean)];
    }
}

/// <summary>Rows, filters, routers, expands, batches and a global step that are durable.</summary>
[Pipeline]
public sealed partial class DurableForms(int count, Ledger ledger)
{
    Counted All { get; } = new(count, new Doings());
    [From(nameof(All))] PriceLater Price { get; } = new(ledger);
    [From(nameof(Price))] CheapLater Cheap { get; } = new(ledger);
    [From(nameof(Cheap))] SideLater Route { get; } = new(ledger);
    [From(nameof(Route), When = Parity.Even)] PartsLater Parts { get; } = new(ledger);
    [From(nameof(Parts))] ScoreLater Score { get; } = new(ledger);
    [From(nameof(Score))] MeanLater Mean { get; } = new(ledger);
    [From(nameof(Route), When = Parity.Odd)] RankLater Rank { get; } = new(ledger);
}

/// <summary>Asks; each answer is one that no other call gets.</summary>
[Step(Concurrency = 4, Retries = 0, Version = "1")]
public sealed class AskAnew(Ledger ledger)
{
    [return: Column("answer")]
    public async Task<string> ProcessAsync(string question)
    {
        await Task.Yield();
        ledger.Call("Ask", question);
        return ledger.Nonce();
    }
}

[Step]
public sealed class SameQuestion
{
    [return: Column("question")]
    public string Process(int number) => $"{number / 2}";
}

/// <summary>Sees every answer, and fails the run if a row has another than before.</summary>
[Sink]
public sealed class Witness(Ledger ledger)
{
    public void Write(string answer, StepContext context)
    {
        if (!ledger.See($"{context.RowId}", answer))
        {
            throw new InvalidOperationException($"{context.RowId} has another answer than before.");
        }
    }
}

/// <summary>Rows with equal questions, each of which has an answer of its own.</summary>
[Pipeline]
public sealed partial class AskedAnew(int count, Ledger ledger)
{
    Counted All { get; } = new(count, new Doings());
    [From(nameof(All))] SameQuestion Question { get; } = new();
    [From(nameof(Question))] AskAnew Asked { get; } = new(ledger);
    [From(nameof(Asked)), Sink(OnError = OnError.Stop)] Witness Seen { get; } = new(ledger);
    [From(nameof(Asked))] Pass Kept { get; } = new();
}

/// <summary>Both branches of a fork bring the same row to a durable step: it is called for each.</summary>
[Pipeline]
public sealed partial class AskedTwice(int count, Ledger ledger)
{
    Counted All { get; } = new(count, new Doings());
    [From(nameof(All))] SameQuestion One { get; } = new();
    [From(nameof(All))] SameQuestion Other { get; } = new();
    [Merge(nameof(One), nameof(Other))] AskAnew Asked { get; } = new(ledger);
}

/// <summary>Two data sets have the answers, one of them behind a batch step.</summary>
[Pipeline]
public sealed partial class AskedForTwo(int count, Ledger ledger)
{
    Counted All { get; } = new(count, new Doings());
    [From(nameof(All))] SameQuestion Question { get; } = new();
    [From(nameof(Question))] AskAnew Asked { get; } = new(ledger);
    [From(nameof(Asked))] Pass One { get; } = new();
    [From(nameof(Asked))] Tag Other { get; } = new("t", new Calls());
}

/// <summary>Asks. Its first question fails for a while, and is asked again after a long pause; from 15 to 39 it is refused.</summary>
[Step(Concurrency = 4, Retries = 1, RetryDelay = 20, Version = "1")]
public sealed class AskThroughOutage(Ledger ledger)
{
    [return: Column("answer")]
    public async Task<string> ProcessAsync(int number)
    {
        await Task.Yield();
        if (ledger.HasOutage && number == 0)
        {
            throw new TimeoutException("The model is busy.");
        }

        if (ledger.HasOutage && number is >= 15 and < 40)
        {
            throw new ArgumentException("The key is wrong.");
        }

        ledger.Call("Ask", $"{number}");
        return $"{number}";
    }
}

/// <summary>An awaited sink: a stage of its own, with nothing below it.</summary>
[Sink(Concurrency = 1, OnError = OnError.Stop)]
public sealed class PostLater(Log<int> posted)
{
    public async Task WriteAsync(int number)
    {
        await Task.Yield();
        posted.Add(number);
    }
}

/// <summary>An outage, behind which rows are answered while the first one waits.</summary>
[Pipeline]
public sealed partial class AskedThroughOutage(int count, Ledger ledger, Log<int> posted)
{
    Counted All { get; } = new(count, new Doings());
    [From(nameof(All))] AskThroughOutage Asked { get; } = new(ledger);
    [From(nameof(Asked))] PostLater Posted { get; } = new(posted);
    [From(nameof(Asked))] Pass Kept { get; } = new();
}
