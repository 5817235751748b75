using Distil.Journal.Records;

namespace Distil.Journal.Earlier;

/// <summary>An answer of an earlier generation that a row of this one has.</summary>
/// <param name="Location">Its record.</param>
/// <param name="Tag">The tag under which it was written.</param>
internal readonly record struct TakenAnswer(JournalLocation Location, ulong Tag);
