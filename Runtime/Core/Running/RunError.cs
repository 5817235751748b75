namespace Distil;

/// <summary>One failure of a run: the one that ended it, or one that it did not stop for.</summary>
/// <param name="Step">
/// The name of the step that failed; for code that belongs to no step, where it was given: <c>RunOptions.Progress</c>,
/// <c>RunOptions.LoggerFactory</c>, <c>RunOptions.TimeProvider</c>, <c>RunOptions.Parameters</c>, <c>RunOptions.Directory</c>, or
/// <c>CancellationToken.Register</c>.
/// </param>
/// <param name="RowId">The row that it failed on; null where it was no single one.</param>
/// <param name="Attempts">How many attempts were made; 1 where a failure is not tried again.</param>
/// <param name="ExceptionType">The full name of the type of what was thrown.</param>
/// <param name="Message">The message of what was thrown.</param>
/// <param name="Exception">What was thrown, at the last attempt; null if the failure was read from a run's <c>errors.jsonl</c>.</param>
public sealed record RunError(string Step, RowId? RowId, int Attempts, string ExceptionType, string Message, Exception? Exception)
{
    internal RunError(string step, RowId? rowId, Exception exception, int attempts = 1)
        : this(
            step, rowId, attempts, ExceptionText.TypeOf(exception), ExceptionText.MessageOf(exception), exception)
    {
    }
}
