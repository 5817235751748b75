using Distil.Pipelines.Tests.Helpers;
using Run = Distil.Pipelines.Tests.Helpers.Run;

namespace Distil.Pipelines.Tests.RowObjects;

/// <summary>A step that takes a whole row gets the object that was made, as long as no column of it was replaced.</summary>
public sealed class RowObjectTests
{
    private const int Count = 200;

    /// <summary>Each test has ids of its own, since rows are counted by them.</summary>
    private static int s_ids;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_object_that_was_made_comes_to_every_step(bool sequential)
    {
        var rows = Ids().Select(id => id % 5 == 0 ? new MoreScaled(id, 1) : new Scaled(id, 1)).ToList();
        Scaled.Made(rows.Select(row => row.Id));
        var given = new Given();
        var result = await Run.WithLimit(options => new Carried(rows, given).RunAsync(options), new RunOptions { Sequential = sequential });

        foreach (var step in new[] { "Fused", "Awaited", "Batch", "Global", "Joined", "Merged", "Filtered" })
        {
            Assert.Equal(rows.ToHashSet<object>(ReferenceEqualityComparer.Instance), given[step].ToHashSet(ReferenceEqualityComparer.Instance));
            Assert.Equal(rows.Count, given[step].Count);
        }

        Assert.Equal(rows.Where(row => row.Id % 3 == 0), given["Left"]);
        Assert.Equal(rows.Where(row => row.Id % 2 == 0), given["Sunk"]);
        Assert.Equal(0, Scaled.Made(rows.Select(row => row.Id)));
        Assert.Equal(rows.Where(row => row.Id % 2 == 0).Select(row => (row.Id, 10)), result.Out.Select(row => (row.Id, row.V)));
    }

    [Fact]
    public async Task Objects_of_steps_of_every_form_come_together()
    {
        var ids = Ids();
        var given = new Given();
        var result = await Run.WithLimit(options => new MadeByAll(ids, given).RunAsync(options));

        Assert.Equal(4 * Count, Scaled.Made(ids));
        foreach (var (made, seen, count) in new[] { ("made", "merged", Count), ("batch", "seen batch", Count), ("children", "seen children", 2 * Count) })
        {
            Assert.Equal(count, given[seen].Count);
            Assert.Equal(given[made].ToHashSet(ReferenceEqualityComparer.Instance), given[seen].ToHashSet(ReferenceEqualityComparer.Instance));
        }

        Assert.Equal(ids.Select(id => id * 10), result.SeenValue.Select(row => row.Seen));
    }

    [Fact]
    public async Task A_row_of_which_a_column_was_replaced_is_made_once()
    {
        var rows = Ids().Select(id => new Scaled(id, 1)).ToList();
        Scaled.Made(rows.Select(row => row.Id));
        var given = new Given();
        await Run.WithLimit(options => new Replaced(rows, given).RunAsync(options));

        Assert.Equal(rows.Count, Scaled.Made(rows.Select(row => row.Id)));
        Assert.All(given["First"], row => Assert.Equal(110, ((Scaled)row).V));
        foreach (var step in new[] { "Second", "Third", "Fourth" })
        {
            Assert.Equal(given["First"].ToHashSet(ReferenceEqualityComparer.Instance), given[step].ToHashSet(ReferenceEqualityComparer.Instance));
        }
    }

    [Fact]
    public async Task A_row_of_which_a_column_is_mapped_is_made_of_what_the_mapping_says()
    {
        var rows = Ids().Select(id => new Scaled(id, 1)).ToList();
        var given = new Given();
        await Run.WithLimit(options => new Mapped(rows, given).RunAsync(options));
        Assert.Equal(rows.Select(row => row.Id * 10), given["Seen"].Select(row => ((Scaled)row).V));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_row_of_a_file_is_made_once(bool sequential)
    {
        using var folder = new TemporaryDirectory();
        var ids = Ids();
        File.WriteAllLines(folder["in.jsonl"], ids.Select(id => $$"""{"id":{{id}},"v":2}"""));
        var given = new Given();
        await Run.WithLimit(options => new FromFile(folder["in.jsonl"], given).RunAsync(options), new RunOptions { Sequential = sequential });

        Assert.Equal(Count, Scaled.Made(ids));
        Assert.All(given["First"], row => Assert.Equal(20, ((Scaled)row).V));
        foreach (var step in new[] { "Second", "Beside" })
        {
            Assert.Equal(given["First"].ToHashSet(ReferenceEqualityComparer.Instance), given[step].ToHashSet(ReferenceEqualityComparer.Instance));
        }
    }

    private static List<int> Ids()
    {
        var last = Interlocked.Add(ref s_ids, Count);
        return [.. Enumerable.Range(last - Count, Count)];
    }
}
