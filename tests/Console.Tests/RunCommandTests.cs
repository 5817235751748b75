using System.Globalization;
using System.Text.Json;

namespace Distil.CommandLine.Tests;

[Collection(TestProgram.OneAtATime)]
public sealed class RunCommandTests : IDisposable
{
    private readonly TestProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task It_runs_the_pipeline_and_says_what_each_step_did_and_where_the_data_are()
    {
        Assert.Equal(0, await _program.RunAsync("run", "--set", "guests=3"));
        Assert.StartsWith("Completed after ", _program.Out, StringComparison.Ordinal);
        Assert.Matches(@"Greeted +3 +3 +0 +0 +3 +0 +0", _program.Out);
        Assert.Contains(Path.Combine(_program.Directory, "data"), _program.Out, StringComparison.Ordinal);
        Assert.Equal(3, Rows().Length);
        Assert.Contains("Good evening, guest1", Rows()[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_has_nothing_to_do()
    {
        await _program.RunAsync("run", "--set", "guests=3");
        Assert.Equal(0, await _program.RunAsync("run", "--set", "guests=3"));
        Assert.Contains("There was nothing to do", _program.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_are_set_for_the_constructor_and_for_steps()
    {
        Assert.Equal(0, await _program.RunAsync(
            "run", "--set", "guests=1", "--set", "greeting=Hello", "--set", "Greeted.Tone=loud", "--set", "greeted.times=2"));
        Assert.Contains("HELLO, GUEST1 HELLO, GUEST1", Assert.Single(Rows()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("guests=three", "guests")]
    [InlineData("Greeted.Times=often", "Greeted.Times")]
    [InlineData("Greeted.Tone=shrill", "Greeted.Tone")]
    [InlineData("Greeted.Tims=2", "Did you mean 'Greeted.Times'?")]
    [InlineData("gests=2", "Did you mean 'guests'?")]
    [InlineData("guests", "name=value")]
    public async Task What_cannot_be_set_ends_it_before_anything_runs(string set, string named)
    {
        Assert.Equal(2, await _program.RunAsync("run", "--set", "guests=1", "--set", set));
        Assert.StartsWith("error: ", _program.Error, StringComparison.Ordinal);
        Assert.Contains(named, _program.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_program.Directory));
    }

    [Fact]
    public async Task The_environment_gives_values_that_the_command_line_does_not()
    {
        const string greeting = "EveningGreetings__Greeting", guests = "EveningGreetings__Guests", limit = "EveningGreetings__Run__Limit";
        foreach (var (name, value) in new[] { (greeting, "Bonsoir"), (guests, "9"), (limit, "1") })
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        try
        {
            Assert.Equal(0, await _program.RunAsync("run", "--set", "guests=2"));
            Assert.Contains("Bonsoir, guest1", Assert.Single(Rows()), StringComparison.Ordinal);
            Assert.Equal(0, await _program.RunAloneAsync("info"));
            Assert.Matches(@"guests +int +9 +environment", _program.Out);
        }
        finally
        {
            foreach (var name in new[] { greeting, guests, limit })
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }
    }

    [Fact]
    public async Task An_option_is_nearer_than_the_environment_whatever_it_says()
    {
        const string most = "EveningGreetings__Run__MaxConsecutiveErrors";
        Environment.SetEnvironmentVariable(most, "2");
        try
        {
            Assert.Equal(1, await _program.RunAloneAsync("run", "--set", "guests=9", "--set", "bad=5", "--in-memory"));
            Assert.Equal(
                3,
                await _program.RunAloneAsync(
                    "run", "--set", "guests=9", "--set", "bad=5", "--in-memory", "--max-consecutive-errors", "20"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(most, null);
        }
    }

    [Fact]
    public async Task A_value_that_nobody_sets_is_named()
    {
        Assert.Equal(2, await _program.RunAsync("run"));
        Assert.Contains("guests", _program.Error, StringComparison.Ordinal);
        Assert.Contains("--set guests=", _program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_with_dead_letters_has_a_code_of_its_own_and_names_the_first()
    {
        Assert.Equal(3, await _program.RunAsync("run", "--set", "guests=5", "--set", "bad=2"));
        Assert.Contains("Completed with errors", _program.Out, StringComparison.Ordinal);
        Assert.Contains("Greeted on row Guests#0: bad1 is not welcome.", _program.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_fails_says_why_and_how_to_go_on()
    {
        Assert.Equal(1, await _program.RunAsync("run", "--set", "guests=5", "--set", "In.IsShut=true"));
        Assert.Contains("The door is shut.", _program.Error, StringComparison.Ordinal);
        Assert.Contains("Run it again to go on:", _program.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_result_is_one_JSON_object()
    {
        Assert.Equal(3, await _program.RunAsync("run", "--set", "guests=5", "--set", "bad=1", "--json"));
        using var json = JsonDocument.Parse(_program.Out);
        Assert.Equal("completed_with_errors", json.RootElement.GetProperty("status").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("errors").GetInt64());
        Assert.Equal(["Guests", "Greeted", "In"], json.RootElement.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("name").GetString()));
        Assert.Equal("", _program.Error);
    }

    [Fact]
    public async Task In_memory_it_writes_no_files()
    {
        Assert.Equal(0, await _program.RunAloneAsync("run", "--set", "guests=2", "--in-memory"));
        Assert.DoesNotContain("Data sets:", _program.Out, StringComparison.Ordinal);
        Assert.Equal(2, await _program.RunAsync("run", "--set", "guests=2", "--in-memory"));
        Assert.Contains("cannot stand together", _program.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--limit", "0")]
    [InlineData("--limit", "many")]
    [InlineData("--max-consecutive-errors", "-1")]
    [InlineData("--no-such-option", "1")]
    public async Task A_wrong_option_has_the_code_of_a_wrong_command(string option, string value)
    {
        Assert.Equal(2, await _program.RunAsync("run", "--set", "guests=1", option, value));
        Assert.False(Directory.Exists(_program.Directory));
    }

    [Fact]
    public async Task Numbers_are_read_and_written_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Assert.Equal(0, await _program.RunAsync("run", "--set", "guests=1234"));
            Assert.Contains("1,234", _program.Out, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"\d,\d\d$", _program.Out);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private string[] Rows() => File.ReadAllLines(Path.Combine(_program.Directory, "data", "in", "000001.jsonl"));
}
