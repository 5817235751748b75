using System.Collections.Concurrent;

namespace Distil.Pipelines.Tests.Standing;

/// <summary>Gives what is added to a queue.</summary>
[Source(Version = "1")]
public sealed class Queued(BlockingCollection<int> queue)
{
    [return: Column("number")]
    public IEnumerable<int> Read(CancellationToken ct) => queue.GetConsumingEnumerable(ct);
}

/// <summary>Gives the next number when the last one has reached the reader.</summary>
[Source(Version = "1")]
public sealed class GatedRows(int count, Reached reached)
{
    [return: Column("number")]
    public IEnumerable<int> Read()
    {
        for (var i = 1; i <= count; i++)
        {
            yield return i;
            reached.WaitFor(i);
        }
    }
}

/// <summary>The same in an asynchronous sequence that blocks its thread.</summary>
[Source(Version = "1")]
public sealed class GatedRowsLater(int count, Reached reached)
{
    [return: Column("number")]
    public async IAsyncEnumerable<int> ReadAsync()
    {
        await Task.Yield();
        for (var i = 1; i <= count; i++)
        {
            yield return i;
            reached.WaitFor(i);
        }
    }
}

/// <summary>Many numbers of which one is kept, and which end when that one has reached the reader.</summary>
[Source(Version = "1")]
public sealed class ManyAndGated(int count, int kept, Reached reached)
{
    [return: Column("number")]
    public IEnumerable<int> Read()
    {
        for (var i = 1; i <= count; i++)
        {
            yield return i;
        }

        reached.WaitFor(kept);
    }
}

[Filter]
public sealed class Only(int kept)
{
    public bool Keep(int number) => number == kept;
}

/// <summary>Handles a number when the one before has reached the reader.</summary>
[Step]
public sealed class Stands(Reached reached)
{
    [return: Column("number")]
    public int Process(int number)
    {
        if (number > 0)
        {
            reached.WaitFor(number - 1);
        }

        return number;
    }
}

/// <summary>The same as a batch of one number.</summary>
[Step(BatchSize = 1)]
public sealed class StandsInBatch(Reached reached)
{
    [return: Column("number")]
    public int[] ProcessBatch(IReadOnlyList<int> number)
    {
        if (number[0] > 0)
        {
            reached.WaitFor(number[0] - 1);
        }

        return [number[0]];
    }
}

[Step(Concurrency = 4)]
public sealed class AddLater(int amount)
{
    [return: Column("sum")]
    public async Task<int> ProcessAsync(int number)
    {
        await Task.Yield();
        return number + amount;
    }
}

[Step(Concurrency = 4)]
public sealed class AddMoreLater(int amount)
{
    [return: Column("more")]
    public async Task<int> ProcessAsync(int number)
    {
        await Task.Yield();
        return number + amount;
    }
}

[Pipeline]
public sealed partial class QueueRead(BlockingCollection<int> queue)
{
    Queued All { get; } = new(queue);
}

[Pipeline]
public sealed partial class QueueReadOn(BlockingCollection<int> queue)
{
    Queued All { get; } = new(queue);
    [From(nameof(All))] Add Same { get; } = new(0);
    [From(nameof(Same))] AddLater Later { get; } = new(0);
    [From(nameof(Later))] Name Last { get; } = new("n");
}

[Pipeline]
public sealed partial class StandingSourceLater(int count, Reached reached)
{
    GatedRowsLater All { get; } = new(count, reached);
    [From(nameof(All))] Add Same { get; } = new(0);
}

[Pipeline]
public sealed partial class StandingSourceFiltered(int count, int kept, Reached reached)
{
    ManyAndGated All { get; } = new(count, kept, reached);
    [From(nameof(All))] Only Kept { get; } = new(kept);
}

