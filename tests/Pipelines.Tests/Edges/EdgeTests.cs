namespace Distil.Pipelines.Tests.Edges;

[Pipeline]
public sealed partial class SeveralWhen(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] ByBits Route { get; } = new();
    [From(nameof(Route), When = Bits.Low), From(nameof(Route), When = Bits.High)] Name Either { get; } = new("e");
    [From(nameof(Route))] Name Every { get; } = new("all");
}

[Pipeline]
public sealed partial class JoinOfFiltered(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Divisible Two { get; } = new(2);
    [From(nameof(Two)), OutputMapping("text", "two")] Name TwoNamed { get; } = new("two");
    [From(nameof(All))] Divisible Three { get; } = new(3);
    [From(nameof(Three)), OutputMapping("text", "three")] NameLater ThreeNamed { get; } = new("three", 0);
    [From(nameof(TwoNamed), nameof(ThreeNamed))] Pass Six { get; } = new();
}

[Pipeline]
public sealed partial class JoinWithItsFork(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Name First { get; } = new("f");
    [From(nameof(First)), Step(BatchSize = 4)] Tag Second { get; } = new("s", new Calls());
    [From(nameof(First), nameof(Second))] Pass Both { get; } = new();
}

[Pipeline]
public sealed partial class GatherOfAll(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Name A { get; } = new("a");
    [From(nameof(All))] NameLater B { get; } = new("b", 1);
    [From(nameof(All)), OutputMapping("mark", "text"), Step(BatchSize = 6)] Tag C { get; } = new("c", new Calls());
    [From(nameof(A), nameof(B), nameof(C)), Gather("text", into: "texts")] CountTexts Counted { get; } = new();
}

[Step]
public sealed class CountTexts
{
    [return: Column("count")]
    public int Process(IReadOnlyList<string> texts) => texts.Count;
}

[Pipeline]
public sealed partial class ExclusiveMerge(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] ByParity Route { get; } = new();
    [From(nameof(Route), When = Parity.Even)] NameLater Even { get; } = new("even", 1);
    [From(nameof(Route), When = Parity.Odd), Step(BatchSize = 7)] Tag Odd { get; } = new("odd", new Calls());
    [Merge(nameof(Even), nameof(Odd))] Pass Merged { get; } = new();
}

[Pipeline]
public sealed partial class OverlappingMerge(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] ByBits Route { get; } = new();
    [From(nameof(Route), When = Bits.High), OutputMapping("mark", "text"), Step(BatchSize = 5)] Tag B { get; } = new("b", new Calls());
    [From(nameof(Route), When = Bits.Low)] Name A { get; } = new("a");
    [From(nameof(All))] Split Parts { get; } = new(2);
    [Merge(nameof(A), nameof(B), nameof(Parts))] Pass Merged { get; } = new();
}

[Pipeline]
public sealed partial class SourcesMerged(int first, int second)
{
    Numbers First { get; } = new(first);
    [From(nameof(Later))] Add Shifted { get; } = new(1_000);
    NumbersLater Later { get; } = new(second);
    [Merge(nameof(Shifted), nameof(First)), Step(BatchSize = 8)] See Both { get; } = new(new Calls());
}

[Pipeline]
public sealed partial class SourcesZipped(int left, int right)
{
    Numbers Left { get; } = new(left);
    [OutputMapping("number", "other")] NumbersLater Right { get; } = new(right);
    [From(nameof(Left))] Divisible Kept { get; } = new(2);
    [From(nameof(Kept)), Step(BatchSize = 5)] Tag Tagged { get; } = new("t", new Calls());
    [From(nameof(Right)), InputMapping("number", "other")] Divisible OtherKept { get; } = new(3);
    [Zip(nameof(Tagged), nameof(OtherKept))] Pass Pairs { get; } = new();
}

/// <summary>Three sources; each side is read in another way, and two lose rows.</summary>
[Pipeline]
public sealed partial class ThreeZipped(int left, int middle, int right)
{
    [OutputMapping("number", "first")] Numbers Left { get; } = new(left);
    NumbersLater Middle { get; } = new(middle);
    [From(nameof(Middle))] Divisible Kept { get; } = new(2);
    [From(nameof(Kept)), Step(BatchSize = 5)] Tag Tagged { get; } = new("t", new Calls());
    [OutputMapping("number", "third")] Numbers Right { get; } = new(right);
    [From(nameof(Right)), InputMapping("number", "third")] Divisible Thirds { get; } = new(3);
    [From(nameof(Thirds)), InputMapping("number", "third")] NameLater Named { get; } = new("n", 1);
    [Zip(nameof(Left), nameof(Tagged), nameof(Named))] Pass Together { get; } = new();
}

public sealed class EdgeTests
{
    [Fact]
    public async Task Several_ways_of_a_router_bring_each_row_once()
    {
        var result = await Run.WithLimit(o => new SeveralWhen(40).RunAsync(o));

        Assert.Equal(Enumerable.Range(0, 40).Where(i => (i & 3) != 0), result.Either.Select(row => row.Number));
        Assert.Equal(Enumerable.Range(0, 40), result.Every.Select(row => row.Number));
    }

    [Fact]
    public async Task A_join_keeps_the_rows_that_every_branch_kept()
    {
        var result = await Run.WithLimit(o => new JoinOfFiltered(100).RunAsync(o));

        Assert.Equal(
            Enumerable.Range(0, 17).Select(i => (6 * i, $"two{6 * i}", $"three{6 * i}")), result.Six.Select(row => (row.Number, row.Two, row.Three)));
    }

