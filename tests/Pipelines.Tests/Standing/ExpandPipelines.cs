using System.Collections.Concurrent;
using Distil.Pipelines.Tests.Stopping;

namespace Distil.Pipelines.Tests.Standing;

// Expands whose children come as they are made.

/// <summary>Gives a child when the one before has reached the reader: the second row's behind the first's.</summary>
[Expand(OnError = OnError.Stop)]
public sealed class StandingParts(int count, Reached reached)
{
    [return: Column("part")]
    public IEnumerable<long> Expand(int number)
    {
        for (var i = 0; i < count; i++)
        {
            var part = (number * count) + i;
            if (part > 0)
            {
                reached.WaitFor(part - 1);
            }

            yield return part;
        }
    }
}

[Pipeline]
public sealed partial class StandingExpand(int rows, int parts, Reached reached)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] StandingParts Parts { get; } = new(parts, reached);
}

[Pipeline]
public sealed partial class StandingExpandOn(int rows, int parts, Reached reached)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] NameLater Named { get; } = new("n", 0);
    [From(nameof(Named))] StandingParts Parts { get; } = new(parts, reached);
    [From(nameof(Parts))] AddLater Sum { get; } = new(0);
    [From(nameof(Parts))] AddMoreLater More { get; } = new(0);
    [From(nameof(Sum), nameof(More))] Pass Both { get; } = new();
}

/// <summary>How many children were made, and how many came.</summary>
public sealed class Lead
{
    private long _made;
    private long _most;

    public long Most => Volatile.Read(ref _most);

    public long Made => Volatile.Read(ref _made);

    public long Make() => Interlocked.Increment(ref _made) - 1;

    public void Read(long count) => _most = Math.Max(_most, Volatile.Read(ref _made) - count);
}

[Expand(OnError = OnError.Stop)]
public sealed class EndlessParts(Lead lead)
{
    [return: Column("part")]
    public IEnumerable<long> Expand(int number)
    {
        while (true)
        {
            yield return lead.Make();
        }
    }
}

[Filter]
public sealed class NoPart
{
    public bool Keep(long part) => part < 0;
}

[Pipeline]
public sealed partial class EndlessExpand(int rows, Lead lead)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] EndlessParts Parts { get; } = new(lead);
}

[Pipeline]
public sealed partial class EndlessReplicas(int rows, Lead lead)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Expand(Concurrency = 3)] EndlessParts Parts { get; } = new(lead);
    [From(nameof(Parts))] AddLater Sum { get; } = new(0);
}

[Pipeline]
public sealed partial class EndlessBelow(int rows, Lead lead)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] AddLater Sum { get; } = new(0);
    [From(nameof(Sum))] EndlessParts Parts { get; } = new(lead);
    [From(nameof(Parts))] NameLater Named { get; } = new("n", 0);
    [From(nameof(Parts))] AddMoreLater More { get; } = new(0);
    [From(nameof(Named), nameof(More))] Pass Both { get; } = new();
}

[Pipeline]
public sealed partial class EndlessAndDropped(int rows, Lead lead)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] EndlessParts Parts { get; } = new(lead);
    [From(nameof(Parts))] NoPart None { get; } = new();
}

/// <summary>Gives some children, and then waits on its thread for more until it is asked to end.</summary>
[Expand(OnError = OnError.Stop)]
public sealed class QueueFeed(int parts, Log<int> closed)
{
    [return: Column("part")]
    public IEnumerable<int> Expand(int number, CancellationToken ct)
    {
        try
        {
            for (var part = 0; part < parts; part++)
            {
                yield return part;
            }

            using var queue = new BlockingCollection<int>();
            yield return queue.Take(ct);
        }
        finally
        {
            closed.Add(number);
        }
    }
}

[Pipeline]
public sealed partial class QueueFeeds(int rows, int parts, Log<int> closed)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] QueueFeed Parts { get; } = new(parts, closed);
}

[Pipeline]
public sealed partial class QueueFeedsReplicated(int rows, int parts, Log<int> closed)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Expand(Concurrency = 2, OnError = OnError.Stop)] QueueFeed Parts { get; } = new(parts, closed);
    [From(nameof(Parts))] AddLater Sum { get; } = new(0);
}

/// <summary>Fails in the middle of its first attempt.</summary>
[Expand(Retries = 2)]
public sealed class TriedAgain
{
    [return: Column("part")]
    public IEnumerable<int> Expand(int number, StepContext context)
    {
        for (var i = 0; i < 5; i++)
        {
            if (i == 3 && context.Attempt == 1)
            {
                throw new InvalidDataException("Not yet.");
            }

            yield return i;
        }
    }
}

[Pipeline]
public sealed partial class ExpandTriedAgain(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] TriedAgain Parts { get; } = new();
}

/// <summary>Children that fill many batches, of which a step below leaves out some, and which meet again below.</summary>
[Pipeline]
public sealed partial class LargeExpand(int rows, int parts)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(Concurrency = 3)] Add Same { get; } = new(0);
    [From(nameof(Same)), Expand(Concurrency = 3)] Split Parts { get; } = new(parts);
    [From(nameof(Parts)), Filter(Concurrency = 3)] EvenPart Even { get; } = new();
    [From(nameof(Even))] AddLater Sum { get; } = new(0);
    [From(nameof(Even))] Name Named { get; } = new("n");
    [From(nameof(Sum), nameof(Named))] Pass Both { get; } = new();
}

[Filter]
public sealed class EvenPart
{
    public bool Keep(int part) => part % 2 == 0;
}

/// <summary>An expand within an expand: the inner one fills batches in the middle of a child of the outer one.</summary>
[Pipeline]
public sealed partial class ExpandTwice(int rows, int parts)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] AddLater Sum { get; } = new(0);
    [From(nameof(Sum))] Split Outer { get; } = new(3);
    [From(nameof(Outer)), OutputMapping("part", "inner")] Split Inner { get; } = new(parts);
}

/// <summary>An endless expand above a step that never ends: the expand waits for room, and is not left behind.</summary>
[Pipeline]
public sealed partial class EndlessAboveWedge(Lead lead, Wedge wedge)
{
    Numbers All { get; } = new(1);
    [From(nameof(All))] EndlessParts Parts { get; } = new(lead);
    [From(nameof(Parts))] WedgedLater Wedged { get; } = new(wedge);
}

[Step(Concurrency = 1, Retries = 0)]
public sealed class WedgedLater(Wedge wedge)
{
    [return: Column("same")]
    public async Task<int> ProcessAsync(long part) => await wedge.BlockAsync();
}
