using Distil.Checkpoints;
using Distil.Journal.Records;

namespace Distil.RunDirectories;

/// <summary>How much of the journal of a directory was on the storage device.</summary>
internal static class JournalPlace
{
    /// <summary>Finds it: by the cuts, and by where the generations began.</summary>
    /// <param name="record">What the directory holds.</param>
    /// <param name="data">How far the generation under <c>data</c> came; null: nothing of it is committed.</param>
    /// <param name="next">How far that under <c>.distil/next</c> came.</param>
    public static JournalLocation Of(RunDirectoryRecord record, Cut? data, Cut? next) =>
        ((JournalLocation[])
        [
            record.Data.Answers,
            record.Next?.Answers ?? default,
            data?.Answers?.Synced ?? default,
            next?.Answers?.Synced ?? default,
        ]).Max();
}
