using Distil.Guards;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Distil.Hosting;

/// <summary>
/// Runs the pipelines that were added to a host, side by side, once it has started, and stops the application when all have ended.
/// The host's stop is a graceful stop of the runs; where they do not end in the host's time, a hard one.
/// </summary>
internal sealed partial class HostedPipelines : BackgroundService
{
    // After a hard stop: time for the calls to return and the steps to unload.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<HostedRun> _runs;
    private readonly IServiceScopeFactory _scopes;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _hardStop = new();

    public HostedPipelines(
        IEnumerable<HostedRun> runs, IServiceScopeFactory scopes, IHostApplicationLifetime lifetime, ILoggerFactory loggers)
    {
        _runs = [.. runs];
        _scopes = scopes;
        _lifetime = lifetime;
        _loggers = loggers;

        // What the logger throws has no place to go to: the exit code says that something failed.
        _logger = GuardedLogger.Create(loggers, "Distil.Hosting", static _ => { });
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (ExecuteTask is { IsCompleted: false } running)
        {
            LogHardStop();
            await _hardStop.CancelAsync().ConfigureAwait(false);
            using var grace = new CancellationTokenSource(s_grace, TimeProvider.System);
            await running.WaitAsync(grace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _hardStop.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Stopping an application that is still starting would make its start fail.
        if (!await HasStartedAsync(stoppingToken).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            await Task.WhenAll(
                _runs.Select(run => Task.Run(() => RunAsync(run, stoppingToken), CancellationToken.None))).ConfigureAwait(false);
        }
        finally
        {
            _lifetime.StopApplication();
        }
    }

    private async Task<bool> HasStartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onStarted = _lifetime.ApplicationStarted.UnsafeRegister(_ => started.TrySetResult(true), null);
        using var onStopping = stoppingToken.UnsafeRegister(_ => started.TrySetResult(false), null);
        return await started.Task.ConfigureAwait(false);
    }

    /// <summary>Runs a pipeline in a scope of its own; never throws.</summary>
    private async Task RunAsync(HostedRun run, CancellationToken stoppingToken)
    {
        try
        {
            var scope = _scopes.CreateAsyncScope();
            try
            {
                await RunAsync(run, scope.ServiceProvider, stoppingToken).ConfigureAwait(false);
            }
            finally
            {
                await DisposeAsync(run, scope).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException exception) when (_hardStop.IsCancellationRequested)
        {
            Environment.ExitCode = 1;
            LogCutOff(run.Pipeline, exception);
        }
        catch (Exception exception)
        {
            Environment.ExitCode = 1;
            LogFailed(run.Pipeline, exception);
        }
    }

    private async Task RunAsync(HostedRun run, IServiceProvider services, CancellationToken stoppingToken)
    {
        var options = run.Options(services)
            ?? throw new InvalidOperationException(
                $"The options of the pipeline '{run.Pipeline}' are null: return a RunOptions where the pipeline is added.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, options.StopToken);
        options = options with
        {
            StopToken = stop.Token,
            HandleSignals = false,
            LoggerFactory = options.LoggerFactory ?? _loggers,
        };
        var result = await run.RunAsync(services, options, _hardStop.Token).ConfigureAwait(false);
        LogEnded(run.Pipeline, result.Status, result.Elapsed.TotalSeconds, result.ErrorCount);
    }

    /// <summary>Disposes of the services of a run. What they throw is logged, and hides nothing that the run threw.</summary>
    private async Task DisposeAsync(HostedRun run, AsyncServiceScope scope)
    {
        try
        {
            await scope.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Environment.ExitCode = 1;
            LogNotDisposed(run.Pipeline, exception);
        }
    }

    [LoggerMessage(101, LogLevel.Information, "The pipeline {Pipeline} has ended: {Status} after {Seconds:0.000} s with {Errors} errors")]
    private partial void LogEnded(string pipeline, RunStatus status, double seconds, long errors);

    [LoggerMessage(102, LogLevel.Critical, "The pipeline {Pipeline} has failed")]
    private partial void LogFailed(string pipeline, Exception exception);

    [LoggerMessage(103, LogLevel.Error, "The pipeline {Pipeline} did not stop in the time that the host gives and was cancelled")]
    private partial void LogCutOff(string pipeline, Exception exception);

    [LoggerMessage(104, LogLevel.Warning, "The pipelines did not stop in the time that the host gives: their calls are cancelled")]
    private partial void LogHardStop();

    [LoggerMessage(105, LogLevel.Error, "The services of the pipeline {Pipeline} could not be disposed of")]
    private partial void LogNotDisposed(string pipeline, Exception exception);
}
