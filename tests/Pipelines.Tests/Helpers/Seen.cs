using System.Collections.Concurrent;

namespace Distil.Pipelines.Tests.Helpers;

/// <summary>What a batch or global method was called with, call by call.</summary>
public sealed class Calls
{
    private readonly ConcurrentQueue<int[]> _calls = new();

    public void Add(IReadOnlyList<int> numbers) => _calls.Enqueue([.. numbers]);

    public IReadOnlyList<IReadOnlyList<int>> All => [.. _calls];

    /// <summary>The number of rows of each call, in order.</summary>
    public IReadOnlyList<int> Sizes => [.. _calls.Select(call => call.Length)];

    /// <summary>Every row that was seen, in order.</summary>
    public IReadOnlyList<int> Rows => [.. _calls.SelectMany(call => call)];
}

/// <summary>What a step was called with, row by row, by several threads.</summary>
public sealed class Log<T>
{
    private readonly ConcurrentQueue<T> _rows = new();

    public void Add(T row) => _rows.Enqueue(row);

    public IReadOnlyList<T> All => [.. _rows];

    public int Count => _rows.Count;
}

/// <summary>How many calls are at work.</summary>
public sealed class AtWork
{
    private int _now;

    public int Now => Volatile.Read(ref _now);

    public int Begin() => Interlocked.Increment(ref _now);

    public void End() => Interlocked.Decrement(ref _now);
}

/// <summary>Short ways to write down batch sizes.</summary>
internal static class Sizes
{
    /// <summary>Sizes of the batches when <paramref name="rows"/> rows come in batches of <paramref name="size"/>.</summary>
    public static int[] Of(int rows, int size) =>
        [.. Enumerable.Repeat(size, rows / size), .. rows % size == 0 ? Array.Empty<int>() : [rows % size]];
}