[Pipeline]
public sealed partial class StandingSourceRouted(int count, Reached reached)
{
    GatedRows All { get; } = new(count, reached);
    [From(nameof(All))] ByParity Route { get; } = new();
    [From(nameof(Route), When = Parity.Even)] AddLater Even { get; } = new(0);
    [From(nameof(Route), When = Parity.Odd)] AddLater Odd { get; } = new(0);
    [Merge(nameof(Even), nameof(Odd))] Pass Both { get; } = new();
}

[Pipeline]
public sealed partial class StandingSourceJoined(int count, Reached reached)
{
    GatedRows All { get; } = new(count, reached);
    [From(nameof(All))] Add Same { get; } = new(0);
    [From(nameof(Same))] AddLater Sum { get; } = new(0);
    [From(nameof(Same))] AddMoreLater More { get; } = new(0);
    [From(nameof(Sum), nameof(More))] Pass Both { get; } = new();
}

[Pipeline]
public sealed partial class StandingSourceFlags(int count, Reached reached)
{
    GatedRows All { get; } = new(count, reached);
    [From(nameof(All))] Bitwise Route { get; } = new();
    [From(nameof(Route), When = Bits.Low)] AddLater Sum { get; } = new(0);
    [From(nameof(Route), When = Bits.High)] AddMoreLater More { get; } = new(0);
    [From(nameof(Sum), nameof(More))] Pass Both { get; } = new();
}

/// <summary>One way, the other, or both.</summary>
[Router]
public sealed class Bitwise
{
    public Bits Route(int number) => (Bits)(1 + (number % 3));
}

[Pipeline]
public sealed partial class StandingStep(int count, Reached reached)
{
    Numbers All { get; } = new(count);
    [From(nameof(All))] Stands Stood { get; } = new(reached);
}

[Pipeline]
public sealed partial class StandingReplicas(int count, Reached reached)
{
    Numbers All { get; } = new(count);
    [From(nameof(All)), Step(Concurrency = 3)] Stands Stood { get; } = new(reached);
}

[Pipeline]
public sealed partial class StandingBelowCall(int count, Reached reached)
{
    Numbers All { get; } = new(count);
    [From(nameof(All))] AddLater Later { get; } = new(0);
    [From(nameof(Later))] Stands Stood { get; } = new(reached);
}

[Pipeline]
public sealed partial class StandingBelowBatch(int count, Reached reached)
{
    Numbers All { get; } = new(count);
    [From(nameof(All))] See Seen { get; } = new(new Calls());
    [From(nameof(Seen))] Stands Stood { get; } = new(reached);
}

[Pipeline]
public sealed partial class StandingBelowGlobal(int count, Reached reached)
{
    Numbers All { get; } = new(count);
    [From(nameof(All))] Total Summed { get; } = new(new Calls());
    [From(nameof(Summed))] Stands Stood { get; } = new(reached);
}

[Pipeline]
public sealed partial class StandingBelowJoin(int count, Reached reached)
{
    Numbers All { get; } = new(count);
    [From(nameof(All))] AddLater Sum { get; } = new(0);
    [From(nameof(All))] AddMoreLater More { get; } = new(0);
    [From(nameof(Sum), nameof(More))] Stands Stood { get; } = new(reached);
    [From(nameof(Stood))] AddLater SumAgain { get; } = new(1);
    [From(nameof(Stood))] NameLater Named { get; } = new("n", 0);
    [From(nameof(SumAgain), nameof(Named))] Pass Both { get; } = new();
}

[Pipeline]
public sealed partial class StandingInBatch(int count, Reached reached)
{
    Numbers All { get; } = new(count);
    [From(nameof(All))] StandsInBatch Stood { get; } = new(reached);
}

[Pipeline]
public sealed partial class StandingInBatches(int count, Reached reached)
{
    Numbers All { get; } = new(count);
    [From(nameof(All)), Step(Concurrency = 2)] StandsInBatch Stood { get; } = new(reached);
    [From(nameof(Stood))] Name Named { get; } = new("n");
}

