using System.Globalization;
using Distil.Guards;
using Distil.Logging;
using Distil.RunDirectories;
using Distil.Signals;

namespace Distil.Engine.Run;

/// <summary>One run from its parameters to its result.</summary>
internal sealed class RunSession<TResult>(PipelineDefinition<TResult> definition, RunOptions options, object? stream)
    where TResult : PipelineResult
{
    // What a timer can wait for.
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly UserCode _code = new();

    public async Task<TResult> RunAsync(Func<PipelineRun, IDisposable>? started, CancellationToken ct)
    {
        CheckOptions();
        var clock = GuardedClock.Of(options.TimeProvider, exception => _code.FailedOnce(UserCode.Clock, exception));
        var begun = clock.GetTimestamp();
        var steps = definition.CreateSteps();
        var parameters = ParameterBinder.Apply(options.Parameters, steps, definition.CreateParameters());
        try
        {
            using var directory = options.Directory is null || options.DryRun
                ? null
                : RunDirectory.Open(options with { TimeProvider = clock }, definition.TypeName, definition.Name, definition.Leaves);
            using var leaves = new LeafSet(definition.Leaves, directory, stream);
            var events = new RunEvents(options.LoggerFactory, directory?.Log, definition.Name, _code);
            using var run = new PipelineRun(
                options, clock, directory?.RunId ?? Guid.NewGuid().ToString("N"), steps, parameters.EffectiveSettings, events, _code,
                directory?.Errors);
            events.Started(run.RunId, directory?.FullPath);
            _code.LogTo(events.UserCodeFailed);

            using var signals = options.HandleSignals ? SignalHandling.Register(run.Stop) : null;
            using var streaming = started?.Invoke(run);
            using var stopping = options.StopToken.UnsafeRegister(static state => ((PipelineRun)state!).Stop(), run);
            using var cancelling = ct.UnsafeRegister(static state => ((PipelineRun)state!).Cancel(), run);
            var progress = new ProgressReporter(run, steps, options.Progress, begun);
            var cause = await ExecuteAsync(run, new PipelineBuilder(run, leaves), new StepLifecycles(run, steps), ct).ConfigureAwait(false);
            _code.Run(UserCode.Parameters, parameters.Dispose);
            var ending = new RunEnding(run, steps, definition.Name, cause, ct);
            var summary = await ending.EndAsync(leaves, directory, definition.Graph, progress, begun).ConfigureAwait(false);
            var result = run.IsBuilt ? definition.CreateResult(new(summary, leaves.Dataset)) : null;
            ending.ThrowIfFailed(result);
            return result!;
        }
        finally
        {
            _code.Run(UserCode.Parameters, parameters.Dispose);
        }
    }

    private void CheckOptions()
    {
        if (options.Limit is { } limit)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(limit, "RunOptions.Limit");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxConsecutiveErrors, "RunOptions.MaxConsecutiveErrors");
        ArgumentNullException.ThrowIfNull(options.TimeProvider, "RunOptions.TimeProvider");
        if (options.AbandonAfter != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(options.AbandonAfter, TimeSpan.Zero, "RunOptions.AbandonAfter");
            ArgumentOutOfRangeException.ThrowIfGreaterThan(options.AbandonAfter, s_longest, "RunOptions.AbandonAfter");
        }
    }

    /// <summary>Loads the steps, runs the stages and unloads the steps. A failure of a step is the run's.</summary>
    /// <returns>What else ended the run, if anything did: the steps could not be loaded, or it was cancelled meanwhile.</returns>
    private async Task<Exception?> ExecuteAsync(PipelineRun run, PipelineBuilder builder, StepLifecycles lives, CancellationToken ct)
    {
        Exception? cause = null;
        var stages = new StageRunner(run, builder.Stages);
        try
        {
            await lives.LoadAsync(run.Token).ConfigureAwait(false);
            definition.Build(builder, run);
            run.IsBuilt = true;
            await stages.RunAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            cause = exception;
        }

        stages.NoteLeftBehind();
        await AwaitCallbacksAsync(run).ConfigureAwait(false);
        var hasFailed = cause is not null || run.Failure is not null || ct.IsCancellationRequested;
        foreach (var failure in await lives.UnloadAsync(hasFailed).ConfigureAwait(false))
        {
            if (cause is null && run.Failure is null && !ct.IsCancellationRequested)
            {
                run.Fail(failure.Step, failure);
            }
            else
            {
                _code.Errors.Add(new(run.StepName(failure.Step), null, failure.InnerException!));
            }
        }

        return cause;
    }

    /// <summary>
    /// Waits for the callbacks that a stop has set off, so that what they throw is known, and no step is unloaded below them.
    /// </summary>
    private async Task AwaitCallbacksAsync(PipelineRun run)
    {
        var callbacks = run.CallbacksAsync();
        if (callbacks.IsCompleted)
        {
            return;
        }

        if (!await run.EndsInTimeAsync(callbacks).ConfigureAwait(false))
        {
            _code.Failed(
                UserCode.Callback,
                null,
                new TimeoutException(string.Create(
                    CultureInfo.InvariantCulture,
                        $"A callback has not ended after {run.Abandonment.AfterEnd.TotalSeconds:0.###} s; it is left behind.")));
        }
    }
}
