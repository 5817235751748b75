namespace Distil;

/// <summary>How far a run is.</summary>
/// <param name="Steps">Every step, in declared order.</param>
/// <param name="Elapsed">How long the run has been going.</param>
/// <param name="Status">How the run has ended; null while it goes on. The last report of every run has it.</param>
public sealed record RunProgress(IReadOnlyList<StepProgress> Steps, TimeSpan Elapsed, RunStatus? Status = null);

/// <summary>How far one step of a run is.</summary>
/// <param name="Name">The step's name.</param>
/// <param name="RowsIn">How many rows have come in; of a source, 0.</param>
/// <param name="RowsOut">How many rows have gone out.</param>
/// <param name="Waiting">How many rows wait: for a batch to fill, for a global step, for their branches to meet.</param>
/// <param name="Failed">How many rows have failed after their last retry.</param>
public sealed record StepProgress(string Name, long RowsIn, long RowsOut, long Waiting, long Failed);
