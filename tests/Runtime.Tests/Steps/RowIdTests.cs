using System.Globalization;

namespace Distil.Runtime.Tests.Steps;

public sealed class RowIdTests
{
    [Fact]
    public void It_prints_its_source_place_and_children()
    {
        Assert.Equal("Prompts#17", new RowId("Prompts", 17).ToString());
        Assert.Equal("Prompts#17.0.3", new RowId("Prompts", 17, 0, 3).ToString());
        Assert.Equal("Prompts#17.0~1", (new RowId("Prompts", 17, 0) with { Repeat = 1 }).ToString());
        Assert.Equal("#0", default(RowId).ToString());
    }

    [Fact]
    public void It_prints_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var culture = (CultureInfo)CultureInfo.GetCultureInfo("sv-SE").Clone();
            culture.NumberFormat.NegativeSign = "minus";
            CultureInfo.CurrentCulture = culture;
            Assert.Equal("Prompts#1234567.-1", new RowId("Prompts", 1234567, -1).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Equal_parts_make_equal_numbers()
    {
        Assert.Equal(new RowId("A", 1, 2, 3), new RowId("A", 1, 2, 3));
        Assert.True(new RowId("A", 1) == new RowId("A", 1, []));
        Assert.Equal(new RowId("A", 1, 2).GetHashCode(), new RowId("A", 1, 2).GetHashCode());
        Assert.True(new RowId("A", 1) != new RowId("B", 1));
        Assert.NotEqual(new RowId("A", 1), new RowId("A", 2));
        Assert.NotEqual(new RowId("A", 1, 2), new RowId("A", 1, 2, 0));
        Assert.Equal(default, new RowId("", 0));
    }

    [Fact]
    public void Rows_that_repeat_a_number_are_told_apart()
    {
        var (first, second) = (new RowId("A", 1, 2), new RowId("A", 1, 2) { Repeat = 1 });
        Assert.NotEqual(first, second);
        Assert.NotEqual(first.GetHashCode(), second.GetHashCode());
        Assert.NotEqual(first.StableHash(1), second.StableHash(1));
        Assert.NotEqual(new RowId("A", 1, 2, 1).StableHash(1), second.StableHash(1));
        Assert.NotEqual(new StepContext("S", first).Random.Next(), new StepContext("S", second).Random.Next());
    }

    [Fact]
    public void It_keeps_no_reference_to_the_given_array()
    {
        long[] children = [1, 2];
        var id = new RowId("A", 0, children);
        children[0] = 9;
        Assert.Equal([1, 2], id.Children);
        Assert.Empty(new RowId("A", 0).Children);
    }
}
