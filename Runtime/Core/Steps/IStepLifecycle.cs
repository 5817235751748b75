namespace Distil;

/// <summary>A step that loads something before the run (a model, a connection) and lets it go afterwards.</summary>
public interface IStepLifecycle
{
    /// <summary>
    /// Called once, before any source is read; all steps of a pipeline load side by side. If it throws, nothing runs and the run
    /// throws a <see cref="StepLoadException"/>.
    /// </summary>
    /// <param name="ct">Cancelled when the run is.</param>
    ValueTask LoadAsync(CancellationToken ct);

    /// <summary>
    /// Called in the place of <see cref="LoadAsync(CancellationToken)"/>, which it calls unless the step implements it: for steps that load
    /// onto the devices that they are given.
    /// </summary>
    /// <param name="context">
    /// The step's name, its logger, the run's clock, and its <see cref="StepContext.Devices"/>, which are the same in every later call.
    /// There is no row yet.
    /// </param>
    /// <param name="ct">Cancelled when the run is.</param>
    ValueTask LoadAsync(StepContext context, CancellationToken ct) => LoadAsync(ct);

    /// <summary>
    /// Called once at the end of the run, whatever happened, if the load succeeded. A run that failed or was cancelled waits
    /// for it at most <see cref="RunOptions.AbandonAfter"/>.
    /// </summary>
    /// <param name="ct">Never cancelled by the end of the run itself.</param>
    ValueTask UnloadAsync(CancellationToken ct);
}
