using System.Globalization;
using Distil.Engine;

namespace Distil.Runtime.Tests.Parameters;

public sealed class ParameterDefinitionTests
{
    [Flags]
    private enum Parts
    {
        None = 0,
        Head = 1,
        Body = 2,
    }

    [Fact]
    public void It_reads_and_writes_the_step()
    {
        var value = 0.7;
        var definition = new ParameterDefinition<double>("Small.Temperature", required: true, () => value, given => value = given);
        Assert.Equal("Small.Temperature", definition.Name);
        Assert.True(definition.IsRequired);
        Assert.Equal(typeof(double), definition.Type);
        Assert.Equal(0.7, definition.Value);
        definition.Value = 1;
        Assert.Equal(1.0, value);
    }

    [Fact]
    public void Numbers_convert_without_loss()
    {
        Assert.Equal(1.0, Convert<double>(1));
        Assert.Equal(0.25m, Convert<decimal>(0.25));
        Assert.Equal(8, Convert<int>(8L));
        Assert.Equal(8, Convert<int>(8.0));
        Assert.Equal(8, Convert<int?>(8.0));
        Assert.Equal((byte)255, Convert<byte>(255));
        Assert.Equal(0.1f, Convert<float>(0.1));
        Refused<int>(0.5);
        Refused<byte>(256);
        Refused<int>(double.NaN);
        Refused<uint>(-1);
        Refused<float>(1e300);
        Refused<decimal>(double.PositiveInfinity);
        Assert.Equal(float.PositiveInfinity, Convert<float>(double.PositiveInfinity));
    }

    [Fact]
    public void Text_converts_by_the_invariant_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(0.25, Convert<double>("0.25"));
            Assert.Equal("0.25", Convert<string>(0.25));
            Refused<double>("0,25");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal(12, Convert<int>(" 12 "));
        Assert.True(Convert<bool>("true"));
        Assert.Equal('x', Convert<char>("x"));
        Assert.Equal(TimeSpan.FromMinutes(90), Convert<TimeSpan>("01:30:00"));
        Assert.Equal(new DateOnly(2024, 2, 29), Convert<DateOnly>("2024-02-29"));
        Assert.Equal(new DateTime(2024, 2, 29, 12, 0, 0, DateTimeKind.Utc), Convert<DateTime>("2024-02-29T12:00:00Z"));
        Assert.Equal(new DateTimeOffset(2024, 2, 29, 0, 0, 0, TimeSpan.Zero), Convert<DateTimeOffset>("2024-02-29"));
        Assert.Equal(new TimeOnly(8, 30), Convert<TimeOnly>("08:30"));
        Assert.Equal(Guid.Empty, Convert<Guid>("00000000-0000-0000-0000-000000000000"));
        Assert.Equal(new Uri("https://example.org/a"), Convert<Uri>("https://example.org/a"));
        Assert.Equal(5UL, Convert<ulong>("5"));
        Refused<int>("many");
        Refused<bool>("yes");
    }

    [Fact]
    public void Enums_convert_from_names_and_numbers_that_exist()
    {
        Assert.Equal(DayOfWeek.Friday, Convert<DayOfWeek>("friday"));
        Assert.Equal(DayOfWeek.Friday, Convert<DayOfWeek?>(5));
        Assert.Equal(Parts.Head | Parts.Body, Convert<Parts>("Head, Body"));
        Assert.Equal(Parts.Head | Parts.Body, Convert<Parts>(3));
        Refused<DayOfWeek>(9);
        Refused<Parts>(8);
        var error = Refused<DayOfWeek>("Fryday");
        Assert.Contains("'Step.Parameter' is a DayOfWeek", error, StringComparison.Ordinal);
        Assert.Contains("Friday", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sv-SE")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public void Enums_without_a_name_are_refused_and_shown_alike_in_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Refused<DayOfWeek>(-3);
            Refused<Parts>("-8");
            Assert.Contains("'-3'", Refused<int>((DayOfWeek)(-3)), StringComparison.Ordinal);
            Assert.Equal("-3", Convert<string>((DayOfWeek)(-3)));
            Assert.Equal("Head, Body", Convert<string>(Parts.Head | Parts.Body));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Other_types_take_only_themselves()
    {
        string[] list = ["a"];
        Assert.Same(list, Convert<string[]>(list));
        Assert.Same(list, Convert<IReadOnlyList<string>>(list));
        Refused<string[]>("a");
        Refused<bool>(1);
        Refused<int>(true);
    }

    [Fact]
    public void Null_is_for_what_can_be_null()
    {
        Assert.Null(Convert<string>(null));
        Assert.Null(Convert<int?>(null));
        Assert.Contains("cannot be null", Refused<int>(null), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_names_the_parameter_both_types_and_the_value()
        => Assert.Equal("The parameter 'Step.Parameter' is a int: the double '0.5' cannot be converted to it.", Refused<int>(0.5));

    private static T? Convert<T>(object? value)
    {
        T? taken = default;
        var definition = new ParameterDefinition<T>("Step.Parameter", false, () => taken!, given => taken = given);
        definition.Value = value;
        return taken;
    }

    private static string Refused<T>(object? value) => Assert.Throws<ArgumentException>(() => Convert<T>(value)).Message;
}
