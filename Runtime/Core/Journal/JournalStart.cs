using Distil.Journal.Records;

namespace Distil.Journal;

/// <summary>What the last cut knows of the journal. The default value: there is no cut.</summary>
internal readonly record struct JournalStart
{
    /// <summary>
    /// Where to begin reading: at or before the first answer that the resumed run needs. A value of
    /// <see cref="AnswerJournal.Position"/>, or one to which <see cref="TailCopied.Map"/> has moved it. Not above <see cref="Place"/>.
    /// </summary>
    public JournalLocation From { get; init; }

    /// <summary>
    /// What <see cref="AnswerJournal.Synced"/> was when the cut was written. What lies below was on the storage device: if it is missing or
    /// wrong now, the journal is damaged. What lies behind may be cut off.
    /// </summary>
    public JournalLocation Place { get; init; }

    /// <summary>Whether all records are read: answers of another directory are taken over.</summary>
    public bool ReadsAll { get; init; }

    /// <summary>
    /// Whether what lies behind <see cref="Place"/> is copied into a new segment and flushed before it is trusted.
    /// </summary>
    /// <remarks>
    /// After a failed flush the system may hold bytes in its cache that will never come to the storage device, and the next flush reports
    /// success nevertheless. A run that has seen this can write no mark of it with certainty. So the mark is the reverse: false only where
    /// the cut says that the run ended itself, with a last flush that succeeded; true after every other end. The copy costs what was
    /// appended since the last cut, and nothing where that is nothing.
    /// </remarks>
    public bool CopiesTail { get; init; }
}

/// <summary>Takes a record of the journal. It is valid during the call.</summary>
internal delegate void JournalRecordHandler(in JournalRecord record);
