using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Distil.Runtime.Tests.IO;

namespace Distil.Pipelines.Tests.Running;

[Row]
public sealed record Marked(string Text, int Number);

[Source(Version = "1")]
public sealed class MarkedRows(int rows)
{
    public IEnumerable<Marked> Read() => Enumerable.Range(0, rows).Select(row => new Marked($"<i>row</i> & \"{row}\" <script>alert({row})</script>", row));
}

[Step(Concurrency = 4, Durable = false)]
public sealed class Answering(int milliseconds)
{
    [RuntimeParameter] public string Model { get; set; } = "<b>small</b>";

    [RuntimeParameter(Secret = true)] public string ApiKey { get; set; } = "sesame";

    [return: Column("answer")]
    public async ValueTask<string> ProcessAsync(string text, int number, StepContext context)
    {
        await Task.Delay(milliseconds);
        return number % 10 == 3 ? throw new ArgumentException($"<u>no</u> answer to row {number}")
            : number % 10 == 4 && context.Attempt == 1 ? throw new IOException("again")
            : text;
    }
}

[Pipeline]
public sealed partial class Reported(int rows, int milliseconds)
{
    MarkedRows All { get; } = new(rows);
    [From(nameof(All)), Step(MaxRetryDelay = 0.01)] Answering Answered { get; } = new(milliseconds);
}

/// <summary>A batch step that is slow, below a source that is not, above a leaf.</summary>
[Step(BatchSize = 100)]
public sealed class Slow(int milliseconds)
{
    public void ProcessBatch(IReadOnlyList<int> number)
    {
        Assert.NotEmpty(number);
        Thread.Sleep(milliseconds);
    }
}

[Pipeline]
public sealed partial class SlowBelow(int rows)
{
    Numbers All { get; } = new(rows);
    [From(nameof(All))] Slow Slowed { get; } = new(10);
    [From(nameof(Slowed)), Step(BatchSize = 10)] See Seen { get; } = new(new Calls());
}

