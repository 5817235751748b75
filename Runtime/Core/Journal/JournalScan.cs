using Distil.Journal.Records;

namespace Distil.Journal;

/// <summary>Says what is wrong with the bodies of a record that have a file of their own; null: nothing.</summary>
internal delegate string? JournalBodyCheck(in JournalRecord record);

/// <summary>Reads the records of a journal in order, up to the first bytes that are no whole record. Nothing is written.</summary>
/// <param name="files">The files of the journal.</param>
/// <param name="place">What lies below was on the storage device: what is missing or wrong there is damage.</param>
/// <param name="lastGeneration">The highest number that a generation has.</param>
internal sealed class JournalScan(JournalFiles files, JournalLocation place, uint lastGeneration)
{
    /// <summary>Reads the records.</summary>
    /// <param name="chain">The segments.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="check">Called for each record, before it is handed out.</param>
    /// <param name="found">Called for each record that is whole.</param>
    /// <returns>Where the first bytes stand that are no whole record, or the end.</returns>
    /// <exception cref="RunDirectoryException">The journal is damaged, or cannot be read.</exception>
    public JournalLocation Run(SegmentChain chain, JournalLocation from, JournalBodyCheck check, JournalRecordHandler found)
    {
        if (chain.End < place)
        {
            throw JournalDamage.OfEnd(files, chain.End, place);
        }

        foreach (var segment in chain.Segments)
        {
            if (segment.Number < from.Segment)
            {
                continue;
            }

            var first = segment.Number == from.Segment ? Math.Max(from.Offset, SegmentHeader.Length) : SegmentHeader.Length;
            var path = files.Segment(segment.Number);
            using var reader = new SegmentReader(path, new(segment.Number, first), segment.Length);
            while (reader.TryRead(out var record))
            {
                RequireKnown(path, record);
                if ((IsWellFormed(record) ? check(record) : "the record contradicts itself") is { } fault)
                {
                    return EndAt(record.Location, fault);
                }

                found(record);
            }

            if (!reader.IsAtEnd)
            {
                return EndAt(reader.Location, "the bytes are no record of the journal");
            }
        }

        return chain.End;
    }

    private JournalLocation EndAt(JournalLocation location, string fault) =>
        location >= place ? location : throw JournalDamage.OfRecord(files, location, fault);

    private void RequireKnown(string path, in JournalRecord record)
    {
        if (record.Generation == 0 || record.Generation > lastGeneration || record.Kind > RecordKind.Copy)
        {
            throw JournalDamage.OfAnswer(
                files, path, record.Location.Offset, "another version of Distil wrote there what this version does not know");
        }
    }

    private static bool IsWellFormed(in JournalRecord record) => record.Kind switch
    {
        RecordKind.Header => false,
        RecordKind.Batch => BatchBody.IsWellFormed(record.Body),
        RecordKind.Generation => record.Body.Length is 0 or GenerationBody.Length,
        RecordKind.Claim => record.Body.Length == ClaimBody.Length && ClaimBody.Location(record.Body) < record.Location,
        RecordKind.Copy => record.Body.Length >= CopyBody.PrefixLength,
        _ => true,
    };
}
