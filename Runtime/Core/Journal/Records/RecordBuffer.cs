namespace Distil.Journal.Records;

/// <summary>Records that follow one another in a segment and are not written yet. Used by one thread at a time.</summary>
internal sealed class RecordBuffer
{
    /// <summary>A buffer never grows beyond this: 2 MB, so that the longest record fits.</summary>
    public const int MaxBytes = 2 << 20;

    private const int InitialBytes = 64 * 1024;

    private byte[] _bytes = new byte[InitialBytes];

    /// <summary>Where the first byte of the buffer stands in the journal.</summary>
    public JournalLocation Start { get; private set; }

    /// <summary>The length of the records.</summary>
    public int Count { get; private set; }

    /// <summary>How many answers the records hold.</summary>
    public int Answers { get; private set; }

    /// <summary>Where the next record begins.</summary>
    public JournalLocation End => Start with { Offset = Start.Offset + Count };

    /// <summary>The records.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Count);

    /// <summary>Removes all records.</summary>
    /// <param name="start">Where the next record begins.</param>
    public void Clear(JournalLocation start) => (Start, Count, Answers) = (start, 0, 0);

    /// <summary>Whether a record of a length fits.</summary>
    public bool HasRoom(int length) => Count + length <= MaxBytes;

    /// <summary>Adds a record of which the caller writes the bytes. There must be room for it.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="answers">How many answers it holds.</param>
    public Span<byte> Add(int length, int answers)
    {
        if (Count + length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Min(MaxBytes, Math.Max(_bytes.Length * 2, Count + length)));
        }

        var record = _bytes.AsSpan(Count, length);
        Count += length;
        Answers += answers;
        return record;
    }

    /// <summary>Finds a record in the buffer.</summary>
    /// <returns>False: it is not in the buffer.</returns>
    public bool TryFind(JournalLocation location, out ReadOnlySpan<byte> record)
    {
        record = default;
        if (location.Segment != Start.Segment || location < Start || location >= End)
        {
            return false;
        }

        var from = Bytes[(int)(location.Offset - Start.Offset)..];
        record = JournalRecord.TryReadLength(from, out var length) ? from[..length] : default;
        return true;
    }
}
