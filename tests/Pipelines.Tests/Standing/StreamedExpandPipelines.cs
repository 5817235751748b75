using System.Collections;
using System.Runtime.CompilerServices;
using Distil.Pipelines.Tests.Stopping;

namespace Distil.Pipelines.Tests.Standing;

// Expands that are awaited, or have a time limit, and whose children go on as they are made, since their calls are not made again.

/// <summary>Gives a child when the one before has reached the reader.</summary>
[Expand(OnError = OnError.Stop, Retries = 0)]
public sealed class StandingPartsLater(int count, Reached reached)
{
    [return: Column("part")]
    public async IAsyncEnumerable<long> ExpandAsync(int number)
    {
        await Task.Yield();
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

/// <summary>The same, on a task of its own.</summary>
[Expand(OnError = OnError.Stop, Timeout = 3600)]
public sealed class StandingPartsTimed(int count, Reached reached)
{
    [return: Column("part")]
    public IEnumerable<long> Expand(int number, CancellationToken ct) => new StandingParts(count, reached).Expand(number);
}

[Pipeline]
public sealed partial class StandingLater(int rows, int parts, Reached reached)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] StandingPartsLater Parts { get; } = new(parts, reached);
}

[Pipeline]
public sealed partial class StandingLaterOneByOne(int rows, int parts, Reached reached)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Expand(Concurrency = 1)] StandingPartsLater Parts { get; } = new(parts, reached);
    [From(nameof(Parts))] Name Named { get; } = new("n");
    [From(nameof(Parts))] AddLater Sum { get; } = new(0);
    [From(nameof(Named), nameof(Sum))] Pass Both { get; } = new();
}

[Pipeline]
public sealed partial class StandingTimed(int rows, int parts, Reached reached)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] StandingPartsTimed Parts { get; } = new(parts, reached);
}

/// <summary>Children without end, of which some are made at once and some later.</summary>
[Expand(OnError = OnError.Stop, Retries = 0, Concurrency = 1)]
public sealed class EndlessLater(Lead lead)
{
    [return: Column("part")]
    public async IAsyncEnumerable<long> ExpandAsync(int number)
    {
        while (true)
        {
            var part = lead.Make();
            if (part % 512 == 0)
            {
                await Task.Yield();
            }

            yield return part;
        }
    }
}

[Expand(OnError = OnError.Stop, Timeout = 3600)]
public sealed class EndlessTimed(Lead lead)
{
    [return: Column("part")]
    public IEnumerable<long> Expand(int number, CancellationToken ct) => new EndlessParts(lead).Expand(number);
}

[Pipeline]
public sealed partial class EndlessCalls(int rows, Lead lead)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] EndlessLater Parts { get; } = new(lead);
    [From(nameof(Parts))] Name Named { get; } = new("n");
    [From(nameof(Parts))] AddLater Sum { get; } = new(0);
    [From(nameof(Named), nameof(Sum))] Pass Both { get; } = new();
}

[Pipeline]
public sealed partial class EndlessCallsInAnyOrder(int rows, Lead lead)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Expand(Ordered = false, Concurrency = 8)] EndlessLater Parts { get; } = new(lead);
    [From(nameof(Parts))] Name Named { get; } = new("n");
}

[Pipeline]
public sealed partial class EndlessTimedCalls(int rows, Lead lead)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] EndlessTimed Parts { get; } = new(lead);
}

/// <summary>Gives some children, and then waits for more until it is asked to end.</summary>
[Expand(OnError = OnError.Stop, Retries = 0)]
public sealed class Feed(int parts, Log<int> closed)
{
    [return: Column("part")]
    public async IAsyncEnumerable<int> ExpandAsync(int number, [EnumeratorCancellation] CancellationToken ct)
    {
        try
        {
            for (var part = 0; part < parts; part++)
            {
                yield return part;
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
        }
        finally
        {
            closed.Add(number);
        }
    }
}

[Pipeline]
public sealed partial class Feeds(int rows, int parts, Log<int> closed)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Feed Parts { get; } = new(parts, closed);
}

[Pipeline]
public sealed partial class FeedsInAnyOrder(int rows, int parts, Log<int> closed)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Expand(Ordered = false)] Feed Parts { get; } = new(parts, closed);
}

