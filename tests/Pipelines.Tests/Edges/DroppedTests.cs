namespace Distil.Pipelines.Tests.Edges;

[Flags]
public enum Side
{
    None = 0,
    Left = 1,
    Right = 2,
}

[Row]
public readonly record struct Named(int Number, string Text, int? Size);

/// <summary>Left, right, both, and so on.</summary>
[Router]
public sealed class Turn
{
    public Side Route(int number) => (Side)(1 + (number % 3));
}

/// <summary>The same, three rows at a time.</summary>
[Router]
public sealed class SlowTurn
{
    public Side Route(int number) => (Side)(1 + (number / 3 % 3));
}

/// <summary>Hands its rows on in batches, so that its branch is another stage.</summary>
[Step]
public sealed class InBatches
{
    public void ProcessBatch(IReadOnlyList<int> number)
    {
    }
}

/// <summary>A join inside a branch, of which one way dropped columns that the other branch still has.</summary>
[Pipeline]
public sealed partial class DroppedWithin(IReadOnlyList<Named> rows)
{
    Rows<Named> All { get; } = Rows.From(rows);
    [From(nameof(All))] Turn Turned { get; } = new();
    [From(nameof(Turned), When = Side.Left), Drop("text", "size")] Pass Left { get; } = new();
    [From(nameof(Turned), When = Side.Right)] Pass Right { get; } = new();
    [From(nameof(Left), nameof(Right))] Pass Inner { get; } = new();
    [From(nameof(All))] Pass Beside { get; } = new();
    [From(nameof(Inner), nameof(Beside))] Pass Both { get; } = new();
}

/// <summary>Each branch drops the columns on another way: where one row lacks them, the other may have them.</summary>
[Pipeline]
public sealed partial class DroppedOnEachSide(IReadOnlyList<Named> rows)
{
    Rows<Named> All { get; } = Rows.From(rows);
    [From(nameof(All))] Turn First { get; } = new();
    [From(nameof(First), When = Side.Left), Drop("text", "size")] Pass FirstLeft { get; } = new();
    [From(nameof(First), When = Side.Right)] Pass FirstRight { get; } = new();
    [From(nameof(FirstLeft), nameof(FirstRight))] Pass FirstInner { get; } = new();
    [From(nameof(All))] SlowTurn Second { get; } = new();
    [From(nameof(Second), When = Side.Left), Step(BatchSize = 4)] InBatches SecondLeft { get; } = new();
    [From(nameof(Second), When = Side.Right), Drop("text", "size")] Pass SecondRight { get; } = new();
    [From(nameof(SecondLeft), nameof(SecondRight))] Pass SecondInner { get; } = new();
    [From(nameof(FirstInner), nameof(SecondInner))] Pass Both { get; } = new();
}

/// <summary>The outer join's branches are ways too, and only one of them may be taken.</summary>
[Pipeline]
public sealed partial class DroppedBelowWays(IReadOnlyList<Named> rows)
{
    Rows<Named> All { get; } = Rows.From(rows);
    [From(nameof(All))] SlowTurn Outer { get; } = new();
    [From(nameof(Outer), When = Side.Left)] Turn Turned { get; } = new();
    [From(nameof(Turned), When = Side.Left), Drop("text", "size")] Pass Left { get; } = new();
    [From(nameof(Turned), When = Side.Right)] Pass Right { get; } = new();
    [From(nameof(Left), nameof(Right))] Pass Inner { get; } = new();
    [From(nameof(Outer), When = Side.Right)] Pass Beside { get; } = new();
    [From(nameof(Inner), nameof(Beside))] Pass Both { get; } = new();
}

/// <summary>A merge of a one-way router's branches inside a branch of a join drops on one of its ways.</summary>
[Pipeline]
public sealed partial class DroppedInMerge(IReadOnlyList<Named> rows)
{
    Rows<Named> All { get; } = Rows.From(rows);
    [From(nameof(All))] ByParity Sorted { get; } = new();
    [From(nameof(Sorted), When = Parity.Odd), Drop("text", "size")] Pass Odd { get; } = new();
    [From(nameof(Sorted), When = Parity.Even)] Pass Even { get; } = new();
    [Merge(nameof(Odd), nameof(Even))] Pass Inner { get; } = new();
    [From(nameof(All))] InBatches Beside { get; } = new();
    [From(nameof(Inner), nameof(Beside))] Pass Both { get; } = new();
}

/// <summary>Who drops a column makes none: where branches meet, one that still has the value gives it.</summary>
public sealed class DroppedTests
{
    private static readonly Named[] s_rows = [.. Enumerable.Range(0, 18).Select(number => new Named(number, $"row {number}", number % 5 == 0 ? null : number))];

    [Fact]
    public async Task A_column_that_a_way_within_a_branch_dropped_comes_from_the_branch_beside_it()
    {
        var result = await Run.WithLimit(options => new DroppedWithin(s_rows).RunAsync(options));

        // The types: text is not null, since the branch beside has it in every row.
        Assert.Equal(s_rows, result.Both.Select(row => new Named(row.Number, row.Text, row.Size)));
        Assert.Equal(typeof(string), typeof(DroppedWithin.BothRow).GetProperty("Text")!.PropertyType);
    }

    [Fact]
    public async Task A_column_that_each_branch_dropped_on_some_way_comes_from_the_one_that_has_it()
    {
        var result = await Run.WithLimit(options => new DroppedOnEachSide(s_rows).RunAsync(options));
        Assert.Equal(
            s_rows.Select(row => (row.Number % 3) != 0 || (row.Number / 3 % 3) != 1 ? (row.Number, row.Text, row.Size) : (row.Number, null, null)),
            result.Both.Select(row => (row.Number, (string?)row.Text, row.Size)));
    }

    [Fact]
    public async Task A_column_that_a_way_dropped_is_null_only_where_no_way_that_was_taken_has_it()
    {
        var result = await Run.WithLimit(options => new DroppedBelowWays(s_rows).RunAsync(options));
        Assert.Equal(
            s_rows.Select(row => (row.Number % 3) != 0 || (row.Number / 3 % 3) != 0 ? (row.Number, row.Text, row.Size) : (row.Number, null, null)),
            result.Both.Select(row => (row.Number, (string?)row.Text, row.Size)));
    }

    [Fact]
    public async Task A_merge_within_a_branch_keeps_a_column_that_one_way_dropped()
    {
        var result = await Run.WithLimit(options => new DroppedInMerge(s_rows).RunAsync(options));
        Assert.Equal(s_rows, result.Both.Select(row => new Named(row.Number, row.Text, row.Size)));
    }
}
