using Distil.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Distil.Pipelines.Tests.Failing;

/// <summary>Where a pipeline is run.</summary>
public enum Kind
{
    Memory,
    Directory,
    Stream,
    Host,
    Sequential,
}

/// <summary>Code of the user's that throws beside the rows: no run hangs, each ends as it would have, and no cause is lost.</summary>
public sealed class UserCodeTests : IDisposable
{
    private const int Rows = 200;

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<Place, Kind> Runs
    {
        get
        {
            var runs = new TheoryData<Place, Kind>();
            foreach (var place in Enum.GetValues<Place>())
            {
                foreach (var kind in Enum.GetValues<Kind>())
                {
                    runs.Add(place, kind);
                }
            }

            return runs;
        }
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_step_that_fails_is_what_the_run_throws(Place place, Kind kind)
    {
        var trouble = new Trouble(place) { Bad = 7 };
        var progress = new TroubledProgress(trouble);
        var (result, exception) = await RunAsync(trouble, kind, progress, CancellationToken.None);

        Assert.Null(result);
        var failure = Assert.IsType<PipelineFailedException>(exception);
        Assert.Equal("Bad", failure.StepName);
        Assert.Equal("All#7", $"{failure.RowId}");
        Assert.Contains("HostileException", failure.Message);
        Assert.Same(trouble.Cause, failure.InnerException);
        Assert.Equal(RunStatus.Failed, failure.PartialResult!.Status);
        Assert.Same(trouble.Cause, failure.PartialResult.Errors[0].Exception);
        AssertKept(trouble, failure.PartialResult.Errors.Select(error => error.Exception!));
        Assert.Equal(RunStatus.Failed, progress.Reports[^1].Status);
        AssertEnded(kind, "Failed", "failed before its end");
        if (kind == Kind.Directory)
        {
            Assert.Contains("because its step Bad failed on row All#7", await File.ReadAllTextAsync(_directory["run", "run.log"]));
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_hard_stop_ends_the_run(Place place, Kind kind)
    {
        using var cancel = new CancellationTokenSource();
        var trouble = new Trouble(place) { Stuck = 5 };
        var progress = new TroubledProgress(trouble);
        var run = RunAsync(trouble, kind, progress, cancel.Token);
        await Run.WithLimit(trouble.IsStuck.Task);

        // Whoever cancels has nothing to do with what steps registered.
        await cancel.CancelAsync();
        var (result, exception) = await run;

        Assert.Null(result);
        var cancelled = Assert.IsType<OperationCanceledException>(exception);
        Assert.Equal(cancel.Token, cancelled.CancellationToken);
        AssertKept(trouble, Causes(cancelled));
        Assert.Equal(RunStatus.Stopped, progress.Reports[^1].Status);
        AssertEnded(kind, "Stopped", "was stopped before its end");
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_run_comes_to_its_end(Place place, Kind kind)
    {
        var trouble = new Trouble(place);
        var progress = new TroubledProgress(trouble);
        var (result, exception) = await RunAsync(trouble, kind, progress, CancellationToken.None);

        if (place is Place.SourceDispose or Place.Unload)
        {
            // Nothing else went wrong: it is the run's failure.
            var failure = Assert.IsType<PipelineFailedException>(exception);
            Assert.Equal(place == Place.Unload ? "Called" : "All", failure.StepName);
            Assert.Same(trouble.Thrown[0], failure.InnerException);
            Assert.Equal(RunStatus.Failed, progress.Reports[^1].Status);
            return;
        }

        Assert.Null(exception);
        Assert.Equal(RunStatus.Completed, progress.Reports[^1].Status);
        Assert.All(progress.Reports.SkipLast(1), report => Assert.Null(report.Status));
        if (kind != Kind.Stream)
        {
            Assert.Equal(RunStatus.Completed, result!.Status);
            Assert.Equal(Rows, ((Troubled.Result)result).Seen.Count);
            AssertKept(trouble, result.Errors.Select(error => error.Exception!));
            Assert.All(result.Steps, step => Assert.Equal(0, step.Failed));
        }

        AssertEnded(kind, "Completed", "completed.");
    }

    /// <summary>What was thrown is kept: of code that is called again and again, the first.</summary>
    private static void AssertKept(Trouble trouble, IEnumerable<Exception> kept)
    {
        if (trouble.Thrown.Count > 0)
        {
            Assert.Contains(kept, exception => trouble.Thrown.Contains(exception) || trouble.Thrown.Contains(exception.InnerException));
        }
    }

    private static IEnumerable<Exception> Causes(Exception exception) => exception.InnerException switch
    {
        AggregateException several => several.InnerExceptions,
        { } one => [one],
        null => [],
    };

    private void AssertEnded(Kind kind, string status, string card)
    {
        if (kind == Kind.Directory)
        {
            Assert.Contains($"\"status\":\"{status}\"", File.ReadAllLines(_directory["run", "run.log"])[^1]);
            Assert.Contains(card, File.ReadAllText(_directory["run", "README.md"]));
        }
    }

    /// <summary>Runs the pipeline; what it gave, or what it threw.</summary>
    private async Task<(PipelineResult? Result, Exception? Exception)> RunAsync(
        Trouble trouble, Kind kind, TroubledProgress progress, CancellationToken ct)
    {
        using var loggers = new TroubledLoggers(trouble);
        var options = new RunOptions
        {
            HandleSignals = false,
            Progress = progress,
            LoggerFactory = loggers,
            TimeProvider = trouble.Place is Place.Clock or Place.Timer ? new TroubledClock(trouble) : TimeProvider.System,
            Directory = kind == Kind.Directory ? _directory["run"] : null,
            Sequential = kind == Kind.Sequential,
            Parameters = new PipelineParameters { ["Called.Factor"] = 3 },
            Engine = new EngineSettings { TransportSize = 16 },
        };
        var pipeline = new Troubled(Rows, trouble);
        try
        {
            return kind switch
            {
                Kind.Stream => await Run.WithLimit(StreamAsync()),
                Kind.Host => await Run.WithLimit(HostAsync()),
                _ => (await Run.WithLimit(pipeline.RunAsync(options, ct)), null),
            };
        }
        catch (Exception exception) when (exception is not TimeoutException)
        {
            return (null, exception);
        }

        async Task<(PipelineResult?, Exception?)> StreamAsync()
        {
            var rows = 0;
            await foreach (var row in pipeline.StreamAsync(options, ct))
            {
                Assert.Equal(rows++, row.Number);
            }

            Assert.Equal(Rows, rows);
            return (null, null);
        }

        async Task<(PipelineResult?, Exception?)> HostAsync()
        {
            var outcome = new TaskCompletionSource<PipelineResult>();
            var exitCode = Environment.ExitCode;
            var builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
            if (trouble.Place == Place.LoggerOfExceptions)
            {
                // A host whose loggers throw whatever they are given does not start.
                builder.Logging.AddProvider(new HostLoggers(loggers));
            }

            builder.Services.AddScoped<TroubledService>();
            PipelineHosting.Add<Troubled, Troubled.Result>(
                builder.Services,
                services =>
                {
                    services.GetRequiredService<TroubledService>();
                    return pipeline;
                },
                _ => options,
                async (run, hosted, _) =>
                {
                    try
                    {
                        var result = await run.RunAsync(hosted, ct);
                        outcome.SetResult(result);
                        return result;
                    }
                    catch (Exception exception)
                    {
                        outcome.SetException(exception);
                        throw;
                    }
                });
            using var host = builder.Build();
            await host.RunAsync(CancellationToken.None);
            Environment.ExitCode = exitCode;
            return (await outcome.Task, null);
        }
    }

    /// <summary>A service of the run's scope whose end throws.</summary>
    private sealed class TroubledService : IDisposable
    {
        public void Dispose() => throw new NotSupportedException("No end.");
    }

    private sealed class HostLoggers(TroubledLoggers loggers) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => loggers;

        public void Dispose()
        {
        }
    }
}