/// <summary>Makes children, and fails at a row behind some of them.</summary>
[Expand(OnError = OnError.Stop, Retries = 0)]
public sealed class FailsWithin(int parts, int bad, int at)
{
    [return: Column("part")]
    public async IAsyncEnumerable<int> ExpandAsync(int number)
    {
        for (var part = 0; part < parts; part++)
        {
            if (number == bad && part == at)
            {
                throw new InvalidDataException("Here.");
            }

            if (part % 100 == 7)
            {
                await Task.Yield();
            }

            yield return part;
        }
    }
}

[Expand(OnError = OnError.Stop, Timeout = 3600)]
public sealed class FailsWithinTimed(int parts, int bad, int at)
{
    [return: Column("part")]
    public IEnumerable<int> Expand(int number, CancellationToken ct)
    {
        for (var part = 0; part < parts; part++)
        {
            yield return number == bad && part == at ? throw new InvalidDataException("Here.") : part;
        }
    }
}

[Pipeline]
public sealed partial class PartsThatFail(int rows, int parts, int bad, int at)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] FailsWithin Parts { get; } = new(parts, bad, at);
    [From(nameof(Parts))] Name Named { get; } = new("n");
}

[Pipeline]
public sealed partial class PartsThatFailInTime(int rows, int parts, int bad, int at)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] FailsWithinTimed Parts { get; } = new(parts, bad, at);
    [From(nameof(Parts))] Name Named { get; } = new("n");
}

/// <summary>Expansions of many sizes, large ones among them.</summary>
[Expand(OnError = OnError.Stop, Retries = 0)]
public sealed class ManySizes
{
    [return: Column("part")]
    public async IAsyncEnumerable<int> ExpandAsync(int number)
    {
        var count = Count(number);
        for (var part = 0; part < count; part++)
        {
            if ((number + part) % 700 == 0)
            {
                await Task.Yield();
            }

            yield return part;
        }
    }

    public static int Count(int number) => number % 10 == 3 ? 3_001 : number % 4;
}

/// <summary>Children of expansions of many sizes, which meet again below, and among which an expand stands.</summary>
[Pipeline]
public sealed partial class ManySizesMeet(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] ManySizes Parts { get; } = new();
    [From(nameof(Parts))] EvenPart Even { get; } = new();
    [From(nameof(Even))] AddLater Sum { get; } = new(0);
    [From(nameof(Even))] Name Named { get; } = new("n");
    [From(nameof(Sum), nameof(Named))] Pass Both { get; } = new();
}

[Pipeline]
public sealed partial class ManySizesInAnyOrder(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Expand(Ordered = false)] ManySizes Parts { get; } = new();
}

/// <summary>Hangs before its third child, whatever its token says.</summary>
[Expand(OnError = OnError.Stop, Retries = 0, Timeout = 5)]
public sealed class LatePart(Hang hang)
{
    [return: Column("part")]
    public async IAsyncEnumerable<int> ExpandAsync(int number, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var part = 0; part < 5; part++)
        {
            await hang.WaitAsync([(number * 10) + part], 1);
            yield return part;
        }

        hang.End([(number * 10) + 2], 1);
    }
}

[Expand(OnError = OnError.Stop, Timeout = 5)]
public sealed class LatePartBlocked(Hang hang)
{
    [return: Column("part")]
    public IEnumerable<int> Expand(int number, CancellationToken ct)
    {
        for (var part = 0; part < 5; part++)
        {
            hang.Block([(number * 10) + part], 1);
            yield return part;
        }

        hang.End([(number * 10) + 2], 1);
    }
}

[Pipeline]
public sealed partial class LateParts(Hang hang)
{
    Numbers All { get; } = new(8);
    [From(nameof(All)), Expand(Concurrency = 1)] LatePart Parts { get; } = new(hang);
}

[Pipeline]
public sealed partial class LatePartsBlocked(Hang hang)
{
    Numbers All { get; } = new(8);
    [From(nameof(All))] LatePartBlocked Parts { get; } = new(hang);
}

