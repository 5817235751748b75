using System.Collections;

namespace Distil.Pipelines.Tests.Edges;

/// <summary>Changes a list that a step was given, by whatever cast leads to something that can be changed.</summary>
public static class Spoiler
{
    public static IReadOnlyList<T> Spoil<T>(IEnumerable<T> given, T value)
    {
        T[] was = [.. given];
        switch (given)
        {
            case T[] array:
                Array.Fill(array, value);
                break;
            case ArraySegment<T> segment:
                Array.Fill(segment.Array!, value);
                break;
            case List<T> list:
                list.Clear();
                break;
        }

        Try(() => ((IList<T>)given)[0] = value);
        Try(() => ((IList<T>)given).RemoveAt(0));
        Try(() => ((ICollection<T>)given).Clear());
        Try(() => ((IList)given)[0] = value);
        return was;

        static void Try(Action change)
        {
            try
            {
                change();
            }
            catch (Exception refused) when (refused is NotSupportedException or InvalidCastException or ArgumentOutOfRangeException)
            {
                // That is how it should be.
            }
        }
    }
}

[Step(BatchSize = 3, OnError = OnError.Stop)]
public sealed class SpoilBatch
{
    [return: Column("seen")]
    public IReadOnlyList<int> ProcessBatch(IReadOnlyList<int> number) => Spoiler.Spoil(number, -1);
}

[Step(BatchSize = 3, Retries = 0, OnError = OnError.Stop)]
public sealed class SpoilBatchLater
{
    [return: Column("seen")]
    public async Task<IReadOnlyList<int>> ProcessBatchAsync(IReadOnlyList<int> number)
    {
        await Task.Yield();
        return Spoiler.Spoil(number, -1);
    }
}

[Step(OnError = OnError.Stop)]
public sealed class SpoilAll
{
    [return: Column("seen_of_all")]
    public IReadOnlyList<int> ProcessAll(IReadOnlyList<int> number) => Spoiler.Spoil(number, -1);
}

/// <summary>The column is converted for the call, and the list made for it.</summary>
[Step(BatchSize = 3, OnError = OnError.Stop)]
public sealed class SpoilConverted
{
    [return: Column("seen_as_long")]
    public IReadOnlyList<long> ProcessBatch(IReadOnlyList<long> number) => Spoiler.Spoil(number, -1);
}

[Pipeline]
public sealed partial class SpoiledColumns(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] SpoilBatch Spoiled { get; } = new();
    [From(nameof(All))] SpoilBatchLater Later { get; } = new();
    [From(nameof(All))] SpoilAll Global { get; } = new();
    [From(nameof(All))] SpoilConverted Converted { get; } = new();
    [From(nameof(All))] Add Sibling { get; } = new(0);
}

[Step(OnError = OnError.Stop)]
public sealed class SpoilGathered
{
    [return: Column("first")]
    public string Process(IReadOnlyList<string> texts) => Spoiler.Spoil(texts, "spoiled")[0];
}

[Step(OnError = OnError.Stop)]
public sealed class ReadGathered
{
    [return: Column("joined")]
    public string Process(IReadOnlyList<string> texts) => string.Join(",", texts);
}

/// <summary>The branches meet in their own loop.</summary>
[Pipeline]
public sealed partial class SpoiledGather(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Name Left { get; } = new("l");
    [From(nameof(All))] Name Right { get; } = new("r");
    [From(nameof(Left), nameof(Right)), Gather("text", into: "texts")] Pass Both { get; } = new();
    [From(nameof(Both))] SpoilGathered Spoiled { get; } = new();
    [From(nameof(Spoiled))] ReadGathered After { get; } = new();
}

/// <summary>The branches meet in a stage, and a row may have taken only some.</summary>
[Pipeline]
public sealed partial class SpoiledRoutedGather(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] ByBits Route { get; } = new();
    [From(nameof(Route), When = Bits.Low)] NameLater Left { get; } = new("l", 0);
    [From(nameof(Route), When = Bits.High)] NameLater Right { get; } = new("r", 0);
    [From(nameof(Left), nameof(Right)), Gather("text", into: "texts")] Pass Both { get; } = new();
    [From(nameof(Both))] SpoilGathered Spoiled { get; } = new();
    [From(nameof(Both))] ReadGathered Sibling { get; } = new();
    [From(nameof(Spoiled), nameof(Sibling))] Pass Joined { get; } = new();
}

