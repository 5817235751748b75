using System.Globalization;
using System.Text.Json;

namespace Distil.Pipelines.Tests.Resuming;

/// <summary>A run goes on with an earlier one in its directory.</summary>
public sealed class ResumeTests : IDisposable
{
    private static readonly Dictionary<string, Func<Doings, RunOptions, Task<RunStatus>>> s_sources = new(StringComparer.Ordinal)
    {
        ["rows that are passed over"] = async (doings, o) => (await new AskedOnce(300, doings).RunAsync(o)).Status,
        ["rows from a number on"] = async (doings, o) => (await new AskedFrom(300, doings).RunAsync(o)).Status,
        ["asynchronous rows"] = async (doings, o) => (await new AskedLater(300, doings).RunAsync(o)).Status,
    };

    /// <summary>With small batches, so that rows reach the data set before the source ends.</summary>
    private static readonly RunOptions s_small = new() { Engine = new EngineSettings { TransportSize = 5, ChannelCapacity = 1 } };

    private readonly TemporaryDirectory _directory = new();
    private readonly Doings _doings = new();

    public static TheoryData<string> Sources => [.. s_sources.Keys];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_run_that_has_completed_does_nothing_when_it_is_run_again()
    {
        var first = await RunAsync(o => new AskedOnce(30, _doings).RunAsync(o));
        var (reads, loads) = (_doings.Reads, _doings.Loads);
        var again = await RunAsync(o => new AskedOnce(30, _doings).RunAsync(o));

        Assert.Equal(RunStatus.Completed, again.Status);
        Assert.Equal((reads, loads), (_doings.Reads, _doings.Loads));
        Assert.Equal(30, _doings.Asked.Count);
        Assert.Equal(first.Asked.Select(row => (row.Number, row.Answer)), again.Asked.Select(row => (row.Number, row.Answer)));
        Assert.All(again.Steps, step => Assert.Equal(0, step.RowsIn));
        Assert.Contains("has completed before: nothing is done, its 30 rows are kept", await LogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_has_completed_streams_its_rows_when_it_is_run_again()
    {
        await RunAsync(o => new AskedOnce(30, _doings).RunAsync(o));
        var rows = await Run.WithLimit(StreamAsync(30));

        Assert.Equal(Enumerable.Range(0, 30), rows);
        Assert.Equal(30, _doings.Asked.Count);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_run_that_was_stopped_goes_on_where_it_stood(string source)
    {
        using var stop = new CancellationTokenSource();
        _doings.Event = (100, stop.Cancel);
        Assert.Equal(RunStatus.Stopped, await RunAsync(o => s_sources[source](_doings, o), stop: stop.Token));
        var asked = _doings.Asked.Count;
        Assert.InRange(asked, 1, 299);

        Assert.Equal(RunStatus.Completed, await RunAsync(o => s_sources[source](_doings, o)));
        Assert.Equal(Enumerable.Range(0, 300).Select(number => $$"""{"number":{{number}},"answer":"{{number}}"}"""), Lines("asked"));

        // All that was answered had come to the leaf.
        Assert.Equal(Enumerable.Range(0, 300), _doings.Asked.All.Order());
        Assert.Contains($"goes on with one that was stopped; {asked} rows of data sets are kept", await LogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_gives_the_rows_of_the_earlier_run_first_and_none_twice()
    {
        using var stop = new CancellationTokenSource();
        _doings.Event = (100, stop.Cancel);
        await RunAsync(o => new AskedOnce(300, _doings).RunAsync(o), stop: stop.Token);
        var rows = await Run.WithLimit(StreamAsync(300));

        Assert.Equal(Enumerable.Range(0, 300), rows);
        Assert.Equal(Enumerable.Range(0, 300), _doings.Asked.All.Order());
    }

    [Fact]
    public async Task Rows_that_failed_one_after_the_other_are_all_tried_again()
    {
        _doings.HasKey = false;
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => RunAsync(o => new AskedOnOneRoute(500, _doings).RunAsync(o)));
        Assert.Equal("All#38", $"{failure.RowId}");

        _doings.HasKey = true;
        var result = await RunAsync(o => new AskedOnOneRoute(500, _doings).RunAsync(o));
        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal(Enumerable.Range(0, 500), result.Together.Select(row => row.Number));
        Assert.All(result.Together, row => Assert.Equal(row.Number % 2 == 0 ? $"{row.Number}" : null, row.Answer));
        Assert.False(File.Exists(_directory["run", "errors.jsonl"]));
    }

    [Fact]
    public async Task Failures_of_a_run_that_is_stopped_amid_them_are_tried_again()
    {
        using var stop = new CancellationTokenSource();
        _doings.HasKey = false;
        var options = new RunOptions { Engine = new EngineSettings { TransportSize = 1, ChannelCapacity = 1 } };
        _doings.CallEvent = (3, stop.Cancel);
        var stopped = await RunAsync(o => new AskedOnOneRoute(100, _doings).RunAsync(o), options, stop.Token);
        Assert.Equal(RunStatus.Stopped, stopped.Status);
        Assert.NotEmpty(stopped.Errors);

        _doings.HasKey = true;
        var result = await RunAsync(o => new AskedOnOneRoute(100, _doings).RunAsync(o));
        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal(100, result.Together.Count);
        Assert.All(result.Together, row => Assert.Equal(row.Number % 2 == 0 ? $"{row.Number}" : null, row.Answer));
        Assert.Equal(0, result.ErrorCount);
    }

    [Fact]
    public async Task Dead_letters_of_the_earlier_run_stay_and_are_told_again()
    {
        using var stop = new CancellationTokenSource();
        _doings.Event = (60, stop.Cancel);
        var options = new RunOptions { Engine = new EngineSettings { TransportSize = 5, ChannelCapacity = 1 } };
        await RunAsync(o => new WithFailures(100, _doings).RunAsync(o), options, stop.Token);
        string[] failed = ["All#3", "All#40", "All#41", "All#77"];
        var result = await ResumeAsync();

        // Once the run has ended, its dead letters are tried again.
        var again = await ResumeAsync();

        async Task<WithFailures.Result> ResumeAsync()
        {
            var one = await RunAsync(o => new WithFailures(100, _doings).RunAsync(o));
            Assert.Equal(RunStatus.CompletedWithErrors, one.Status);
            Assert.Equal(failed, one.Errors.Select(error => $"{error.RowId}"));
            Assert.Equal(4, one.ErrorCount);
            Assert.Equal(96, one.Tagged.Count);
            Assert.Equal(Enumerable.Range(0, 10).Select(tenth => tenth * 10).Where(number => number != 40), one.Tenth.Select(row => row.Number));
            return one;
        }

        Assert.Null(result.Errors[0].Exception);
        Assert.Equal("3 is bad.", result.Errors[0].Message);
        Assert.All(again.Errors, error => Assert.NotNull(error.Exception));
        Assert.Equal(failed, File.ReadLines(_directory["run", "errors.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("row").GetString()));
        Assert.Contains("its dead letters are tried again", await LogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_parameter_makes_the_data_anew()
    {
        await StopAsync();
        var result = await RunAsync(
            o => new AskedOnce(300, _doings).RunAsync(o), new() { Parameters = new AskedOnce.Parameters { Asked = { Heat = 2 } } });
        Assert.Equal(300, result.Asked.Count);
        Assert.Equal(new(ResumeKind.MadeAnew, "the parameter 'Asked.Heat' was '1' and is '2'"), result.Resume);
        Assert.Contains("are made anew, from the answers that are kept: the parameter 'Asked.Heat' was '1' and is '2'", await LogAsync(), StringComparison.Ordinal);
        Assert.Contains("The answers that the step Asked has from earlier runs are not used: the parameter 'Asked.Heat' was", await LogAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("The answers that the step All has", await LogAsync(), StringComparison.Ordinal);
        var fewer = await RunAsync(o => new AskedOnce(300, _doings).RunAsync(o), new() { Limit = 5 });
        Assert.Equal(5, fewer.Asked.Count);
        var stale = Assert.Throws<InvalidOperationException>(() => result.Asked.ToList());
        Assert.Contains("was made anew by a later run", stale.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_data_depend_on_may_change()
    {
        await StopAsync();
        var culture = CultureInfo.CurrentCulture;
        Directory.Move(_directory["run"], _directory["moved"]);
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            var result = await RunAsync(
                o => new AskedOnce(300, _doings).RunAsync(o with { Directory = _directory["moved"] }),
                new() { Sequential = true, MaxConsecutiveErrors = 7, Parameters = new AskedOnce.Parameters { Asked = { Concurrency = 1 } } });
            Assert.Equal(RunStatus.Completed, result.Status);
            Assert.Equal(Enumerable.Range(0, 300), result.Asked.Select(row => row.Number));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public async Task Without_resuming_the_run_begins_anew()
    {
        await StopAsync();
        var asked = _doings.Asked.Count;
        var result = await RunAsync(o => new AskedOnce(300, _doings).RunAsync(o), new() { Resume = false });

        Assert.Equal(300, result.Asked.Count);
        Assert.Equal(asked + 300, _doings.Asked.Count);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("shorter")]
    [InlineData("other bytes")]
    public async Task A_committed_file_that_was_changed_is_named(string change)
    {
        await StopAsync();
        var path = _directory["run", "data", "asked", "000001.jsonl"];
        var bytes = await File.ReadAllBytesAsync(path);
        switch (change)
        {
            case "missing":
                File.Delete(path);
                break;
            case "shorter":
                await File.WriteAllBytesAsync(path, bytes[..10]);
                break;
            default:
                bytes[5] ^= 1;
                await File.WriteAllBytesAsync(path, bytes);
                break;
        }

        var exception = await Assert.ThrowsAsync<RunDirectoryException>(() => RunAsync(o => new AskedOnce(300, _doings).RunAsync(o)));
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(change, exception.Message, StringComparison.Ordinal);
        var asked = _doings.Asked.Count;
        var result = await RunAsync(o => new AskedOnce(300, _doings).RunAsync(o), new() { Recompute = true });
        Assert.Equal(Enumerable.Range(0, 300), result.Asked.Select(row => row.Number));
        Assert.InRange(_doings.Asked.Count, asked, 2 * 300);
    }

    [Fact]
    public async Task A_source_that_has_become_shorter_is_named()
    {
        await StopAsync();
        _doings.End = 20;
        var failure = await Assert.ThrowsAsync<PipelineFailedException>(() => RunAsync(o => new AskedOnce(300, _doings).RunAsync(o)));

        Assert.Equal("All", failure.StepName);
        Assert.Contains("All has 20 rows", failure.InnerException!.Message, StringComparison.Ordinal);
    }

    private async Task StopAsync()
    {
        using var stop = new CancellationTokenSource();
        _doings.Event = (100, stop.Cancel);
        var stopped = await RunAsync(o => new AskedOnce(300, _doings).RunAsync(o), stop: stop.Token);
        Assert.Equal(RunStatus.Stopped, stopped.Status);
        Assert.InRange(stopped.Asked.Count, 1, 299);
    }

    private Task<T> RunAsync<T>(Func<RunOptions, Task<T>> run, RunOptions? options = null, CancellationToken stop = default) =>
        Run.WithLimit(run, (options ?? s_small) with { Directory = _directory["run"], StopToken = stop });

    private async Task<List<int>> StreamAsync(int count)
    {
        var rows = new List<int>();
        var options = new RunOptions { Directory = _directory["run"], HandleSignals = false };
        await foreach (var row in new AskedOnce(count, _doings).StreamAsync(options))
        {
            rows.Add(row.Number);
        }

        return rows;
    }

    private IEnumerable<string> Lines(string leaf) => File.ReadLines(_directory["run", "data", leaf, "000001.jsonl"]);

    private Task<string> LogAsync() => File.ReadAllTextAsync(_directory["run", "run.log"]);
}