/// <summary>Takes its time in the batch method, and behind it in a fused step.</summary>
[Pipeline]
public sealed partial class StandingBehindBatch(int count, Reached reached)
{
    Numbers All { get; } = new(count);
    [From(nameof(All)), Step(BatchSize = 1)] SameInBatch Batched { get; } = new();
    [From(nameof(Batched))] Stands Stood { get; } = new(reached);
}

[Step]
public sealed class SameInBatch
{
    [return: Column("number")]
    public int[] ProcessBatch(IReadOnlyList<int> number) => [.. number];
}

/// <summary>Answers later, so that what it answered is sent while the next call is made.</summary>
[Step(BatchSize = 1, Concurrency = 1, Retries = 0)]
public sealed class StandsInBatchLater(Reached reached)
{
    [return: Column("number")]
    public async Task<int[]> ProcessBatchAsync(IReadOnlyList<int> number)
    {
        if (number[0] > 0)
        {
            reached.WaitFor(number[0] - 1);
        }

        await Task.Yield();
        return [number[0]];
    }
}

[Pipeline]
public sealed partial class StandingInBatchLater(int count, Reached reached)
{
    Numbers All { get; } = new(count);
    [From(nameof(All))] StandsInBatchLater Stood { get; } = new(reached);
    [From(nameof(Stood))] Name Named { get; } = new("n");
}

/// <summary>What a step behind it gives is merged with what it kept.</summary>
[Pipeline]
public sealed partial class StandingBelowMerge(int count, Reached reached)
{
    Numbers All { get; } = new(count);
    [From(nameof(All))] ByParity Route { get; } = new();
    [From(nameof(Route), When = Parity.Even)] AddLater Even { get; } = new(0);
    [From(nameof(Route), When = Parity.Odd)] AddLater Odd { get; } = new(0);
    [Merge(nameof(Even), nameof(Odd))] Stands Stood { get; } = new(reached);
}

[Pipeline]
public sealed partial class StandingBelowZip(int count, Reached reached)
{
    Numbers All { get; } = new(count);
    Letters Others { get; } = new(count);
    [Zip(nameof(All), nameof(Others))] Stands Stood { get; } = new(reached);
}

[Source(Version = "1")]
public sealed class Letters(int count)
{
    [return: Column("letter")]
    public IEnumerable<string> Read() => Enumerable.Range(0, count).Select(i => $"{(char)('a' + (i % 26))}");
}

/// <summary>An edge that filters, before the step that stands: the row before may be one that was left out.</summary>
[Pipeline]
public sealed partial class StandingBehindFilter(int count, Reached reached)
{
    Numbers All { get; } = new(count);
    [From(nameof(All))] AddLater Sum { get; } = new(0);
    [From(nameof(Sum))] Thirds Third { get; } = new();
    [From(nameof(Third))] StandsAtThirds Stood { get; } = new(reached);
}

[Filter]
public sealed class Thirds
{
    public bool Keep(int number) => number % 3 == 0;
}

[Step]
public sealed class StandsAtThirds(Reached reached)
{
    [return: Column("number")]
    public int Process(int number)
    {
        if (number > 0)
        {
            reached.WaitFor(number - 3);
        }

        return number;
    }
}

/// <summary>Children of a fused expand: each row's last child stands until the one before has reached the reader.</summary>
[Pipeline]
public sealed partial class StandingChildren(int rows, Reached reached)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] AddLater Sum { get; } = new(0);
    [From(nameof(Sum))] ThreeParts Parts { get; } = new();
    [From(nameof(Parts))] StandsAtParts Stood { get; } = new(reached);
}

[Expand(OnError = OnError.Stop)]
public sealed class ThreeParts
{
    [return: Column("part")]
    public IEnumerable<int> Expand(int number) => Enumerable.Range(3 * number, 3);
}

[Step]
public sealed class StandsAtParts(Reached reached)
{
    [return: Column("part")]
    public int Process(int part)
    {
        if (part > 0)
        {
            reached.WaitFor(part - 1);
        }

        return part;
    }
}
