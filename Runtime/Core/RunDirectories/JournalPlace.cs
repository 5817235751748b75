using Distil.Checkpoints;
using Distil.Journal.Records;

namespace Distil.RunDirectories;

/// <summary>How much of a journal of a directory was on the storage device.</summary>
internal static class JournalPlace
{
    /// <summary>Finds it for the directory's journal: by the cuts, and by where the generations began.</summary>
    /// <param name="record">What the directory holds.</param>
    /// <param name="data">How far the generation under <c>data</c> came; null: nothing of it is committed.</param>
    /// <param name="next">How far that under <c>.distil/next</c> came.</param>
    public static JournalLocation Of(RunDirectoryRecord record, Cut? data, Cut? next) =>
        ((JournalLocation[])
        [
            record.Data.Answers,
            data?.Answers?.Synced ?? default,
            record.Next is { Journal: null } ? OfNext(record, next) : default,
        ]).Max();

    /// <summary>Finds it for the journal of the generation under <c>.distil/next</c>.</summary>
    /// <param name="record">What the directory holds.</param>
    /// <param name="next">How far that generation came; null: nothing of it is committed.</param>
    public static JournalLocation OfNext(RunDirectoryRecord record, Cut? next) =>
        ((JournalLocation[])[record.Next?.Answers ?? default, next?.Answers?.Synced ?? default]).Max();
}
