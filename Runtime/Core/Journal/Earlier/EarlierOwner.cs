namespace Distil.Journal.Earlier;

/// <summary>What a step needs to know about those whose rows have answers.</summary>
/// <param name="Generation">The generation of the rows; below 0: one of another directory.</param>
/// <param name="IsOwn">Whether they are rows of the step itself, in this generation.</param>
/// <param name="MayTake">Whether the step may take over what they have.</param>
/// <param name="IsKept">
/// Whether their generation had the same sources as this one: an answer whose own row is still to come is kept for it.
/// </param>
internal readonly record struct EarlierOwner(long Generation, bool IsOwn, bool MayTake, bool IsKept);
