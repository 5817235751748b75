using Microsoft.Extensions.DependencyInjection;

namespace Distil.Pipelines.Tests.Creating;

/// <summary>Pipelines that are known by their type parameter alone: described, made from values and services, and run.</summary>
public sealed class CreationTests
{
    private static readonly Guid s_id = new("0f8fad5b-d9cb-469f-a165-70867728950e");

    [Fact]
    public void What_can_be_set_is_described_without_an_object()
    {
        var parameters = Parameters<Valued>();
        Assert.Equal(
            [
                "name: string required", "count: int required", "day: DayOfWeek required", "pause: TimeSpan required",
                "date: DateOnly required", "id: Guid? = ", "loud: bool = True", "share: double = -0.5", "mark: Char = '",
                "rest: DayOfWeek? = Sunday", "text: string = ", "other: Guid = 00000000-0000-0000-0000-000000000000",
                "top: float = Infinity", "price: decimal = 1.5", "most: long = -9223372036854775808", "Longer.Times: int required",
                "Longer.Key: string secret", "Longer.Concurrency: int = 1", "Longer.BatchSize: int = 7",
            ],
            parameters.Select(Text));
        Assert.Equal("Name", parameters[0].ConfigurationKey);
        Assert.Null(parameters[0].Step);
        Assert.Equal(Enum.GetNames<DayOfWeek>(), parameters[2].Choices);
        var times = parameters.Single(parameter => parameter.Name == "Longer.Times");
        Assert.Equal("Longer:Times", times.ConfigurationKey);
        Assert.Equal("Longer", times.Step);

        static string Text(PipelineParameter parameter) => parameter
            + (parameter.IsRequired ? " required" : "")
            + (parameter.IsSecret ? " secret" : "")
            + (parameter is { IsRequired: false, Default: { } value } ? " = " + value : "");
    }

    [Fact]
    public void Values_are_converted_and_the_others_are_the_defaults()
    {
        var services = new ServiceCollection().AddSingleton(new Suffix("!")).BuildServiceProvider();
        var made = Create<Valued>(services, new()
        {
            ["name"] = "Ada", ["count"] = "12", ["day"] = "friday", ["pause"] = "00:01:30", ["date"] = "2026-02-28", ["id"] = $"{s_id}",
            ["share"] = "0.25", ["Longer.Times"] = 3,
        });
        Assert.Equal(
            $"Ada 12 Friday 00:01:30 2026-02-28 {s_id} True 0.25 ' Sunday  {Guid.Empty} Infinity 1.5 -9223372036854775808", made.Given);
    }

    [Fact]
    public void All_missing_values_are_named_with_the_three_ways_to_give_them()
    {
        var error = Assert.Throws<ArgumentException>(() => Create<Valued>(null, new() { ["count"] = 1, ["day"] = 1 }));
        Assert.Contains("'Valued:Name'", error.Message);
        Assert.Contains("'Valued__Name'", error.Message);
        Assert.Contains("'--set name=…'", error.Message);
        Assert.Contains("'Valued__Pause'", error.Message);
        Assert.Contains("'Valued__Date'", error.Message);
        Assert.DoesNotContain("Id", error.Message);
        Assert.DoesNotContain("Count", error.Message);
    }

    [Theory]
    [InlineData("nam", "x", "'nam'", "'name'")]
    [InlineData("count", "many", "'count' is a int", "'many'")]
    [InlineData("share", "0,5", "'share'", "'0,5'")]
    [InlineData("day", "Someday", "'day'", "Monday")]
    [InlineData("suffix", "!", "takes no value 'suffix'", "Valued")]
    public void A_wrong_value_is_refused(string name, string value, params string[] says)
    {
        var error = Assert.Throws<ArgumentException>(() => Create<Valued>(null, new() { [name] = value }));
        Assert.All(says, word => Assert.Contains(word, error.Message));
    }

    [Fact]
    public void A_service_is_found_by_its_attribute_then_by_the_parameters_name_then_without_a_key()
    {
        var services = new ServiceCollection()
            .AddKeyedSingleton("first", new Suffix("1"))
            .AddKeyedSingleton("second", new Suffix("2"))
            .AddSingleton(new Suffix("3"));
        Assert.Equal("1 2 3  ", Create<Served>(services.BuildServiceProvider()).Given);
        services.AddKeyedSingleton(5, new Suffix("5")).AddSingleton(new Version(1, 2));
        Assert.Equal("1 2 3 5 1.2", Create<Served>(services.BuildServiceProvider()).Given);
    }

    [Fact]
    public void Two_parameters_do_not_get_the_same_service_without_a_key()
    {
        var services = new ServiceCollection().AddKeyedSingleton("first", new Suffix("1")).AddSingleton(new Suffix("3"));
        var error = Assert.Throws<InvalidOperationException>(() => Create<Served>(services.BuildServiceProvider()));
        Assert.Contains("'second' and as 'third'", error.Message);
        Assert.Contains("AddKeyedSingleton<Suffix>(\"third\"", error.Message);
    }

    [Fact]
    public void A_service_that_is_not_registered_is_named()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Create<Served>(new ServiceCollection().BuildServiceProvider()));
        Assert.Contains("'one'", error.Message);
        Assert.Contains("the key 'first'", error.Message);
        var services = new ServiceCollection().AddKeyedSingleton("first", new Suffix("1")).BuildServiceProvider();
        Assert.Contains("'second'", Assert.Throws<InvalidOperationException>(() => Create<Served>(services)).Message);
    }

    [Fact]
    public void A_constructor_that_is_written_is_called()
    {
        Assert.Equal("x", Create<Written>(null, new() { ["text"] = "x" }).Given);
        Assert.Equal("y", Create<Recorded>(null, new() { ["Text"] = "y" }).Text);
        var services = new ServiceCollection().AddSingleton(new Version(1, 2)).BuildServiceProvider();
        Assert.Equal(new Version(1, 2), Create<Typed<Version>>(services, new() { ["text"] = "z" }).Given);
    }

    [Fact]
    public void A_class_that_cannot_be_made_says_why()
    {
        Assert.Contains("several constructors", Assert.Throws<InvalidOperationException>(() => Create<Several>(null)).Message);
        Assert.Contains("required members", Assert.Throws<InvalidOperationException>(() => Create<WithRequired>(null)).Message);
        Assert.Equal("Several", Graph<Several>().Name);
    }

    [Fact]
    public async Task A_pipeline_runs_to_its_own_result()
    {
        var services = new ServiceCollection().AddSingleton(new Suffix("!")).BuildServiceProvider();
        var result = await RunAsync<Valued>(services, new()
        {
            ["name"] = "Ada", ["count"] = 1, ["day"] = 1, ["pause"] = "0:1", ["date"] = "2026-01-01",
        });
        Assert.Equal("Ada!!!", Assert.Single(Assert.IsType<Valued.Result>(result).Longer).Text);
    }

    private static PipelineGraph Graph<T>()
        where T : class, IPipeline<T> => T.Graph;

    private static IReadOnlyList<PipelineParameter> Parameters<T>()
        where T : class, IPipeline<T> => T.Parameters;

    private static T Create<T>(IServiceProvider? services, PipelineParameters? values = null)
        where T : class, IPipeline<T> => T.Create(services, values);

    private static Task<PipelineResult> RunAsync<T>(IServiceProvider services, PipelineParameters values)
        where T : class, IPipeline<T> =>
        T.RunAsync(T.Create(services, values), new() { Parameters = new() { ["Longer.Times"] = 3 } }, TestContext.Current.CancellationToken);
}
