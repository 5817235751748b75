namespace Distil;

/// <summary>Implemented by a step that knows which of its failures are worth another attempt, and when.</summary>
/// <remarks>
/// Asked after each attempt that failed and that may have another one; from several tasks at once, where the step's calls run side by side.
/// What a method of it throws is logged; the call then goes on as if the step had given no advice.
/// </remarks>
public interface IRetryAdvice
{
    /// <summary>Says whether another attempt may succeed.</summary>
    /// <param name="e">
    /// What the attempt failed with; a <see cref="TimeoutException"/> if it took longer than the step's <c>Timeout</c>.
    /// </param>
    /// <returns>True: the call is made again, as often as <c>Retries</c> allows. False: it has failed.</returns>
    bool IsTransient(Exception e);

    /// <summary>Says how long to wait at least before the next attempt, as a service says by <c>Retry-After</c>.</summary>
    /// <param name="e">What the attempt failed with.</param>
    /// <returns>
    /// The shortest pause; null: the step's <c>RetryDelay</c> decides alone. If it is longer than <c>MaxRetryDelay</c>, the call has
    /// failed.
    /// </returns>
    TimeSpan? RetryAfter(Exception e);
}
