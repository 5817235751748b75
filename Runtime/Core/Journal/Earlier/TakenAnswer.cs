using Distil.Journal.Records;

namespace Distil.Journal.Earlier;

/// <summary>An answer of an earlier generation, or of another directory, that a row of this generation has.</summary>
/// <param name="Location">Its record.</param>
/// <param name="Tag">The tag under which it was written.</param>
/// <param name="IsReused">Whether the record lies in the journal of the other directory.</param>
internal readonly record struct TakenAnswer(JournalLocation Location, ulong Tag, bool IsReused = false);
