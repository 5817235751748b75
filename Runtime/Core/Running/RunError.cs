namespace Distil;

/// <summary>One failure that a run did not stop for.</summary>
/// <param name="Step">The name of the step that failed.</param>
/// <param name="RowId">The row that it failed on; null where it was no single one (a global step).</param>
/// <param name="Exception">What the step threw at its last attempt.</param>
public sealed record RunError(string Step, RowId? RowId, Exception Exception);
