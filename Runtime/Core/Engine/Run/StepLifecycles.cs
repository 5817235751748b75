using System.Globalization;
using Distil.Devices;
using Distil.Engine.State;

namespace Distil.Engine.Run;

/// <summary>
/// Loads the steps before the first row is read and unloads them at the end, whatever happened. The devices of the steps are theirs from
/// before the loading until this is disposed of.
/// </summary>
internal sealed class StepLifecycles(PipelineRun run, StepDefinition[] steps, RunOptions options) : IDisposable
{
    private DeviceLoan? _devices;

    private readonly List<int> _loaded = [];

    /// <summary>Returns the devices. A step that was left behind may still use its own, and the log has said so.</summary>
    public void Dispose() => _devices?.Dispose();

    /// <summary>Gives the steps their devices and loads them all side by side.</summary>
    /// <exception cref="StepLoadException">
    /// Too few devices are free, or one could not be loaded; those that were are still to be unloaded.
    /// </exception>
    public async Task LoadAsync(CancellationToken token)
    {
        if (await StepDevices.BorrowAsync(run, steps, options, token).ConfigureAwait(false) is var (loan, devices))
        {
            _devices = loan;
            run.Devices = devices;
        }

        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var loads = new List<(int Step, Task Load, UserCodePosition Position)>();
        for (var step = 0; step < steps.Length; step++)
        {
            if (steps[step].Instance is IStepLifecycle life && seen.Add(life))
            {
                var context = run.Context(step, default);
                var position = run.Abandonment.WatchLoad();
                loads.Add((step, Task.Run(() => LoadAsync(context, life, position, token), CancellationToken.None), position));
            }
        }

        RunError? failure = null;
        foreach (var (step, load, position) in loads)
        {
            try
            {
                if (await run.IsLoadedInTimeAsync(step, load, position).ConfigureAwait(false))
                {
                    await load.ConfigureAwait(false);
                    _loaded.Add(step);
                }
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                // The run was cancelled while it loaded.
            }
            catch (Exception exception)
            {
                var error = new RunError(steps[step].Name, null, exception);
                run.UserCode.Errors.Add(error, isFirst: failure is null);
                run.Events.StepLoadFailed(error.Step, exception);
                failure ??= error;
            }
        }

        token.ThrowIfCancellationRequested();
        if (failure is not null)
        {
            throw new StepLoadException(failure.Step, failure.Exception!);
        }
    }

    /// <summary>
    /// Unloads the loaded steps, side by side; never throws. A run that has failed, or that is cancelled meanwhile, waits for each only as
    /// long as for other code of the user's.
    /// </summary>
    /// <param name="hasFailed">Whether the run has failed or was cancelled.</param>
    /// <returns>What could not be unloaded, in declared order.</returns>
    public async Task<IReadOnlyList<StepException>> UnloadAsync(bool hasFailed)
    {
        var failures = new List<StepException>();
        var unloads = _loaded.ConvertAll(step => (
            Step: step,
            Unload: Task.Run(() => UnloadAsync(step, (IStepLifecycle)steps[step].Instance, hasFailed))));
        foreach (var (step, unload) in unloads)
        {
            try
            {
                await unload.ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                run.Events.StepUnloadFailed(steps[step].Name, exception);
                failures.Add(new StepException(step, 0, null, exception) { Rows = 0 });
            }
        }

        return failures;
    }

    /// <summary>Unloads a step, once no late call of it runs any longer.</summary>
    /// <exception cref="TimeoutException">The step's method does not end.</exception>
    private async Task UnloadAsync(int step, IStepLifecycle life, bool hasFailed)
    {
        if (!await run.MayUnloadAsync(step).ConfigureAwait(false))
        {
            run.Events.StepNotUnloaded(steps[step].Name);
            return;
        }

        var unload = Task.Run(() => life.UnloadAsync(CancellationToken.None).AsTask());
        if (!hasFailed)
        {
            await run.EndsOrIsCancelledAsync(unload).ConfigureAwait(false);
        }

        if (!unload.IsCompleted && !await run.EndsInTimeAsync(unload).ConfigureAwait(false))
        {
            PipelineRun.Observe(unload);
            throw new TimeoutException(string.Create(
                CultureInfo.InvariantCulture,
                    $"UnloadAsync has not ended after {run.Abandonment.AfterEnd.TotalSeconds:0.###} s; it is left behind."));
        }

        await unload.ConfigureAwait(false);
    }

    private async Task LoadAsync(StepContext context, IStepLifecycle step, UserCodePosition position, CancellationToken token)
    {
        var begun = run.TimeProvider.GetTimestamp();
        if (!position.TryEnter())
        {
            throw new OperationCanceledException(token);
        }

        try
        {
            await step.LoadAsync(context, token).ConfigureAwait(false);
        }
        finally
        {
            position.Leave();
        }

        run.Events.StepLoaded(context.StepName, run.TimeProvider.GetElapsedTime(begun));
    }
}
