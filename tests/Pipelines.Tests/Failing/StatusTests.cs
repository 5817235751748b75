namespace Distil.Pipelines.Tests.Failing;

/// <summary>How a run has ended, said alike by its result, its log, its card and the last report of its progress.</summary>
public sealed class StatusTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<RunProgress> _reports = [];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_load_that_fails_is_a_failed_run_and_leaves_a_directory_that_can_be_used()
    {
        var exception = await Assert.ThrowsAsync<StepLoadException>(
            () => Run.WithLimit(o => new Running.Lived(new Log<string>(), "The model is not there.", bad: -1).RunAsync(o), Options()));

        Assert.Equal("Second", Assert.Single(exception.Errors).Step);
        AssertEnded(RunStatus.Failed, "failed before its end");
        Assert.False(Directory.Exists(_directory["run", "data"]));

        var result = await Run.WithLimit(o => new Running.Lived(new Log<string>(), null, bad: -1).RunAsync(o), Options());
        Assert.Equal(2, result.Third.Count);
        AssertEnded(RunStatus.Completed, "completed.");
    }

    [Fact]
    public async Task A_load_that_fails_leaves_an_earlier_run_and_its_card_alone()
    {
        await Run.WithLimit(o => new Running.Lived(new Log<string>(), null, bad: -1).RunAsync(o), Options());
        await Assert.ThrowsAsync<StepLoadException>(
            () => Run.WithLimit(o => new Running.Lived(new Log<string>(), "No.", bad: -1).RunAsync(o), Options() with { Resume = false }));

        Assert.Contains("completed.", await File.ReadAllTextAsync(_directory["run", "README.md"]));
        Assert.Equal(2, (await File.ReadAllLinesAsync(_directory["run", "data", "third", "000001.jsonl"])).Length);
        Assert.Contains("\"status\":\"Failed\"", (await File.ReadAllLinesAsync(_directory["run", "run.log"]))[^1]);
        Assert.Equal(RunStatus.Failed, _reports[^1].Status);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_a_failed_run()
    {
        Directory.CreateDirectory(_directory["run"]);
        await File.WriteAllTextAsync(_directory["run", "data"], "A file where the data sets' folder is to be.");
        await Assert.ThrowsAsync<RunDirectoryException>(() => Run.WithLimit(o => new Running.Written(10).RunAsync(o), Options()));

        AssertEnded(RunStatus.Failed, "failed before its end");
    }

    [Fact]
    public async Task A_card_that_cannot_be_written_is_a_failed_run()
    {
        var exception = await Assert.ThrowsAsync<RunDirectoryException>(
            () => Run.WithLimit(o => new CardInTheWay(_directory["run", "README.md"]).RunAsync(o), Options()));

        Assert.Contains("README.md", exception.Message);
        Assert.Equal(RunStatus.Failed, _reports[^1].Status);
        Assert.Contains("\"status\":\"Failed\"", (await File.ReadAllLinesAsync(_directory["run", "run.log"]))[^1]);
    }

    [Fact]
    public async Task A_progress_that_throws_on_a_timer_ends_nothing()
    {
        var clock = new ManualTimers();
        var told = 0;
        var pipeline = new Ticking(clock);
        var result = await Run.WithLimit(o => pipeline.RunAsync(o), new RunOptions
        {
            TimeProvider = clock,
            Progress = new Recorded(report =>
            {
                _reports.Add(report);
                told++;
                throw new NotSupportedException("No window.");
            }),
        });

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal(10, result.Ticked.Count);
        Assert.Equal(11, told);
        Assert.Equal([.. Enumerable.Repeat<RunStatus?>(null, 10), RunStatus.Completed], _reports.Select(report => report.Status));
        var error = Assert.Single(result.Errors);
        Assert.Equal(("RunOptions.Progress", "No window."), (error.Step, error.Exception!.Message));

        // No report comes behind the last one.
        clock.Tick();
        Assert.Equal(11, told);
    }

    private RunOptions Options() => new() { Directory = _directory["run"], Progress = new Recorded(_reports.Add) };

    private void AssertEnded(RunStatus status, string card)
    {
        Assert.Equal(status, _reports[^1].Status);
        Assert.Contains($"\"status\":\"{status}\"", File.ReadAllLines(_directory["run", "run.log"])[^1]);
        Assert.Contains(card, File.ReadAllText(_directory["run", "README.md"]));
    }

    private sealed class Recorded(Action<RunProgress> report) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => report(value);
    }
}

/// <summary>A clock whose timers go off when a test says so.</summary>
public sealed class ManualTimers : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];

    public void Tick() => _timers.ForEach(static timer => timer.Fire());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(callback, state);
        _timers.Add(timer);
        return timer;
    }

    private sealed class ManualTimer(TimerCallback callback, object? state) : ITimer
    {
        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        // Fires all the same: a clock of the user's need not wait for its last tick.
        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}

/// <summary>Lets the clock's timers go off at every row.</summary>
[Step]
public sealed class Tick(ManualTimers clock)
{
    [return: Column("number")]
    public int Process(int number)
    {
        clock.Tick();
        return number;
    }
}

[Pipeline]
public sealed partial class Ticking(ManualTimers clock)
{
    Numbers All { get; } = new(10);
    [From(nameof(All))] Tick Ticked { get; } = new(clock);
}

/// <summary>Makes a directory where a file is to be.</summary>
[Step]
public sealed class Block(string path)
{
    [return: Column("number")]
    public int Process(int number)
    {
        Directory.CreateDirectory(path);
        return number;
    }
}

[Pipeline]
public sealed partial class CardInTheWay(string path)
{
    Numbers All { get; } = new(3);
    [From(nameof(All))] Block Blocked { get; } = new(path);
}
