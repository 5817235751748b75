namespace Distil.Pipelines.Tests.Methods;

/// <summary>Can begin at a row number; in a run that does not go on from another it begins at 0.</summary>
[Source(Version = "1")]
public sealed class Resumable(int count, Log<long> offsets)
{
    [return: Column("number")]
    public IEnumerable<int> Read(long offset)
    {
        offsets.Add(offset);
        return Enumerable.Range((int)offset, count - (int)offset);
    }
}

[Pipeline]
public sealed partial class FromResumable(int rows, Log<long> offsets)
{
    Resumable All { get; } = new(rows, offsets);
    [From(nameof(All))] Pass Rows { get; } = new();
}

[Row]
public sealed record Visit(string Guest, int Day);

[Pipeline]
public sealed partial class Visits(IEnumerable<Visit> visits, Calls days)
{
    Rows<Visit> All { get; } = Rows.From(visits);
    [From(nameof(All))] PerGuest Guests { get; } = new();
    [From(nameof(Guests))] NumberOf Days { get; } = new(days);
}

/// <summary>New rows in place of the old: one for each guest, in the order of the names.</summary>
[Step(NewRows = true)]
public sealed class PerGuest
{
    public IReadOnlyList<(string Name, int Visits)> ProcessAll(IReadOnlyList<string> guest) =>
        [.. guest.GroupBy(name => name).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, group.Count()))];
}

[Step(BatchSize = 2)]
public sealed class NumberOf(Calls seen)
{
    [return: Column("twice")]
    public IReadOnlyList<int> ProcessBatch(IReadOnlyList<int> visits)
    {
        seen.Add(visits);
        return [.. visits.Select(n => 2 * n)];
    }
}

/// <summary>Says what it was told of the call.</summary>
[Step]
public sealed class Ask
{
    public (string Step, long Place, int Attempt, int Drawn) Process(int number, StepContext context) =>
        (context.StepName, context.RowId.Ordinal + (0 * number), context.Attempt, context.Random.Next());
}

[Step(Version = "1")]
public sealed class AskLater
{
    public async Task<(string StepLater, string Row, int DrawnLater)> ProcessAsync(int number, StepContext context, CancellationToken ct)
    {
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        return (context.StepName, $"{context.RowId}/{number}", context.Random.Next());
    }
}

[Pipeline]
public sealed partial class Contexts(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Ask First { get; } = new();
    [From(nameof(First))] Split Parts { get; } = new(2);
    [From(nameof(Parts))] AskLater Second { get; } = new();
}

public sealed class SourceMethodTests
{
    [Fact]
    public async Task A_resumable_source_begins_at_the_start()
    {
        var offsets = new Log<long>();
        var result = await Run.WithLimit(o => new FromResumable(70, offsets).RunAsync(o));

        Assert.Equal([0], offsets.All);
        Assert.Equal(Enumerable.Range(0, 70), result.Rows.Select(row => row.Number));
    }

    [Fact]
    public async Task New_rows_replace_the_old()
    {
        Visit[] visits = [new("Emmy", 1), new("Ada", 1), new("Emmy", 2), new("Grace", 3), new("Emmy", 4)];
        var days = new Calls();
        var result = await Run.WithLimit(o => new Visits(visits, days).RunAsync(o));

        Assert.Equal([2, 1], days.Sizes);
        Assert.Equal([("Ada", 1, 2), ("Emmy", 3, 6), ("Grace", 1, 2)], result.Days.Select(row => (row.Name, row.Visits, row.Twice)));
        Assert.Equal(["Name", "Visits", "Twice"], typeof(Visits.DaysRow).GetProperties().Select(property => property.Name));
    }

    [Fact]
    public async Task A_source_can_be_read_again()
    {
        var pipeline = new Visits(Enumerable.Range(0, 10).Select(day => new Visit("Ada", day)), new Calls());

        Assert.Equal(10, Assert.Single((await Run.WithLimit(o => pipeline.RunAsync(o))).Days).Visits);
        Assert.Equal(10, Assert.Single((await Run.WithLimit(o => pipeline.RunAsync(o))).Days).Visits);
    }

    [Fact]
    public async Task A_context_knows_the_step_the_row_and_a_random_number_of_theirs()
    {
        var first = await Run.WithLimit(o => new Contexts(20).RunAsync(o));
        var second = await Run.WithLimit(o => new Contexts(20).RunAsync(o));

        Assert.Equal(
            from number in Enumerable.Range(0, 20) from part in Enumerable.Range(0, 2) select ("First", (long)number, 1, "Second", $"All#{number}.{part}/{number}"),
            first.Second.Select(row => (row.Step, row.Place, row.Attempt, row.StepLater, row.Row)));
        Assert.Equal(first.Second.Select(row => (row.Drawn, row.DrawnLater)), second.Second.Select(row => (row.Drawn, row.DrawnLater)));
        Assert.Equal(40, first.Second.Select(row => row.DrawnLater).Distinct().Count());
    }
}
