namespace Distil.Pipelines.Tests.Graphs;

// The graphs that an engine of bounded channels hangs on, one each.

[Pipeline]
public sealed partial class FilterBesideBatch(int rows, int by, Calls seen)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Divisible Few { get; } = new(by);
    [From(nameof(Few)), Step(BatchSize = 50), OutputMapping("mark", "few")] Tag FewTagged { get; } = new("few", seen);
    [From(nameof(All)), OutputMapping("text", "all")] Name AllNamed { get; } = new("all");
    [From(nameof(AllNamed), nameof(FewTagged))] Pass Both { get; } = new();
}

[Pipeline]
public sealed partial class BranchWithoutRows(int rows, Log<int> sink)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] SelectBelow Route { get; } = new(rows - 1);
    [From(nameof(Route), When = Parity.Even)] Add Common { get; } = new(0);
    [From(nameof(Route), When = Parity.Odd), Step(BatchSize = 3)] See Rare { get; } = new(new Calls());
    [Merge(nameof(Rare), nameof(Common))] Divisible Some { get; } = new(100_003);
    [From(nameof(Some))] Collect Sink { get; } = new(sink);
}

/// <summary>Even for every row but the last ones.</summary>
[Router]
public sealed class SelectBelow(int limit)
{
    public Parity Route(int number) => number < limit ? Parity.Even : Parity.Odd;
}

[Pipeline]
public sealed partial class LargeBatchBesideRow(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), OutputMapping("text", "a")] Name A { get; } = new("a");
    [From(nameof(All)), Step(BatchSize = 5000), OutputMapping("mark", "b")] Tag B { get; } = new("b", new Calls());
    [From(nameof(A), nameof(B))] Pass Both { get; } = new();
}

[Pipeline]
public sealed partial class RoutersInRouters(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] TwoOfFour Outer { get; } = new();
    [From(nameof(Outer), When = Ways.A)] ByParity InA { get; } = new();
    [From(nameof(InA), When = Parity.Even), Step(BatchSize = 7), OutputMapping("mark", "a")] Tag EvenA { get; } = new("even", new Calls());
    [From(nameof(InA), When = Parity.Odd), OutputMapping("text", "a")] NameLater OddA { get; } = new("odd", 0);
    [Merge(nameof(EvenA), nameof(OddA))] Pass A { get; } = new();
    [From(nameof(Outer), When = Ways.B)] ByBits InB { get; } = new();
    [From(nameof(InB), When = Bits.Low), OutputMapping("text", "b1")] NameLater BA { get; } = new("ba", 0);
    [From(nameof(InB), When = Bits.High), Step(BatchSize = 3), OutputMapping("mark", "b2")] Tag BB { get; } = new("bb", new Calls());
    [From(nameof(BA), nameof(BB))] Pass B { get; } = new();
    [From(nameof(Outer), When = Ways.C), From(nameof(Outer), When = Ways.D), OutputMapping("text", "c")] Name CorD { get; } = new("c");
    [From(nameof(A), nameof(B), nameof(CorD))] Pass Joined { get; } = new();
}

[Pipeline]
public sealed partial class FlagsIntoJoin(int rows, Calls a, Calls b)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] ByBits Route { get; } = new();
    [From(nameof(Route), When = Bits.Low), Step(BatchSize = 9), OutputMapping("mark", "a")] Tag A { get; } = new("a", a);
    [From(nameof(Route), When = Bits.High), Step(BatchSize = 2), OutputMapping("mark", "b")] Tag B { get; } = new("b", b);
    [From(nameof(A), nameof(B))] Pass Joined { get; } = new();
}

[Pipeline]
public sealed partial class RouterThatNoRowReaches(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Nothing None { get; } = new();
    [From(nameof(None))] ByParity Route { get; } = new();
    [From(nameof(Route), When = Parity.Even)] NameLater Even { get; } = new("even", 0);
    [From(nameof(Route), When = Parity.Odd)] NameLater Odd { get; } = new("odd", 0);
    [Merge(nameof(Even), nameof(Odd))] Pass Merged { get; } = new();
    [From(nameof(All)), Step(BatchSize = 1)] Tag Beside { get; } = new("b", new Calls());
    [From(nameof(Merged), nameof(Beside))] Pass Both { get; } = new();
}

/// <summary>Two ways below one zip, and a third source beside them, in one merge.</summary>
[Pipeline]
public sealed partial class ZipMergedWithAnother(int rows)
{
    Numbers Left { get; } = new(rows);
    [OutputMapping("number", "other")] Numbers Right { get; } = new(rows);
    Numbers Third { get; } = new(rows);
    [Zip(nameof(Left), nameof(Right))] Pass Pairs { get; } = new();
    [From(nameof(Pairs)), Step(BatchSize = 3)] Tag Tagged { get; } = new("t", new Calls());
    [From(nameof(Pairs))] Divisible Few { get; } = new(100);
    [Merge(nameof(Third), nameof(Few), nameof(Tagged))] Pass Merged { get; } = new();
}

[Pipeline]
public sealed partial class LeavesThatNeverMeet(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] ByParity Route { get; } = new();
    [From(nameof(Route), When = Parity.Even), Step(BatchSize = 1000)] See Even { get; } = new(new Calls());
    [From(nameof(Route), When = Parity.Odd)] NameLater Odd { get; } = new("odd", 0);
}

[Pipeline]
public sealed partial class SourceAlone(int rows)
{
    Numbers All { get; } = new(rows);
}

[Pipeline]
public sealed partial class FailureBesideBlockedSibling(int rows, int bad)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(BatchSize = 10_000), OutputMapping("mark", "a")] Tag Slow { get; } = new("a", new Calls());
    [From(nameof(All)), Step(BatchSize = 1), OutputMapping("mark", "b")] FailingTag Fails { get; } = new(bad);
    [From(nameof(Slow), nameof(Fails))] Pass Both { get; } = new();
}

[Step(OnError = OnError.Stop)]
public sealed class FailingTag(int bad)
{
    [return: Column("mark")]
    public IReadOnlyList<string> ProcessBatch(IReadOnlyList<int> number) =>
        number.Contains(bad) ? throw new InvalidDataException($"No {bad}.") : [.. number.Select(n => $"{n}")];
}

[Pipeline]
public sealed partial class SharedEdgeIntoJoins(int rows)
{
    NumbersLater All { get; } = new(rows);
    [From(nameof(All)), OutputMapping("text", "a")] NameLater A { get; } = new("a", 0);
    [From(nameof(A)), Step(BatchSize = 300), OutputMapping("mark", "b")] Tag B { get; } = new("b", new Calls());
    [From(nameof(A)), OutputMapping("text", "c")] NameLater C { get; } = new("c", 1);
    [From(nameof(A), nameof(B))] Pass AB { get; } = new();
    [From(nameof(AB), nameof(C))] Pass ABC { get; } = new();
    [From(nameof(A), nameof(C))] Pass AC { get; } = new();
}
