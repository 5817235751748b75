namespace Distil;

/// <summary>What one step did in a run.</summary>
/// <param name="Name">The step's name.</param>
/// <param name="RowsIn">How many rows came in; of a source, 0.</param>
/// <param name="RowsOut">How many rows went out.</param>
/// <param name="Waiting">
/// How many rows were left waiting when the run stopped: for a batch to fill, for a global step, for their branches to meet.
/// </param>
/// <param name="Failed">How many rows failed after their last retry.</param>
/// <param name="Time">How long the step's calls took, all together; of steps that share a loop, the first has its time.</param>
/// <param name="Attempts">How many calls of the step's method were begun, retries included; of a source, 0.</param>
/// <param name="Retries">How many of the attempts followed one that failed.</param>
/// <param name="Reused">How many calls were not made, since an earlier run had kept their answers; rows of a batch count each.</param>
/// <param name="Unused">
/// Why a durable step's answers of earlier runs were not used, such as "the parameter 'Asked.Heat' was '1' and is '2'". Null: they were, or
/// there were none.
/// </param>
public sealed record StepReport(
    string Name, long RowsIn, long RowsOut, long Waiting, long Failed, TimeSpan Time, long Attempts = 0, long Retries = 0,
    long Reused = 0, string? Unused = null)
{
    /// <summary>
    /// How long the step's loop waited for rows: of a step whose calls are awaited, the time in which no row came, whatever calls were made
    /// meanwhile. Of steps that share a loop, the first has its time; of a source, zero.
    /// </summary>
    public TimeSpan WaitingForInput { get; init; }

    /// <summary>
    /// How long the step's loop waited until the steps below, or data sets, took its rows. Of steps that share a loop, the first has its
    /// time.
    /// </summary>
    public TimeSpan BlockedByOutput { get; init; }

    /// <summary>
    /// How long the step's calls took. Null: its calls are not measured one by one, since it runs in a loop with others, or none was made.
    /// </summary>
    public CallDurations? Durations { get; init; }
}
