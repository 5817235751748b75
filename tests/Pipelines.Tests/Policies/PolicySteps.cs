namespace Distil.Pipelines.Tests.Policies;

/// <summary>The numbers that a step fails on.</summary>
public sealed class Bad(params int[] numbers)
{
    private readonly HashSet<int> _numbers = [.. numbers];

    public int Check(int number) => _numbers.Contains(number) ? throw new InvalidDataException($"No {number}.") : number;
}

[Step]
public sealed class Doubles(Bad bad)
{
    [return: Column("doubled")]
    public int Process(int number) => bad.Check(number) * 2;
}

[Step]
public sealed class Squares(Bad bad)
{
    [return: Column("squared")]
    public int Process(int number) => bad.Check(number) * number;
}

[Step]
public sealed class Adds(Bad bad)
{
    [return: Column("sum")]
    public int Process(int doubled, int squared) => bad.Check(doubled) + squared;
}

[Step(Retries = 0, Concurrency = 1, Version = "1")]
public sealed class DoublesLater(Bad bad)
{
    [return: Column("doubled")]
    public async Task<int> ProcessAsync(int number)
    {
        await Task.Yield();
        return bad.Check(number) * 2;
    }
}

[Step(BatchSize = 4)]
public sealed class DoublesBatches(Bad bad, Calls calls)
{
    [return: Column("doubled")]
    public IReadOnlyList<int> ProcessBatch(IReadOnlyList<int> number)
    {
        calls.Add(number);
        return [.. number.Select(one => bad.Check(one) * 2)];
    }
}

[Filter]
public sealed class KeepsOdd(Bad bad)
{
    public bool Keep(int number) => bad.Check(number) % 2 == 1;
}

public enum Parity
{
    Even,
    Odd,
}

[Router]
public sealed class ByParity(Bad bad)
{
    public Parity Route(int number) => (Parity)(bad.Check(number) % 2);
}

[Flags]
public enum Ways
{
    None = 0,
    Left = 1,
    Right = 2,
}

/// <summary>Sends all to the left, and multiples of three to the right as well.</summary>
[Router]
public sealed class ByThree(Bad bad)
{
    public Ways Route(int number) => bad.Check(number) % 3 == 0 ? Ways.Left | Ways.Right : Ways.Left;
}

/// <summary>Three children of each row; fails behind the second.</summary>
[Expand]
public sealed class Triples(Bad bad)
{
    [return: Column("child")]
    public IEnumerable<int> Expand(int number)
    {
        yield return number * 10;
        yield return (number * 10) + 1;
        bad.Check(number);
        yield return (number * 10) + 2;
    }
}

[Step]
public sealed class ChecksChild(Bad bad)
{
    [return: Column("checked")]
    public int Process(int child) => bad.Check(child);
}

[Sink]
public sealed class Keeps(Bad bad, Log<int> kept)
{
    public void Write(int number) => kept.Add(bad.Check(number));
}

[Step]
public sealed class CountsAll(Bad bad)
{
    [return: Column("place")]
    public IReadOnlyList<int> ProcessAll(IReadOnlyList<int> number) => [.. number.Select((one, place) => bad.Check(one) - one + place)];
}

[Pipeline]
public sealed partial class LoopChain(int rows, Bad first, Bad second)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Doubles Doubled { get; } = new(first);
    [From(nameof(Doubled))] KeepsOdd Kept { get; } = new(second);
}

[Pipeline]
public sealed partial class LaterChain(int rows, Bad first)
{
    NumbersLater All { get; } = new(rows);
    [From(nameof(All))] Doubles Doubled { get; } = new(first);
    [From(nameof(Doubled))] Squares Squared { get; } = new(first);
}

[Pipeline]
public sealed partial class LoopDiamond(int rows, Bad left, Bad right, Bad below)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Doubles Left { get; } = new(left);
    [From(nameof(All))] Squares Right { get; } = new(right);
    [From(nameof(Left), nameof(Right))] Adds Sum { get; } = new(below);
    [From(nameof(All))] Pass Beside { get; } = new();
}

[Pipeline]
public sealed partial class LoopMerge(int rows, Bad left, Bad right, Log<int> kept)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Doubles Left { get; } = new(left);
    [From(nameof(All))] Squares Right { get; } = new(right);
    [Merge(nameof(Left), nameof(Right))] Pass Both { get; } = new();
    [From(nameof(All))] Keeps Kept { get; } = new(new(5), kept);
}

[Pipeline]
public sealed partial class LoopRouter(int rows, Bad route, Bad odd)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] ByParity Ways { get; } = new(route);
    [From(nameof(Ways), When = Parity.Odd)] Doubles Odd { get; } = new(odd);
    [From(nameof(Ways), When = Parity.Even)] Doubles Even { get; } = new(new());
    [Merge(nameof(Odd), nameof(Even))] Pass Both { get; } = new();
}

[Pipeline]
public sealed partial class LoopFlags(int rows, Bad route, Bad left, Bad right)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] ByThree Sent { get; } = new(route);
    [From(nameof(Sent), When = Ways.Left)] Doubles Left { get; } = new(left);
    [From(nameof(Sent), When = Ways.Right)] Squares Right { get; } = new(right);
    [From(nameof(Left), nameof(Right))] Pass Both { get; } = new();
}

[Pipeline]
public sealed partial class LoopExpand(int rows, Bad expand, Bad child)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Triples Children { get; } = new(expand);
    [From(nameof(Children))] ChecksChild Checked { get; } = new(child);
}

[Pipeline]
public sealed partial class Awaited(int rows, Bad bad)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] DoublesLater Doubled { get; } = new(bad);
}

[Pipeline]
public sealed partial class AwaitedNull(int rows, Bad bad)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(OnError = OnError.Null, Concurrency = 4)] DoublesLater Doubled { get; } = new(bad);
}

[Pipeline]
public sealed partial class LoopNull(int rows, Bad bad)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(OnError = OnError.Null)] Doubles Doubled { get; } = new(bad);
    [From(nameof(Doubled))] Squares Squared { get; } = new(bad);
}

[Pipeline]
public sealed partial class Batches(int rows, Bad bad, Calls calls)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] DoublesBatches Doubled { get; } = new(bad, calls);
}

[Pipeline]
public sealed partial class BatchesSideBySide(int rows, Bad bad, Calls calls)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(Concurrency = 3)] DoublesBatches Doubled { get; } = new(bad, calls);
}

[Pipeline]
public sealed partial class WholeBatches(int rows, Bad bad, Calls calls)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(SplitBatches = false)] DoublesBatches Doubled { get; } = new(bad, calls);
}

[Pipeline]
public sealed partial class NullBatches(int rows, Bad bad, Calls calls)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(OnError = OnError.Null)] DoublesBatches Doubled { get; } = new(bad, calls);
}

[Pipeline]
public sealed partial class Skipped(int rows, Bad bad)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(OnError = OnError.Skip)] CountsAll Counted { get; } = new(bad);
    [From(nameof(All))] Pass Beside { get; } = new();
}
