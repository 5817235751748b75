using System.Globalization;

namespace Distil.Pipelines.Tests.Graphs;

/// <summary>What the steps of the random graphs answer.</summary>
public static class Hash
{
    public static long Of(long salt, long? x) => Mix(Mix(salt) ^ Value(x));

    public static long Of(long salt, long? x, long? y) => Mix(Of(salt, x) ^ (Value(y) * 31));

    public static long Of(long salt, IReadOnlyList<long?> x)
    {
        var hash = Of(salt, x.Count);
        foreach (var value in x)
        {
            hash = Of(hash, value);
        }

        return hash;
    }

    /// <summary>An answer for each row of a batch, which depends on the whole batch.</summary>
    public static long[] Each(long salt, IReadOnlyList<long?> x)
    {
        var batch = Of(salt, x);
        return [.. Enumerable.Range(0, x.Count).Select(i => Of(batch, i))];
    }

    /// <summary>A row for every three, and one more.</summary>
    public static long[] Groups(long salt, IReadOnlyList<long?> x)
    {
        var all = Of(salt, x);
        return [.. Enumerable.Range(0, (x.Count / 3) + 1).Select(i => Of(all, i))];
    }

    public static bool Keep(long salt, long? x, int keep, int of) => (ulong)Of(salt, x) % (ulong)of < (ulong)keep;

    public static IEnumerable<long> Children(long salt, long? x, int most)
    {
        var hash = Of(salt, x);
        var count = (int)((ulong)hash % (ulong)(most + 1));
        for (var i = 0; i < count; i++)
        {
            yield return Of(hash, i);
        }
    }

    /// <summary>0, 1 or 2; with a skew of 1 always 0, with 2 nearly always 1.</summary>
    public static int Way(long salt, long? x, int skew) => skew switch
    {
        1 => 0,
        2 => (ulong)Of(salt, x) % 100 == 0 ? 2 : 1,
        _ => (int)((ulong)Of(salt, x) % 3),
    };

    /// <summary>Any of three bits; with a skew of 1 always all, with 2 nearly always the first alone.</summary>
    public static int Ways(long salt, long? x, int skew) => skew switch
    {
        1 => 7,
        2 => (ulong)Of(salt, x) % 100 == 0 ? 6 : 1,
        _ => (int)((ulong)Of(salt, x) % 8),
    };

    /// <summary>Whether a step fails on a row: some steps never do, some on few rows, some on many.</summary>
    public static bool Fails(long salt, long? x) => ((ulong)Mix(salt) % 4) switch
    {
        0 or 2 => (ulong)Of(~salt, x) % 29 == 0,
        1 => (ulong)Of(~salt, x) % 4 == 0,
        _ => false,
    };

    public static bool IsFailing(long salt) => (ulong)Mix(salt) % 4 < 3;

    /// <summary>Whether a step's calls that fail are made again, as often as its retries allow.</summary>
    public static bool IsTransient(long salt) => (ulong)Mix(~salt) % 2 == 0;

    /// <summary>What a step throws on a row that it fails on.</summary>
    public static Exception Failure(long salt, long? x)
    {
        var message = string.Create(CultureInfo.InvariantCulture, $"Fails on {x?.ToString("x16", CultureInfo.InvariantCulture) ?? "null"}.");
        return IsTransient(salt) ? new InvalidOperationException(message) : new ArgumentException(message);
    }

    /// <summary>Throws on the rows that a step fails on.</summary>
    public static long? Check(long salt, long? x) => Fails(salt, x) ? throw Failure(salt, x) : x;

    private static long Value(long? x) => x ?? -7_046_029_254_386_353_131;

    private static long Mix(long value)
    {
        var x = (ulong)value + 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return (long)(x ^ (x >> 31));
    }
}

/// <summary>Columns of leaves as the tests compare them: one number, or none.</summary>
public static class Cells
{
    public static long? Cell(long? value) => value;

    public static long? Cell(IReadOnlyList<long>? values) => values is null ? null : Hash.Of(0, [.. values.Select(value => (long?)value)]);

    public static long? Cell(IReadOnlyList<long?>? values) => values is null ? null : Hash.Of(0, values);
}
