namespace Distil.Pipelines.Tests.Edges;

[Step]
public sealed class NameRow
{
    public (string Id, int Drawn) Process(int number, StepContext context) => ($"{context.RowId}", context.Random.Next() + (0 * number));
}

/// <summary>The same as an awaited step, which is durable.</summary>
[Step(Version = "1")]
public sealed class NameRowLater
{
    public async Task<(string Id, int Drawn)> ProcessAsync(int number, StepContext context)
    {
        await Task.Yield();
        return ($"{context.RowId}", context.Random.Next() + (0 * number));
    }
}

/// <summary>The same as a batch step.</summary>
[Step(BatchSize = 1)]
public sealed class NameBatch
{
    public IReadOnlyList<(string Id, int Drawn)> ProcessBatch(IReadOnlyList<int> number, StepContext context) =>
        [.. number.Select(value => ($"{context.RowId}", context.Random.Next() + (0 * value)))];
}

[Step(OnError = OnError.DeadLetter)]
public sealed class FailOnEach
{
    [return: Column("never")]
    public int Process(int number) => throw new InvalidDataException($"{number}");
}

/// <summary>A merge in the loop of its fork, and steps of each form below.</summary>
[Pipeline]
public sealed partial class RepeatsInLoop(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Divisible Even { get; } = new(2);
    [From(nameof(All))] Pass Every { get; } = new();
    [Merge(nameof(Even), nameof(Every))] Pass Both { get; } = new();
    [From(nameof(Both))] NameRow Now { get; } = new();
    [From(nameof(Both))] NameRowLater Later { get; } = new();
    [From(nameof(Both))] NameBatch InBatch { get; } = new();
    [From(nameof(Both))] FailOnEach Failed { get; } = new();
}

/// <summary>A merge with a stage of its own, and steps of each form below.</summary>
[Pipeline]
public sealed partial class RepeatsOfStages(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Divisible Even { get; } = new(2);
    [From(nameof(Even))] NameLater EvenLater { get; } = new("e", 1);
    [From(nameof(All))] NameLater Every { get; } = new("n", 1);
    [Merge(nameof(EvenLater), nameof(Every))] Pass Both { get; } = new();
    [From(nameof(Both))] NameRow Now { get; } = new();
    [From(nameof(Both))] NameRowLater Later { get; } = new();
    [From(nameof(Both))] NameBatch InBatch { get; } = new();
    [From(nameof(Both))] FailOnEach Failed { get; } = new();
}

/// <summary>A merge below a merge, with children between them; the outer one merges rows of two depths.</summary>
[Pipeline]
public sealed partial class RepeatsOfRepeats(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Name Left { get; } = new("l");
    [From(nameof(All))] NameLater Right { get; } = new("r", 0);
    [Merge(nameof(Left), nameof(Right))] Pass Both { get; } = new();
    [From(nameof(Both))] Split Parts { get; } = new(2);
    [Merge(nameof(Parts), nameof(All))] NameRow Named { get; } = new();
}

/// <summary>Three merges in the loop of one source: each row comes eight times.</summary>
[Pipeline]
public sealed partial class RepeatsInOneLoop(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Pass A { get; } = new();
    [From(nameof(All))] Pass B { get; } = new();
    [Merge(nameof(A), nameof(B))] Pass Twice { get; } = new();
    [From(nameof(Twice))] Pass C { get; } = new();
    [From(nameof(Twice))] Pass D { get; } = new();
    [Merge(nameof(C), nameof(D))] Pass FourTimes { get; } = new();
    [From(nameof(FourTimes))] Pass E { get; } = new();
    [From(nameof(FourTimes))] Pass F { get; } = new();
    [Merge(nameof(E), nameof(F))] NameRow EightTimes { get; } = new();
}

