using Distil.Guards;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Distil.Hosting;

/// <summary>
/// Runs the pipelines that were added to a host, side by side, once it has started: each once, or whenever its trigger says so. When all
/// have ended, it stops the application. The host's stop is a graceful stop of the runs; where they do not end in the host's time, a hard
/// one.
/// </summary>
internal sealed partial class HostedPipelines : BackgroundService
{
    // After a hard stop: time for the calls to return and the steps to unload.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<HostedRun> _runs;
    private readonly IServiceProvider _services;
    private readonly IServiceScopeFactory _scopes;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _hardStop = new();
    private int _exitCode;

    public HostedPipelines(
        IEnumerable<HostedRun> runs, IServiceProvider services, IServiceScopeFactory scopes, IHostApplicationLifetime lifetime,
        ILoggerFactory loggers)
    {
        _runs = [.. runs];
        _services = services;
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
                _runs.Select(run => Task.Run(() => HostAsync(run, stoppingToken), CancellationToken.None))).ConfigureAwait(false);
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

    /// <summary>Runs a pipeline once, or as its trigger says; never throws.</summary>
    private async Task HostAsync(HostedRun run, CancellationToken stoppingToken)
    {
        if (run.Trigger is null)
        {
            SetExitCode(await RunAsync(run, null, stoppingToken).ConfigureAwait(false));
            return;
        }

        try
        {
            await TriggeredRuns.RunAsync(
                run.Trigger(_services), options => RunAsync(run, options, stoppingToken), stoppingToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            SetExitCode(PipelineExitCode.Failed);
            LogTriggerFailed(run.Pipeline, exception);
        }
    }

    /// <summary>Runs a pipeline in a scope of its own; never throws.</summary>
    /// <returns>The exit code of a process that had this run alone.</returns>
    private async Task<int> RunAsync(HostedRun run, RunOptions? options, CancellationToken stoppingToken)
    {
        var code = PipelineExitCode.Failed;
        try
        {
            var scope = _scopes.CreateAsyncScope();
            try
            {
                code = PipelineExitCode.Of(await RunAsync(run, options, scope.ServiceProvider, stoppingToken).ConfigureAwait(false));
            }
            finally
            {
                if (!await DisposeAsync(run, scope).ConfigureAwait(false))
                {
                    code = PipelineExitCode.Failed;
                }
            }
        }
        catch (OperationCanceledException exception) when (_hardStop.IsCancellationRequested)
        {
            LogCutOff(run.Pipeline, exception);
        }
        catch (Exception exception)
        {
            code = PipelineExitCode.Of(exception);
            LogFailed(run.Pipeline, exception);
        }

        return code;
    }

    private async Task<RunStatus> RunAsync(HostedRun run, RunOptions? given, IServiceProvider services, CancellationToken stoppingToken)
    {
        var prepared = run.Prepare(services, given);
        var options = prepared.Options
            ?? throw new InvalidOperationException(
                $"The options of the pipeline '{run.Pipeline}' are null: return a RunOptions where the pipeline is added.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, options.StopToken);
        options = options with
        {
            StopToken = stop.Token,
            HandleSignals = false,
            LoggerFactory = options.LoggerFactory ?? _loggers,
        };
        var result = await prepared.RunAsync(options, _hardStop.Token).ConfigureAwait(false);
        LogEnded(run.Pipeline, result.Status, result.Elapsed.TotalSeconds, result.ErrorCount);
        return result.Status;
    }

    /// <summary>Of several pipelines the process returns the code of the worst: the least that is not 0.</summary>
    private void SetExitCode(int code)
    {
        lock (_hardStop)
        {
            if (code != PipelineExitCode.Completed && (_exitCode == PipelineExitCode.Completed || code < _exitCode))
            {
                Environment.ExitCode = _exitCode = code;
            }
        }
    }

    /// <summary>Disposes of the services of a run. What they throw is logged, and hides nothing that the run threw.</summary>
    private async Task<bool> DisposeAsync(HostedRun run, AsyncServiceScope scope)
    {
        try
        {
            await scope.DisposeAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            LogNotDisposed(run.Pipeline, exception);
            return false;
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

    [LoggerMessage(106, LogLevel.Critical, "The trigger of the pipeline {Pipeline} has failed: the pipeline runs no more")]
    private partial void LogTriggerFailed(string pipeline, Exception exception);
}
