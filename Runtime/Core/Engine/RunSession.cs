namespace Distil.Engine;

/// <summary>One run from its parameters to its result.</summary>
internal sealed class RunSession<TResult>(PipelineDefinition<TResult> definition, RunOptions options, object? stream)
    where TResult : PipelineResult
{
    public async Task<TResult> RunAsync(Func<PipelineRun, IDisposable>? started, CancellationToken ct)
    {
        var begun = options.TimeProvider.GetTimestamp();
        var steps = definition.CreateSteps();
        using var parameters = ParameterBinder.Apply(options.Parameters, steps, definition.CreateParameters());
        var runId = Guid.NewGuid().ToString("N");
        using var directory = OpenDirectory(runId);
        using var leaves = new LeafSet(directory, stream);
        var run = new PipelineRun(options, runId, steps, parameters.EffectiveSettings);
        run.Use(leaves);

        using var signals = options.HandleSignals ? SignalHandling.Register(run.Stop) : null;
        using var streaming = started?.Invoke(run);
        using var stopping = options.StopToken.UnsafeRegister(static state => ((PipelineRun)state!).Stop(), run);
        using var cancelling = ct.UnsafeRegister(static state => ((PipelineRun)state!).Cancel(), run);
        try
        {
            await using (var progress = new ProgressReporter(run, steps, options, begun))
            {
                await ExecuteAsync(run, steps, ct).ConfigureAwait(false);
            }

            ct.ThrowIfCancellationRequested();
            CompleteLeaves(run, leaves);
            return Conclude(run, steps, directory, begun);
        }
        finally
        {
            run.DisposeTokens();
        }
    }

    private RunDirectory? OpenDirectory(string runId) => options.Directory is null || options.DryRun
        ? null
        : RunDirectory.Open(
            options.Directory, definition.TypeName, definition.Name, runId, definition.Leaves, options.Resume, options.TimeProvider);

    private async Task ExecuteAsync(PipelineRun run, StepDefinition[] steps, CancellationToken ct)
    {
        var lives = new StepLives(steps);
        try
        {
            await lives.LoadAsync(run.Token).ConfigureAwait(false);
            definition.Build(run);
            await Task.WhenAll(run.Stages.Select(static stage => Task.Run(stage.RunAsync))).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Said below, once everything is unloaded.
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

    /// <summary>What is still buffered is written even if the run has failed: it came before the failure.</summary>
    private static void CompleteLeaves(PipelineRun run, LeafSet leaves)
    {
        try
        {
            leaves.Complete();
        }
        catch (RunDirectoryException) when (run.Failure is not null)
        {
            // The disk is what the run has failed for, and that is said.
        }
    }

    private void CompleteDirectory(PipelineRun run, RunDirectory? directory, RunStatus status)
    {
        try
        {
            directory?.Complete(run.Failure is null ? status : null, definition.Graph);
        }
        catch (RunDirectoryException) when (run.Failure is not null)
        {
            // As above.
        }
    }

    private TResult Conclude(PipelineRun run, StepDefinition[] steps, RunDirectory? directory, long begun)
    {
        var status = run.IsIncomplete ? RunStatus.Stopped : RunStatus.Completed;
        var errors = run.Failure is { } first
            ? [new RunError(steps[first.Step].Name, first.RowId, first.InnerException!)]
            : Array.Empty<RunError>();
        run.Summary = new(status, Reports(run, steps), errors, errors.Length, directory?.FullPath, options.TimeProvider.GetElapsedTime(begun));
        var result = definition.CreateResult(run);
        CompleteDirectory(run, directory, status);
        return run.Failure is { } failure
            ? throw new PipelineFailedException(definition.Name, steps[failure.Step].Name, failure.RowId, failure.InnerException!, result)
            : result;
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
