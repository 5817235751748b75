using System.Globalization;

namespace Distil.Pipelines.Tests.Resuming;

// What is above a global step asks for each row, so that a test can see what is asked twice.

/// <summary>Asks for each row. Its answers are not kept, so what is made again is asked again.</summary>
[Step(Concurrency = 4, Durable = false)]
public sealed class AskFresh(Doings doings)
{
    [return: Column("answer")]
    public async Task<string> ProcessAsync(int number)
    {
        await Task.Yield();
        doings.Ask(number);
        return $"{number}";
    }
}

/// <summary>The same, in the loop of whoever gives the rows.</summary>
[Step]
public sealed class Look(Doings doings)
{
    [return: Column("answer")]
    public string Process(int number)
    {
        doings.Ask(number);
        return $"{number}";
    }
}

/// <summary>A global step that sees every answer.</summary>
[Step(Version = "1")]
public sealed class Longest(Calls seen)
{
    [return: Column("longest")]
    public IReadOnlyList<string> ProcessAll(IReadOnlyList<int> number, IReadOnlyList<string> answer)
    {
        seen.Add(number);
        var longest = answer.MaxBy(static text => text.Length) ?? "";
        return [.. answer.Select(text => $"{text} of {longest}")];
    }
}

/// <summary>The same, durable, with rows of its own.</summary>
[Step(Version = "1", Durable = true, NewRows = true)]
public sealed class Lengths(Calls seen)
{
    [return: Column("length")]
    public IReadOnlyList<string> ProcessAll(IReadOnlyList<int> number, IReadOnlyList<string> answer)
    {
        seen.Add(number);
        return [.. answer.GroupBy(static text => text.Length).Select(static group => $"{group.Key}: {group.Count()}")];
    }
}

/// <summary>A batch step below, so that batches begin somewhere.</summary>
[Step(BatchSize = 7)]
public sealed class Rank
{
    [return: Column("rank")]
    public IReadOnlyList<int> ProcessBatch(IReadOnlyList<string> longest) => [.. longest.Select(static (_, rank) => rank)];
}

[Pipeline]
public sealed partial class HeldRow(int count, Doings doings, Calls seen)
{
    Counted All { get; } = new(count, doings);
    [From(nameof(All))] AskFresh Asked { get; } = new(doings);
    [From(nameof(Asked))] Longest Rated { get; } = new(seen);
    [From(nameof(Rated))] Rank Ranked { get; } = new();
}

[Pipeline]
public sealed partial class HeldForNewRows(int count, Doings doings, Calls seen)
{
    Counted All { get; } = new(count, doings);
    [From(nameof(All))] AskFresh Asked { get; } = new(doings);
    [From(nameof(Asked))] Lengths Rated { get; } = new(seen);
}

/// <summary>Two leaves; one of them is not below the global step.</summary>
[Pipeline]
public sealed partial class HeldBesideLeaf(int count, Doings doings, Calls seen)
{
    CountedFrom All { get; } = new(count, doings);
    [From(nameof(All))] AskFresh Asked { get; } = new(doings);
    [From(nameof(Asked))] Longest Rated { get; } = new(seen);
    [From(nameof(Asked))] Name Named { get; } = new("n");
}

/// <summary>Each row is several above the global step.</summary>
[Pipeline]
public sealed partial class HeldChildren(int count, Doings doings, Calls seen)
{
    Counted All { get; } = new(count, doings);
    [From(nameof(All))] Look Asked { get; } = new(doings);
    [From(nameof(Asked))] Split Parts { get; } = new(3);
    [From(nameof(Parts))] Longest Rated { get; } = new(seen);
}

/// <summary>A branch goes around the global step, and comes together with the one that goes through it.</summary>
[Pipeline]
public sealed partial class HeldAroundJoin(int count, Doings doings, Calls seen)
{
    Counted All { get; } = new(count, doings);
    [From(nameof(All))] AskFresh Asked { get; } = new(doings);
    [From(nameof(Asked))] Longest Rated { get; } = new(seen);
    [From(nameof(Asked))] Name Named { get; } = new("n");
    [From(nameof(Rated), nameof(Named))] Pass Together { get; } = new();
}

/// <summary>The same of two routes, with a filter on the one that goes around.</summary>
[Pipeline]
public sealed partial class HeldAroundMerge(int count, Doings doings, Calls seen)
{
    Counted All { get; } = new(count, doings);
    [From(nameof(All))] Look Asked { get; } = new(doings);
    [From(nameof(Asked))] ByParity Route { get; } = new();
    [From(nameof(Route), When = Parity.Even)] Longest Rated { get; } = new(seen);
    [From(nameof(Route), When = Parity.Odd)] Divisible Thirds { get; } = new(3);
    [Merge(nameof(Rated), nameof(Thirds))] Pass Together { get; } = new();
}

/// <summary>The same of a row that is sent to one route, the other, or both.</summary>
[Pipeline]
public sealed partial class HeldAroundFlags(int count, Doings doings, Calls seen)
{
    Counted All { get; } = new(count, doings);
    [From(nameof(All))] Look Asked { get; } = new(doings);
    [From(nameof(Asked))] ByBits Route { get; } = new();
    [From(nameof(Route), When = Bits.Low)] Longest Rated { get; } = new(seen);
    [From(nameof(Route), When = Bits.High)] Name Named { get; } = new("n");
    [From(nameof(Rated), nameof(Named))] Pass Together { get; } = new();
}

