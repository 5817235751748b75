namespace Distil.Pipelines.Tests.Graphs;

// The steps of the random graphs. Each answers by a hash of what it was called with, so that a row in the wrong batch, or a
// column of the wrong branch, changes what comes out. The reference interpreter calls the same functions.

public enum Way
{
    A,
    B,
    C,
}

[Flags]
public enum Flow
{
    None = 0,
    A = 1,
    B = 2,
    C = 4,
}

[Source(Version = "1")]
public sealed class Origin(long salt, int rows)
{
    [return: Column("value")]
    public IEnumerable<long> Read()
    {
        for (var place = 0; place < rows; place++)
        {
            yield return Hash.Of(salt, place);
        }
    }
}

/// <summary>A row of <see cref="OriginFiles"/>.</summary>
[Row]
public sealed record OriginLine(long Value);

[Source(Version = "1")]
public sealed class OriginLater(long salt, int rows)
{
    [return: Column("value")]
    public async IAsyncEnumerable<long> ReadAsync()
    {
        for (var place = 0; place < rows; place++)
        {
            await Jitter.Now();
            yield return Hash.Of(salt, place);
        }
    }
}

[Step]
public sealed class Row(long salt)
{
    [return: Column("value")]
    public long Process(long? x, long? y) => Hash.Of(salt, Hash.Check(salt, x), y);
}

[Step(Version = "1")]
public sealed class RowLater(long salt)
{
    [return: Column("value")]
    public async ValueTask<long> ProcessAsync(long? x, long? y)
    {
        await Jitter.Now();
        return Hash.Of(salt, Hash.Check(salt, x), y);
    }
}

[Step]
public sealed class Batch(long salt, Probe probe, string name)
{
    [return: Column("value")]
    public IReadOnlyList<long> ProcessBatch(IReadOnlyList<long?> x)
    {
        probe.Called(name, Hash.Of(salt, x));
        return Hash.Each(salt, [.. x.Select(value => Hash.Check(salt, value))]);
    }
}

// What a row is answered depends on its batch: such answers cannot be kept row by row.
[Step(Version = "1", Durable = false)]
public sealed class BatchLater(long salt, Probe probe, string name)
{
    [return: Column("value")]
    public async Task<IReadOnlyList<long>> ProcessBatchAsync(ReadOnlyMemory<long?> x)
    {
        await Jitter.Now();
        var list = x.ToArray();
        probe.Called(name, Hash.Of(salt, list));
        return Hash.Each(salt, [.. list.Select(value => Hash.Check(salt, value))]);
    }
}

[Step]
public sealed class Whole(long salt, Probe probe, string name)
{
    [return: Column("value")]
    public IReadOnlyList<long> ProcessAll(IReadOnlyList<long?> x)
    {
        probe.Called(name, Hash.Of(salt, x));
        return Hash.Each(salt, x);
    }
}

[Step(NewRows = true)]
public sealed class Groups(long salt, Probe probe, string name)
{
    [return: Column("value")]
    public IReadOnlyList<long> ProcessAll(IReadOnlyList<long?> x)
    {
        probe.Called(name, Hash.Of(salt, x));
        return Hash.Groups(salt, x);
    }
}

[Filter]
public sealed class Sift(long salt, int keep, int of)
{
    public bool Keep(long? x) => Hash.Keep(salt, Hash.Check(salt, x), keep, of);
}

[Filter(Version = "1")]
public sealed class SiftLater(long salt, int keep, int of)
{
    public async ValueTask<bool> KeepAsync(long? x)
    {
        await Jitter.Now();
        return Hash.Keep(salt, Hash.Check(salt, x), keep, of);
    }
}

[Filter]
public sealed class SiftBatch(long salt, int keep, int of, Probe probe, string name)
{
    public IReadOnlyList<bool> KeepBatch(IReadOnlyList<long?> x)
    {
        probe.Called(name, Hash.Of(salt, x));
        return [.. Hash.Each(salt, [.. x.Select(value => Hash.Check(salt, value))]).Select(value => Hash.Keep(salt, value, keep, of))];
    }
}

[Expand]
public sealed class Children(long salt, int most)
{
    [return: Column("value")]
    public IEnumerable<long> Expand(long? x, CancellationToken ct)
    {
        foreach (var child in Hash.Children(salt, x, most))
        {
            yield return child;
        }

        // Behind the last: a row that fails gives no child all the same.
        Hash.Check(salt, x);
    }
}

[Expand(Version = "1")]
public sealed class ChildrenLater(long salt, int most)
{
    [return: Column("value")]
    public async IAsyncEnumerable<long> ExpandAsync(long? x)
    {
        foreach (var child in Hash.Children(salt, x, most))
        {
            await Jitter.Now();
            yield return child;
        }

        Hash.Check(salt, x);
    }
}

[Router]
public sealed class OneWay(long salt, int skew)
{
    public Way Route(long? x) => (Way)Hash.Way(salt, Hash.Check(salt, x), skew);
}

[Router(Version = "1")]
public sealed class OneWayLater(long salt, int skew)
{
    public async Task<Way> RouteAsync(long? x)
    {
        await Jitter.Now();
        return (Way)Hash.Way(salt, Hash.Check(salt, x), skew);
    }
}

[Router]
public sealed class ManyWays(long salt, int skew)
{
    public Flow Route(long? x) => (Flow)Hash.Ways(salt, Hash.Check(salt, x), skew);
}

[Router(Version = "1")]
public sealed class ManyWaysLater(long salt, int skew)
{
    public async ValueTask<Flow> RouteAsync(long? x)
    {
        await Jitter.Now();
        return (Flow)Hash.Ways(salt, Hash.Check(salt, x), skew);
    }
}

[Sink]
public sealed class Drain(long salt, Probe probe, string name)
{
    public void Write(long? x) => probe.Called(name, Hash.Of(salt, Hash.Check(salt, x)));
}

/// <summary>A turn of the thread pool, sometimes a millisecond, sometimes nothing.</summary>
internal static class Jitter
{
    public static ValueTask Now() => Random.Shared.Next(64) switch
    {
        0 => new ValueTask(Task.Delay(1)),
        < 24 => Yield(),
        _ => default,
    };

    private static async ValueTask Yield() => await Task.Yield();
}