/// <summary>Says how many children it has made.</summary>
[Expand(OnError = OnError.Stop, Retries = 0, Timeout = 5)]
public sealed class TimedParts(Lead lead)
{
    [return: Column("part")]
    public async IAsyncEnumerable<long> ExpandAsync(int number, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var part = 0; part < 10; part++)
        {
            await Task.Yield();
            yield return lead.Make();
        }
    }
}

[Expand(OnError = OnError.Stop, Timeout = 5)]
public sealed class TimedPartsBlocked(Lead lead)
{
    [return: Column("part")]
    public IEnumerable<long> Expand(int number, CancellationToken ct)
    {
        for (var part = 0; part < 10; part++)
        {
            yield return lead.Make();
        }
    }
}

/// <summary>Stands at the first part.</summary>
[Step]
public sealed class StandsAtFirst(Wedge wedge)
{
    public void Process(long part)
    {
        if (part == 0)
        {
            wedge.Block();
        }
    }
}

[Pipeline]
public sealed partial class TimedAboveStanding(Lead lead, Wedge wedge)
{
    Numbers All { get; } = new(1);
    [From(nameof(All))] TimedParts Parts { get; } = new(lead);
    [From(nameof(Parts))] StandsAtFirst Stood { get; } = new(wedge);
}

[Pipeline]
public sealed partial class TimedBlockedAboveStanding(Lead lead, Wedge wedge)
{
    Numbers All { get; } = new(1);
    [From(nameof(All))] TimedPartsBlocked Parts { get; } = new(lead);
    [From(nameof(Parts))] StandsAtFirst Stood { get; } = new(wedge);
}

/// <summary>Endless expands above a step that never ends: the expand waits for room, and is not left behind.</summary>
[Pipeline]
public sealed partial class EndlessCallsAboveWedge(Lead lead, Wedge wedge)
{
    Numbers All { get; } = new(3);
    [From(nameof(All)), Expand(Concurrency = 2)] EndlessLater Parts { get; } = new(lead);
    [From(nameof(Parts))] WedgedLater Wedged { get; } = new(wedge);
}

[Pipeline]
public sealed partial class EndlessTimedAboveWedge(Lead lead, Wedge wedge)
{
    Numbers All { get; } = new(3);
    [From(nameof(All))] EndlessTimed Parts { get; } = new(lead);
    [From(nameof(Parts))] WedgedLater Wedged { get; } = new(wedge);
}

/// <summary>Three parts, behind which the sequence does not end, or cannot be closed in time.</summary>
public sealed class WedgedSequence(Wedge wedge, bool closes) : IEnumerable<int>, IEnumerator<int>, IAsyncEnumerable<int>, IAsyncEnumerator<int>
{
    public int Current { get; private set; } = -1;

    object IEnumerator.Current => Current;

    public IEnumerator<int> GetEnumerator() => this;

    IEnumerator IEnumerable.GetEnumerator() => this;

    public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

    public bool MoveNext() => ++Current < 3 || (closes && wedge.Block() < 0);

    public async ValueTask<bool> MoveNextAsync() => ++Current < 3 || (closes && await wedge.BlockAsync() < 0);

    public void Reset() => throw new NotSupportedException();

    public void Dispose()
    {
        if (!closes)
        {
            wedge.Block();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!closes)
        {
            await wedge.BlockAsync();
        }
    }
}

[Expand(OnError = OnError.Stop, Retries = 0)]
public sealed class WedgedPartsLater(Wedge wedge, bool closes)
{
    [return: Column("part")]
    public IAsyncEnumerable<int> ExpandAsync(int number) => new WedgedSequence(wedge, closes);
}

[Expand(OnError = OnError.Stop, Timeout = 3600)]
public sealed class WedgedPartsTimed(Wedge wedge, bool closes)
{
    [return: Column("part")]
    public IEnumerable<int> Expand(int number, CancellationToken ct) => new WedgedSequence(wedge, closes);
}

[Pipeline]
public sealed partial class WedgedLaterParts(Wedge wedge, bool closes)
{
    Numbers All { get; } = new(1);
    [From(nameof(All))] WedgedPartsLater Parts { get; } = new(wedge, closes);
}

[Pipeline]
public sealed partial class WedgedTimedParts(Wedge wedge, bool closes)
{
    Numbers All { get; } = new(1);
    [From(nameof(All))] WedgedPartsTimed Parts { get; } = new(wedge, closes);
}
