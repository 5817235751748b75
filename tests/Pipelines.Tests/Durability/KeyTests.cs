namespace Distil.Pipelines.Tests.Durability;

/// <summary>Calls with equal inputs have equal keys, and others have other keys.</summary>
public sealed class KeyTests
{
    private static readonly double s_otherNaN = BitConverter.Int64BitsToDouble(0x7FF8000000000001);

    private static Given Base() => new(
        new string('a', 2), 0.5, 1.0m, ["x", null], new Meta { Name = "m", Weight = 1 }, new Inner("i", 1), Enumerable.Range(0, 3).Select(n => n), 1);

    private static List<Func<Given, Given>> Changes { get; } =
    [
        g => g with { Text = null },
        g => g with { Text = "" },
        g => g with { Text = "\uD800" },
        g => g with { Text = "\uD801" },
        g => g with { Text = "aa\0" },
        g => g with { Number = 0.0 },
        g => g with { Number = -0.0 },
        g => g with { Number = double.NaN },
        g => g with { Number = s_otherNaN },
        g => g with { Number = double.PositiveInfinity },
        g => g with { Money = 1m },
        g => g with { Money = 1.00m },
        g => g with { Tags = null },
        g => g with { Tags = [] },
        g => g with { Tags = [null] },
        g => g with { Tags = [""] },
        g => g with { Tags = ["x"] },
        g => g with { Tags = ["x", ""] },
        g => g with { Meta = null },
        g => g with { Meta = new() },
        g => g with { Meta = new() { Name = "m" } },
        g => g with { Inner = null },
        g => g with { Inner = new(null, 1) },
        g => g with { Inner = new("i", 2) },
        g => g with { Counts = null },
        g => g with { Counts = [] },
        g => g with { Counts = [0, 1] },
        g => g with { Counts = [0, 1, 2, 0] },
        g => g with { Maybe = null },
        g => g with { Maybe = 0 },
    ];

    public static TheoryData<string> Ways => ["Columns", "Whole"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Equal_inputs_have_equal_keys(string way)
    {
        Assert.Equal(Key(way, Base()), Key(way, Base()));
        Assert.All(Changes, change => Assert.Equal(Key(way, change(Base())), Key(way, change(Base()))));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Each_other_input_has_another_key(string way)
    {
        var keys = Changes.Select(change => Key(way, change(Base()))).Append(Key(way, Base())).ToHashSet();
        Assert.Equal(Changes.Count + 1, keys.Count);
    }

    [Fact]
    public void A_value_that_JSON_cannot_hold_fails_where_only_JSON_can_tell_it_apart()
    {
        Assert.Throws<ArgumentException>(() => Key("Columns", Base() with { Meta = new() { Weight = double.NaN } }));
        Assert.Equal(Key("Columns", Base()), Key("Columns", Base()));
    }

    [Fact]
    public void Keys_do_not_depend_on_what_else_a_row_has()
    {
        var step = CalledStep.Of<Answered>("Tap");
        Assert.Equal(step.Key(5), CalledStep.Of<Answered>("Likes").Key(5));
        Assert.NotEqual(step.Key(5), step.Key(6));
    }

    private static UInt128 Key(string way, Given given) => way == "Whole"
        ? CalledStep.Of<AskedWhole>(way).Key([.. Values(given).Append(given)])
        : CalledStep.Of<Asked>(way).Key(Values(given));

    private static object?[] Values(Given given) =>
        [given.Text, given.Number, given.Money, given.Tags, given.Meta, given.Inner, given.Counts, given.Maybe];
}
