namespace Distil.Pipelines.Tests.Edges;

[Row]
public sealed record Person(string FirstName, int Age)
{
    public string? Town { get; init; }
}

[Row]
public readonly record struct Scored(string Text, double Score);

[Step]
public sealed class Greet
{
    [return: Column("greeting")]
    public string Process(string name, int age, string? town = "nowhere") => $"{name} ({age}) of {town}";
}

[Step]
public sealed class Measure
{
    public (int Length, double Score) Process(string text) => (text.Length, text.Length / 2.0);
}

/// <summary>Makes one column, named as the class.</summary>
[Step]
public sealed class Upper
{
    public string Process(string text) => text.ToUpperInvariant();
}

[Pipeline]
public sealed partial class Mapped(IReadOnlyList<Person> people)
{
    Rows<Person> People { get; } = Rows.From(people);
    [From(nameof(People)), InputMapping("name", "first_name"), OutputMapping("greeting", "text")] Greet Greeting { get; } = new();
    [From(nameof(Greeting)), OutputMapping("Length", "characters")] Measure Measured { get; } = new();
    [From(nameof(Measured)), Drop("town", "Age")] Upper Shouted { get; } = new();
}

[Pipeline]
public sealed partial class Kept(IReadOnlyList<Person> people)
{
    Rows<Person> People { get; } = Rows.From(people);
    [From(nameof(People)), InputMapping("name", "FirstName"), OutputMapping("greeting", "text")] Greet Greeting { get; } = new();
    [From(nameof(Greeting)), Keep("text", "score"), Leaf(typeof(Scored))] Measure Measured { get; } = new();
}

/// <summary>Takes a whole row: the columns that are its members.</summary>
[Step]
public sealed class Describe
{
    [return: Column("text")]
    public string Process(Person person) => $"{person.FirstName} {person.Age} {person.Town}";
}

/// <summary>Replaces a column by one of another type.</summary>
[Step]
public sealed class AgeInMonths
{
    [return: Column("age")]
    public long Process(int age) => age * 12L;
}

[Pipeline]
public sealed partial class WholeRows(IReadOnlyList<Person> people)
{
    Rows<Person> People { get; } = Rows.From(people);
    [From(nameof(People))] Describe Described { get; } = new();
    [From(nameof(Described))] AgeInMonths Replaced { get; } = new();
    [From(nameof(Replaced))] Taking Taken { get; } = new();
}

/// <summary>A long column fed to a double, a string to an object; nothing to the last.</summary>
[Step]
public sealed class Taking
{
    public (string Taken, double? Half) Process(double age, object text, CancellationToken ct, string? notThere = null) =>
        ($"{age} {text} {notThere ?? "nothing"} {ct.CanBeCanceled}", age / 2);
}

public sealed class ColumnTests
{
    private static readonly Person[] s_people = [new("Ada", 36) { Town = "London" }, new("Emmy", 53) { Town = null }];

    [Fact]
    public async Task Columns_are_renamed_on_the_way_in_and_out_and_dropped()
    {
        var result = await Run.WithLimit(o => new Mapped(s_people).RunAsync(o));

        Assert.Equal(
            [("Ada", "Ada (36) of London", 18, 9.0, "ADA (36) OF LONDON"), ("Emmy", "Emmy (53) of ", 13, 6.5, "EMMY (53) OF ")],
            result.Shouted.Select(row => (row.FirstName, row.Text, row.Characters, row.Score, row.Upper)));
        Assert.Equal(
            ["FirstName", "Text", "Characters", "Score", "Upper"], typeof(Mapped.ShoutedRow).GetProperties().Select(property => property.Name));
    }

    [Fact]
    public async Task A_leaf_can_have_a_row_type_of_the_users()
    {
        var result = await Run.WithLimit(o => new Kept(s_people).RunAsync(o));

        Assert.Equal([new Scored("Ada (36) of London", 9.0), new Scored("Emmy (53) of ", 6.5)], result.Measured);
    }

    [Fact]
    public async Task Whole_rows_replaced_columns_and_implicit_conversions()
    {
        var result = await Run.WithLimit(o => new WholeRows(s_people).RunAsync(o));

        Assert.Equal(
            [("Ada", 432L, "432 Ada 36 London nothing True", 216.0), ("Emmy", 636L, "636 Emmy 53  nothing True", 318.0)],
            result.Taken.Select(row => (row.FirstName, row.Age, row.Taken, row.Half!.Value)));
    }
}