/// <summary>Branches of which a row takes one, and branches of two sources.</summary>
[Pipeline]
public sealed partial class NoRepeats(int rows)
{
    Numbers All { get; } = new(rows);
    Numbers More { get; } = new(rows);
    [From(nameof(All))] ByParity Route { get; } = new();
    [From(nameof(Route), When = Parity.Even)] NameLater Even { get; } = new("e", 0);
    [From(nameof(Route), When = Parity.Odd)] NameLater Odd { get; } = new("o", 0);
    [Merge(nameof(Even), nameof(Odd))] Pass Ways { get; } = new();
    [Merge(nameof(Ways), nameof(More))] NameRow Named { get; } = new();
}

public sealed class RepeatTests
{
    private static readonly string[] s_both = ["All#0", "All#0~1", "All#1~1", "All#2", "All#2~1"];

    [Fact]
    public async Task A_merge_in_a_loop_tells_the_rows_of_one_number_apart()
    {
        var result = await Run.WithLimit(o => new RepeatsInLoop(3).RunAsync(o));
        Assert.Equal(s_both, result.Now.Select(row => row.Id));
        Assert.Equal(s_both, result.Later.Select(row => row.Id));
        Assert.Equal(s_both, result.InBatch.Select(row => row.Id));
        Assert.Equal(5, result.Now.Select(row => row.Drawn).Distinct().Count());
        Assert.Equal(5, result.Later.Select(row => row.Drawn).Distinct().Count());
        Assert.Equal(s_both, result.Errors.Select(error => $"{error.RowId}"));
        Assert.Equal([0, 1, 1, 0, 1], result.Errors.Select(error => error.RowId!.Value.Repeat));
    }

    [Fact]
    public async Task So_does_one_of_several_stages_in_the_file_of_errors_and_in_a_resumed_run()
    {
        using var directory = new TemporaryDirectory();
        var options = new RunOptions { Directory = directory["run"] };
        var result = await Run.WithLimit(o => new RepeatsOfStages(3).RunAsync(o), options);
        Assert.Equal(s_both, result.Now.Select(row => row.Id));
        Assert.Equal(s_both, result.Later.Select(row => row.Id));
        Assert.Equal(s_both, result.InBatch.Select(row => row.Id));
        Assert.Equal(5, result.Later.Select(row => row.Drawn).Distinct().Count());
        Assert.Equal(s_both, result.Errors.Select(error => $"{error.RowId}"));

        var again = await Run.WithLimit(o => new RepeatsOfStages(3).RunAsync(o), options);
        Assert.Equal(result.Errors.Select(error => error.RowId), again.Errors.Select(error => error.RowId));
    }

    [Fact]
    public async Task Below_several_merges_and_expands_no_two_rows_have_one_number()
    {
        var result = await Run.WithLimit(o => new RepeatsOfRepeats(2).RunAsync(o));
        Assert.Equal(
            ["All#0.0", "All#0.1", "All#0.0~2", "All#0.1~2", "All#0~1", "All#1.0", "All#1.1", "All#1.0~2", "All#1.1~2", "All#1~1"],
            result.Named.Select(row => row.Id));
    }

    [Fact]
    public async Task Three_merges_in_one_loop_count_all_their_branches()
    {
        var result = await Run.WithLimit(o => new RepeatsInOneLoop(2).RunAsync(o));
        Assert.Equal(
            Enumerable.Range(0, 16).Select(at => $"All#{at / 8}" + (at % 8 == 0 ? "" : $"~{at % 8}")).Order(StringComparer.Ordinal),
            result.EightTimes.Select(row => row.Id).Order(StringComparer.Ordinal));
        Assert.Equal(16, result.EightTimes.Select(row => row.Drawn).Distinct().Count());
    }

    [Fact]
    public async Task Where_a_row_takes_one_branch_there_is_no_repeat()
    {
        var result = await Run.WithLimit(o => new NoRepeats(2).RunAsync(o));
        Assert.Equal(["All#0", "All#1", "More#0", "More#1"], result.Named.Select(row => row.Id));
    }
}
