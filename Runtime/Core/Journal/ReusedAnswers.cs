using Distil.Journal.Earlier;
using Distil.Journal.Records;

namespace Distil.Journal;

/// <summary>The answers in another directory that rows of this run may take over. That directory is read, and never written.</summary>
internal sealed class ReusedAnswers
{
    private ReusedAnswers(JournalFiles files, Guid journalId, EarlierAnswers earlier)
    {
        (Files, JournalId, Earlier) = (files, journalId, earlier);
        Count = earlier.Table.Count;
    }

    /// <summary>The files of the other journal.</summary>
    public JournalFiles Files { get; }

    /// <summary>The id of the other journal.</summary>
    public Guid JournalId { get; }

    /// <summary>What may be taken over. The records of the own journal are still to be added.</summary>
    public EarlierAnswers Earlier { get; }

    /// <summary>How many answers there are.</summary>
    public int Count { get; }

    /// <summary>Reads the other journal. What was not written whole at its end is passed over.</summary>
    /// <param name="files">Its files.</param>
    /// <param name="journalId">Its id.</param>
    /// <param name="place">What of it was on the storage device.</param>
    /// <param name="lastGeneration">The highest number that a generation has there.</param>
    /// <param name="earlier">Receives the answers.</param>
    /// <exception cref="RunDirectoryException">It is damaged, or cannot be read.</exception>
    public static ReusedAnswers Read(
        JournalFiles files, Guid journalId, JournalLocation place, uint lastGeneration, EarlierAnswers earlier)
    {
        var chain = SegmentChain.Find(files, journalId);
        new JournalScan(files, place, lastGeneration).Run(
            chain,
            default,
            (in JournalRecord record) => LargeBodies.FindFault(files, record),
            (in JournalRecord record) => earlier.AddReused(record));
        return new(files, journalId, earlier);
    }
}
