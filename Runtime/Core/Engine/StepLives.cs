namespace Distil.Engine;

/// <summary>Loads the steps before the first row is read and unloads them at the end, whatever happened.</summary>
internal sealed class StepLives(StepDefinition[] steps, RunEvents events, TimeProvider time)
{
    private readonly List<int> _loaded = [];

    /// <summary>The first step, in declared order, that could not be unloaded.</summary>
    public (int Step, Exception Exception)? UnloadFailure { get; private set; }

    /// <summary>Loads all steps side by side.</summary>
    /// <exception cref="StepLoadException">One could not be loaded; those that were are still to be unloaded.</exception>
    public async Task LoadAsync(CancellationToken token)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var loads = new List<(int Step, Task Load)>();
        for (var step = 0; step < steps.Length; step++)
        {
            var name = steps[step].Name;
            if (steps[step].Instance is IStepLifecycle life && seen.Add(life))
            {
                loads.Add((step, Task.Run(() => LoadAsync(name, life, token), CancellationToken.None)));
            }
        }

        (int Step, Exception Exception)? failure = null;
        foreach (var (step, load) in loads)
        {
            try
            {
                await load.ConfigureAwait(false);
                _loaded.Add(step);
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                // The run was cancelled while it loaded.
            }
            catch (Exception exception)
            {
                events.StepLoadFailed(steps[step].Name, exception);
                failure ??= (step, exception);
            }
        }

        token.ThrowIfCancellationRequested();
        if (failure is var (failed, cause))
        {
            throw new StepLoadException(steps[failed].Name, cause);
        }
    }

    private async Task LoadAsync(string name, IStepLifecycle step, CancellationToken token)
    {
        var begun = time.GetTimestamp();
        await step.LoadAsync(token).ConfigureAwait(false);
        events.StepLoaded(name, time.GetElapsedTime(begun));
    }

    /// <summary>Unloads what was loaded, side by side; never throws.</summary>
    public async Task UnloadAsync()
    {
        var unloads = _loaded.ConvertAll(step => (
            Step: step,
            Unload: Task.Run(() => ((IStepLifecycle)steps[step].Instance).UnloadAsync(CancellationToken.None).AsTask())));
        foreach (var (step, unload) in unloads)
        {
            try
            {
                await unload.ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                events.StepUnloadFailed(steps[step].Name, exception);
                UnloadFailure ??= (step, exception);
            }
        }
    }
}
