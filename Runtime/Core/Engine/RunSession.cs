using System.Runtime.ExceptionServices;

namespace Distil.Engine;

/// <summary>One run from its parameters to its result.</summary>
internal sealed class RunSession<TResult>(PipelineDefinition<TResult> definition, RunOptions options, object? stream)
    where TResult : PipelineResult
{
    private readonly long _begun = options.TimeProvider.GetTimestamp();

    public async Task<TResult> RunAsync(Func<PipelineRun, IDisposable>? started, CancellationToken ct)
    {
        CheckOptions();
        var steps = definition.CreateSteps();
        using var parameters = ParameterBinder.Apply(options.Parameters, steps, definition.CreateParameters());
        using var directory = options.Directory is null || options.DryRun
            ? null
            : RunDirectory.Open(options, definition.TypeName, definition.Name, definition.Leaves);
        using var leaves = new LeafSet(definition.Leaves, directory, stream);
        var events = new RunEvents(options.LoggerFactory, directory?.Log, definition.Name);
        using var run = new PipelineRun(options, directory?.RunId ?? Guid.NewGuid().ToString("N"), steps, parameters.EffectiveSettings, events);
        run.Use(leaves);
        events.Started(run.RunId, directory?.FullPath);

        using var signals = options.HandleSignals ? SignalHandling.Register(run.Stop) : null;
        using var streaming = started?.Invoke(run);
        using var stopping = options.StopToken.UnsafeRegister(static state => ((PipelineRun)state!).Stop(), run);
        using var cancelling = ct.UnsafeRegister(static state => ((PipelineRun)state!).Cancel(), run);
        try
        {
            await using (new ProgressReporter(run, steps, options, _begun).ConfigureAwait(false))
            {
                await ExecuteAsync(run, new StepLives(steps, events, options.TimeProvider), ct).ConfigureAwait(false);
            }

            return Conclude(run, steps, leaves, directory);
        }
        catch (OperationCanceledException exception) when (ct.IsCancellationRequested)
        {
            events.Cancelled();
            throw new OperationCanceledException($"The run of {definition.Name} was cancelled.", exception, ct);
        }
    }

    private void CheckOptions()
    {
        if (options.Limit is { } limit)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(limit, "RunOptions.Limit");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConsecutiveErrors, 1, "RunOptions.MaxConsecutiveErrors");
        ArgumentNullException.ThrowIfNull(options.TimeProvider, "RunOptions.TimeProvider");
    }

    private async Task ExecuteAsync(PipelineRun run, StepLives lives, CancellationToken ct)
    {
        try
        {
            await lives.LoadAsync(run.Token).ConfigureAwait(false);
            definition.Build(run);
            await Task.WhenAll(run.Stages.Select(static stage => Task.Run(stage.RunAsync))).ConfigureAwait(false);
        }
        finally
        {
            await lives.UnloadAsync().ConfigureAwait(false);
        }

        ct.ThrowIfCancellationRequested();
        if (lives.UnloadFailure is { } failure && run.Failure is null)
        {
            run.Fail(failure.Step, failure.Exception);
        }
    }

    private TResult Conclude(PipelineRun run, StepDefinition[] steps, LeafSet leaves, RunDirectory? directory)
    {
        var status = run.IsIncomplete ? RunStatus.Stopped : RunStatus.Completed;
        Unless(run.Failure, leaves.Complete);
        RunError[] errors = run.Failure is { } first ? [new(steps[first.Step].Name, first.RowId, first.InnerException!)] : [];
        run.Summary = new(
            status, Reports(run, steps), errors, errors.Length, directory?.FullPath, options.TimeProvider.GetElapsedTime(_begun));
        var result = definition.CreateResult(run);
        if (directory is not null)
        {
            Unless(run.Failure, () => directory.Complete(run.Failure is null ? status : null, definition.Graph));
        }

        run.Events.Ended(run.Summary);
        switch (run.Failure?.InnerException)
        {
            case null:
                return result;
            case RunDirectoryException trouble:
                // No step is at fault: it is thrown as it is, with the file and what to do.
                ExceptionDispatchInfo.Throw(trouble);
                break;
        }

        var failure = run.Failure!;
        throw new PipelineFailedException(definition.Name, steps[failure.Step].Name, failure.RowId, failure.InnerException!, result);
    }

    /// <summary>Writes what is still to be written; where the run has failed, perhaps for the very disk, that is what is said.</summary>
    private static void Unless(StepException? failure, Action write)
    {
        try
        {
            write();
        }
        catch (RunDirectoryException) when (failure is not null)
        {
            // The run's own failure is on its way to the user.
        }
    }

    private static List<StepReport> Reports(PipelineRun run, StepDefinition[] steps)
    {
        var reports = new List<StepReport>(steps.Length);
        for (var step = 0; step < steps.Length; step++)
        {
            var counts = run.Counters[step];
            reports.Add(new(steps[step].Name, counts.RowsIn, counts.RowsOut, counts.Waiting, counts.Failed, counts.Time));
        }

        return reports;
    }
}
