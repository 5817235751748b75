namespace Distil.Journal;

/// <summary>What the answers that a run keeps depend on besides their inputs.</summary>
/// <param name="Steps">The steps whose answers are kept.</param>
/// <param name="Sources">A hash of what says which rows the sources give; null: that is not known.</param>
internal sealed record KeptAnswers(IReadOnlyList<DurableStep> Steps, UInt128? Sources);