[Row]
public sealed record Listed(int Number, IReadOnlyList<int> Parts, IEnumerable<string> Words);

[Step(OnError = OnError.Stop)]
public sealed class SpoilListed
{
    [return: Column("spoiled")]
    public int Process(IReadOnlyList<int> parts, IEnumerable<string> words) => Spoiler.Spoil(parts, -1).Count + Spoiler.Spoil(words, "spoiled").Count;
}

[Step(OnError = OnError.Stop)]
public sealed class ReadListed
{
    [return: Column("read")]
    public string Process(IReadOnlyList<int> parts, IEnumerable<string> words) => $"{string.Join(",", parts)} {string.Join(",", words)}";
}

[Pipeline]
public sealed partial class SpoiledLines(string file)
{
    JsonLines<Listed> All { get; } = Distil.JsonLines.Read<Listed>(file);
    [From(nameof(All))] SpoilListed Spoiled { get; } = new();
    [From(nameof(Spoiled))] ReadListed After { get; } = new();
}

/// <summary>A step that casts the list it was given and changes it changes nothing that others see.</summary>
public sealed class GivenListTests
{
    [Fact]
    public async Task A_list_of_a_batch_or_of_every_row_cannot_be_changed()
    {
        var rows = Enumerable.Range(0, 20).ToList();
        var result = await Run.WithLimit(o => new SpoiledColumns(20).RunAsync(o));

        Assert.Equal(rows.Select(n => (n, n)), result.Spoiled.Select(row => (row.Number, row.Seen)));
        Assert.Equal(rows.Select(n => (n, n)), result.Later.Select(row => (row.Number, row.Seen)));
        Assert.Equal(rows.Select(n => (n, n)), result.Global.Select(row => (row.Number, row.SeenOfAll)));
        Assert.Equal(rows.Select(n => (n, (long)n)), result.Converted.Select(row => (row.Number, row.SeenAsLong)));
        Assert.Equal(rows, result.Sibling.Select(row => row.Number));
    }

    [Fact]
    public async Task A_gathered_list_cannot_be_changed()
    {
        var fused = await Run.WithLimit(o => new SpoiledGather(20).RunAsync(o));
        var routed = await Run.WithLimit(o => new SpoiledRoutedGather(20).RunAsync(o));

        Assert.Equal(Enumerable.Range(0, 20).Select(n => $"l{n},r{n}"), fused.After.Select(row => row.Joined));
        Assert.All(fused.After, row => Assert.Equal([$"l{row.Number}", $"r{row.Number}"], row.Texts));
        Assert.Equal(
            Enumerable.Range(0, 20).Where(n => (n & 3) != 0).Select(n => (n & 3) switch { 1 => $"l{n}", 2 => $"r{n}", _ => $"l{n},r{n}" }),
            routed.Joined.Select(row => row.Joined));
    }

    [Fact]
    public async Task A_list_that_was_read_from_a_file_cannot_be_changed()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory["rows.jsonl"], """
            {"number":1,"parts":[1,2],"words":["a","b"]}
            {"number":2,"parts":[3],"words":["c"]}
            """);
        var result = await Run.WithLimit(o => new SpoiledLines(directory["rows.jsonl"]).RunAsync(o));

        Assert.Equal(["1,2 a,b", "3 c"], result.After.Select(row => row.Read));
    }

    [Fact]
    public void What_a_step_is_given_can_be_read_in_every_way()
    {
        var view = new Distil.Engine.ColumnView<int>([9, 1, 2, 3, 9], 1, 3);

        Assert.Equal([1, 2, 3], [.. view]);
        Assert.Equal([1, 2, 3], view.ToList());
        Assert.Equal((3, 2, -1), (view.Count, view.IndexOf(3), view.IndexOf(9)));
        Assert.Equal((1, 3), (view[0], ((IList<int>)view)[2]));
        Assert.Contains(2, view);
        Assert.DoesNotContain(9, view);
        Assert.Throws<ArgumentOutOfRangeException>(() => view[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => view[-1]);
        Assert.Throws<NotSupportedException>(() => ((ICollection<int>)view).Add(4));
    }
}
