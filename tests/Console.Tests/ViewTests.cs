using Distil.CommandLine.Output;
using Distil.CommandLine.Views;
using Spectre.Console;

namespace Distil.CommandLine.Tests;

public sealed class ViewTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public void The_table_fits_the_terminal(int width)
    {
        var text = Render(width, Snapshot(seconds: 2, rows: 1_234_567));
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.Contains("1,234,567", text, StringComparison.Ordinal);
        Assert.Equal(width >= 60, text.Contains("failed", StringComparison.Ordinal));
    }

    [Fact]
    public void Rates_are_those_of_the_last_seconds()
    {
        var lines = new ProgressLines();
        Assert.DoesNotContain("/s", lines.Next(Snapshot(1, 100)), StringComparison.Ordinal);
        Assert.Contains("Greeted 300 (7 failed) at 100/s", lines.Next(Snapshot(3, 300)), StringComparison.Ordinal);
        lines.Next(Snapshot(60, 300));
        Assert.DoesNotContain("/s", lines.Next(Snapshot(70, 300)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(59, "59 s")]
    [InlineData(61, "1 min 1 s")]
    [InlineData(7_290, "2 h 1 min")]
    public void Times_are_as_people_say_them(int seconds, string text) =>
        Assert.Equal(text, ProgressLines.Time(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_terminal_that_is_gone_ends_the_view_and_nothing_else(bool isLive)
    {
        var view = new RunView(new Terminal(TextWriter.Null, new ClosedPipe(), isLive, HasColors: false, Width: 80), isQuiet: false);
        view.Report(Snapshot(1, 1));
        await view.DisposeAsync();
    }

    private static string Render(int width, RunProgress progress)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = width;
        console.Write(new ProgressTable(width).Of(progress));
        return text.ToString();
    }

    private static RunProgress Snapshot(int seconds, long rows) =>
        new([new("Guests", 0, rows, 0, 0), new("Greeted", rows, rows, 3, 7)], TimeSpan.FromSeconds(seconds));
}
