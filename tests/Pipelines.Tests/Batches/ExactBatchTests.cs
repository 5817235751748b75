namespace Distil.Pipelines.Tests.Batches;

[Pipeline]
public sealed partial class TwoSizes(int rows, Calls first, Calls second)
{
    [Source(BatchSize = 8)] Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(BatchSize = 12)] See First { get; } = new(first);
    [From(nameof(First)), Step(BatchSize = 16)] See Second { get; } = new(second);
}

[Pipeline]
public sealed partial class ThreeSizes(int rows, Calls a, Calls b, Calls c)
{
    [Source(BatchSize = 8)] Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(BatchSize = 4)] See A { get; } = new(a);
    [From(nameof(A)), Step(BatchSize = 10)] See B { get; } = new(b);
    [From(nameof(B)), Step(BatchSize = 12)] See C { get; } = new(c);
}

[Pipeline]
public sealed partial class LargerThanTheSource(int rows, int sourceBatch, Calls seen)
{
    [Source(BatchSize = 30)] Numbers Thirty { get; } = new(sourceBatch == 30 ? rows : 0);
    [Source(BatchSize = 50)] Numbers Fifty { get; } = new(sourceBatch == 50 ? rows : 0);
    [Merge(nameof(Thirty), nameof(Fifty)), Step(BatchSize = 50)] See S { get; } = new(seen);
}

[Pipeline]
public sealed partial class FiftyOfThirty(int rows, Calls seen)
{
    [Source(BatchSize = 30)] Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(BatchSize = 50)] See S { get; } = new(seen);
}

[Pipeline]
public sealed partial class FiftyOfFifty(int rows, Calls seen)
{
    [Source(BatchSize = 50)] Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(BatchSize = 50)] See S { get; } = new(seen);
}

[Pipeline]
public sealed partial class Trios(int rows, Calls seen)
{
    [Source(BatchSize = 10)] Numbers All { get; } = new(rows);
    [From(nameof(All))] Split Three { get; } = new(3);
    [From(nameof(Three)), Step(BatchSize = 20)] See D { get; } = new(seen);
}

[Pipeline]
public sealed partial class EvenOnes(int rows, Calls seen)
{
    [Source(BatchSize = 10)] Numbers All { get; } = new(rows);
    [From(nameof(All))] Divisible Even { get; } = new(2);
    [From(nameof(Even)), Step(BatchSize = 10)] See D { get; } = new(seen);
}

[Pipeline]
public sealed partial class GlobalThenBatch(int rows, Calls all, Calls seen)
{
    [Source(BatchSize = 8)] Numbers All { get; } = new(rows);
    [From(nameof(All))] Total Whole { get; } = new(all);
    [From(nameof(Whole)), Step(BatchSize = 20)] See T { get; } = new(seen);
}

/// <summary>Points 1 to 5 and 8 of what must hold.</summary>
public sealed class ExactBatchTests
{
    [Fact]
    public async Task T01_Rows_are_cut_anew_for_each_batch_step()
    {
        Calls first = new(), second = new();
        var result = await Run.WithLimit(o => new TwoSizes(80, first, second).RunAsync(o));

        Assert.Equal([12, 12, 12, 12, 12, 12, 8], first.Sizes);
        Assert.Equal([16, 16, 16, 16, 16], second.Sizes);
        Assert.Equal(Enumerable.Range(0, 80), first.Rows);
        Assert.Equal(Enumerable.Range(0, 80), second.Rows);
        Assert.Equal(Enumerable.Range(0, 80), result.Second.Select(row => row.Number));
        Assert.Equal(80, result.Second.Count);
        Assert.Equal(RunStatus.Completed, result.Status);
    }

    [Fact]
    public async Task T02_Three_batch_steps_in_a_row()
    {
        Calls a = new(), b = new(), c = new();
        var result = await Run.WithLimit(o => new ThreeSizes(48, a, b, c).RunAsync(o));

        Assert.Equal(Sizes.Of(48, 4), a.Sizes);
        Assert.Equal([10, 10, 10, 10, 8], b.Sizes);
        Assert.Equal([12, 12, 12, 12], c.Sizes);
        Assert.Equal(Enumerable.Range(0, 48), result.C.Select(row => row.Number));
    }

    [Fact]
    public async Task T03_A_batch_is_larger_than_the_sources()
    {
        Calls hundred = new(), thousand = new();
        await Run.WithLimit(o => new FiftyOfThirty(100, hundred).RunAsync(o));
        await Run.WithLimit(o => new FiftyOfFifty(1000, thousand).RunAsync(o));

        Assert.Equal([50, 50], hundred.Sizes);
        Assert.Equal(Enumerable.Repeat(50, 20), thousand.Sizes);
        Assert.Equal(Enumerable.Range(0, 1000), thousand.Rows);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(50)]
    public async Task Batches_run_across_the_end_of_a_source(int sourceBatch)
    {
        var seen = new Calls();
        await Run.WithLimit(o => new LargerThanTheSource(120, sourceBatch, seen).RunAsync(o));

        Assert.Equal([50, 50, 20], seen.Sizes);
    }

    [Fact]
    public async Task T04_Expanded_rows_fill_batches_and_stay_beside_their_origin()
    {
        var seen = new Calls();
        var result = await Run.WithLimit(o => new Trios(25, seen).RunAsync(o));

        Assert.Equal([20, 20, 20, 15], seen.Sizes);
        Assert.Equal(
            from number in Enumerable.Range(0, 25) from part in Enumerable.Range(0, 3) select (number, part),
            result.D.Select(row => (row.Number, row.Part)));
    }

    [Fact]
    public async Task T05_Filtered_rows_leave_no_gap_in_a_batch()
    {
        var seen = new Calls();
        var result = await Run.WithLimit(o => new EvenOnes(30, seen).RunAsync(o));

        Assert.Equal([10, 5], seen.Sizes);
        Assert.Equal(Enumerable.Range(0, 15).Select(i => 2 * i), result.D.Select(row => row.Number));
    }

    [Fact]
    public async Task T08_A_global_step_sees_all_rows_in_one_call()
    {
        Calls all = new(), seen = new();
        var result = await Run.WithLimit(o => new GlobalThenBatch(48, all, seen).RunAsync(o));

        Assert.Equal([48], all.Sizes);
        Assert.Equal([20, 20, 8], seen.Sizes);
        Assert.Equal(Enumerable.Range(0, 48).Select(i => (i, 1128L)), result.T.Select(row => (row.Number, row.Total)));
    }

    [Fact]
    public async Task T08_A_global_step_is_called_once_on_no_rows()
    {
        Calls all = new(), seen = new();
        var result = await Run.WithLimit(o => new GlobalThenBatch(0, all, seen).RunAsync(o));

        Assert.Equal([0], all.Sizes);
        Assert.Empty(seen.Sizes);
        Assert.Empty(result.T);
    }

    [Fact]
    public async Task A_batch_size_of_one_is_a_row_a_call()
    {
        var seen = new Calls();
        await Run.WithLimit(o => new EvenOnes(10, seen).RunAsync(o), new RunOptions { Parameters = new EvenOnes.Parameters { D = { BatchSize = 1 } } });

        Assert.Equal([1, 1, 1, 1, 1], seen.Sizes);
    }
}
