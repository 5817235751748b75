namespace Distil;

/// <summary>A step could not be loaded, so nothing was run. What it threw is the inner exception.</summary>
public sealed class StepLoadException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="stepName">The step's name.</param>
    /// <param name="innerException">What its <c>LoadAsync</c> threw, or why it was not called.</param>
    public StepLoadException(string stepName, Exception innerException)
        : base(Describe(stepName, innerException), innerException)
        => StepName = stepName;

    /// <summary>The step's name.</summary>
    public string StepName { get; }

    /// <summary>
    /// Every failure: this step's, then those of other steps that could not be loaded, or unloaded afterwards, and of loggers and the like.
    /// </summary>
    public IReadOnlyList<RunError> Errors { get; internal set; } = [];

    private static string Describe(string stepName, Exception innerException)
    {
        ArgumentNullException.ThrowIfNull(stepName);
        ArgumentNullException.ThrowIfNull(innerException);
        return $"The step '{stepName}' could not be loaded, so nothing was run. {innerException.GetType().Name}: "
            + $"{ExceptionText.MessageOf(innerException)}";
    }
}
