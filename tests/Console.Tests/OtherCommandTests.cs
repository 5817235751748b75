using System.Xml.Linq;
using ConsoleSamples;
using Distil.CommandLine.Output;

namespace Distil.CommandLine.Tests;

[Collection(TestProgram.OneAtATime)]
public sealed class OtherCommandTests : IDisposable
{
    private readonly TestProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Info_shows_steps_and_parameters_and_no_secret()
    {
        Assert.Equal(0, await _program.RunAloneAsync("info"));
        Assert.Contains("Pipeline EveningGreetings", _program.Out, StringComparison.Ordinal);
        Assert.Matches(@"Greeted +step +Greet +Guests +Said: string", _program.Out);
        Assert.Matches(@"guests +int +required", _program.Out);
        Assert.Matches(@"Greeted\.Tone +Calm \| Loud .*How it sounds\.", _program.Out);
        Assert.Matches(@"Greeted\.Password +string +\(secret\)", _program.Out);
        Assert.Contains("--set guests=", _program.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", _program.Out, StringComparison.Ordinal);
        Assert.Equal(0, await _program.RunAloneAsync("info", "--set", "guests=3", "--set", "Greeted.Times=2", "--set", "Greeted.Password=swordfish"));
        Assert.Matches(@"guests +int +3 +--set", _program.Out);
        Assert.Matches(@"greeting +string +Good evening +default", _program.Out);
        Assert.Matches(@"Greeted\.Times +int +2 +--set +How often it is said\.", _program.Out);
        Assert.DoesNotContain("swordfish", _program.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graph_is_the_graph_of_the_pipeline()
    {
        Assert.Equal(0, await _program.RunAloneAsync("graph"));
        Assert.Equal(EveningGreetings.Graph.ToMermaid().TrimEnd(), _program.Out.TrimEnd());
        Assert.Equal(0, await _program.RunAloneAsync("graph", "--svg"));
        Assert.Equal("svg", XDocument.Parse(_program.Out).Root!.Name.LocalName);
    }

    [Fact]
    public async Task Report_makes_the_page_and_says_where()
    {
        await _program.RunAsync("run", "--set", "guests=2");
        var page = Path.Combine(_program.Directory, "report.html");
        File.Delete(page);
        Assert.Equal(0, await _program.RunAsync("report"));
        Assert.Equal(page, _program.Out.Trim());
        Assert.True(File.Exists(page));
    }

    [Theory]
    [InlineData("report")]
    [InlineData("errors")]
    public async Task Without_a_directory_there_is_nothing_to_tell(string command)
    {
        Assert.Equal(2, await _program.RunAsync(command));
        Assert.Contains($"There is no directory '{_program.Directory}'", _program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_are_listed_and_grouped_and_end_with_the_command_that_tries_them_again()
    {
        await _program.RunAsync("run", "--set", "guests=9", "--set", "bad=3");
        Assert.Equal(0, await _program.RunAsync("errors"));
        Assert.Matches(@"Greeted +Guests#2 +1 +InvalidOperationException: bad3 is not welcome\.", _program.Out);
        Assert.EndsWith($"run --directory {_program.Directory}", _program.Out.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(0, await _program.RunAsync("errors", "--limit", "1"));
        Assert.Contains("and 2 more", _program.Out, StringComparison.Ordinal);
        Assert.Equal(0, await _program.RunAsync("errors", "--group"));
        Assert.Matches(@"1 +Greeted +Guests#0 +InvalidOperationException: bad1", _program.Out);
        Assert.Equal(0, await _program.RunAsync("errors", "--step", "In"));
        Assert.Equal("No row has failed.", _program.Out.Trim());
    }

    [Fact]
    public async Task Without_a_command_it_lists_them_with_the_code_of_a_wrong_command()
    {
        Assert.Equal(2, await _program.RunAloneAsync());
        Assert.All(["run", "info", "graph", "report", "errors"], command => Assert.Contains(command, _program.Out, StringComparison.Ordinal));
        Assert.Equal(0, await _program.RunAloneAsync("--help"));
        Assert.Equal(0, await _program.RunAloneAsync("run", "--help"));
        Assert.Contains("--max-consecutive-errors", _program.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_services_throw_is_shown_whole_with_the_code_of_a_failure()
    {
        using var error = new StringWriter();
        var code = await PipelineCommands.RunAsync<EveningGreetings>(
            ["run", "--set", "guests=1", "--in-memory"],
            _ => throw new FileNotFoundException("The voice is lost."),
            new Terminal(TextWriter.Null, error, IsLive: false, HasColors: false, Width: null));
        Assert.Equal(1, code);
        Assert.Contains("FileNotFoundException: The voice is lost.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_has_seen_enough_is_no_failure()
    {
        using var error = new StringWriter();
        var code = await PipelineCommands.RunAsync<EveningGreetings>(
            ["graph"], configure: null, new Terminal(new ClosedPipe(), error, IsLive: false, HasColors: false, Width: null));
        Assert.Equal((0, ""), (code, error.ToString()));
    }
}
