using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Distil.Pipelines.Tests.Creating;

/// <summary>Values of parameters: from where they are taken, and what is refused before anything runs.</summary>
public sealed class ConfigurationTests
{
    private static readonly string[] s_needed = ["name=Ada", "count=1", "day=Monday", "pause=0:1", "date=2026-01-02", "Longer.Times=1"];

    [Fact]
    public void What_is_nearer_wins()
    {
        var configuration = Configuration(
            ("Valued:Name", "far"), ("valued:share", "0.5"), ("Valued:Longer:Times", "2"), ("Valued:Longer:Concurrency", "2"),
            ("Valued:Longer:BatchSize", "3"), ("Valued:Price", "9"));
        Environment.SetEnvironmentVariable("Valued__Longer__Times", "4");
        Environment.SetEnvironmentVariable("Valued__Longer__Concurrency", "4");
        Environment.SetEnvironmentVariable("Valued__Share", "0.75");
        try
        {
            var read = PipelineConfiguration.Read<Valued>(
                configuration,
                [.. s_needed, "Longer.Concurrency=6"],
                new() { Parameters = new Valued.Parameters { Longer = { Times = 8 } } });
            Assert.Equal(8, read.Options.Parameters!["Longer.Times"]);
            Assert.Equal("RunOptions.Parameters", Origin(read, "Longer.Times"));
            Assert.Equal(6, read.Options.Parameters["Longer.Concurrency"]);
            Assert.Equal("--set", Origin(read, "Longer.Concurrency"));
            Assert.Equal(3, read.Options.Parameters["Longer.BatchSize"]);
            Assert.StartsWith("configuration 'Valued:Longer:BatchSize', Memory", Origin(read, "Longer.BatchSize"));
            Assert.Equal("Ada", read.ConstructorValues["name"]);
            Assert.Equal(0.75, read.ConstructorValues["share"]);
            Assert.Equal("environment 'Valued__Share'", Origin(read, "share"));
            Assert.Equal(9m, read.ConstructorValues["price"]);
            Assert.Equal(("True", "default"), (Of(read, "loud").Value, Origin(read, "loud")));
            Assert.StartsWith("Ada 1 Monday 00:01:00 2026-01-02  True 0.75", read.Create<Valued>(Services()).Given);
        }
        finally
        {
            Environment.SetEnvironmentVariable("Valued__Longer__Times", null);
            Environment.SetEnvironmentVariable("Valued__Longer__Concurrency", null);
            Environment.SetEnvironmentVariable("Valued__Share", null);
        }
    }

    [Fact]
    public void The_run_is_configured_where_code_says_nothing()
    {
        var configuration = Configuration(
            ("Valued:Run:Directory", "runs/a"), ("Valued:Run:Limit", "5"), ("Valued:Run:MaxConsecutiveErrors", "7"));
        var read = PipelineConfiguration.Read<Valued>(configuration, s_needed);
        Assert.Equal(("runs/a", 5, 7), (read.Options.Directory, read.Options.Limit!.Value, read.Options.MaxConsecutiveErrors));
        read = PipelineConfiguration.Read<Valued>(
            configuration, s_needed, new() { Directory = "b", Limit = 6, MaxConsecutiveErrors = 0 });
        Assert.Equal(("b", 6, 0), (read.Options.Directory, read.Options.Limit!.Value, read.Options.MaxConsecutiveErrors));
        Assert.Equal(("b", "RunOptions"), (Of(read, "Run.Directory").Value, Origin(read, "Run.Directory")));
    }

    [Theory]
    [InlineData("Longer.Tims=1", "'Longer.Tims'", "'Longer.Times'", "--set")]
    [InlineData("Longr.Times=1", "'Longr.Times'", "'Longer.Times'")]
    [InlineData("nam=x", "'nam'", "'name'")]
    [InlineData("Longer.Times=often", "'Longer.Times' is a int", "'often'", "(--set)")]
    [InlineData("share=0,5", "'share' is a double", "'0,5'")]
    [InlineData("Longer.BatchSize=0", "'Longer.BatchSize' is 0", "at least 1")]
    [InlineData("Run.Limit=-1", "'Run.Limit' is -1", "at least 0")]
    [InlineData("Longer.Times", "name=value")]
    [InlineData("=1", "name=value")]
    public void What_is_wrong_is_refused(string set, params string[] says)
    {
        var error = Assert.Throws<ArgumentException>(() => PipelineConfiguration.Read<Valued>(null, [.. s_needed, set]));
        Assert.All(says, word => Assert.Contains(word, error.Message));
        Assert.Equal(PipelineExitCode.Invalid, PipelineExitCode.Of(error));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_its_place()
    {
        var configuration = Configuration(("Valued:Longer:Often", "1"), ("Valued:Cout", "1"), ("Valued:Date", "yesterday"));
        var error = Assert.Throws<ArgumentException>(() => PipelineConfiguration.Read<Valued>(configuration));
        var lines = error.Message.Split(Environment.NewLine);
        Assert.Contains(lines, line => line.Contains("'Longer.Often' (configuration 'Valued:Longer:Often', Memory", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Did you mean 'count'?", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("'yesterday'", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("'Valued__Longer__Times'", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("'--set name=…'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_secret_is_shown_nowhere()
    {
        var read = PipelineConfiguration.Read<Valued>(null, [.. s_needed, "Longer.Key=hush"]);
        Assert.Equal("hush", read.Options.Parameters!["Longer.Key"]);
        Assert.All(read.Parameters, parameter => Assert.DoesNotContain("hush", $"{parameter}", StringComparison.Ordinal));
        Assert.Equal("(secret)", Of(read, "Longer.Key").Value);
    }

    [Fact]
    public void The_culture_of_the_machine_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            var read = PipelineConfiguration.Read<Valued>(null, [.. s_needed, "share=0.25"]);
            Assert.Equal(0.25, read.ConstructorValues["share"]);
            Assert.Equal("0.25", Of(read, "share").Value);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static ConfiguredParameter Of(PipelineConfiguration read, string name) =>
        read.Parameters.Single(parameter => parameter.Parameter.Name == name);

    private static string Origin(PipelineConfiguration read, string name) => Of(read, name).Origin;

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value)))
        .Build();

    private static Microsoft.Extensions.DependencyInjection.ServiceProvider Services() =>
        Microsoft.Extensions.DependencyInjection.ServiceCollectionContainerBuilderExtensions.BuildServiceProvider(
            Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(
                new Microsoft.Extensions.DependencyInjection.ServiceCollection(), new Suffix("!")));
}
