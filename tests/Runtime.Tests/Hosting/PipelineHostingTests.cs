using Distil.Engine;
using Distil.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Distil.Runtime.Tests.Hosting;

/// <summary>The tests read and set the process's exit code: one after the other.</summary>
[Collection("exit code")]
public sealed class PipelineHostingTests : IDisposable
{
    private readonly List<string> _events = [];
    private readonly int _exitCode = Environment.ExitCode;

    public void Dispose() => Environment.ExitCode = _exitCode;

    [Fact]
    public async Task A_pipeline_runs_once_and_then_the_application_stops()
    {
        RunOptions? seen = null;
        await RunAsync(services => PipelineHosting.Add<Example, Result>(
            services,
            _ => new Example("a"),
            null,
            (pipeline, options, ct) =>
            {
                seen = options;
                _events.Add(pipeline.Name);
                return Task.FromResult(new Result());
            }));
        Assert.Equal(["a"], _events);
        Assert.Equal(_exitCode, Environment.ExitCode);
        Assert.False(seen!.HandleSignals);
        Assert.NotNull(seen.LoggerFactory);
    }

    [Fact]
    public async Task The_users_options_hold_but_signals_are_the_hosts()
    {
        using var loggers = LoggerFactory.Create(_ => { });
        RunOptions? seen = null;
        await RunAsync(services => PipelineHosting.Add<Example, Result>(
            services,
            _ => new Example("a"),
            provider => new() { Limit = 7, HandleSignals = true, LoggerFactory = loggers },
            (_, options, _) =>
            {
                seen = options;
                return Task.FromResult(new Result());
            }));
        Assert.Equal(7, seen!.Limit);
        Assert.False(seen.HandleSignals);
        Assert.Same(loggers, seen.LoggerFactory);
    }

    [Fact]
    public async Task Pipelines_of_one_class_run_side_by_side_and_all_to_their_end()
    {
        var second = new TaskCompletionSource();
        await RunAsync(services =>
        {
            PipelineHosting.Add<Example, Result>(services, _ => new Example("a"), null, async (_, _, _) =>
            {
                await second.Task;
                return Ended("a");
            });
            PipelineHosting.Add<Example, Result>(services, _ => new Example("b"), null, async (_, options, token) =>
            {
                second.SetResult();
                await Task.Delay(50, token);
                return Ended(options.StopToken.IsCancellationRequested ? "b stopped" : "b");
            });
        });
        Assert.Equal(["a", "b"], _events.Order());
    }

    [Fact]
    public async Task The_hosts_stop_is_a_graceful_stop()
    {
        await RunAsync(
            services => PipelineHosting.Add<Example, Result>(services, _ => new Example("a"), null, async (_, options, ct) =>
            {
                _events.Add("running");
                await WhenCancelled(options.StopToken);
                Assert.False(ct.IsCancellationRequested);
                return Ended("stopped");
            }),
            async host =>
            {
                await WaitForAsync("running");
                await host.StopAsync();
            });
        Assert.Equal(["running", "stopped"], _events);
        Assert.Equal(_exitCode, Environment.ExitCode);
    }

    [Fact]
    public async Task The_users_stop_token_stops_too()
    {
        using var stop = new CancellationTokenSource();
        await RunAsync(
            services => PipelineHosting.Add<Example, Result>(services, _ => new Example("a"), _ => new() { StopToken = stop.Token }, async (_, options, _) =>
            {
                _events.Add("running");
                await WhenCancelled(options.StopToken);
                return Ended("stopped");
            }),
            async _ =>
            {
                await WaitForAsync("running");
                await stop.CancelAsync();
            });
        Assert.Equal(["running", "stopped"], _events);
    }

