namespace Distil;

/// <summary>One failure that a run did not stop for.</summary>
/// <param name="Step">
/// The name of the step that failed; for code that belongs to no step, where it was given: <c>RunOptions.Progress</c>,
/// <c>RunOptions.LoggerFactory</c>, <c>RunOptions.TimeProvider</c>, <c>RunOptions.Parameters</c>, <c>RunOptions.Directory</c>, or
/// <c>CancellationToken.Register</c>.
/// </param>
/// <param name="RowId">The row that it failed on; null where it was no single one.</param>
/// <param name="Exception">What was thrown; of a step, at its last attempt.</param>
public sealed record RunError(string Step, RowId? RowId, Exception Exception);