/// <summary>The global step sees a row by two branches, one row twice.</summary>
[Pipeline]
public sealed partial class HeldRepeats(int count, Doings doings, Calls seen)
{
    Counted All { get; } = new(count, doings);
    [From(nameof(All))] AskFresh Asked { get; } = new(doings);
    [From(nameof(Asked))] Pass Same { get; } = new();
    [From(nameof(Asked))] Divisible Halves { get; } = new(2);
    [Merge(nameof(Same), nameof(Halves))] Longest Rated { get; } = new(seen);
}

/// <summary>Rows that cannot be held: a row knows more than its members.</summary>
[Pipeline]
public sealed partial class NotHeld(int count, Doings doings, Calls seen)
{
    Counted All { get; } = new(count, doings);
    [From(nameof(All))] AskFresh Asked { get; } = new(doings);
    [From(nameof(Asked))] Wrap Wrapped { get; } = new();
    [From(nameof(Wrapped))] Unwrap Rated { get; } = new(seen);
}

[Row]
public sealed record Inner(int Half);

[Step]
public sealed class Wrap
{
    [return: Column("inner")]
    public IReadOnlyList<Inner> Process(int number) => [new Inner(number / 2)];
}

[Step(NewRows = true)]
public sealed class Unwrap(Calls seen)
{
    [return: Column("half")]
    public IReadOnlyList<int> ProcessAll(IReadOnlyList<int> number, IReadOnlyList<IReadOnlyList<Inner>> inner)
    {
        seen.Add(number);
        return [.. inner.Select(static rows => rows[0].Half)];
    }
}

/// <summary>What no file of JSON lines holds, or not as it was.</summary>
[Row]
public sealed record Odd(
    double Real, float? Brief, Half Small, string? Text, char Unit, DateTime At, DateTimeOffset Then, decimal Price, byte[]? Bytes,
    List<int>? List, IReadOnlyList<string?> Texts, Parity Parity, Parity? Maybe, nint Native, Guid Id, TimeOnly Time);

[Step]
public sealed class OddValues
{
    public Odd Process(int number) => new(
        (number % 4) switch
        {
            0 => double.NaN,
            1 => BitConverter.Int64BitsToDouble(unchecked((long)0xFFF8_0000_0000_1234)),
            2 => -0.0,
            _ => double.NegativeInfinity,
        },
        number % 3 == 0 ? null : float.NaN,
        Half.NaN,
        number % 5 == 0 ? null : $"\uD800 and \uDC00 {number}",
        '\uDFFF',
        new DateTime(number, (DateTimeKind)(number % 3)),
        new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.FromMinutes((number % 100) - 50)),
        new decimal(number, 0, 0, number % 2 == 0, (byte)(number % 29)),
        number % 7 == 0 ? null : [(byte)number, 0],
        number % 6 == 0 ? null : [number, -number],
        number % 2 == 0 ? [null, "\uDBFF"] : new List<string?> { "" },
        (Parity)(number - 1),
        number % 2 == 0 ? null : Parity.Odd,
        number,
        new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
        TimeOnly.MaxValue);
}

/// <summary>All that there is to know of the rows above, as text that files hold.</summary>
[Step(NewRows = true)]
public sealed class Exactly
{
    [return: Column("text")]
    public IReadOnlyList<string> ProcessAll(
        IReadOnlyList<double> real, IReadOnlyList<float?> brief, IReadOnlyList<Half> small, IReadOnlyList<string?> text,
        IReadOnlyList<char> unit, IReadOnlyList<DateTime> at, IReadOnlyList<DateTimeOffset> then, IReadOnlyList<decimal> price,
        IReadOnlyList<byte[]?> bytes, IReadOnlyList<List<int>?> list, IReadOnlyList<IReadOnlyList<string?>> texts,
        IReadOnlyList<Parity> parity, IReadOnlyList<Parity?> maybe, IReadOnlyList<nint> native, IReadOnlyList<Guid> id,
        IReadOnlyList<TimeOnly> time) =>
    [
        .. Enumerable.Range(0, real.Count).Select(row => string.Join(
            ' ',
            BitConverter.DoubleToInt64Bits(real[row]),
            brief[row] is { } one ? BitConverter.SingleToInt32Bits(one) : "null",
            BitConverter.HalfToInt16Bits(small[row]),
            Units(text[row]),
            (int)unit[row],
            at[row].Ticks,
            at[row].Kind,
            then[row].ToString("O", CultureInfo.InvariantCulture),
            string.Join(',', decimal.GetBits(price[row])),
            bytes[row] is { } given ? Convert.ToHexString(given) : "null",
            list[row] is { } numbers ? string.Join(',', numbers) : "null",
            texts[row].GetType(),
            string.Join(',', texts[row].Select(Units)),
            (int)parity[row],
            (int?)maybe[row],
            native[row],
            id[row],
            time[row].Ticks)),
    ];

    private static string Units(string? text) => text is null ? "null" : string.Join('.', text.Select(static unit => (int)unit));
}

/// <summary>Values above a global step that no data set could hold.</summary>
[Pipeline]
public sealed partial class HeldOddValues(int count, Doings doings)
{
    Counted All { get; } = new(count, doings);
    [From(nameof(All))] OddValues Values { get; } = new();
    [From(nameof(Values))] Exactly Seen { get; } = new();
}