    [Fact]
    public async Task A_run_that_does_not_stop_in_the_hosts_time_is_cancelled()
    {
        await RunAsync(
            services =>
            {
                services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
                PipelineHosting.Add<Example, Result>(services, _ => new Example("a"), null, async (_, _, ct) =>
                {
                    _events.Add("running");
                    await WhenCancelled(ct);
                    await Task.Delay(50, CancellationToken.None);
                    _events.Add("unloaded");
                    throw new OperationCanceledException(ct);
                });
            },
            async host =>
            {
                await WaitForAsync("running");
                await host.StopAsync();
            });
        Assert.Equal(["running", "unloaded"], _events);
        Assert.Equal(1, Environment.ExitCode);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("options")]
    [InlineData("run")]
    public async Task A_failure_is_logged_and_sets_the_exit_code(string where)
    {
        var log = new List<string>();
        await RunAsync(services =>
        {
            services.AddLogging(logging => logging.ClearProviders().AddProvider(new Recorder(log)));
            PipelineHosting.Add<Example, Result>(
                services,
                _ => where == "create" ? throw new InvalidOperationException("no pipeline") : new Example("a"),
                _ => where == "options" ? throw new InvalidOperationException("no options") : new(),
                (_, _, _) => throw new InvalidOperationException("no run"));
        });
        Assert.Equal(1, Environment.ExitCode);
        Assert.Contains(log, line => line == "Critical: The pipeline Example has failed");
    }

    [Fact]
    public async Task A_pipeline_may_take_scoped_services_and_gives_them_back()
    {
        await RunAsync(services =>
        {
            services.AddScoped(_ => new Connection(_events));
            PipelineHosting.Add<Example, Result>(
                services,
                provider => new Example(provider.GetRequiredService<Connection>().ToString()!),
                null,
                (_, _, _) => Task.FromResult(Ended("ran")));
        });
        Assert.Equal(["ran", "disposed"], _events);
    }

    [Fact]
    public async Task What_a_service_throws_at_its_end_hides_no_failure()
    {
        var log = new List<string>();
        await RunAsync(services =>
        {
            services.AddLogging(logging => logging.ClearProviders().AddProvider(new Recorder(log)));
            services.AddScoped<Unclosable>();
            PipelineHosting.Add<Example, Result>(
                services,
                provider => new Example(provider.GetRequiredService<Unclosable>().ToString()!),
                null,
                (_, _, _) => throw new InvalidOperationException("no run"));
        });
        Assert.Equal(1, Environment.ExitCode);
        Assert.Contains(log, line => line == "Critical: The pipeline Example has failed");
        Assert.Contains(log, line => line == "Error: The services of the pipeline Example could not be disposed of");
    }

    [Theory]
    [InlineData("create")]
    [InlineData("options")]
    public async Task What_is_null_is_named(string what)
    {
        var log = new List<Exception?>();
        await RunAsync(services =>
        {
            services.AddLogging(logging => logging.ClearProviders().AddProvider(new Recorder([], log)));
            PipelineHosting.Add<Example, Result>(
                services, _ => what == "create" ? null! : new Example("a"), _ => what == "options" ? null! : new(), (_, _, _) => Task.FromResult(new Result()));
        });
        Assert.Equal(1, Environment.ExitCode);
        Assert.Contains(log, exception => exception?.Message.Contains("'Example'", StringComparison.Ordinal) == true);
    }

    private static async Task WhenCancelled(CancellationToken token)
        => await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private Result Ended(string what)
    {
        lock (_events)
        {
            _events.Add(what);
        }

        return new();
    }

    private async Task WaitForAsync(string what)
    {
        while (!_events.Contains(what))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private static async Task RunAsync(Action<IServiceCollection> configure, Func<IHost, Task>? meanwhile = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new() { ValidateScopes = true, ValidateOnBuild = true }));
        builder.Services.AddSingleton<IHostLifetime, NoConsole>();
        configure(builder.Services);
        using var host = builder.Build();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await host.StartAsync(limit.Token);
        await (meanwhile?.Invoke(host) ?? Task.CompletedTask);
        await host.WaitForShutdownAsync(limit.Token);
        Assert.False(limit.IsCancellationRequested, "The application did not stop.");
    }

    private sealed record Example(string Name);

    private sealed class Result() : PipelineResult(
        new RunOutcome(new RunSummary(RunStatus.Completed, [], [], 0, null, TimeSpan.FromSeconds(1)), static _ => throw new InvalidOperationException()));

    private sealed class Connection(List<string> events) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            events.Add("disposed");
            return default;
        }
    }

    private sealed class NoConsole : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Unclosable : IDisposable
    {
        public void Dispose() => throw new NotSupportedException("no end");
    }

    private sealed class Recorder(List<string> lines, List<Exception?>? exceptions = null) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
            {
                lines.Add($"{logLevel}: {formatter(state, exception)}");
                exceptions?.Add(exception);
            }
        }

        public void Dispose()
        {
        }
    }
}