    [Fact]
    public async Task A_branch_of_a_join_can_be_the_fork_itself()
    {
        var result = await Run.WithLimit(o => new JoinWithItsFork(30).RunAsync(o));

        Assert.Equal(Enumerable.Range(0, 30).Select(i => (i, $"f{i}", $"s{i}")), result.Both.Select(row => (row.Number, row.Text, row.Mark)));
    }

    [Fact]
    public async Task Gather_puts_what_each_branch_made_in_one_list()
    {
        var result = await Run.WithLimit(o => new GatherOfAll(50).RunAsync(o));

        Assert.Equal(Enumerable.Range(0, 50), result.Counted.Select(row => row.Number));
        Assert.All(result.Counted, row => Assert.Equal([$"a{row.Number}", $"b{row.Number}", $"c{row.Number}"], row.Texts));
        Assert.All(result.Counted, row => Assert.Equal(3, row.Count));
    }

    [Fact]
    public async Task A_merge_of_a_routers_ways_keeps_the_order()
    {
        var result = await Run.WithLimit(o => new ExclusiveMerge(60).RunAsync(o));

        Assert.Equal(
            Enumerable.Range(0, 60).Select(i => (i, i % 2 == 0 ? $"even{i}" : null, i % 2 == 0 ? null : $"odd{i}")),
            result.Merged.Select(row => (row.Number, row.Text, row.Mark)));
    }

    [Fact]
    public async Task A_merge_gives_a_row_for_each_branch_in_declared_order()
    {
        var result = await Run.WithLimit(o => new OverlappingMerge(64).RunAsync(o));

        Assert.Equal(
            from number in Enumerable.Range(0, 64)
            from row in Expected(number)
            select row,
            result.Merged.Select(row => (row.Number, row.Text, row.Part)));

        static IEnumerable<(int, string?, int?)> Expected(int number)
        {
            if ((number & 1) != 0)
            {
                yield return (number, $"a{number}", null);
            }

            if ((number & 2) != 0)
            {
                yield return (number, $"b{number}", null);
            }

            yield return (number, null, 0);
            yield return (number, null, 1);
        }
    }

    [Theory]
    [InlineData(30, 20)]
    [InlineData(0, 20)]
    [InlineData(30, 0)]
    [InlineData(2_000, 2_000)]
    public async Task A_merge_of_two_sources_is_one_after_the_other_as_declared_in_the_class(int first, int second)
    {
        var result = await Run.WithLimit(
            o => new SourcesMerged(first, second).RunAsync(o), new RunOptions { Engine = new EngineSettings { ChannelCapacity = 1, TransportSize = 16 } });

        Assert.Equal(Enumerable.Range(0, first).Concat(Enumerable.Range(1_000, second)), result.Both.Select(row => row.Number));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(61)]
    [InlineData(3_000)]
    public async Task A_zip_pairs_rows_by_number_where_neither_side_lost_one(int rows)
    {
        var result = await Run.WithLimit(o => new SourcesZipped(rows, rows).RunAsync(o));

        Assert.Equal(
            Enumerable.Range(0, rows).Where(i => i % 6 == 0).Select(i => (i, i, $"t{i}")), result.Pairs.Select(row => (row.Number, row.Other, row.Mark)));
    }

    [Theory]
    [InlineData(0, 64)]
    [InlineData(1, 1)]
    [InlineData(61, 7)]
    [InlineData(3_000, 64)]
    public async Task A_zip_of_three_gives_the_rows_that_no_side_lost(int rows, int transport)
    {
        var result = await Run.WithLimit(
            o => new ThreeZipped(rows, rows, rows).RunAsync(o), new RunOptions { Engine = new EngineSettings { ChannelCapacity = 1, TransportSize = transport } });

        Assert.Equal(
            Enumerable.Range(0, rows).Where(i => i % 6 == 0).Select(i => (i, i, $"t{i}", i, $"n{i}")),
            result.Together.Select(row => (row.First, row.Number, row.Mark, row.Third, row.Text)));
    }

    [Theory]
    [InlineData(60, 60, 61, "60 rows")]
    [InlineData(60, 59, 60, "59 rows")]
    [InlineData(5_000, 60, 60, "60 rows")]
    [InlineData(0, 0, 1, "0 rows")]
    [InlineData(60, 5_000, 61, "rows")]
    public async Task A_zip_of_three_of_unequal_lengths_fails(int left, int middle, int right, string says)
    {
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(o => new ThreeZipped(left, middle, right).RunAsync(o)));

        Assert.Equal("Together", failure.StepName);
        Assert.Contains("different lengths", failure.Message);
        Assert.Contains(says, failure.Message);
    }

    /// <summary>A limit is a part of each source: the shortest ends the zip.</summary>
    [Fact]
    public async Task A_limited_zip_of_three_ends_with_the_shortest()
    {
        var result = await Run.WithLimit(o => new ThreeZipped(50, 13, 40).RunAsync(o), new RunOptions { Limit = 30 });

        Assert.Equal([0, 6, 12], result.Together.Select(row => row.Number));
    }

    [Theory]
    [InlineData(60, 61)]
    [InlineData(61, 60)]
    [InlineData(0, 1)]
    [InlineData(5_000, 60)]
    public async Task A_zip_of_unequal_lengths_fails(int left, int right)
    {
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => Run.WithLimit(o => new SourcesZipped(left, right).RunAsync(o)));

        Assert.Equal("Pairs", failure.StepName);
        Assert.Contains("different lengths", failure.Message);
        Assert.Contains($"{Math.Min(left, right)} rows", failure.Message);
    }
}
