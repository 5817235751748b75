namespace Distil.Running;

/// <summary>What every result of a run tells, whatever its pipeline.</summary>
/// <param name="Errors">The first 1,000.</param>
/// <param name="ErrorCount">How many there were in all.</param>
/// <param name="Directory">Full path; null: in memory.</param>
/// <param name="Resume">What became of an earlier run; null: in memory.</param>
internal sealed record RunSummary(
    RunStatus Status,
    IReadOnlyList<StepReport> Steps,
    IReadOnlyList<RunError> Errors,
    long ErrorCount,
    string? Directory,
    TimeSpan Elapsed,
    ResumeReport? Resume = null)
{
    /// <summary>How many errors a result keeps.</summary>
    public const int MaxErrors = 1_000;
}
