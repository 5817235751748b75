namespace Distil.Pipelines.Tests.Edges;

/// <summary>Two columns change their names, in the loop of the source.</summary>
[Pipeline]
public sealed partial class Swapped(IReadOnlyList<Person> people)
{
    Rows<Person> People { get; } = Rows.From(people);
    [From(nameof(People)), OutputMapping("first_name", "town"), OutputMapping("town", "first_name")] Pass Out { get; } = new();
}

/// <summary>Behind an awaited step the rows go straight to the leaf, column by column; one more name on the way.</summary>
[Pipeline]
public sealed partial class RenamedBelowACall(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] NameLater Named { get; } = new("n", 0);
    [From(nameof(Named)), OutputMapping("text", "title")] Pass Once { get; } = new();
    [From(nameof(Once)), OutputMapping("title", "caption"), OutputMapping("number", "index")] Pass Twice { get; } = new();
    [From(nameof(Once))] Pass Beside { get; } = new();
}

/// <summary>One branch renames, the other keeps the name: they meet with both, in one loop and in a stage of their own.</summary>
[Pipeline]
public sealed partial class RenamedInABranch(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All)), OutputMapping("number", "before")] Pass Before { get; } = new();
    [From(nameof(All))] Add More { get; } = new(100);
    [From(nameof(Before), nameof(More))] Pass Fused { get; } = new();
    [From(nameof(All)), Step(BatchSize = 3)] Tag Tagged { get; } = new("t", new Calls());
    [From(nameof(Before), nameof(Tagged))] Pass Staged { get; } = new();
    [From(nameof(Before), nameof(More), nameof(Tagged)), OutputMapping("before", "was")] Pass Third { get; } = new();
}

/// <summary>What no step reads is copied from the line that was read, under its new name.</summary>
[Pipeline]
public sealed partial class RenamedLines(string path)
{
    JsonLines<Person> People { get; } = Distil.JsonLines.Read<Person>(path);
    [From(nameof(People)), OutputMapping("first_name", "name")] Pass Named { get; } = new();
    [From(nameof(Named)), OutputMapping("age", "years"), Drop("town")] Pass Out { get; } = new();
}

/// <summary>The same, and a step reads the column under its new name.</summary>
[Pipeline]
public sealed partial class RenamedLinesRead(string path)
{
    JsonLines<Person> People { get; } = Distil.JsonLines.Read<Person>(path);
    [From(nameof(People)), OutputMapping("first_name", "name")] Pass Named { get; } = new();
    [From(nameof(Named)), Drop("town")] Greet Greeted { get; } = new();
}

public sealed class RenameTests
{
    [Fact]
    public async Task A_pass_gives_columns_other_names()
    {
        var result = await Run.WithLimit(o => new Swapped([new("Ann", 1) { Town = "Ulm" }, new("Bo", 2)]).RunAsync(o));

        Assert.Equal([("Ulm", 1, "Ann"), (null, 2, "Bo")], result.Out.Select(row => (row.FirstName, row.Age, row.Town)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public async Task Names_change_where_rows_are_copied_column_by_column(int rows)
    {
        var result = await Run.WithLimit(o => new RenamedBelowACall(rows).RunAsync(o));

        Assert.Equal(Enumerable.Range(0, rows).Select(i => (i, $"n{i}")), result.Twice.Select(row => (row.Index, row.Caption)));
        Assert.Equal(Enumerable.Range(0, rows).Select(i => (i, $"n{i}")), result.Beside.Select(row => (row.Number, row.Title)));
        Assert.Equal(["Number", "Text"], RenamedBelowACall.Graph.Steps[2].InputColumns.Select(column => column.Name));
        Assert.Equal(["Number", "Title"], RenamedBelowACall.Graph.Steps[2].OutputColumns.Select(column => column.Name));
    }

    [Fact]
    public async Task A_renamed_column_meets_the_one_that_it_was()
    {
        var result = await Run.WithLimit(o => new RenamedInABranch(20).RunAsync(o));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => (i, i + 100)), result.Fused.Select(row => (row.Before, row.Number)));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (i, i, $"t{i}")), result.Staged.Select(row => (row.Before, row.Number, row.Mark)));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (i, i + 100, $"t{i}")), result.Third.Select(row => (row.Was, row.Number, row.Mark)));
    }

    [Fact]
    public async Task A_column_that_passes_unread_has_its_new_name_in_files()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "people.jsonl");
        await File.WriteAllTextAsync(path, """
            {"first_name":"Ann","age":1,"town":"Ulm"}
            {"first_name":"B\u00f6","age":2}

            """);
        var run = Path.Combine(directory.Path, "run");
        await Run.WithLimit(o => new RenamedLines(path).RunAsync(o), new RunOptions { Directory = run });

        Assert.Equal(
            ["""{"name":"Ann","years":1}""", """{"name":"Bö","years":2}"""], await File.ReadAllLinesAsync(Path.Combine(run, "data", "out", "000001.jsonl")));

        var read = await Run.WithLimit(o => new RenamedLinesRead(path).RunAsync(o));
        Assert.Equal([("Ann", "Ann (1) of Ulm"), ("Bö", "Bö (2) of ")], read.Greeted.Select(row => (row.Name, row.Greeting)));
    }
}