/// <summary>The page of a run: what it says, that nothing of a row is markup in it, and that it is never in a run's way.</summary>
public sealed partial class RunReportTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_page_says_what_the_result_says()
    {
        var result = await RunAsync(200);
        var page = Page();
        Assert.Contains("<h1>Reported: <span class=\"warn\">completed with errors</span></h1>", page, StringComparison.Ordinal);
        foreach (var step in result.Steps)
        {
            string[] time = [.. new[] { step.RowsIn, step.RowsOut, step.Waiting, step.Failed }.Select(Number)];
            Assert.Equal(time, Cells(page, "time-table", step.Name).Skip(1).Take(4));
        }

        var answered = result.Steps[1];
        Assert.Equal((200, 180, 20, 220, 20), (answered.RowsIn, answered.RowsOut, answered.Failed, answered.Attempts, answered.Retries));
        Assert.Equal([Number(220), Number(20), "0"], Cells(page, "calls-table", "Answered").Take(3));
        var group = Cells(page, "errors-table", "Answered");
        Assert.Equal(["20", "System.ArgumentException", "<u>no</u> answer to row 3", "All#3"], group.Take(4));
        Assert.Contains("\"number\":3", group[4], StringComparison.Ordinal);
        Assert.Contains("180 rows in data/answered/", page, StringComparison.Ordinal);
        Assert.Contains("The bottleneck is Answered", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_from_rows_parameters_and_exceptions_is_no_markup_and_what_is_secret_is_not_there()
    {
        await RunAsync(200);
        var page = Page();
        Assert.DoesNotMatch("<(script|i|b|u)>", page);
        Assert.Contains("&lt;i&gt;row&lt;/i&gt; &amp; &quot;0&quot; &lt;script&gt;alert(0)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;small&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", page, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", await File.ReadAllTextAsync(_directory["run", "run.log"]), StringComparison.Ordinal);
        Assert.Contains("hidden, since it is secret", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_forbids_all_but_its_own_rules()
    {
        await RunAsync(20);
        var page = Page();
        var style = StyleElement().Match(page).Groups["text"].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Contains(
            $"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'\">", page, StringComparison.Ordinal);
        var markup = StyleElement().Replace(page, "");
        Assert.DoesNotMatch("<[^>]*\\sstyle\\s*=", markup);
        Assert.DoesNotMatch("<[^>]*\\s(src|href)\\s*=", markup);
        Assert.DoesNotMatch("<[^>]*\\son[a-z]+\\s*=", markup);
    }

    [Fact]
    public async Task A_run_that_was_stopped_and_one_that_failed_have_their_page_too()
    {
        using var stop = new CancellationTokenSource();
        var stopped = RunAsync(100_000, new() { StopToken = stop.Token });
        await Task.Delay(300);
        await stop.CancelAsync();
        var result = await stopped;
        Assert.Equal(RunStatus.Stopped, result.Status);
        Assert.Contains(">stopped</span>", Page(), StringComparison.Ordinal);
        Assert.Contains($"dotnet run -- run --directory {_directory["run"]}", Page(), StringComparison.Ordinal);
        Assert.Equal(Number(result.Steps[1].RowsIn), Cells(Page(), "time-table", "Answered")[1]);

        await Assert.ThrowsAsync<PipelineFailedException>(() => RunAsync(100_000, new() { MaxConsecutiveErrors = 1 }));
        Assert.Contains(">failed</span>", Page(), StringComparison.Ordinal);
        Assert.Contains("&lt;u&gt;no&lt;/u&gt; answer to row", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_is_made_of_a_run_whose_process_was_killed_and_says_when_its_figures_end()
    {
        var disk = new FrozenDisk(70);
        await Record.ExceptionAsync(() => RunAsync(2_000, new() { Engine = new() { Disk = disk, CutInterval = TimeSpan.FromMilliseconds(20), RowsPerFile = 50 } }));
        Assert.True(disk.IsFrozen);
        Assert.False(File.Exists(_directory["run", "report.html"]));
        await File.AppendAllTextAsync(_directory["run", "run.log"], """{"time":"2026-01-01T00:00:00.000Z","event":"Progr""");

        Assert.Equal(_directory["run", "report.html"], RunReport.Write(_directory["run"]));
        Assert.Contains(">cut off</span>", Page(), StringComparison.Ordinal);
        Assert.Matches(@"Figures end at <time datetime=""\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"">", Page());

        // Other places are possible, and the directory is as it was but for the page.
        var other = RunReport.Write(_directory["run"], _directory["elsewhere.html"]);
        Assert.Equal(Page(), await File.ReadAllTextAsync(other));
    }

    [Fact]
    public async Task A_run_that_goes_on_has_a_page_and_is_not_disturbed()
    {
        using var stop = new CancellationTokenSource();
        var running = RunAsync(100_000, new() { StopToken = stop.Token });
        while (!File.Exists(_directory["run", "run.log"]) || !(await LogAsync()).Contains("\"event\":\"Progress\"", StringComparison.Ordinal))
        {
            Assert.False(running.IsCompleted);
            await Task.Delay(20);
        }

        RunReport.Write(_directory["run"]);
        Assert.Contains(">running</span>", Page(), StringComparison.Ordinal);
        Assert.NotEqual("0", Cells(Page(), "time-table", "All")[2]);
        Assert.DoesNotContain("--directory", Page(), StringComparison.Ordinal);
        await stop.CancelAsync();
        Assert.Equal(RunStatus.Stopped, (await running).Status);
        Assert.Contains(">stopped</span>", Page(), StringComparison.Ordinal);

        // A process that ended before it said what it does is no run to show.
        await File.AppendAllTextAsync(_directory["run", "run.log"], "{\"time\":\"2026-01-01T00:00:00.000Z\",\"event\":\"Started\"}\n");
        RunReport.Write(_directory["run"]);
        Assert.Contains(">stopped</span>", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_cannot_be_written_is_a_warning_and_changes_nothing_else()
    {
        await RunAsync(200);
        var lines = await File.ReadAllLinesAsync(_directory["run", "data", "answered", "000001.jsonl"]);
        Directory.CreateDirectory(_directory["other", "report.html", "in the way"]);
        Directory.CreateDirectory(_directory["other", ".distil"]);
        File.Copy(_directory["run", ".distil", "pipeline.json"], _directory["other", ".distil", "pipeline.json"]);
        var log = new LogLines();
        var result = await Run.WithLimit(
            o => new Reported(200, 0).RunAsync(o),
            new RunOptions { Directory = _directory["other"], LoggerFactory = log, Resume = false });
        Assert.Equal(RunStatus.CompletedWithErrors, result.Status);
        Assert.Equal(20, result.ErrorCount);
        Assert.Single(log.Warnings, line => line.Text == "The page of the run of Reported could not be written");
        Assert.Equal(lines, await File.ReadAllLinesAsync(_directory["other", "data", "answered", "000001.jsonl"]));
        Assert.Throws<RunDirectoryException>(() => RunReport.Write(_directory["other"]));
    }

    [Fact]
    public async Task A_run_with_nothing_to_do_leaves_the_page_of_the_one_before()
    {
        var first = await Run.WithLimit(o => new TwoWritten(20).RunAsync(o), new RunOptions { Directory = _directory["run"] });
        var page = Page();
        var again = await Run.WithLimit(o => new TwoWritten(20).RunAsync(o), new RunOptions { Directory = _directory["run"] });
        Assert.Equal((ResumeKind.New, ResumeKind.UpToDate), (first.Resume!.Kind, again.Resume!.Kind));
        Assert.Equal(page, Page());
        RunReport.Write(_directory["run"]);
        Assert.Equal(page, Page());
    }

    [Fact]
    public async Task The_page_is_the_same_in_every_language()
    {
        await RunAsync(1_200);
        var page = Page();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            RunReport.Write(_directory["run"]);
            Assert.Equal(page, Page());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("empty")]
    [InlineData("foreign")]
    public void Of_a_directory_without_a_run_there_is_no_page(string name)
    {
        Directory.CreateDirectory(_directory["empty"]);
        Directory.CreateDirectory(_directory["foreign"]);
        File.WriteAllText(_directory["foreign", "run.log"], "2024-02-29 something else\n{\"time\":1}\n[]\n");
        var exception = Assert.Throws<RunDirectoryException>(() => RunReport.Write(_directory[name]));
        Assert.Contains(_directory[name], exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_directory[name, "report.html"]));
    }

    [Fact]
    public async Task Steps_are_busy_wait_for_input_and_are_blocked_by_output()
    {
        var result = await Run.WithLimit(o => new SlowBelow(20_000).RunAsync(o));
        var (all, slow, seen) = (result.Steps[0], result.Steps[1], result.Steps[2]);
        Assert.True(slow.Time > result.Elapsed * 0.6, $"{slow.Time} of {result.Elapsed}");
        Assert.True(all.BlockedByOutput > result.Elapsed * 0.3, $"{all.BlockedByOutput} of {result.Elapsed}");
        Assert.True(seen.WaitingForInput > result.Elapsed * 0.6, $"{seen.WaitingForInput} of {result.Elapsed}");
        Assert.Equal((TimeSpan.Zero, null), (all.WaitingForInput, all.Durations));
        Assert.Equal(200, slow.Durations!.Calls);
        Assert.InRange(slow.Durations.Percentile(50).TotalMilliseconds, 9.5, 40);
        Assert.True(slow.Durations.Percentile(99) <= slow.Durations.Longest);
        Assert.Equal(2_000, seen.Durations!.Calls);
    }

    private Task<Reported.Result> RunAsync(int rows, RunOptions? options = null) =>
        Run.WithLimit(o => new Reported(rows, 1).RunAsync(o), (options ?? new()) with { Directory = _directory["run"] });

    private async Task<string> LogAsync()
    {
        await using var stream = new FileStream(_directory["run", "run.log"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private string Page() => File.ReadAllText(_directory["run", "report.html"]);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The cells of a row of a table, as a reader sees them.</summary>
    private static List<string> Cells(string page, string table, string row)
    {
        var body = page[page.IndexOf($"<caption id=\"{table}\"", StringComparison.Ordinal)..];
        body = body[..body.IndexOf("</table>", StringComparison.Ordinal)];
        var line = body.Split('\n').Single(line => line.StartsWith($"<tr><th scope=\"row\">{row}</th>", StringComparison.Ordinal));
        return [.. Cell().Matches(line).Select(cell => WebUtility.HtmlDecode(Tag().Replace(cell.Groups["content"].Value, "")))];
    }

    [GeneratedRegex("<td[^>]*>(?<content>.*?)</td>")]
    private static partial Regex Cell();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("<style>(?<text>.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex StyleElement();
}
