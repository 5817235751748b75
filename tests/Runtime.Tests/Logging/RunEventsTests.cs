using System.Text.Json;
using Distil.IO;
using Distil.Logging;
using Distil.Running;
using Microsoft.Extensions.Logging;

namespace Distil.Runtime.Tests.Logging;

public sealed class RunEventsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLoggers _loggers = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_happens_goes_to_the_logger_and_to_the_file()
    {
        var cause = new InvalidOperationException("no answer");
        using (var log = new RunLog(_folder["run.log"], replace: false, RealDisk.Instance, TimeProvider.System))
        {
            var events = new RunEvents(_loggers, log, "Preferences");
            events.Started("run1", _folder.FullPath);
            events.StepLoaded("Small", TimeSpan.FromSeconds(1.5));
            events.Retrying("Small", new RowId("Prompts", 3), 1, TimeSpan.FromSeconds(0.5), cause);
            events.RowFailed(new RunError("Small", new RowId("Prompts", 3), cause), ofStep: 1);
            events.Stopping();
            events.StepFailed("Ranked", null, cause);
            events.StepUnloadFailed("Small", cause);
            events.Ended(new RunSummary(RunStatus.Stopped, [new("Small", 4, 3, 0, 1, TimeSpan.Zero)], [], 1, _folder.FullPath, TimeSpan.FromSeconds(2)));
        }

        Assert.Equal(
            [
                "Information: The run run1 of Preferences has started; it writes to " + _folder.FullPath,
                "Debug: The step Small was loaded in 1.500 s",
                "Debug: The step Small failed on row Prompts#3 at attempt 1; the next follows in 0.500 s",
                "Warning: The step Small failed on row Prompts#3, which is left out",
                "Information: The run of Preferences is stopping: calls that have begun are finished first",
                "Error: The run of Preferences stops because its step Ranked failed on row ",
                "Warning: The step Small could not be unloaded",
                "Information: The run of Preferences has ended: Stopped after 2.000 s with 1 errors",
            ],
            _loggers.Lines);
        Assert.Equal("Distil.Preferences", Assert.Single(_loggers.Categories));
        Assert.Equal(4, _loggers.Exceptions.Count(exception => exception == cause));

        // What is of no use later is for the logger alone.
        var lines = File.ReadAllLines(_folder["run.log"]).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            _loggers.Lines.Where(line => !line.Contains("attempt", StringComparison.Ordinal)),
            lines.Select(line => $"{line.GetProperty("level").GetString()}: {line.GetProperty("message").GetString()}"));
        Assert.Equal(
            ["Started", "StepLoaded", "RowFailed", "Stopping", "StepFailed", "StepUnloadFailed", "Ended"],
            lines.Select(line => line.GetProperty("event").GetString()));
        Assert.Equal("run1", lines[0].GetProperty("runId").GetString());
        Assert.Equal(1.5, lines[1].GetProperty("seconds").GetDouble());
        Assert.Equal("Prompts#3", lines[2].GetProperty("row").GetString());
        Assert.Equal("Stopped", lines[6].GetProperty("status").GetString());
        Assert.Equal(cause.ToString(), lines[4].GetProperty("exception").GetString());
    }

    [Fact]
    public void Lines_missing_in_the_file_are_told_to_the_logger()
    {
        Directory.CreateDirectory(_folder["run.log"]);
        using var log = new RunLog(_folder["run.log"], replace: false, RealDisk.Instance, TimeProvider.System);
        new RunEvents(_loggers, log, "Preferences").Ended(new RunSummary(RunStatus.Completed, [], [], 0, null, TimeSpan.Zero));
        new RunEvents(_loggers, log, "Preferences").Ended(new RunSummary(RunStatus.Completed, [], [], 0, null, TimeSpan.Zero));
        Assert.Contains("Warning: Lines are missing in run.log", _loggers.Lines);
    }

    [Fact]
    public void The_file_has_the_first_rows_that_a_step_fails_on_and_the_logger_all()
    {
        using (var log = new RunLog(_folder["run.log"], replace: false, RealDisk.Instance, TimeProvider.System))
        {
            var events = new RunEvents(_loggers, log, "Preferences");
            for (var row = 0; row < 100; row++)
            {
                events.RowFailed(new RunError("Small", new RowId("Prompts", row), new IOException("no answer")), ofStep: row + 1);
            }
        }

        var lines = File.ReadAllLines(_folder["run.log"]).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("message").GetString()).ToList();
        Assert.Equal(100, _loggers.Lines.Count);
        Assert.Equal(21, lines.Count);
        Assert.Equal("The step Small failed on row Prompts#19, which is left out", lines[19]);
        Assert.Equal("The step Small has failed on more than 20 rows; all are in errors.jsonl", lines[20]);
    }

    [Fact]
    public void Without_a_logger_and_a_directory_nothing_is_said()
        => new RunEvents(null, null, "Preferences").StepFailed("Small", null, new InvalidOperationException());

    internal sealed class RecordingLoggers : ILoggerFactory, ILogger
    {
        public List<string> Lines { get; } = [];

        public List<Exception?> Exceptions { get; } = [];

        public HashSet<string> Categories { get; } = [];

        public ILogger CreateLogger(string categoryName)
        {
            Categories.Add(categoryName);
            return this;
        }

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Lines.Add($"{logLevel}: {formatter(state, exception)}");
            Exceptions.Add(exception);
        }

        public void Dispose()
        {
        }
    }
}
