using System.Text.Json;

namespace Distil.Pipelines.Tests.Batches;

[Pipeline]
public sealed partial class JoinOfTwo(int rows, Calls a, Calls b, Calls j)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(BatchSize = 7), OutputMapping("mark", "a")] Tag A { get; } = new("a", a);
    [From(nameof(All)), Step(BatchSize = 3), OutputMapping("mark", "b")] Tag B { get; } = new("b", b);
    [From(nameof(A), nameof(B)), Step(BatchSize = 5)] See J { get; } = new(j);
}

[Pipeline]
public sealed partial class TwoLeaves(int rows)
{
    [Source(BatchSize = 10)] Numbers All { get; } = new(rows);
    [From(nameof(All)), Step(BatchSize = 25)] See A { get; } = new(new Calls());
    [From(nameof(All)), Step(BatchSize = 4)] See B { get; } = new(new Calls());
}

[Pipeline]
public sealed partial class TwoOfFourGathered(int rows)
{
    [Source(BatchSize = 50)] Numbers All { get; } = new(rows);
    [From(nameof(All))] TwoOfFour Choose { get; } = new();
    [From(nameof(Choose), When = Ways.A)] Name A { get; } = new("a");
    [From(nameof(Choose), When = Ways.B)] NameLater B { get; } = new("b", 1);
    [From(nameof(Choose), When = Ways.C)] Name C { get; } = new("c");
    [From(nameof(Choose), When = Ways.D)] NameLater D { get; } = new("d", 2);
    [From(nameof(A), nameof(B), nameof(C), nameof(D)), Gather("text", into: "texts")] Pass Answers { get; } = new();
}

[Pipeline]
public sealed partial class FourSlowBranches(int rows)
{
    [Source(BatchSize = 50)] NumbersLater All { get; } = new(rows);
    [From(nameof(All)), OutputMapping("text", "a")] NameLater A { get; } = new("a", 5);
    [From(nameof(All)), OutputMapping("text", "b")] NameLater B { get; } = new("b", 5);
    [From(nameof(All)), OutputMapping("text", "c")] NameLater C { get; } = new("c", 5);
    [From(nameof(All)), OutputMapping("text", "d")] NameLater D { get; } = new("d", 5);
    [From(nameof(A), nameof(B), nameof(C), nameof(D))] Pass Joined { get; } = new();
}

/// <summary>Points 6, 7, 9 and 10 of what must hold.</summary>
public sealed class BranchTests
{
    [Fact]
    public async Task T06_A_join_puts_both_sides_of_each_row_together()
    {
        Calls a = new(), b = new(), j = new();
        var result = await Run.WithLimit(o => new JoinOfTwo(20, a, b, j).RunAsync(o));

        Assert.Equal([7, 7, 6], a.Sizes);
        Assert.Equal([3, 3, 3, 3, 3, 3, 2], b.Sizes);
        Assert.Equal([5, 5, 5, 5], j.Sizes);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (i, $"a{i}", $"b{i}")), result.J.Select(row => (row.Number, row.A, row.B)));
    }

    [Fact]
    public async Task T07_Two_leaves_each_have_every_row_in_order()
    {
        var result = await Run.WithLimit(o => new TwoLeaves(100).RunAsync(o));

        Assert.Equal(Enumerable.Range(0, 100), result.A.Select(row => row.Number));
        Assert.Equal(Enumerable.Range(0, 100), result.B.Select(row => row.Number));
    }

    [Fact]
    public async Task T09_Each_row_has_the_answers_of_its_own_branches()
    {
        var result = await Run.WithLimit(o => new TwoOfFourGathered(1000).RunAsync(o));

        Assert.Equal(Enumerable.Range(0, 1000), result.Answers.Select(row => row.Number));
        Assert.All(result.Answers, row => Assert.Equal(Expected(row.Number), row.Texts));

        static IEnumerable<string> Expected(int number) =>
            from way in (Ways[])[Ways.A, Ways.B, Ways.C, Ways.D]
            where TwoOfFour.Pairs[number % 6].HasFlag(way)
            select $"{way.ToString().ToLowerInvariant()}{number}";
    }

    [Fact]
    public async Task T10_Slow_branches_answer_alike_twenty_times()
    {
        string? first = null;
        for (var run = 0; run < 20; run++)
        {
            var result = await Run.WithLimit(o => new FourSlowBranches(1000).RunAsync(o));
            var text = JsonSerializer.Serialize(result.Joined.ToArray());
            first ??= text;

            Assert.Equal(
                Enumerable.Range(0, 1000).Select(i => (i, $"a{i}", $"b{i}", $"c{i}", $"d{i}")),
                result.Joined.Select(row => (row.Number, row.A, row.B, row.C, row.D)));
            Assert.Equal(first, text);
        }
    }
}
