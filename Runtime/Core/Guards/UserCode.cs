using System.Collections.Concurrent;

namespace Distil.Guards;

/// <summary>
/// The one way in which the engine calls code of the user's that runs beside the rows: loggers, progress, clocks, callbacks of tokens,
/// what closes sources and unloads steps. What such code throws never ends a stage and never takes the place of another failure: it is
/// logged and kept among the run's errors.
/// </summary>
/// <remarks>Safe for several threads at once. No lock is held while code of the user's runs.</remarks>
internal sealed class UserCode
{
    /// <summary>What stands in place of a step's name for code that belongs to no step.</summary>
    public const string Progress = "RunOptions.Progress";

    /// <inheritdoc cref="Progress"/>
    public const string Logging = "RunOptions.LoggerFactory";

    /// <inheritdoc cref="Progress"/>
    public const string Clock = "RunOptions.TimeProvider";

    /// <inheritdoc cref="Progress"/>
    public const string Parameters = "RunOptions.Parameters";

    /// <inheritdoc cref="Progress"/>
    public const string Directory = "RunOptions.Directory";

    /// <inheritdoc cref="Progress"/>
    public const string Callback = "CancellationToken.Register";

    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);
    private Action<RunError>? _log;

    /// <summary>The failures of the run, those that ended it included.</summary>
    public RunErrors Errors { get; } = new();

    /// <summary>From now on failures are logged; those that came before are logged now.</summary>
    /// <param name="log">Logs a failure; never throws.</param>
    public void LogTo(Action<RunError> log)
    {
        _log = log;
        foreach (var error in Errors.All.Kept)
        {
            log(error);
        }
    }

    /// <summary>Calls code of the user's.</summary>
    /// <param name="owner">The step, or what stands in its place.</param>
    /// <param name="call">The call.</param>
    public void Run(string owner, Action call)
    {
        try
        {
            call();
        }
        catch (Exception exception)
        {
            Failed(owner, null, exception);
        }
    }

    /// <summary>Awaits code of the user's.</summary>
    /// <param name="owner">The step, or what stands in its place.</param>
    /// <param name="call">The call.</param>
    public async Task RunAsync(string owner, Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Failed(owner, null, exception);
        }
    }

    /// <summary>
    /// Cancels a token that code of the user's has. The token has fired when this returns; its callbacks run on the pool, so that one that
    /// throws or blocks holds up nobody who cancels.
    /// </summary>
    /// <returns>When the callbacks have run. Never fails.</returns>
    public async Task CancelAsync(CancellationTokenSource source)
    {
        try
        {
            await source.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // Whatever had the token has ended meanwhile.
        }
        catch (AggregateException several)
        {
            foreach (var exception in several.InnerExceptions)
            {
                Failed(Callback, null, exception);
            }
        }
    }

    /// <summary>Keeps and logs what code of the user's threw, where a run neither fails nor stops for it.</summary>
    /// <param name="owner">The step, or what stands in its place.</param>
    /// <param name="row">The row, where there is one.</param>
    /// <param name="exception">What was thrown.</param>
    public void Failed(string owner, RowId? row, Exception exception)
    {
        var error = new RunError(owner, row, exception);
        Errors.Add(error);
        _log?.Invoke(error);
    }

    /// <summary>The same for code that is called again and again: the first failure says it all.</summary>
    public void FailedOnce(string owner, Exception exception)
    {
        if (_told.TryAdd(owner, true))
        {
            Failed(owner, null, exception);
        }
    }
}
