using System.Net;
using Distil.Engine.State;

namespace Distil.Engine.Calls;

/// <summary>
/// Whether a call of a step that failed is made again, and after which pause: as often as its <c>Retries</c> say, after failures that are
/// transient, with exponential backoff and jitter, and no earlier than the step advises.
/// </summary>
/// <remarks>One a step, for several tasks at once.</remarks>
internal sealed class RetryPolicy(PipelineRun run, int step)
{
    private readonly int _retries = run.Settings(step).Retries;
    private readonly TimeSpan _firstPause = TimeSpan.FromSeconds(run.Settings(step).RetryDelaySeconds);
    private readonly TimeSpan _longestPause = TimeSpan.FromSeconds(run.Settings(step).MaxRetryDelaySeconds);
    private readonly IRetryAdvice? _advice = run.StepInstance(step) as IRetryAdvice;

    /// <summary>How many attempts may follow the first.</summary>
    public int Retries => _retries;

    /// <summary>Decides whether an attempt that failed is followed by another one.</summary>
    /// <param name="failure">What it failed with.</param>
    /// <param name="attempt">Which attempt it was; the first is 1.</param>
    /// <param name="position">Where the caller stands: the step's advice is code of the user's.</param>
    /// <param name="shortest">The shortest pause before the next attempt that the step advises.</param>
    public bool MayRetry(Exception failure, int attempt, UserCodePosition position, out TimeSpan shortest)
    {
        shortest = TimeSpan.Zero;
        if (attempt > _retries)
        {
            return false;
        }

        // A result that breaks its method's promise is known by the row; the cause is what counts.
        var cause = failure is StepException { InnerException: { } inner } ? inner : failure;
        if (_advice is null)
        {
            return IsTransient(cause);
        }

        if (!Ask(position, () => _advice.IsTransient(cause), IsTransient(cause)))
        {
            return false;
        }

        shortest = Ask(position, () => _advice.RetryAfter(cause), null) ?? TimeSpan.Zero;
        return shortest <= _longestPause;
    }

    /// <summary>
    /// The pause after an attempt that failed: exponentially longer, half of it at random, so that many rows that failed together do not
    /// return together.
    /// </summary>
    /// <param name="attempt">Which attempt it was; the first is 1.</param>
    /// <param name="shortest">The shortest pause that the step advises.</param>
    public TimeSpan PauseAfter(int attempt, TimeSpan shortest)
    {
        var pause = Math.Min(_longestPause.TotalMilliseconds, _firstPause.TotalMilliseconds * Math.Pow(2, attempt - 1));
        var jittered = TimeSpan.FromMilliseconds(Math.Ceiling(pause * (1 - (Random.Shared.NextDouble() / 2))));
        return jittered < shortest ? shortest : jittered;
    }

    /// <summary>What holds for a step that gives no advice.</summary>
    internal static bool IsTransient(Exception failure) => failure switch
    {
        ArgumentException or NotSupportedException or NotImplementedException => false,
        HttpRequestException { StatusCode: { } status } => !IsRequestAtFault(status),
        _ => true,
    };

    /// <summary>Whether an HTTP result says that the request is at fault, so that the same request fails again.</summary>
    private static bool IsRequestAtFault(HttpStatusCode status) => (int)status is >= 400 and < 500 and not (408 or 425 or 429);

    /// <summary>Asks the step. Where it throws, or may not be asked any longer, its silence is the result.</summary>
    private T Ask<T>(UserCodePosition position, Func<T> question, T otherwise)
    {
        if (!position.TryEnter())
        {
            return otherwise;
        }

        try
        {
            return question();
        }
        catch (Exception exception)
        {
            run.UserCode.FailedOnce(run.StepName(step), exception);
            return otherwise;
        }
        finally
        {
            position.Leave();
        }
    }
}
