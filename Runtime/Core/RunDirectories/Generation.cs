using Distil.Checkpoints;
using Distil.Journal.Records;

namespace Distil.RunDirectories;

/// <summary>Data that are made by one build of the program, with the same parameters and sources, in one run or in several.</summary>
/// <param name="Number">Its number in the directory, from 1.</param>
/// <param name="RunId">The id of its runs.</param>
/// <param name="State">How its last run ended.</param>
/// <param name="Leaves">The leaves whose files it has.</param>
/// <param name="Identity">What its data depend on besides the rows.</param>
internal sealed record Generation(
    int Number, string RunId, RunDirectoryState State, IReadOnlyList<string> Leaves, IReadOnlyList<IdentityPart> Identity)
{
    /// <summary>How much of the journal of answers was on the storage device when it began.</summary>
    public JournalLocation Answers { get; init; }

    /// <summary>
    /// The id of the journal that it has for itself while it stands under <c>.distil/next</c>; null: its answers are in that of the
    /// directory.
    /// </summary>
    public Guid? Journal { get; init; }

    /// <summary>Whether it was begun with <see cref="RunOptions.Resume"/> = false.</summary>
    public bool IsReplacing { get; init; }

    /// <summary>The id of the journal of another directory whose answers it takes over; null: there is none.</summary>
    public Guid? Reuses { get; init; }

    /// <summary>Whether it was begun by <see cref="RunOptions.Recompute"/>, although nothing had changed.</summary>
    public bool IsRecomputed { get; init; }

    /// <summary>Whether it has a file of errors; noted when it is complete.</summary>
    public bool HasErrors { get; init; }

    /// <summary>Whether it has come to its end: its data sets are complete.</summary>
    public bool HasEnded => State is RunDirectoryState.Completed or RunDirectoryState.CompletedWithErrors;

    /// <summary>Whether it has written anything.</summary>
    public bool IsBegun => State is not (RunDirectoryState.Loading or RunDirectoryState.Unbegun);

    /// <summary>The state as messages say it.</summary>
    public string Description => State == RunDirectoryState.Running ? "cut off" : State.Describe();
}
